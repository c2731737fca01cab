"""What is known of each stage of one run, in a few words each."""

from __future__ import annotations

from collections import Counter

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.reading import number_text
from tb_lifecycle.reading.one_run.ranking import Position
from tb_lifecycle.reading.table.snapshot import RunState

FactRows = list[tuple[str, str]]


def describe_facts(
    state: RunState, details: lifecycle_pb2.RunDetails, position: Position | None
) -> dict[str, FactRows]:
    """Names and values of each stage's facts; what is not known is left out.

    Args:
      state: the run.
      details: what it recorded at length; empty where it did not.
      position: where it stands among the runs on the same data.
    """
    return {
        "code": _code(state, details.code),
        "prepare": _prepare(state, details),
        "train": _train(state, details),
        "compare": _compare(position),
        "serve": _serve(state, details),
    }


def _code(state: RunState, code: lifecycle_pb2.Code) -> FactRows:
    record = state.record
    if record is None:
        return []
    facts: FactRows = []
    if record.code.commit:
        facts.append(("Commit", _commit_text(record.code)))
        changes = Counter(file.state for file in code.files if file.state not in ("", "ignored", "program"))
        if changes:
            facts.append(("Not committed", ", ".join(f"{n} {what}" for what, n in sorted(changes.items()))))
        elif record.code.changes_unknown:
            facts.append(("Not committed", "unknown"))
        elif record.code.dirty:
            facts.append(("Not committed", _count(record.code.changed_files, "file")))
    if code.HasField("patch"):
        facts.append(("Patch", f"{number_text.size(code.patch.size)}, saved"))
    kept = [file.size for file in code.files if file.in_sources]
    if kept:
        facts.append(("Sources", f"{_count(len(kept), 'file')}, {number_text.size(sum(kept))}, saved"))
    if record.code.entry:
        facts.append(("Entry", record.code.entry))
    return facts


def _commit_text(code: lifecycle_pb2.CodeState) -> str:
    """`0123456 on main`, `detached at 0123456`."""
    if not code.branch:
        return code.commit[:7]
    return code.branch if code.branch.startswith("detached at ") else f"{code.commit[:7]} on {code.branch}"


def _prepare(state: RunState, details: lifecycle_pb2.RunDetails) -> FactRows:
    if state.record is None:
        return []
    facts: FactRows = []
    long = {(data.name, data.split): data for data in details.datasets}
    by_name: dict[str, list[str]] = {}
    rows = []
    for data in state.record.datasets:
        by_name.setdefault(data.name, []).append(data.digest.hex()[:6])
        number = data.rows or (long[data.name, data.split].rows if (data.name, data.split) in long else 0)
        if number:
            rows.append(f"{data.split or data.name} {number:,}")
    if by_name:
        named = [" ".join(filter(None, [name, *digests])) for name, digests in by_name.items()]
        facts.append(("Data set" if len(named) == 1 else "Data sets", "; ".join(named)))
    if rows:
        facts.append(("Rows", "; ".join(rows)))
    sources = {data.source for data in details.datasets if data.source}
    if len(sources) == 1:
        facts.append(("Source", sources.pop()))
    return facts


def _train(state: RunState, details: lifecycle_pb2.RunDetails) -> FactRows:
    facts: FactRows = []
    if state.flags:
        declared = [flag for flag in details.flags.values() if flag.known]
        by_hand = f", {sum(flag.set_by_user for flag in declared)} set by hand" if declared else ""
        facts.append(("Flags", f"{len(state.flags)}{by_hand}"))
    if state.metrics:
        facts.append(("Curves", _count(len(state.metrics), "metric")))
        facts.append(("Steps", f"to {max(value.step for value in state.metrics.values()):,}"))
    if state.record is not None and state.record.seeds.set:
        facts.append(("Seed", ", ".join(state.record.seeds.set)))
    for file in details.files:
        if file.kind == "console":
            facts.append(("Output", f"{number_text.size(file.size)}, saved"))
    return facts


def _compare(position: Position | None) -> FactRows:
    if position is None:
        return []
    others = position.comparable - 1
    return [
        ("Comparable with", f"{_count(others, 'run')} on this data"),
        ("Rank", f"{position.rank:,} of {position.comparable:,}, by {position.metric}"),
    ]


def _serve(state: RunState, details: lifecycle_pb2.RunDetails) -> FactRows:
    if state.record is None or not state.record.exports:
        return []
    exports = state.record.exports
    facts: FactRows = [("Export" if len(exports) == 1 else "Exports", "; ".join(map(_export_text, exports)))]
    if len(exports) == 1:
        long = {export.name: export for export in details.exports}.get(exports[0].name)
        signatures = len(long.signatures) if long is not None else 0
        counted = f", {_count(signatures, 'signature')}" if signatures else ""
        facts.append(("Format", f"{exports[0].format}{counted}"))
        if long is not None and long.step >= 0:
            facts.append(("Written", f"at step {long.step:,}"))
    serve = state.directory.serve if state.directory is not None else None
    if serve is not None and serve.requests:
        mean = 1000 * serve.total_seconds / serve.requests
        facts.append(("Served", f"{_count(serve.requests, 'request')}, {mean:.1f} ms each"))
    return facts


def _export_text(export: lifecycle_pb2.DataReference) -> str:
    text = " ".join(filter(None, [export.name, export.digest.hex()[:6]]))
    return f"{text}, {number_text.size(export.size)}" if export.size else text


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
