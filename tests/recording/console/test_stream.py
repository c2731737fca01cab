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


def test_what_is_written_is_passed_on_and_kept(
    stream: ConsoleStream, original: io.StringIO, lines: list[str]
) -> None:
    assert stream.write("one") == 3
    stream.writelines([" two\n", "three"])
    assert lines == ["one", " two\n", "three"]
    stream.finish()
    assert stream.write("later") == 5
    assert lines == ["one", " two\n", "three"]
    assert original.getvalue() == "one two\nthreelater"


def test_what_the_original_refuses_is_not_kept(stream: ConsoleStream, lines: list[str]) -> None:
    with pytest.raises(TypeError):
        stream.write(b"bytes")  # type: ignore[arg-type]
    assert lines == []


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
    assert (seen, lines, original.getvalue()) == (["in\n"], ["in\n", "after\n"], "in\nafter\n")


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
    assert (seen, lines, original.getvalue()) == (["in\n"], ["in\n", "after\n"], "in\nafter\n")


def test_our_write_put_back_on_the_original_after_our_end(lines: list[str]) -> None:
    original = Stream()
    stream = ConsoleStream(original, lines.append)
    before = stream.write
    stream.finish()
    original.write = before  # type: ignore[method-assign]
    original.write("later\n")
    assert (lines, original.getvalue()) == ([], "later\n")
