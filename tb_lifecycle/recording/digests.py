"""Digests of contents: the same content gives the same 32 bytes wherever and however it is kept.

- A file's digest is the SHA-256 of its bytes, as `sha256sum` prints it.
- A tree's is the SHA-256 over each file's relative name (with /), size and digest, in the order of the names'
bytes.
- An array's covers its type, shape and elements in row order, little-endian, whatever its layout in memory.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tb_lifecycle.recording.digest_cache import DigestCache

_CHUNK = 4 * 1024 * 1024
_THREADS = 8
_BATCH = 4096

TEMPORARY_SUFFIXES = ("~", ".tmp", ".swp", ".part", ".partial", ".crdownload", ".pyc")
TEMPORARY_NAMES = frozenset({"__pycache__", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class TreeDigest:
    """Digest of a set of files.

    Attributes:
      digest: 32 bytes.
      size: bytes in all.
      files: how many.
    """

    digest: bytes
    size: int
    files: int


_cache = DigestCache()


def digest_file(path: Path, *, cached: bool = True) -> tuple[bytes, int]:
    """The SHA-256 of a file's bytes, and how many they are.

    Args:
      path: the file.
      cached: a file that has not changed since it was read need not be read again; False reads it.

    Raises:
      OSError: it cannot be read.
    """
    digest = _cache.get(path, lambda: _read_digest(path)) if cached else _read_digest(path)
    return digest, path.stat().st_size


def digest_tree(
    files: Mapping[str, Path], progress: Callable[[int], None] | None = None, *, cached: bool = True
) -> TreeDigest:
    """Digest of many files, read by several threads.

    Args:
      files: each file by its relative name, with /.
      progress: is told the bytes of each file that is done.
      cached: as for digest_file.

    Raises:
      OSError: one of them cannot be read.
    """
    names = sorted(files, key=lambda name: name.encode("utf-8", "surrogateescape"))

    def one(name: str) -> tuple[bytes, int]:
        found = digest_file(files[name], cached=cached)
        if progress is not None:
            progress(found[1])
        return found

    with ThreadPoolExecutor(min(_THREADS, (os.cpu_count() or 1) + 1)) as pool:
        digests: list[tuple[bytes, int]] = []
        for start in range(0, len(names), _BATCH):  # a million waiting tasks would take a gigabyte
            digests += pool.map(one, names[start : start + _BATCH])
    return combine(zip(names, digests, strict=True))


def combine(parts: Iterable[tuple[str, tuple[bytes, int]]]) -> TreeDigest:
    """Digest of named parts in the order given, each with its digest and size."""
    whole = hashlib.sha256()
    total = count = 0
    for name, (digest, size) in parts:
        encoded = name.encode("utf-8", "surrogateescape")
        whole.update(len(encoded).to_bytes(8, "little") + encoded + size.to_bytes(8, "little") + digest)
        total += size
        count += 1
    return TreeDigest(whole.digest(), total, count)


def tree_files(root: Path) -> dict[str, Path]:
    """The files below a directory by relative name, without hidden and temporary ones.

    Left out are names that begin with a dot, `__pycache__`, and names that end as editors' and downloads'
    temporary files do. Links are followed, a directory that holds itself only once.
    """
    return {path.relative_to(root).as_posix(): path for path in _walk(root)}


def is_temporary(name: str) -> bool:
    """Whether a file or directory of this name is hidden or temporary."""
    return name.startswith(".") or name in TEMPORARY_NAMES or name.endswith(TEMPORARY_SUFFIXES)


def _walk(root: Path) -> Iterator[Path]:
    above: dict[str, frozenset[str]] = {str(root): frozenset()}
    for directory, directories, files in os.walk(root, followlinks=True):
        real = os.path.realpath(directory)
        ancestors = above.pop(directory, frozenset())
        if real in ancestors:
            directories.clear()
            continue
        directories[:] = sorted(name for name in directories if not is_temporary(name))
        above.update({str(Path(directory, name)): ancestors | {real} for name in directories})
        for name in sorted(files):
            path = Path(directory, name)
            if not is_temporary(name) and path.is_file():
                yield path


def _read_digest(path: Path) -> bytes:
    digest = hashlib.sha256()
    buffer = bytearray(min(_CHUNK, path.stat().st_size + 1))
    view = memoryview(buffer)
    with path.open("rb", buffering=0) as file:
        while count := file.readinto(buffer):
            digest.update(view[:count])
    return digest.digest()
