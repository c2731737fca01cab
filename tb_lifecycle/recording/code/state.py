"""The short form of the recorded code, as a table shows it."""

from __future__ import annotations

from tb_lifecycle.format.lifecycle_pb2 import Code, CodeState
from tb_lifecycle.recording.code.content import digest_content

_NO_CHANGES = ("", "ignored", "program")


def code_state(code: Code, entry: str) -> CodeState:
    """Shortens `code`. `dirty` says that a tracked file is changed or that a file is untracked."""
    changed = [file for file in code.files if file.state not in _NO_CHANGES]
    return CodeState(
        commit=code.commit,
        branch=code.branch,
        has_git=bool(code.commit or code.branch),
        dirty=bool(changed),
        changed_files=len(changed),
        patch_saved=bool(code.commit) and not code.decisive,
        source_files=sum(file.in_sources for file in code.files),
        entry=entry,
        gap=_gap(code),
        changes_unknown=code.changes_unknown,
        digest=digest_content(code),
    )


def _gap(code: Code) -> str:
    """The first thing that keeps the code from being rebuilt, and how many more there are."""
    if not code.decisive:
        return ""
    more = f" (and {code.decisive - 1} more)" if code.decisive > 1 else ""
    return f"{code.cut[0][:200]}{more}"
