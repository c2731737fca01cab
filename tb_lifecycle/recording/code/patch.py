"""The patch from the commit to the working tree, as large as may be kept, without secrets."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tb_lifecycle.recording.code.git import Git
from tb_lifecycle.recording.code.git_changes import Change, blob_size
from tb_lifecycle.recording.code.state import NOT_IN_PATCH
from tb_lifecycle.recording.redaction.redactor import Redactor

LARGEST_PATCH = 1024 * 1024
"""Bytes; what does not fit is left out file by file, the largest first."""

_FILE = re.compile(rb"^(?=diff --git )", re.MULTILINE)
_HUNK = re.compile(rb"^(?=@@ )", re.MULTILINE)
_BINARY = re.compile(rb"^GIT binary patch$", re.MULTILINE)


@dataclass
class Patch:
    """A patch that `git apply --binary` takes.

    Attributes:
      data: its bytes; empty where nothing changed.
      cut: what was left out or altered, and why.
    """

    data: bytes = b""
    cut: list[str] = field(default_factory=list)


def make_patch(git: Git, base: str, changes: Sequence[Change], redactor: Redactor) -> Patch:
    """Makes the patch of the changed files against the commit `base`.

    Raises:
      GitError: git failed or took too long.
    """
    patch = Patch()
    wanted = [change for change in changes if not _too_large(git, base, change, patch)]
    if not wanted:
        return patch
    excluded = {change.path for change in changes} - {change.path for change in wanted}
    data = git.output(
        *("diff", "--binary", "--full-index", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-color"),
        *("--no-relative", "--ignore-submodules=dirty", "--submodule=short", f"-O{os.devnull}"),
        *("--src-prefix=a/", "--dst-prefix=b/", base, "--", "."),
        *(f":(exclude,top,literal){path}" for path in sorted(excluded)),
    )
    parts = [part for part in _FILE.split(data) if part.startswith(b"diff --git ")]
    names = sorted(change.path for change in wanted)
    kept = _fit(parts, names, patch)
    patch.data = b"".join(_redact(part, name, redactor, patch) for part, name in kept)
    return patch


def _too_large(git: Git, base: str, change: Change, patch: Patch) -> bool:
    if change.submodule:
        patch.cut.append(f"{change.path}: a submodule, whose own changes are {NOT_IN_PATCH}")
        return False
    path = Path(git.root, change.path)
    size = path.lstat().st_size if path.is_file() else 0
    if size <= LARGEST_PATCH and change.binary and change.state != "added":
        size = max(size, blob_size(git, base, change.path))
    if size > LARGEST_PATCH:
        patch.cut.append(f"{change.path}: its change is {NOT_IN_PATCH}, it has {size:,} bytes")
    return size > LARGEST_PATCH


def _fit(parts: Sequence[bytes], names: Sequence[str], patch: Patch) -> list[tuple[bytes, str]]:
    named = [(part, name) for part, name in zip(parts, _names_of(parts, names), strict=True)]
    total = 0
    kept = set()
    for index in sorted(range(len(named)), key=lambda index: len(named[index][0])):
        total += len(named[index][0])
        if total > LARGEST_PATCH:
            part, name = named[index]
            patch.cut.append(f"{name}: its change is {NOT_IN_PATCH}, which is full ({len(part):,} bytes)")
        else:
            kept.add(index)
    return [named[index] for index in sorted(kept)]


def _names_of(parts: Sequence[bytes], names: Sequence[str]) -> list[str]:
    """The path of each part of a patch: git writes the parts in the order of the paths' bytes."""
    if len(parts) == len(names):
        return sorted(names, key=lambda name: name.encode("utf-8", "surrogateescape"))
    return [part.split(b"\n", 1)[0].rsplit(b" b/", 1)[-1].decode("utf-8", "replace") for part in parts]


def _redact(part: bytes, name: str, redactor: Redactor, patch: Patch) -> bytes:
    """Removes secrets from one file's part, hunk by hunk, so that every other hunk still applies."""
    if _BINARY.search(part):
        return part
    head, *hunks = _HUNK.split(part)
    cleaned = [_redact_hunk(hunk, name, redactor) for hunk in hunks]
    if cleaned != hunks:
        broken = sum(_base_lines(old) != _base_lines(new) for old, new in zip(hunks, cleaned, strict=True))
        patch.cut.append(
            f"{name}: a secret was removed from its patch"
            + (f"; {broken} of its {len(hunks)} hunks no longer applies, the others do" if broken else "")
        )
    return head + b"".join(cleaned)


def _redact_hunk(hunk: bytes, name: str, redactor: Redactor) -> bytes:
    text = hunk.decode("utf-8", "surrogateescape")
    cleaned = redactor.text("patch", name, text)
    if cleaned == text:
        return hunk
    if cleaned.count("\n") != text.count("\n"):  # a key of many lines became one: keep the number of lines
        cleaned = _keep_lines(text, name, redactor)
    return cleaned.encode("utf-8", "surrogateescape")


def _keep_lines(text: str, name: str, redactor: Redactor) -> str:
    head, _, body = text.partition("\n")
    scratch = Redactor()
    lines = [line[:1] + scratch.text("output", name, line[1:]) for line in body.split("\n")]
    return redactor.text("patch", name, "\n".join([head, *lines]))


def _base_lines(hunk: bytes) -> list[bytes]:
    return [line for line in hunk.split(b"\n")[1:] if line[:1] in (b" ", b"-")]
