from __future__ import annotations

import io
import sys

import pytest

from tb_lifecycle.recording.digests import progress
from tb_lifecycle.recording.digests.progress import progress_of


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    with progress_of("mnist", 1_000_000_000) as advance:
        advance(250_000_000)
    return stream.getvalue()


def test_a_terminal_sees_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_SHOWN_AFTER", -1.0)
    text = shown(Terminal(), monkeypatch)
    assert text == "\rtb_lifecycle: reading mnist: 25 % of 1.0 GB\r\033[K"


def test_a_file_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_SHOWN_AFTER", -1.0)
    assert shown(io.StringIO(), monkeypatch) == ""


def test_what_is_quick_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(Terminal(), monkeypatch) == ""
