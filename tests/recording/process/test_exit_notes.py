from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest

from tb_lifecycle.recording import endings
from tb_lifecycle.recording.process.exit_notes import ExitNotes


@pytest.fixture
def notes() -> Iterator[ExitNotes]:
    before = sys.exit
    while isinstance(replaced := getattr(sys.exit, "__self__", None), ExitNotes):
        sys.exit = replaced._original  # a run of another test has replaced it
    yield ExitNotes()
    sys.exit = before


def leave(call: Callable[[], object]) -> None:
    with pytest.raises(SystemExit):
        call()


def test_the_functions_that_exit_are_noted(notes: ExitNotes) -> None:
    leave(lambda: sys.exit(3))
    assert notes.last == endings.of_exit(3)
    leave(lambda: sys.exit("text"))
    assert notes.last == endings.of_exit("text")
    leave(sys.exit)
    assert notes.last == endings.of_exit(None)


def exit_behind(error: BaseException) -> None:
    try:
        raise error
    except BaseException:
        sys.exit(1)


def test_what_was_swallowed_to_exit_is_noted(notes: ExitNotes) -> None:
    leave(lambda: exit_behind(ValueError("boom")))
    assert notes.last is not None
    assert (notes.last.exit_code, notes.last.exception) == (1, "ValueError: boom")
    leave(lambda: exit_behind(KeyboardInterrupt()))
    assert notes.last.signal == "SIGINT"


def tracer() -> object:
    return sys.gettrace()


def started(notes: ExitNotes) -> int:
    notes.watch_callers(sys._getframe())
    return 4


def test_an_exit_whose_function_was_looked_up_before(notes: ExitNotes) -> None:
    original = notes._original
    leave(lambda: original(started(notes)))
    assert notes.last == endings.of_exit(4)
    assert tracer() is None


def test_an_exit_that_is_raised(notes: ExitNotes) -> None:
    def main() -> None:
        raise SystemExit(started(notes) + 1)

    leave(main)
    assert notes.last == endings.of_exit(5)


def test_nothing_is_traced_in_what_is_called_next(notes: ExitNotes) -> None:
    def main() -> object:
        started(notes)
        return tracer()

    assert main() is None
    assert tracer() is None


def test_a_tracer_of_somebody_else_is_left_alone(notes: ExitNotes) -> None:
    def theirs(*_: object) -> None:
        return None

    sys.settrace(theirs)
    try:
        started(notes)
        assert sys.gettrace() is theirs
    finally:
        sys.settrace(None)
    assert notes.last is None
