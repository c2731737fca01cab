"""The patch from the commit to the working tree, as large as may be kept, without secrets."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from tb_lifecycle.recording.code.git import Git
from tb_lifecycle.recording.code.git_changes import Change, object_sizes
from tb_lifecycle.recording.code.left_out import LeftOut
from tb_lifecycle.recording.redaction.binary_parts import of_git
from tb_lifecycle.recording.redaction.redactor import Redactor

LARGEST_PATCH = 1024 * 1024
"""Bytes; what does not fit is left out file by file, the largest first."""

MOST_FILES = 5000
"""Changed files of which a patch is made."""

_FILE = re.compile(rb"^(?=diff --git |\* Unmerged path )", re.MULTILINE)
_HUNK = re.compile(rb"^(?=@@ )", re.MULTILINE)
_BINARY = re.compile(rb"^GIT binary patch$", re.MULTILINE)


def make_patch(
    git: Git, base: str, changes: Sequence[Change], redactor: Redactor, left_out: LeftOut
) -> bytes:
    """Makes the patch of the changed files against the commit `base`, which `git apply --binary` takes.

    Raises:
      GitError: git failed or took too long.
    """
    if len(changes) > MOST_FILES:
        left_out.lose(f"{len(changes):,} changed files are not in the patch: too many")
        return b""
    sizes = object_sizes(git, sorted({change.old for change in changes if change.binary and change.old}))
    large = {change.path: size for change in changes if (size := _size(git, change, sizes)) > LARGEST_PATCH}
    for path, size in large.items():
        left_out.lose(f"{path}: its change is not in the patch, it has {size:,} bytes")
    wanted = [change.path for change in changes if change.path not in large]
    if not wanted:
        return b""
    data = git.output(
        *("diff", "--binary", "--full-index", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-color"),
        *("--no-relative", "--ignore-submodules=all", "--submodule=short", "-U3", f"-O{os.devnull}"),
        *("--src-prefix=a/", "--dst-prefix=b/", base, "--", "."),
        *(f":(exclude,top,literal){path}" for path in sorted(large)),
    )
    parts = [part for part in _FILE.split(data) if part.startswith(b"diff --git ")]
    kept = _fit(parts, wanted, left_out)
    return b"".join(_redact(part, name, redactor, left_out) for part, name in kept)


def _size(git: Git, change: Change, sizes: dict[str, int]) -> int:
    path = Path(git.root, change.path)
    size = path.lstat().st_size if path.is_file() else 0
    return max(size, sizes.get(change.old, 0)) if change.binary else size


def _fit(parts: Sequence[bytes], names: Sequence[str], left_out: LeftOut) -> list[tuple[bytes, str]]:
    named = [(part, name) for part, name in zip(parts, _names_of(parts, names), strict=True)]
    total = 0
    kept = set()
    for index in sorted(range(len(named)), key=lambda index: len(named[index][0])):
        total += len(named[index][0])
        if total > LARGEST_PATCH:
            part, name = named[index]
            left_out.lose(f"{name}: its change is not in the patch, which is full ({len(part):,} bytes)")
        else:
            kept.add(index)
    return [named[index] for index in sorted(kept)]


def _names_of(parts: Sequence[bytes], names: Sequence[str]) -> list[str]:
    """The path of each part of a patch: git writes the parts in the order of the paths' bytes."""
    if len(parts) == len(names):
        return sorted(names, key=lambda name: name.encode("utf-8", "surrogateescape"))
    return [part.split(b"\n", 1)[0].rsplit(b" b/", 1)[-1].decode("utf-8", "replace") for part in parts]


def _redact(part: bytes, name: str, redactor: Redactor, left_out: LeftOut) -> bytes:
    """Removes secrets from one file's part, hunk by hunk, so that every other hunk still applies."""
    if redactor.text("code", "file name", name) != name:
        left_out.lose(f"{name}: its change is not in the patch, its name holds a secret")
        return b""
    if _BINARY.search(part):
        if redactor.holds_secret(name, of_git(part)):
            left_out.lose(f"{name}: its change is not in the patch, a secret is in it")
            return b""
        return part
    head, *hunks = _HUNK.split(part)
    cleaned = [_redact_hunk(hunk, name, redactor) for hunk in hunks]
    if cleaned != hunks:
        broken = sum(_base_lines(old) != _base_lines(new) for old, new in zip(hunks, cleaned, strict=True))
        left_out.lose(
            f"{name}: a secret was removed from its patch"
            + (f"; {broken} of its {len(hunks)} hunks no longer applies, the others do" if broken else "")
        )
    return head + b"".join(cleaned)


def _redact_hunk(hunk: bytes, name: str, redactor: Redactor) -> bytes:
    text = hunk.decode("utf-8", "surrogateescape")
    cleaned = redactor.hunk(name, text)
    return hunk if cleaned == text else cleaned.encode("utf-8", "surrogateescape")


def _base_lines(hunk: bytes) -> list[bytes]:
    return [line for line in hunk.split(b"\n")[1:] if line[:1] in (b" ", b"-")]
