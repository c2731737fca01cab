"""What a record says of code and packages beside the commit: equal where they are known to be the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tb_lifecycle.format.lifecycle_pb2 import CodeState, RunRecord


def origin_of(name: str, record: RunRecord | None) -> str | None:
    """What two runs at one commit have in common that ran the same code with the same packages.

    The origin of changed code of which nobody kept a digest is like no other's: it has the run's name in it.
    None where nothing was recorded of either, as in the logs of other programs.
    """
    if record is None:
        return None
    if record.capturing:
        return f"not read yet: {name}"
    packages = record.packages_digest.hex() or "\n".join(sorted(record.unpinned))
    return f"{record.code.entry}\n{_code_of(name, record.code)}\n{packages}"


def _code_of(name: str, code: CodeState) -> str:
    if code.digest:
        return code.digest.hex()
    unknown = code.dirty or code.changes_unknown or (code.source_files and not code.commit)
    return f"unknown: {name}" if unknown else f"{code.changed_files} {code.source_files}"
