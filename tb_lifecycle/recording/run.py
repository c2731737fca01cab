"""A run being recorded: its methods check what they are given and hand it to the run's recorder."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.recording import endings
from tb_lifecycle.recording.checks import check_name, to_float, to_step
from tb_lifecycle.recording.endings import Ending
from tb_lifecycle.recording.flags.read_flags import read_flags
from tb_lifecycle.recording.guard import guarded_call, is_mistake
from tb_lifecycle.recording.writing.recorder import EndedRecorder, ForkedRecorder, Recorder

if TYPE_CHECKING:
    import argparse

    from tb_lifecycle.recording.flags.read_flags import CapturedFlags

_CAPTURE_SECONDS = 30.0
_LARGEST_STEP = 2**63


OnEnd = Callable[["Run", Recorder, Ending, BaseException | None], Ending]
"""Told that a run ends before its process does: the run, its recorder, how it ends by its own lights, and the
exception that is passing. Returns how it ends by all that is known."""


def _unchanged(_run: Run, _recorder: Recorder, ending: Ending, _passing: BaseException | None) -> Ending:
    """Nobody knows more."""
    return ending


class Run:
    """A run that `start_run` has started. As a context manager it ends with its block.

    Every method may be called from any thread. What is logged is in the event file when the method returns,
    or a moment later where writes are queued; see `start_run`.
    """

    def __init__(self, directory: Path, recorder: Recorder, on_end: OnEnd = _unchanged) -> None:
        """Use `tb_lifecycle.start_run`."""
        self._directory = directory
        self._recorder = recorder
        self._on_end = on_end
        self._status: lifecycle_pb2.Status.ValueType = lifecycle_pb2.RUNNING
        self._ending_lock = threading.RLock()
        self._is_block = False

    @property
    def directory(self) -> Path:
        """The run's directory, absolute."""
        return self._directory

    @property
    def status(self) -> str:
        """`running`, `completed`, `pruned`, `failed` or `terminated`."""
        return lifecycle_pb2.Status.Name(self._status).lower()

    def log_scalar(self, tag: str, value: Any, step: int) -> None:
        """Logs one value of the series `tag`.

        Args:
          tag: the series' name, such as `train/accuracy`.
          value: one number: of Python, NumPy, TensorFlow, PyTorch, JAX, or whatever turns into a float. It
            has 32 bits in the curve and 64 in the statistics. NaN and infinities are values.
          step: a whole number, 0 or higher.

        Raises:
          TypeError, ValueError: an argument is of the wrong kind.
          NoActiveRunError: the run has ended.
          RecordingError: the run is strict and the value could not be written.
        """
        try:
            if type(tag) is not str or not tag:
                tag = str(check_name("tag", tag))
            if type(value) is not float:
                value = to_float(tag, value)
            if type(step) is not int or not 0 <= step < _LARGEST_STEP:
                step = to_step(step)
            self._recorder.scalar(tag, value, step)
        except Exception as error:
            if is_mistake(error):
                raise
            self._survive("log_scalar", error)

    @guarded_call
    def log_scalars(self, values: Mapping[str, Any], step: int) -> None:
        """Logs values of several series at one step; see `log_scalar`.

        Args:
          values: the value by tag.
          step: a whole number, 0 or higher.
        """
        if not isinstance(values, Mapping):
            raise TypeError(
                f"values must be a mapping, such as {{'loss': 0.3}}, not {type(values).__name__}."
            )
        checked = {
            tag if type(tag) is str and tag else str(check_name("tag", tag)): (
                value if type(value) is float else to_float(tag, value)
            )
            for tag, value in values.items()
        }
        number = step if type(step) is int and 0 <= step < _LARGEST_STEP else to_step(step)
        if checked:
            self._recorder.scalars(checked, number)

    @guarded_call
    def log_flags(self, flags: Any, parser: argparse.ArgumentParser | None = None) -> None:
        """Logs flags (hyperparameters). Repeated calls merge; of two values of one flag the later counts.

        Args:
          flags: an argparse.Namespace, absl FLAGS, a mapping, a dataclass or another object that holds flags.
            Nested ones get dotted names: `optimizer.name`.
          parser: argparse's parser, for the flags' types, defaults and help.

        Raises:
          TypeError: `flags` holds no flags.
          NoActiveRunError: the run has ended.
          RecordingError: the run is strict and they could not be written.
        """
        self._recorder.flags(read_flags(flags, parser))

    @guarded_call
    def _take_flags(self, captured: CapturedFlags) -> None:
        self._recorder.flags(captured)

    @guarded_call
    def log_dataset(self, name: str, source: Any, split: str | None = None) -> None:
        """Logs a data set by its content.

        Args:
          name: the data set's name.
          source: a path, directory, glob or URI, one array or a mapping or tuple of them,
            a DataFrame, a tf.data.Dataset.
          split: the part of the data set, such as `train`.

        Raises:
          FileNotFoundError: there is no such path.
          TypeError: `source` is none of the above.
          NoActiveRunError: the run has ended.
          RecordingError: the run is strict and it could not be written.
        """
        check_name("name", name)
        if split is not None:
            check_name("split", split)
        self._recorder.dataset(name, source, split)

    @guarded_call
    def log_export(self, path: str | os.PathLike[str], name: str | None = None) -> None:
        """Logs an exported model: a SavedModel, a Keras file, a checkpoint, ONNX, or any file or directory.

        Args:
          path: where it was exported to.
          name: the export's name; by default the last part of `path`.

        Raises:
          FileNotFoundError: there is no such path.
          TypeError: `path` is no path.
          NoActiveRunError: the run has ended.
          RecordingError: the run is strict and it could not be written.
        """
        if not isinstance(path, (str, os.PathLike)):
            raise TypeError(f"path must be a path, not {type(path).__name__}.")
        if name is not None:
            check_name("name", name)
        self._recorder.export(path, name)

    @guarded_call
    def end_run(self, status: str | None = None, reason: str = "") -> None:
        """Ends the run; one that has ended stays as it is.

        Args:
          status: `completed`, `pruned` (ended early on purpose), `failed` or `terminated`. By default
            completed, unless something else is known: a signal came, the notebook's cell failed, an Optuna
            trial is pruned. Called while an exception passes, as in a `finally`, it fails the run if that
            ends the process.
          reason: why, in a few words.

        Raises:
          TypeError, ValueError: `status` is none of these, or `reason` no text.
        """
        passing = sys.exc_info()[1]
        ending = endings.of_call(status, reason, passing)
        recorder = self._recorder
        if isinstance(recorder, ForkedRecorder):
            recorder.end(ending, wait_seconds=0.0)
        else:
            self._end(ending, passing=passing)

    def __enter__(self) -> Run:
        self._is_block = True
        return self

    @guarded_call
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._end(endings.of_exception(error))

    def __repr__(self) -> str:
        return f"<Run {self._directory} ({self.status})>"

    def _end(
        self,
        ending: Ending,
        wait_seconds: float = _CAPTURE_SECONDS,
        *,
        with_process: bool = False,
        passing: BaseException | None = None,
    ) -> None:
        with self._ending_lock:
            recorder = self._recorder
            if self._status != lifecycle_pb2.RUNNING or isinstance(recorder, ForkedRecorder):
                return
            self._status = ending.status
            self._recorder = EndedRecorder(self._directory, with_process=with_process)
            if not with_process:
                ending = self._on_end(self, recorder, ending, passing)
                self._status = ending.status
        recorder.end(ending, wait_seconds=wait_seconds)

    def _amend(self, recorder: Recorder, ending: Ending) -> None:
        """Ends the run once more, otherwise than it first seemed."""
        self._status = ending.status
        recorder.amend(ending)

    def _leave_to_parent(self) -> None:
        """In a forked child: the run stays the parent's."""
        self._ending_lock = threading.RLock()
        self._recorder.after_fork_in_child()
        self._recorder = ForkedRecorder(self._directory)

    def _survive(self, call: str, error: Exception) -> None:
        """Tells of what a call has met; raises it in a strict run."""
        self._recorder.survive(call, error)
