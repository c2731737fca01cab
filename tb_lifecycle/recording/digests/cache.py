"""Remembers the digests of files that have not changed since: a sweep reads its data once, not once a run.

A file is taken for unchanged when its size, times and inode are. The digests of large files, and of all files
of a large directory, are kept on disk below `$XDG_CACHE_HOME/tb_lifecycle/digests` (`~/.cache`), in one file
each, and may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

KEPT_ON_DISK = 64 * 1024 * 1024
"""Bytes from which on a file's digest, or those of a directory's files, are kept on disk."""

REMEMBERED = 1024 * 1024
"""Bytes from which on a file's digest is remembered at all."""

MOST_FILES = 200_000
"""Files of a directory up to which their digests are kept."""

_SETTLED = 2.0
"""Seconds since its last change after which another change surely shows in a file's times."""

State = tuple[int, ...]
Known = tuple[State, bytes]
"""A file's state, and its digest when it was in that state."""


class DigestCache:
    """Digests of files by path. Safe to use from several threads and processes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, Known] = {}

    def get(self, path: Path, compute: Callable[[], tuple[bytes, int]]) -> tuple[bytes, int]:
        """The digest of a file as it is now, and the bytes that it covers; computed unless it is known.

        Raises:
          OSError: the file cannot be read.
        """
        before = file_state(path)
        if before[0] < REMEMBERED:
            return compute()
        name = str(path.absolute())
        with self._lock:
            known = self._known.get(name)
        if known is None and before[0] >= KEPT_ON_DISK:
            known = _read_one(name)
        if known is not None and known[0] == before:
            digest, size = known[1], before[0]
        else:
            digest, size = compute()
            if size != before[0] or not is_settled(path, before):
                return digest, size
            if before[0] >= KEPT_ON_DISK:
                _write(name, {"state": before, "digest": digest.hex()})
        with self._lock:
            self._known[name] = before, digest
        return digest, size


def read_tree(root: str) -> dict[str, Known]:
    """What is known of the files of a directory, by their relative names; perhaps of an earlier state."""
    kept = _read(f"{root}/")
    try:
        return {
            name: (tuple(state), bytes.fromhex(digest)) for name, (state, digest) in kept["files"].items()
        }
    except (AttributeError, KeyError, TypeError, ValueError):  # not there, or damaged
        return {}


def write_tree(root: str, known: Mapping[str, Known]) -> None:
    """Keeps what is known of the files of a directory, where they are large together and not too many."""
    if sum(state[0] for state, _ in known.values()) >= KEPT_ON_DISK and len(known) <= MOST_FILES:
        _write(
            f"{root}/", {"files": {name: (state, digest.hex()) for name, (state, digest) in known.items()}}
        )


def file_state(path: str | Path) -> State:
    """What tells one state of a file from another.

    Raises:
      OSError: there is no such file.
    """
    status = os.stat(path)  # noqa: PTH116 - twice as quick as Path.stat, and called for each of many files
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def is_settled(path: str | Path, state: State) -> bool:
    """Whether a file is still in a state, and any later change would show.

    Raises:
      OSError: there is no such file.
    """
    return time.time() - state[1] / 1e9 >= _SETTLED and file_state(path) == state


def _file_of(name: str) -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()
    key = hashlib.sha256(os.fsencode(name)).hexdigest()
    return Path(base, "tb_lifecycle", "digests", f"{key[:32]}.json")


def _read_one(name: str) -> Known | None:
    kept = _read(name)
    try:
        return tuple(kept["state"]), bytes.fromhex(kept["digest"])
    except (KeyError, TypeError, ValueError):  # not there, or damaged
        return None


def _read(name: str) -> Any:
    try:
        return json.loads(_file_of(name).read_bytes())
    except (OSError, ValueError, RuntimeError):  # not there, damaged, or there is no home
        return None


def _write(name: str, content: Mapping[str, object]) -> None:
    """Keeps digests; a cache that cannot be written is no fault."""
    with contextlib.suppress(OSError, RuntimeError):
        file = _file_of(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        scratch = file.with_suffix(f".{os.getpid()}.{threading.get_ident()}")
        scratch.write_text(json.dumps(content), encoding="ascii")
        scratch.replace(file)
