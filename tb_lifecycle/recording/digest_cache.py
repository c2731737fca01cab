"""Remembers the digests of files that have not changed since: a sweep reads its data once, not once a run.

A file is taken for unchanged when its size, times and inode are. Those of large files are kept on disk, one
small file each below `$XDG_CACHE_HOME/tb_lifecycle/digests` (`~/.cache`), and may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

KEPT_ON_DISK = 64 * 1024 * 1024
"""Bytes from which on a file's digest is kept on disk."""

REMEMBERED = 1024 * 1024
"""Bytes from which on a file's digest is remembered at all."""

_SETTLED = 2.0
"""Seconds since its last change after which another change surely shows in a file's times."""

_State = tuple[int, ...]


class DigestCache:
    """Digests of files by path. Safe to use from several threads and processes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, tuple[_State, bytes]] = {}

    def get(self, path: Path, compute: Callable[[], bytes]) -> bytes:
        """The digest of a file as it is now, computed unless it is known.

        Raises:
          OSError: the file cannot be read.
        """
        before = _state(path)
        if before[0] < REMEMBERED:
            return compute()
        name = str(path.absolute())
        with self._lock:
            known = self._known.get(name)
        if known is None and before[0] >= KEPT_ON_DISK:
            known = _read(name)
        if known is not None and known[0] == before:
            digest = known[1]
        else:
            digest = compute()
            if _state(path) != before or time.time() - path.stat().st_mtime < _SETTLED:
                return digest
            if before[0] >= KEPT_ON_DISK:
                _write(name, before, digest)
        with self._lock:
            self._known[name] = before, digest
        return digest


def _state(path: Path) -> _State:
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def _file_of(name: str) -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()
    key = hashlib.sha256(os.fsencode(name)).hexdigest()
    return Path(base, "tb_lifecycle", "digests", f"{key[:32]}.json")


def _read(name: str) -> tuple[_State, bytes] | None:
    try:
        kept = json.loads(_file_of(name).read_bytes())
        return tuple(kept["state"]), bytes.fromhex(kept["digest"])
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        RuntimeError,
    ):  # not there, damaged, or there is no home
        return None


def _write(name: str, state: _State, digest: bytes) -> None:
    """Keeps a digest; a cache that cannot be written is no fault."""
    with contextlib.suppress(OSError, RuntimeError):
        file = _file_of(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        scratch = file.with_suffix(f".{os.getpid()}.{threading.get_ident()}")
        scratch.write_text(json.dumps({"state": state, "digest": digest.hex()}), encoding="ascii")
        scratch.replace(file)
