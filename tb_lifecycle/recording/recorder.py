"""What stands behind a `Run`: a recorder for this process's part in it. Here are those that write nothing."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tb_lifecycle.errors import NoActiveRunError
from tb_lifecycle.recording import faults

if TYPE_CHECKING:
    from tb_lifecycle.recording.flags import CapturedFlags
    from tb_lifecycle.recording.record_state import Ending


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

    def give_up(self) -> None:  # noqa: B027 - most have nothing to let go
        """In a forked child: lets go of what is the parent's."""


class NullRecorder(Recorder):
    """Writes nothing: recording is off, could not start, or is another process's."""

    def scalar(self, tag: str, value: float, step: int) -> None:
        """Ignores it."""

    def scalars(self, values: Mapping[str, float], step: int) -> None:
        """Ignores them."""

    def flags(self, captured: CapturedFlags) -> None:
        """Ignores them."""

    def dataset(self, name: str, source: Any, split: str | None) -> None:
        """Ignores it, if its path is there."""
        _check_path(f"The data set {name!r}", source)

    def export(self, path: str | os.PathLike[str], name: str | None) -> None:
        """Ignores it, if its path is there."""
        _check_path("The export", path)

    def end(self, ending: Ending, *, wait_seconds: float) -> None:
        """Does nothing."""


class ForkedRecorder(NullRecorder):
    """In a forked child, in the place of its parent's recorder: ignores everything, and says so once."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._told = False

    def scalar(self, tag: str, value: float, step: int) -> None:
        """Ignores it."""
        self._tell()

    def scalars(self, values: Mapping[str, float], step: int) -> None:
        """Ignores them."""
        self._tell()

    def flags(self, captured: CapturedFlags) -> None:
        """Ignores them."""
        self._tell()

    def dataset(self, name: str, source: Any, split: str | None) -> None:
        """Ignores it."""
        self._tell()

    def export(self, path: str | os.PathLike[str], name: str | None) -> None:
        """Ignores it."""
        self._tell()

    def end(self, ending: Ending, *, wait_seconds: float) -> None:
        """Ignores it."""
        self._tell()

    def _tell(self) -> None:
        if self._told:
            return
        self._told = True
        faults.warn(
            f"The run {self._directory} belongs to the process that started it; what this forked child logs is"
            " ignored. Log in the parent, or call tb_lifecycle.start_run with another directory in the child."
        )


class EndedRecorder(Recorder):
    """Of a run that has ended: logging more is a mistake."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def scalar(self, tag: str, value: float, step: int) -> None:
        """Raises."""
        raise self._error()

    def scalars(self, values: Mapping[str, float], step: int) -> None:
        """Raises."""
        raise self._error()

    def flags(self, captured: CapturedFlags) -> None:
        """Raises."""
        raise self._error()

    def dataset(self, name: str, source: Any, split: str | None) -> None:
        """Raises."""
        raise self._error()

    def export(self, path: str | os.PathLike[str], name: str | None) -> None:
        """Raises."""
        raise self._error()

    def end(self, ending: Ending, *, wait_seconds: float) -> None:
        """Does nothing: it has ended."""

    def _error(self) -> NoActiveRunError:
        return NoActiveRunError(
            f"The run {self._directory} has ended. Call tb_lifecycle.start_run({str(self._directory)!r}) to go on with it."
        )


def _check_path(what: str, source: Any) -> None:
    """A path must be there; a URI or a glob cannot be checked without reading, and arrays are no path."""
    if not isinstance(source, (str, os.PathLike)):
        return
    text = os.fspath(source)
    if "://" in text or any(mark in text for mark in "*?["):
        return
    if not Path(text).exists():
        raise FileNotFoundError(f"{what}: there is no {text}.")
