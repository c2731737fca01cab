"""What surrounds a run is captured once, when it starts, in a thread of ours: code, environment, hardware."""

from __future__ import annotations

# At once: imported while memory is short, it would stay broken for the whole process.
import hashlib  # noqa: F401
import importlib
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tb_lifecycle.recording.faults import own_thread
from tb_lifecycle.recording.redaction import engine
from tb_lifecycle.recording.writing import stored_files

if TYPE_CHECKING:
    from tb_lifecycle.format.lifecycle_pb2 import Code
    from tb_lifecycle.recording.faults import Faults
    from tb_lifecycle.recording.redaction.redactor import Redactor

_IMPORT_HINT = "Training goes on; what needs it is not recorded."

_HEAD_START_SECONDS = 0.002  # for the rest of `start_run`: it then waits for the interpreter no longer

NEEDED_LATER = (
    "tensorboard.compat.proto.event_pb2",
    "tensorboard.compat.proto.summary_pb2",
    "tensorboard.compat.proto.tensor_pb2",
    "tensorboard.compat.proto.tensor_shape_pb2",
    "tensorboard.compat.proto.types_pb2",
    "tensorboard.plugins.hparams.api_pb2",
    "tensorboard.plugins.hparams.plugin_data_pb2",
    "tb_lifecycle.recording.code.capture_code",
    "tb_lifecycle.recording.code.late",
    "tb_lifecycle.recording.machine.environment",
    "tb_lifecycle.recording.machine.hardware",
    "fractions",
    "hashlib",
    "json",
    "linecache",
    "socket",
    "traceback",
    "urllib.parse",
    "zipfile",
)
"""What calls import that come later: an import then may fail for want of descriptors or memory."""

NEEDED_WITH_NUMPY = (
    "tb_lifecycle.recording.data.arrays",
    "tb_lifecycle.recording.data.describe_dataset",
    "tb_lifecycle.recording.data.files",
    "tb_lifecycle.recording.data.frames",
    "tb_lifecycle.recording.data.tf_data",
    "tb_lifecycle.recording.digests.of_arrays",
    "tb_lifecycle.recording.exports.describe_export",
)
"""The same, where numpy is in the process: a script may yet set what numpy reads when it is imported."""


class Subject(NamedTuple):
    """One subject: how it is captured, and the method of the record's state that takes the message."""

    name: str
    capture: Callable[[], Any]
    put: str
    hint: str


def parts(directory: Path, redactor: Redactor, entry: Path | None) -> list[Subject]:
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
        Subject("environment", lambda: capture_environment(redactor, entry), "put_environment", rest),
        Subject("code", lambda: capture_code(entry, store, redactor, directory), "put_code", rest),
        Subject("hardware", capture_hardware, "put_hardware", rest),
    ]


def read(part: Subject, faults: Faults) -> Any:
    """What a part captures; one that fails is a fault, None, and leaves the others."""
    try:
        return part.capture()
    except Exception as error:  # whatever it is, it must not end the training
        faults.report(f"Could not record the {part.name}", error, part.hint, kind=part.name)
        return None


class Capture:
    """Reads what surrounds a run, part by part, in a thread of ours."""

    NAMES = ("environment", "code", "hardware")

    def __init__(
        self,
        begin: Callable[[], None],
        make_parts: Callable[[], Sequence[Subject]],
        take: Callable[[Subject, Any], None],
        done: Callable[[], None],
        faults: Faults,
    ) -> None:
        """Not yet started.

        Args:
          begin: what else is to be started; called before the rest, in the thread if there can be one.
          make_parts: makes the parts, in the thread.
          take: is given each part and what it captured.
          done: called behind the last.
          faults: the run's.
        """
        self._begin, self._make_parts, self._take, self._done, self._faults = (
            begin,
            make_parts,
            take,
            done,
            faults,
        )
        self._missing = set(self.NAMES)
        self._imported = threading.Event()
        self._thread = own_thread("capture", self._run)

    def start(self) -> bool:
        """Starts; False, with a fault, where no thread can be started."""
        try:
            self._thread.start()
        except Exception as error:  # no thread, no memory
            hint = "Training goes on; code, environment and machine are not recorded."
            self._imported.set()
            self._faults.report("No thread could be started", error, hint, kind="environment")
            for name in self._missing:
                self._faults.reasons.setdefault(name, f"no thread could be started: {error}")
            self._begin()
            return False
        return True

    def join(self, seconds: float | None = None) -> bool:
        """Waits so long at most; whether all is captured. What is not is noted as unknown."""
        if self._thread.ident is not None:
            self._thread.join(seconds)
            if self._thread.is_alive():
                for name in self._missing:
                    self._faults.reasons.setdefault(name, "still being read when the run ended")
                return False
        return True

    def wait_for_imports(self, seconds: float) -> None:
        """Waits so long at most until the thread imports nothing: a forked child could never import that."""
        if threading.current_thread() is not self._thread:
            self._imported.wait(seconds)

    def _run(self) -> None:
        try:
            time.sleep(_HEAD_START_SECONDS)
            self._begin()
            import_needed(self._faults)
            parts = self._make_parts()
        except Exception as error:  # whatever it is, it must not end the training
            self._faults.report("Could not import what captures", error, _IMPORT_HINT, kind="environment")
            parts = []
        finally:
            self._imported.set()
        for part in parts:
            message = read(part, self._faults)
            self._missing.discard(part.name)
            if message is not None:
                self._faults.reasons.pop(part.name, None)
                self._take(part, message)
        self._done()


def import_needed(faults: Faults) -> None:
    """Imports what later calls need."""
    with_numpy = NEEDED_WITH_NUMPY if "numpy" in sys.modules else ()
    needed = {name: partial(importlib.import_module, name) for name in (*NEEDED_LATER, *with_numpy)}
    for name, load in (needed | {"re2": engine.load}).items():
        try:
            load()
        except ModuleNotFoundError:
            continue  # it may be left out
        except Exception as error:  # a limit of the process; the call that needs it says so again
            faults.report(f"Could not import {name}", error, _IMPORT_HINT, kind="imports")


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
