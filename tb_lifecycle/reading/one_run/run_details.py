"""Runs whole: everything that is recorded of a few runs, as the `run` answer and `show` have it."""

from __future__ import annotations

import json
import shlex
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tb_lifecycle.errors import RunNotFoundError
from tb_lifecycle.format import lifecycle_pb2, metadata
from tb_lifecycle.reading.expressions.suggestions import closest
from tb_lifecycle.reading.notices import endings, sentences
from tb_lifecycle.reading.one_run import data_json, details_json
from tb_lifecycle.reading.one_run.ranking import Position, find_position
from tb_lifecycle.reading.one_run.safe_files import UnsafeFileError, open_regular
from tb_lifecycle.reading.one_run.stage_facts import FactRows, describe_facts
from tb_lifecycle.reading.records.parse import parse
from tb_lifecycle.reading.records.ranks import describe_ranks
from tb_lifecycle.reading.table import stages
from tb_lifecycle.reading.table.columns import Columns
from tb_lifecycle.reading.table.snapshot import RunState

if TYPE_CHECKING:
    from tensorboard.data.provider import TensorDatum

    from tb_lifecycle.reading.tensorboard.bulk import BulkReader

Json = dict[str, Any]
Lifecycle = Mapping[str, Sequence["TensorDatum"]]


class RunDetails:
    """Describes runs of one snapshot."""

    def __init__(
        self,
        columns: Columns,
        bulk: BulkReader,
        logdir: str | None,
        notices_of: Callable[[str], Iterable[str]] = lambda _: (),
    ) -> None:
        self._columns = columns
        self._bulk = bulk
        self._logdir = logdir
        self._notices_of = notices_of

    def describe(self, names: Sequence[str]) -> list[Json]:
        """Describes runs with a few questions to TensorBoard, however many they are.

        Returns:
          For each of `names` the `run` answer of `http_api.md`.

        Raises:
          RunNotFoundError: there is no run of that name.
        """
        rows = [find_row(self._columns, name) for name in names]
        states = [self._columns.runs[row] for row in rows]
        recorded = [state.name for state in states if state.directory is not None]
        lifecycle = self._bulk.read_lifecycle(recorded) if recorded else {}
        graphs = set(self._bulk.list_graphs([run for state in states for run in state.row.members]))
        metrics = self._columns.describe_metrics(states)
        return [
            self._describe(
                state, lifecycle.get(state.name, {}), self._columns.describe_stages(row), figures, graphs
            )
            for row, state, figures in zip(rows, states, metrics, strict=True)
        ]

    def read_details(self, name: str) -> tuple[RunState, lifecycle_pb2.RunDetails]:
        """Reads what one run recorded at length.

        Raises:
          RunNotFoundError: there is no run of that name.
        """
        state = self._columns.runs[find_row(self._columns, name)]
        by_tag = self._bulk.read_lifecycle([name]).get(name, {}) if state.directory is not None else {}
        return state, _parse_details(by_tag)[0]

    def _describe(
        self,
        state: RunState,
        by_tag: Lifecycle,
        described_stages: Mapping[str, stages.Stage],
        metrics: Json,
        graphs: set[str],
    ) -> Json:
        details, damaged = _parse_details(by_tag)
        record = state.record or lifecycle_pb2.RunRecord()
        position = find_position(state, self._columns.runs, self._columns.first.main)
        ranks = describe_ranks(by_tag, details, _seconds_since_end(state))
        facts = describe_facts(state, details, position)
        return {
            "run": state.name,
            "directory": run_path(self._logdir, state.name),
            "status": state.status,
            "started": state.started,
            "ended": state.ended,
            "duration": state.duration,
            "heartbeat": state.heartbeat,
            "host": record.host or None,
            "user": record.user or None,
            "tags": list(record.tags),
            "notes": record.notes,
            "command": details_json.describe_command(details.command),
            "exit": details_json.describe_exit(details.incarnations, state.status, state.crash),
            "code": details_json.describe_code(record.code, details.code) if state.record else None,
            "environment": details_json.describe_environment(details),
            "hardware": details_json.describe_hardware(details),
            "flags": dict(sorted(state.flags.items())),
            "flag_details": {
                name: details_json.describe_flag(flag) for name, flag in sorted(details.flags.items())
            },
            "main": next(iter(metrics), None),
            "metrics": metrics,
            "datasets": _describe_datasets(record, details),
            "exports": _describe_exports(record, details),
            "serving": details_json.describe_serving(state.directory.serve if state.directory else None),
            "stages": self._describe_stages(state, described_stages, facts),
            "incarnations": details_json.describe_incarnations(details.incarnations, state.status),
            "ranks": ranks,
            "writers": details_json.describe_writers(record),
            "conflicts": _describe_conflicts(state),
            "redactions": details_json.describe_redactions(details.redactions),
            "series": [
                {"run": run, "tag": tag, "metric": metric}
                for metric, (run, tag) in sorted(state.row.series.items())
            ],
            "graphs": [run for run in state.row.members if run in graphs],
            "files": self._describe_files(state, details),
            "position": _describe_position(position),
            "notices": [
                *sentences.of_run(state),
                *damaged,
                *self._list_notices(state),
                *endings.of_process(state, details),
                *endings.of_ranks(ranks, state.status),
            ],
        }

    def _list_notices(self, state: RunState) -> list[str]:
        return [notice for run in state.row.members for notice in self._notices_of(run)]

    def _describe_stages(
        self, state: RunState, described: Mapping[str, stages.Stage], facts: Mapping[str, FactRows]
    ) -> Json:
        directory = run_path(self._logdir, state.name)
        return {
            name: {
                "state": stage.state,
                "facts": [list(fact) for fact in facts[name]],
                "gaps": [{"text": gap.text, "call": _fill_in(gap.call, directory)} for gap in stage.gaps],
            }
            for name, stage in described.items()
        }

    def _describe_files(self, state: RunState, details: lifecycle_pb2.RunDetails) -> list[Json]:
        files = [file for file in (details.code.patch, details.code.sources) if file.size]
        described = {
            path: {"path": path, "size": file.size, "kind": file.kind}
            for file in [*files, *details.files]
            for path in [details_json.file_path(file)]
        }
        console = self._console_size(state)
        if console is not None:
            described[metadata.CONSOLE_PATH] = {
                "path": metadata.CONSOLE_PATH,
                "size": console,
                "kind": "console",
            }
        return list(described.values())

    def _console_size(self, state: RunState) -> int | None:
        """The console log's size on disk: it is in the record only once the run has ended."""
        if self._logdir is None or state.record is None:
            return None
        try:
            with open_regular(Path(self._logdir, state.name), metadata.CONSOLE_PATH) as (_, size):
                return size
        except (UnsafeFileError, OSError):
            return None


def _describe_conflicts(state: RunState) -> Json:
    """The flags on which the processes that recorded a run disagree, with each value."""
    joined = state.directory.joined if state.directory is not None else None
    return {name: list(values) for name, values in sorted(joined.conflicts.items())} if joined else {}


def find_row(columns: Columns, name: str) -> int:
    """Finds a run's row.

    Raises:
      RunNotFoundError: there is no run of that name; says which one is meant, perhaps.
    """
    row = columns.rows.get(name)
    if row is None:
        near = closest(name, columns.names)
        hint = f" Did you mean {near!r}?" if near else ""
        raise RunNotFoundError(f"There is no run {name!r} in the logdir.{hint}")
    return row


def run_path(logdir: str | None, name: str) -> str:
    """The run's directory as a person would type it."""
    return name if logdir is None else str(Path(logdir, name))


def _fill_in(call: str, directory: str) -> str:
    return call.replace(stages.RUN_FOR_SHELL, shlex.quote(directory)).replace(
        stages.RUN_FOR_PYTHON, json.dumps(directory, ensure_ascii=False)
    )


def _parse_details(by_tag: Lifecycle) -> tuple[lifecycle_pb2.RunDetails, list[str]]:
    """The details, empty where there are none, and what to say about those that cannot be read."""
    data = by_tag.get(metadata.DETAILS_TAG)
    if not data:
        return lifecycle_pb2.RunDetails(), []
    details = parse(lifecycle_pb2.RunDetails, data)
    if details is None:
        return lifecycle_pb2.RunDetails(), ["What the run recorded at length is damaged and not shown."]
    if details.format_version > metadata.FORMAT_VERSION:
        return lifecycle_pb2.RunDetails(), [sentences.newer_format(details.format_version)]
    return details, []


def _describe_datasets(record: lifecycle_pb2.RunRecord, details: lifecycle_pb2.RunDetails) -> list[Json]:
    long = {(data.name, data.split): data for data in details.datasets}
    return [
        data_json.describe_dataset(
            long.get((reference.name, reference.split))
            or lifecycle_pb2.Dataset(
                name=reference.name, split=reference.split, digest=reference.digest, rows=reference.rows
            )
        )
        for reference in record.datasets
    ]


def _describe_exports(record: lifecycle_pb2.RunRecord, details: lifecycle_pb2.RunDetails) -> list[Json]:
    long = {export.name: export for export in details.exports}
    return [
        data_json.describe_export(
            long.get(reference.name)
            or lifecycle_pb2.Export(
                name=reference.name,
                path=reference.path,
                format=reference.format,
                digest=reference.digest,
                size=reference.size,
                step=-1,
            )
        )
        for reference in record.exports
    ]


def _seconds_since_end(state: RunState) -> float | None:
    """None while the run goes on."""
    return None if state.ended is None or state.status == "running" else time.time() - state.ended


def _describe_position(position: Position | None) -> Json | None:
    if position is None:
        return None
    return {"comparable": position.comparable, "rank": position.rank, "metric": position.metric}
