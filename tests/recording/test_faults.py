from __future__ import annotations

import threading
import warnings
from pathlib import Path

import pytest

from tb_lifecycle.errors import LifecycleWarning, RecordingError
from tb_lifecycle.recording.faults import Faults, own_thread

HERE = Path("runs/a")


def test_a_fault_is_told_once_with_what_why_and_what_next() -> None:
    faults = Faults(HERE, strict=False)
    with pytest.warns(LifecycleWarning) as told:
        faults.report("Could not write", OSError("disk full"), "Make room.")
    faults.report("Could not write", OSError("disk full"), "Make room.")
    assert [str(warning.message) for warning in told] == [
        f"Could not write (run {HERE}): disk full. Make room."
    ]
    assert told[0].filename == __file__


def test_another_kind_of_fault_is_told_too() -> None:
    faults = Faults(HERE, strict=False)
    with pytest.warns(LifecycleWarning, match="write"):
        faults.report("Could not write", "full", "Make room.")
    with pytest.warns(LifecycleWarning, match="read"):
        faults.report("Could not read", "gone", "Look.", kind="read")


def test_a_strict_fault_raises_every_time() -> None:
    faults = Faults(HERE, strict=True)
    for _ in range(2):
        with pytest.raises(RecordingError, match="disk full") as raised:
            faults.report("Could not write", OSError("disk full"), "Make room.")
        assert isinstance(raised.value.__cause__, OSError)


def in_own_thread(faults: Faults) -> None:
    thread = own_thread("test", lambda: faults.report("Could not write", "full", "Make room."))
    thread.start()
    thread.join()


def test_a_strict_fault_in_our_thread_is_raised_by_the_next_call_of_the_training() -> None:
    faults = Faults(HERE, strict=True)
    in_own_thread(faults)
    with pytest.raises(RecordingError, match="full"):
        faults.raise_pending()
    faults.raise_pending()


def test_warnings_that_are_errors_do_not_end_our_threads(capsys: pytest.CaptureFixture[str]) -> None:
    ended: list[object] = []
    previous, threading.excepthook = threading.excepthook, ended.append
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            in_own_thread(Faults(HERE, strict=False))
    finally:
        threading.excepthook = previous
    assert not ended
    assert "Could not write" in capsys.readouterr().err
