"""The short form of the recorded code, as a table shows it."""

from __future__ import annotations

from tb_lifecycle.format.lifecycle_pb2 import Code, CodeState

NOT_IN_PATCH = "not in the patch"
"""Stands in each line of `Code.cut` that tells of a change that was not saved."""


def code_state(code: Code, entry: str) -> CodeState:
    """Shortens `code`. `dirty` says that a tracked file is changed or that a source file is untracked."""
    changed = [file for file in code.files if file.state]
    return CodeState(
        commit=code.commit,
        branch=code.branch,
        has_git=bool(code.commit or code.branch),
        dirty=bool(changed),
        changed_files=len(changed),
        patch_saved=_is_saved(code),
        source_files=sum(file.in_sources for file in code.files),
        entry=entry,
    )


def _is_saved(code: Code) -> bool:
    """Whether commit, patch and sources together hold every change."""
    untracked = [file for file in code.files if file.state == "untracked"]
    cut = any(NOT_IN_PATCH in line for line in code.cut)
    return bool(code.commit) and not cut and all(file.in_sources for file in untracked)
