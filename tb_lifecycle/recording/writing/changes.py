"""What a restarted run has otherwise than the incarnation before: flags, code, data, packages, machine.

Only what is known of both is compared: what one of them has not recorded is no change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tb_lifecycle.format.lifecycle_pb2 import Change, Code, Hardware, RunDetails, RunRecord, SourceFile, Value

MOST = 64
"""Changes that one incarnation keeps; of more, their number."""

_LONGEST = 200  # characters of a value
_AGAINST_THE_COMMIT = frozenset({"modified", "added", "deleted", "untracked"})


class Before:
    """What an incarnation had, for the next one to be compared with."""

    def __init__(self, record: RunRecord, details: RunDetails) -> None:
        """Takes a copy of what matters."""
        self._flags = {name: _copy(value) for name, value in record.flags.items()}
        self._data = _digests(record)
        self._code, self._hardware = Code(), Hardware()
        self._code.CopyFrom(details.code)
        self._hardware.CopyFrom(details.hardware)
        self._python = details.environment.python
        self._packages = dict(details.environment.packages)

    def changes(self, record: RunRecord, details: RunDetails) -> Iterator[Change]:
        """Yields what is otherwise now, the most telling first."""
        for name, value in sorted(record.flags.items()):
            before = self._flags.get(name)
            if before is None or not _is_same(before, value):
                yield _change("flag", name, before and _shown(before), _shown(value))
        yield from _code_changes(self._code, details.code)
        for name, digest in _digests(record).items():
            if self._data.get(name, digest) != digest:
                yield _change("dataset", name, _text(self._data[name].hex()[:12]), _text(digest.hex()[:12]))
        environment = details.environment
        if self._python and environment.python and self._python != environment.python:
            yield _change("python", "Python", _text(self._python), _text(environment.python))
        if self._packages and environment.packages:
            yield from _texts("package", self._packages, environment.packages)
        yield from _texts("hardware", _parts(self._hardware), _parts(details.hardware))


def put(before: Before, record: RunRecord, details: RunDetails) -> None:
    """Puts the changes into the current incarnation."""
    incarnation = details.incarnations[-1]
    found = list(before.changes(record, details))
    del incarnation.changes[:]
    incarnation.changes.extend(found[:MOST])
    incarnation.more_changes = max(0, len(found) - MOST)


def _code_changes(before: Code, after: Code) -> Iterator[Change]:
    if not (before.commit or before.files) or not (after.commit or after.files):
        return
    if before.commit != after.commit:
        yield _change("code", "commit", _text(before.commit), _text(after.commit))
    # What only one of two complete lists has was as committed in the other.
    complete = before.commit == after.commit and not any(
        code.changes_unknown or code.cut or not code.commit for code in (before, after)
    )
    old, new = ({file.path: file for file in code.files} for code in (before, after))
    for path in sorted(old.keys() | new.keys()):
        was, now = old.get(path), new.get(path)
        if was is not None and now is not None:
            changed = _content(was) != _content(now)
        else:
            only = was or now
            changed = complete and only is not None and only.state in _AGAINST_THE_COMMIT
        if changed:
            yield _change("code", path, _file(was), _file(now))


def _content(file: SourceFile) -> tuple[bytes, bool, bool]:
    return file.digest, file.state == "deleted", bool(file.mode & 0o111)


def _file(file: SourceFile | None) -> Value | None:
    if file is None or file.state == "deleted":
        return None
    return _text(file.digest.hex()[:12])


def _digests(record: RunRecord) -> dict[str, bytes]:
    return {
        f"{data.name}/{data.split}" if data.split else data.name: data.digest
        for data in record.datasets
        if data.digest
    }


def _parts(hardware: Hardware) -> dict[str, str]:
    parts = {
        "CPU": hardware.cpu,
        "GPUs": ", ".join(gpu.name for gpu in hardware.gpus),
        "driver": ", ".join(sorted({gpu.driver for gpu in hardware.gpus if gpu.driver})),
        "platform": hardware.platform,
    }
    return {name: text for name, text in parts.items() if text} if hardware.cpu or hardware.platform else {}


def _texts(kind: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    if not before or not after:
        return
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            yield _change(kind, name, _text(before.get(name)), _text(after.get(name)))


def _change(kind: str, name: str, before: Value | None, after: Value | None) -> Change:
    change = Change(kind=kind, name=name)
    if before is not None:
        change.before.CopyFrom(before)
    if after is not None:
        change.after.CopyFrom(after)
    return change


def _text(text: str | None) -> Value | None:
    return Value(text=text) if text else None


def _copy(value: Value) -> Value:
    copy = Value()
    copy.CopyFrom(value)
    return copy


def _shown(value: Value) -> Value:
    """A value, shortened where it is long."""
    if value.WhichOneof("kind") == "text" and len(value.text) > _LONGEST:
        return Value(text=f"{value.text[:_LONGEST]}…")
    if value.WhichOneof("kind") == "list" and value.ByteSize() > _LONGEST:
        return Value(text=f"a list of {len(value.list.values):,}")
    return value


def _is_same(one: Value, other: Value) -> bool:
    """Whether they are the same value; 1 and 1.0 are."""
    if {one.WhichOneof("kind"), other.WhichOneof("kind")} == {"integer", "number"}:
        return (one.integer or one.number) == (other.integer or other.number)
    return one.SerializeToString(deterministic=True) == other.SerializeToString(deterministic=True)
