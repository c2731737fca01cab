from __future__ import annotations

import pytest

from tb_lifecycle.recording.console.lines import Lines


def test_lines_come_when_they_are_finished() -> None:
    lines = Lines()
    assert lines.feed("one") == []
    assert lines.feed(" two\nthree\nfo") == ["one two", "three"]
    assert lines.feed("ur\n") == ["four"]
    assert lines.feed("five") == []
    assert lines.finish() == ["five"]
    assert lines.finish() == []


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (["\r10%", "\r50%", "\r100%\n"], "100%"),
        (["10%\r", "50%\r", "100%\r", "\n"], "100%"),
        (["loss 1\r\n"], "loss 1"),
        (["\r", "   \r", "done\n"], "done"),
        (["\n"], ""),
    ],
)
def test_of_a_line_drawn_again_the_last_state_is_kept(written: list[str], kept: str) -> None:
    lines = Lines()
    assert [line for text in written for line in lines.feed(text)] == [kept]


def test_a_progress_bar_that_never_ends_a_line_takes_no_memory() -> None:
    lines = Lines()
    for i in range(50_000):
        assert lines.feed(f"\r{i} of many") == []
        assert len(lines._open) <= 1
    assert lines.finish() == ["49999 of many"]


@pytest.mark.parametrize("texts", [["x" * 20_000, "\n"], ["x" * 20_000 + "\n"], ["x"] * 20_000 + ["\n"]])
def test_a_very_long_line_is_kept_in_pieces(texts: list[str]) -> None:
    lines = Lines()
    kept = [line for text in texts for line in lines.feed(text)]
    assert "".join(kept) == "x" * 20_000
    assert max(map(len, kept)) == 8192
