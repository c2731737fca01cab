"""What stands behind a `Run`: a recorder for this process's part in it. Here are those that write nothing."""

from __future__ import annotations

import glob
import os
import threading
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tb_lifecycle.errors import NoActiveRunError
from tb_lifecycle.recording import faults, guard

if TYPE_CHECKING:
    from tb_lifecycle.recording.endings import Ending
    from tb_lifecycle.recording.flags.read_flags import CapturedFlags


class Recorder(ABC):
    """Takes what a run's methods have checked."""

    @abstractmethod
    def scalar(self, tag: str, value: float, step: int) -> None:
        """Takes one value of a series."""

    @abstractmethod
    def scalars(self, values: Mapping[str, float], step: int) -> None:
        """Takes values of several series at one step."""

    @abstractmethod
    def flags(self, captured: CapturedFlags) -> None:
        """Takes flags; of two values of one flag the later counts."""

    @abstractmethod
    def dataset(self, name: str, source: Any, split: str | None) -> None:
        """Takes a data set."""

    @abstractmethod
    def export(self, path: str | os.PathLike[str], name: str | None) -> None:
        """Takes an export."""

    @abstractmethod
    def end(self, ending: Ending, *, wait_seconds: float) -> None:
        """Ends the run; waits so long at most for what is still being captured."""

    def logged(self) -> int:
        """How many values this incarnation, and those before, have logged."""
        return 0

    def crash_path(self) -> Path | None:
        """The file to which a crash of the process is to be written; None where nothing is written."""
        return None

    def amend(self, ending: Ending) -> None:  # noqa: B027 - most have written nothing
        """Writes another ending of a run that has ended already."""

    def survive(self, call: str, error: Exception) -> None:
        """Takes what a call has met that is not the caller's mistake."""
        guard.warn_once(f"tb_lifecycle.{call}", error)

    def before_fork(self, seconds: float) -> None:  # noqa: B027 - most have no threads
        """Lets our threads come to a point at which the process can be forked; waits so long at most."""

    def after_fork_in_parent(self) -> None:  # noqa: B027
        """Lets them go on."""

    def after_fork_in_child(self) -> None:  # noqa: B027
        """Lets go of what is the parent's."""


class NullRecorder(Recorder):
    """Writes nothing: recording is off, could not start, or is rank 0's."""

    def _ignore(self, *_: object, **__: object) -> None:
        """Writes nothing."""

    scalar = scalars = flags = _ignore

    def end(self, ending: Ending, *, wait_seconds: float) -> None:
        """Writes nothing."""

    def dataset(self, name: str, source: Any, split: str | None) -> None:  # noqa: ARG002
        """Checks what it is, and that a path is there."""
        from tb_lifecycle.recording.data.describe_dataset import check_source

        check_source(source)

    def export(self, path: str | os.PathLike[str], name: str | None) -> None:  # noqa: ARG002
        """Checks that the path is there."""
        _check_export(path)


class ForkedRecorder(Recorder):
    """In a forked child, in the place of its parent's recorder: ignores everything, and says so once."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._told = False

    def _tell(self, *_: object, **__: object) -> None:
        """Warns at the first call."""
        if self._told:
            return
        self._told = True
        faults.warn(
            f"The run {self._directory} belongs to the process that started it: what this forked child logs"
            " is ignored. Log in the parent, or start a run in another directory in the child."
        )

    scalar = scalars = flags = dataset = export = end = _tell


class EndedRecorder(Recorder):
    """Of a run that has ended: logging more is a mistake, unless the process has ended it."""

    def __init__(self, directory: Path, *, with_process: bool) -> None:
        self._directory = directory
        self._with_process = with_process
        self._told = False

    def _raise(self, *_: object, **__: object) -> None:
        """Raises; at the end of the process, warns once in the main thread and lets the others be."""
        if self._with_process:
            if threading.current_thread() is threading.main_thread() and not self._told:
                self._told = True
                faults.warn(
                    f"The run {self._directory} ended with the process: what is logged behind that is not"
                    " recorded. Log it before, or in a function registered with atexit after start_run."
                )
            return
        raise NoActiveRunError(
            f"The run {self._directory} has ended."
            f" Call tb_lifecycle.start_run({str(self._directory)!r}) to go on with it."
        )

    scalar = scalars = flags = dataset = export = _raise

    def end(self, ending: Ending, *, wait_seconds: float) -> None:
        """Does nothing: it has ended."""


def _check_export(path: str | os.PathLike[str]) -> None:
    """A checkpoint may be given by its files' common prefix.

    Raises:
      FileNotFoundError: nothing is at the path.
    """
    at = Path(path)
    if not at.exists() and not any(at.parent.glob(f"{glob.escape(at.name)}.*")):
        raise FileNotFoundError(f"log_export: there is no {at}.")
