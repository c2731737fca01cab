"""The calls that start a run, and those that go to the active one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from tb_lifecycle.errors import NoActiveRunError, RecordingError
from tb_lifecycle.recording import faults
from tb_lifecycle.recording.background import Deadline
from tb_lifecycle.recording.checks import (
    check_directory,
    check_heartbeat,
    check_redact,
    check_tags,
    check_text,
    check_writes,
)
from tb_lifecycle.recording.endings import of_call
from tb_lifecycle.recording.flags.read_flags import read_flags
from tb_lifecycle.recording.guard import guarded_hook, is_mistake, warn_once
from tb_lifecycle.recording.process import hooks, open_runs
from tb_lifecycle.recording.process.flows import Flow
from tb_lifecycle.recording.process.ranks import rank_of_process
from tb_lifecycle.recording.process.with_statement import called_by_with
from tb_lifecycle.recording.run import Run
from tb_lifecycle.recording.writing.recorder import NullRecorder, Recorder
from tb_lifecycle.recording.writing.run_recorder import Options, RunRecorder

if TYPE_CHECKING:
    import argparse

_SWITCH = "TB_LIFECYCLE"

_runs_of_context = open_runs.own.get
_FORK_SECONDS = 0.4

_forking: list[Recorder] = []
_held_for_fork = False


def start_run(
    directory: str | os.PathLike[str],
    *,
    tags: Iterable[str] = (),
    notes: str = "",
    strict: bool = False,
    heartbeat_seconds: float = 30.0,
    console: bool = True,
    writes: str | None = None,
    redact: Mapping[str, Any] | None = None,
) -> Run:
    """Starts recording a run in `directory` and makes it the active run of this thread or asyncio task.

    As the expression of a `with` it ends with the block; blocks nest. Otherwise it goes on until `end_run`,
    until the next call of this form in the same thread or task, or until the process ends. A thread or task
    that has started no run logs to that of the process's main flow.

    When it returns, the run is on disk; code, environment and hardware follow from a background thread. In a
    directory that holds a run already, that run goes on: a restart. With TB_LIFECYCLE=off in the environment
    calls are checked and nothing is written. Of a distributed training only rank 0 writes the run, the others
    write a record of where they run.

    Args:
      directory: the run's directory, made where it is missing.
      tags: words to find the run by.
      notes: a text about the run.
      strict: raise RecordingError where something cannot be recorded, instead of warning once and going on.
      heartbeat_seconds: seconds between signs of life; three of them missed make a run lost.
      console: keep a copy of what the process prints, in the run's directory.
      writes: `direct`, what is logged is on disk when the call returns; or `queued`, a thread writes it
        0.2 s later at most and no call waits for the disk. By default direct, and queued on
        a network's file system.
      redact: more of what is kept out of the record, or less. `{"rules": [r"acme-[0-9a-f]{32}"]}`: regular
        expressions of more secrets; `{"allow": ["trigger_token", "*_salt"]}`: names of flags and variables
        whose values are recorded whatever the names say. A well-known credential is removed all the same.

    Returns:
      The run; as a context manager it ends with the block.

    Raises:
      TypeError, ValueError, NotADirectoryError: an argument is wrong.
      RecordingError: `strict`, and the run could not be written.
    """
    path = check_directory(directory)
    options = Options(
        tags=check_tags(tags),
        notes=check_text("notes", notes),
        strict=bool(strict),
        heartbeat_seconds=check_heartbeat(heartbeat_seconds),
        console=bool(console),
        writes=check_writes(writes),
        rules=check_redact(redact),
    )
    flow, is_block = Flow(), called_by_with()
    if not is_block:
        _end_earlier(open_runs.superseded_by(flow), path)
    with open_runs.lock:
        _end_other_run_in(path)
        run = Run(path, _make_recorder(path, options), hooks.run_ended)
        run._is_block = is_block
        open_runs.add(run, flow)
        try:
            hooks.watch()
        except Exception as error:  # a subinterpreter has no signals
            warn_once("start_run", error)
    return run


def active_run() -> Run | None:
    """The run that the module-level calls go to from this thread or asyncio task, or None."""
    return cast("Run | None", open_runs.active())


def log_flags(flags: Any, parser: argparse.ArgumentParser | None = None) -> None:
    """Logs flags to the active run; see `Run.log_flags`.

    With no active run it starts one in the directory that the flags name: the first non-empty text among
    `rundir`, `run_dir`, `logdir`, `log_dir`, `model_dir`, `output_dir`, `save_dir`, `out_dir`, `outdir`,
    `work_dir`, `workdir`, `exp_dir`, `logging_dir`, `default_root_dir`; else in Hydra's own.

    Raises:
      NoActiveRunError: no run is active and the flags name no directory.
    """
    if open_runs.active() is not None:
        _active("log_flags").log_flags(flags, parser)
        return
    try:
        captured = read_flags(flags, parser)
    except Exception as error:
        if is_mistake(error):
            raise
        warn_once("log_flags", error)
        return
    _start_where_flags_say(captured.directory)
    _active("log_flags")._take_flags(captured)


def log_dataset(name: str, source: Any, split: str | None = None) -> None:
    """Logs a data set to the active run; see `Run.log_dataset`."""
    _active("log_dataset").log_dataset(name, source, split)


def log_scalar(tag: str, value: Any, step: int) -> None:
    """Logs one value of a series to the active run; see `Run.log_scalar`."""
    runs = _runs_of_context()
    newest = runs[-1] if runs else open_runs.of_main
    if newest is not None and newest.open:
        newest.run.log_scalar(tag, value, step)
    else:
        _active("log_scalar").log_scalar(tag, value, step)


def log_scalars(values: Mapping[str, Any], step: int) -> None:
    """Logs values of several series to the active run; see `Run.log_scalars`."""
    _active("log_scalars").log_scalars(values, step)


def log_export(path: str | os.PathLike[str], name: str | None = None) -> None:
    """Logs an exported model to the active run; see `Run.log_export`."""
    _active("log_export").log_export(path, name)


def end_run(status: str | None = None, reason: str = "") -> None:
    """Ends the active run, see `Run.end_run`; with no active run it does nothing."""
    of_call(status, reason, None)
    run = active_run()
    if run is not None:
        run.end_run(status, reason)


def _active(call: str) -> Run:
    run = active_run()
    if run is None:
        raise NoActiveRunError(f"tb_lifecycle.{call} needs a run, and none is active{_who_has_one()}")
    return run


def _who_has_one() -> str:
    """How a message goes on that no run is active: where to get one."""
    if not open_runs.every:
        return ". Start one first: tb_lifecycle.start_run('runs/first')."
    run = open_runs.newest_first()[0].run
    return (
        f" in this thread or task: {run.directory} was started in another one. Call the methods of the run"
        " that tb_lifecycle.start_run returned there, or start one here."
    )


def _start_where_flags_say(directory: str | None) -> None:
    if directory is None:
        raise NoActiveRunError(
            "tb_lifecycle.log_flags needs a run: none is active, and the flags name no directory (rundir,"
            " run_dir, logdir, log_dir, model_dir, output_dir, save_dir, out_dir, work_dir …)."
            " Start one first: tb_lifecycle.start_run('runs/first')."
        )
    start_run(directory)


def _end_other_run_in(path: Path) -> None:
    """A run that this process still records in the same directory ends, and goes on as a restart."""
    for entry in open_runs.newest_first():
        if entry.run.directory == path:
            entry.run.end_run()


def _end_earlier(runs: Iterable[open_runs.OpenRun], path: Path) -> None:
    for run in runs:
        run.end_run()
        if run.directory != path:  # else it goes on as a restart
            faults.tell(
                f"The run {run.directory} was still open: it has ended as {run.status}, {path} begins."
            )


def _make_recorder(path: Path, options: Options) -> Recorder:
    if os.environ.get(_SWITCH, "").strip().lower() == "off":
        return NullRecorder()
    rank = rank_of_process()
    try:
        if rank:
            from tb_lifecycle.recording.writing.rank_recorder import RankRecorder

            return RankRecorder(path, rank, options.strict, options.rules)
        return RunRecorder(path, options)
    except RecordingError:
        raise
    except Exception as error:  # whatever it is, it must not end the training
        hint = "Training goes on and the run is not recorded: check the directory's permissions and space."
        faults.Faults(path, options.strict).report("Could not start the record", error, hint)
        return NullRecorder()


@guarded_hook
def _before_fork() -> None:
    global _held_for_fork
    deadline = Deadline(_FORK_SECONDS)
    _held_for_fork = open_runs.lock.acquire(timeout=deadline.left())
    _forking.extend(entry.run._recorder for entry in open_runs.every)
    for recorder in _forking:
        recorder.before_fork(deadline.left())


@guarded_hook
def _after_fork_in_parent() -> None:
    for recorder in _forking:
        recorder.after_fork_in_parent()
    _forking.clear()
    if _held_for_fork:
        open_runs.lock.release()


@guarded_hook
def _leave_runs_to_parent() -> None:
    """In a forked child: the runs of the parent stay the parent's."""
    open_runs.renew_lock()
    _forking.clear()
    for entry in open_runs.every:
        entry.inherited = True
        entry.run._leave_to_parent()
    hooks.forget_parent()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_before_fork, after_in_parent=_after_fork_in_parent, after_in_child=_leave_runs_to_parent
    )
