from __future__ import annotations

import copy
import io
from collections.abc import Callable

import pytest

from tb_lifecycle.recording.console.stream import ConsoleStream


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def original() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def stream(original: io.StringIO, lines: list[str]) -> ConsoleStream:
    return ConsoleStream(original, lines.append)


def test_lines_are_kept_when_they_are_finished(
    stream: ConsoleStream, original: io.StringIO, lines: list[str]
) -> None:
    assert stream.write("one") == 3
    assert lines == []
    stream.write(" two\nthree\nfo")
    assert lines == ["one two", "three"]
    stream.writelines(["ur\n", "five"])
    stream.finish()
    assert lines == ["one two", "three", "four", "five"]
    assert original.getvalue() == "one two\nthree\nfour\nfive"


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
def test_of_a_line_drawn_again_the_last_state_is_kept(
    stream: ConsoleStream, lines: list[str], written: list[str], kept: str
) -> None:
    for text in written:
        stream.write(text)
    assert lines == [kept]


def test_a_progress_bar_that_never_ends_a_line_takes_no_memory(
    stream: ConsoleStream, lines: list[str]
) -> None:
    for i in range(50_000):
        stream.write(f"\r{i} of many")
    assert len(stream._line) < 100
    stream.finish()
    assert lines == ["49999 of many"]


def test_a_very_long_line_is_kept_in_pieces(stream: ConsoleStream, lines: list[str]) -> None:
    stream.write("x" * 20_000)
    stream.write("\n")
    assert "".join(lines) == "x" * 20_000
    assert max(len(line) for line in lines) == 8192


def test_everything_else_is_the_originals(stream: ConsoleStream, original: io.StringIO) -> None:
    assert stream.isatty() is False
    assert stream.getvalue() == ""
    with pytest.raises(io.UnsupportedOperation):
        stream.fileno()
    with stream:
        print("text", file=stream)
    assert original.getvalue() == "text\n"
    stream.mark = 3
    assert original.mark == 3  # type: ignore[attr-defined]


def test_after_its_end_it_passes_on_only(
    stream: ConsoleStream, original: io.StringIO, lines: list[str]
) -> None:
    stream.finish()
    stream.write("later\n")
    assert (lines, original.getvalue()) == ([], "later\n")


def test_what_keeping_prints_is_not_kept(original: io.StringIO) -> None:
    kept: list[str] = []
    keep: Callable[[str], object] = lambda line: (kept.append(line), stream.write("warning\n"))  # noqa: E731
    stream = ConsoleStream(original, keep)  # type: ignore[arg-type]
    stream.write("line\n")
    assert kept == ["line"]
    assert original.getvalue() == "line\nwarning\n"


def test_ended_streams_between_are_skipped(original: io.StringIO, lines: list[str]) -> None:
    outer = ConsoleStream(original, lines.append)
    inner = ConsoleStream(outer, lines.append)  # type: ignore[arg-type]
    assert inner.live_original() is outer
    outer.finish()
    assert inner.live_original() is original


def test_a_copy_can_be_made(stream: ConsoleStream, original: io.StringIO) -> None:
    copy.copy(stream).write("text")
    assert original.getvalue() == "text"


def record_cell(stream: object, seen: list[str]) -> Callable[[], None]:
    """Replaces `write` for a while, as IPython does around each cell; returns how it is put back."""
    before = stream.write  # type: ignore[attr-defined]
    stream.write = lambda text: (seen.append(text), before(text))[1]  # type: ignore[attr-defined]
    return lambda: setattr(stream, "write", before)


def test_a_write_set_for_a_while_around_ours(
    stream: ConsoleStream, original: io.StringIO, lines: list[str]
) -> None:
    seen: list[str] = []
    put_back = record_cell(stream, seen)
    stream.write("in\n")
    put_back()
    stream.write("after\n")
    assert (seen, lines, original.getvalue()) == (["in\n"], ["in", "after"], "in\nafter\n")


class Stream(io.StringIO):
    """One whose `write` can be replaced, as a terminal's can."""


def test_a_write_set_before_we_came_and_put_back_through_us(lines: list[str]) -> None:
    original, seen = Stream(), list[str]()
    before = original.write
    original.write = lambda text: (seen.append(text), before(text))[1]  # type: ignore[method-assign]
    stream = ConsoleStream(original, lines.append)
    stream.write("in\n")
    stream.write = before  # type: ignore[method-assign]
    stream.write("after\n")
    assert (seen, lines, original.getvalue()) == (["in\n"], ["in", "after"], "in\nafter\n")


def test_our_write_put_back_on_the_original_after_our_end(lines: list[str]) -> None:
    original = Stream()
    stream = ConsoleStream(original, lines.append)
    before = stream.write
    stream.finish()
    original.write = before  # type: ignore[method-assign]
    original.write("later\n")
    assert (lines, original.getvalue()) == ([], "later\n")
