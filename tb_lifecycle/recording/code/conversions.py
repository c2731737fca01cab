"""Files whose bytes git changes on their way: line endings, clean and smudge filters, `ident`, encodings.

A rebuilt tree has the bytes of git's objects, without conversions. Where a file's own bytes are others, git
calls it unchanged all the same, and its content must be recorded.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from tb_lifecycle.recording.code.git import Git
from tb_lifecycle.recording.code.git_changes import object_sizes
from tb_lifecycle.recording.code.left_out import LeftOut

_ATTRIBUTES = ("text", "eol", "crlf", "filter", "ident", "working-tree-encoding")
_LINE_ENDINGS = {"text", "eol", "crlf"}
_MOST_READ = 256 * 1024 * 1024
"""Bytes of files that are read to be compared."""


def find_converted(git: Git, tracked: Mapping[str, tuple[str, str]], left_out: LeftOut) -> set[str]:
    """The tracked files whose bytes on disk are not those of the index's object, though git converts the one
    to the other.

    Args:
      git: of the working tree.
      tracked: mode and object by path.
      left_out: is told what could not be compared.

    Raises:
      GitError: git failed or took too long.
    """
    kinds = dict(_convertible(git, [path for path, (mode, _) in tracked.items() if mode.startswith("100")]))
    if not kinds:
        return set()
    sizes = object_sizes(git, sorted({tracked[path][1] for path in kinds}))
    found: set[str] = set()
    unread = total = 0
    for path, only_line_endings in kinds.items():
        place, name = git.root / path, tracked[path][1]
        try:
            status = os.lstat(place)
        except OSError:
            continue  # deleted, which git says
        if not stat.S_ISREG(status.st_mode):
            continue
        if status.st_size != sizes.get(name):
            found.add(path)
        elif not only_line_endings:  # another line ending is another size
            total += status.st_size
            if total > _MOST_READ:
                unread += 1
            elif not _is_object(place, name):
                found.add(path)
    if unread:
        left_out.lose(
            f"{unread:,} files that git filters were not compared with their commit: too many bytes"
        )
    return found


def _convertible(git: Git, paths: list[str]) -> Iterator[tuple[str, bool]]:
    """Files that git may convert, and whether in their line endings alone."""
    automatic = _setting(git, "core.autocrlf") in ("true", "input", "yes", "on", "1")
    fields = git.names("check-attr", "-z", "--stdin", *_ATTRIBUTES, given=paths)
    set_by_path: dict[str, dict[str, str]] = {}
    for path, name, value in zip(fields[::3], fields[1::3], fields[2::3], strict=False):
        if value not in ("unspecified", "unset"):
            set_by_path.setdefault(path, {})[name] = value
    for path in paths:
        attributes = set_by_path.get(path, {})
        if attributes or automatic:
            yield path, attributes.keys() <= _LINE_ENDINGS


def _setting(git: Git, name: str) -> str:
    return git.line("config", "--default", "", "--get", name).strip().lower()


def _is_object(path: Path, name: str) -> bool:
    """Whether a file's bytes are those of an object."""
    try:
        content = path.read_bytes()
    except OSError:
        return False
    digest = hashlib.new("sha1" if len(name) == 40 else "sha256", usedforsecurity=False)
    digest.update(b"blob %d\0" % len(content) + content)
    return digest.hexdigest() == name
