"""Where a run's data came from and where its exports went, joined by digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tb_lifecycle.reading.records.values import digest_text, split_name
from tb_lifecycle.reading.table.snapshot import RunState

if TYPE_CHECKING:
    from tb_lifecycle.format.lifecycle_pb2 import DataReference

Json = dict[str, Any]

_NOTHING = hashlib.sha256().digest()
"""What earlier versions recorded for an empty file, and for an empty directory."""


class _Graph:
    def __init__(self) -> None:
        self._nodes: dict[str, Json] = {}
        self._edges: dict[tuple[str, str], Json] = {}

    def run(self, state: RunState) -> str:
        return self._node(f"run:{state.name}", "run", state.name, None)

    def data(self, kind: str, name: str, reference: DataReference, state: RunState) -> str:
        """A data set or an export: the same one wherever its digest is the same."""
        digest = digest_text(reference.digest)
        return self._node(f"{kind}:{digest or f'{name} of {state.name}'}", kind, name, digest)

    def edge(self, start: str, end: str) -> None:
        self._edges[start, end] = {"from": start, "to": end}

    def to_json(self) -> Json:
        return {"nodes": list(self._nodes.values()), "edges": list(self._edges.values())}

    def _node(self, identity: str, kind: str, name: str, digest: str | None) -> str:
        self._nodes.setdefault(identity, {"id": identity, "kind": kind, "name": name, "digest": digest})
        return identity


def describe_lineage(state: RunState, runs: Sequence[RunState]) -> Json:
    """Describes what one run read and made.

    Args:
      state: the run.
      runs: all runs of the logdir.

    Returns:
      The `lineage` answer of `http_api.md`: the run's data sets, the runs that made them as their exports,
      its own exports, and the runs that read those as data sets.
    """
    graph = _Graph()
    run = graph.run(state)
    for data in _datasets(state):
        dataset = graph.data("dataset", split_name(data.name, data.split), data, state)
        graph.edge(dataset, run)
        for maker in runs:
            if any(_is_made_of(data, export) for export in _exports(maker)):
                graph.edge(graph.run(maker), dataset)
    for data in _exports(state):
        export = graph.data("export", data.name, data, state)
        graph.edge(run, export)
        for reader in runs:
            if any(_is_made_of(read, data) for read in _datasets(reader)):
                graph.edge(export, graph.run(reader))
    return graph.to_json()


def _is_made_of(data: DataReference, export: DataReference) -> bool:
    """Whether what was read is an export, or one file of it; nothing at all is neither."""
    if data.digest in (b"", _NOTHING):
        return False
    return data.digest == export.digest or data.digest[:8] in export.parts


def _datasets(state: RunState) -> Iterator[DataReference]:
    if state.record is not None:
        yield from state.record.datasets


def _exports(state: RunState) -> Iterator[DataReference]:
    if state.record is not None:
        yield from state.record.exports
