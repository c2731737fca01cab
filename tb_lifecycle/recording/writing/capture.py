"""What surrounds a run is captured once, when it starts: command line, code, environment, hardware."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tb_lifecycle.recording.writing import stored_files

if TYPE_CHECKING:
    from tb_lifecycle.format.lifecycle_pb2 import Code
    from tb_lifecycle.recording.faults import Faults
    from tb_lifecycle.recording.redaction.redactor import Redactor


@dataclass(frozen=True)
class Part:
    """One subject: how it is captured, and the method of the record's state that takes the message."""

    name: str
    capture: Callable[[], Any]
    put: str
    hint: str


def parts(directory: Path, redactor: Redactor, entry: Path | None) -> list[Part]:
    """The parts that take a while, the quick ones first.

    Args:
      directory: the run's.
      redactor: the run's.
      entry: what the process runs, as it was known when the run started.
    """
    from tb_lifecycle.recording.code.capture_code import capture_code
    from tb_lifecycle.recording.machine.environment import capture_environment
    from tb_lifecycle.recording.machine.hardware import capture_hardware

    store = partial(stored_files.store, directory)
    rest = "The run's page will say that it is missing; everything else is recorded."
    return [
        Part("environment", lambda: capture_environment(redactor, entry), "put_environment", rest),
        Part("code", lambda: capture_code(entry, store, redactor, directory), "put_code", rest),
        Part("hardware", capture_hardware, "put_hardware", rest),
    ]


def read(part: Part, faults: Faults) -> Any:
    """What a part captures; one that fails is a fault, None, and leaves the others."""
    try:
        return part.capture()
    except Exception as error:  # whatever it is, it must not end the training
        faults.report(f"Could not record the {part.name}", repr(error), part.hint, kind=part.name)
        return None


def complete_code(
    code: Code, directory: Path, redactor: Redactor, since: float, faults: Faults
) -> Code | None:
    """The captured code with what ran after it was read; None where that is nothing."""
    from tb_lifecycle.recording.code.late import add_late

    store = partial(stored_files.store, directory)
    complete = type(code)()
    complete.CopyFrom(code)
    try:
        return complete if add_late(complete, store, directory, redactor, since) else None
    except Exception as error:  # whatever it is, it must not end the training
        faults.report("Could not record what was imported since", repr(error), "", kind="late code")
        return None
