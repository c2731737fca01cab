"""Digests of contents: the same content gives the same 32 bytes wherever and however it is kept.

- A file's digest is the SHA-256 of its bytes, as `sha256sum` prints it.
- A tree's is the SHA-256 over each file's relative name (with /), size and digest, in the order
of the names' bytes.
- An array's covers its type, shape and elements in row order, little-endian, whatever its layout in memory.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tb_lifecycle.recording.digests.cache import (
    REMEMBERED,
    DigestCache,
    Known,
    State,
    file_state,
    is_settled,
    read_tree,
    write_tree,
)
from tb_lifecycle.recording.paths import readable

_CHUNK = 4 * 1024 * 1024
_THREADS = 8
_FILES_A_TASK = 32

TEMPORARY_SUFFIXES = ("~", ".tmp", ".swp", ".part", ".partial", ".crdownload", ".pyc")
TEMPORARY_NAMES = frozenset({"__pycache__", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class TreeDigest:
    """Digest of a set of files.

    Attributes:
      digest: 32 bytes.
      size: bytes in all.
      files: how many.
      parts: name, digest and size of each, where there are few.
    """

    digest: bytes
    size: int
    files: int
    parts: tuple[tuple[str, bytes, int], ...] = ()


@dataclass
class Tree:
    """What lies below a directory.

    Attributes:
      files: by relative name, with /.
      left_out: names, with / at the end of a directory's, that are hidden, temporary or no files.
      unreadable: directories that could not be read, with why.
    """

    files: dict[str, Path] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


MOST_PARTS = 64
"""Files of a tree up to which each one's digest is kept."""


_cache = DigestCache()


def digest_file(path: Path, *, cached: bool = True) -> tuple[bytes, int]:
    """The SHA-256 of a file's bytes, and how many they are.

    Args:
      path: the file.
      cached: a file that has not changed since it was read need not be read again; False reads it.

    Raises:
      OSError: it cannot be read.
    """
    return _cache.get(path, lambda: _read_digest(path)) if cached else _read_digest(path)


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
    root = _root_of(names, files)
    known = read_tree(root) if cached and root is not None else {}
    found: dict[str, Known] = {}

    def several(part: Sequence[str]) -> list[tuple[bytes, int]]:
        digests = []
        for name in part:
            digest, size, state = _digest_unless(known.get(name), str(files[name]), cached)
            if state is not None:
                found[name] = state, digest
            digests.append((digest, size))
            if progress is not None:
                progress(size)
        return digests

    parts = [names[start : start + _FILES_A_TASK] for start in range(0, len(names), _FILES_A_TASK)]
    with ThreadPoolExecutor(min(_THREADS, (os.cpu_count() or 1) + 1)) as pool:
        digests = [digest for part in pool.map(several, parts) for digest in part]
    if root is not None and found != known:
        write_tree(root, found)
    return combine(zip(names, digests, strict=True))


def _root_of(names: Sequence[str], files: Mapping[str, Path]) -> str | None:
    """The directory to which the names are relative; None where there is no one such directory."""
    if not names:
        return None
    first = str(files[names[0]].absolute())
    native = names[0].replace("/", os.sep)
    return first[: -len(native) - 1] if first.endswith(os.sep + native) else None


def _digest_unless(known: Known | None, path: str, cached: bool) -> tuple[bytes, int, State | None]:
    """A file's digest, read unless it is known; the bytes that were read; its state if any
    later change would show."""
    state = file_state(path)
    if known is not None and known[0] == state:
        return known[1], state[0], state
    if state[0] >= REMEMBERED:
        digest, size = digest_file(Path(path), cached=cached)
    else:
        digest, size = _read_small(path, state[0])
    return digest, size, state if size == state[0] and is_settled(path, state) else None


def combine(parts: Iterable[tuple[str, tuple[bytes, int]]]) -> TreeDigest:
    """Digest of named parts in the order given, each with its digest and size."""
    whole = hashlib.sha256()
    total = count = 0
    kept = []
    for name, (digest, size) in parts:
        if count < MOST_PARTS:
            kept.append((name, digest, size))
        encoded = name.encode("utf-8", "surrogateescape")
        whole.update(len(encoded).to_bytes(8, "little") + encoded + size.to_bytes(8, "little") + digest)
        total += size
        count += 1
    return TreeDigest(whole.digest(), total, count, tuple(kept) if count <= MOST_PARTS else ())


def tree_files(root: Path) -> dict[str, Path]:
    """The files below a directory by relative name, without hidden and temporary ones.

    Left out are names that begin with a dot, `__pycache__`, and names that end as editors' and downloads'
    temporary files do. Links are followed, a directory that holds itself only once.
    """
    return walk_tree(root).files


def walk_tree(root: Path) -> Tree:
    """What lies below a directory, with what `tree_files` leaves out."""
    tree = Tree()
    tree.files.update(_walk(root, tree))
    tree.left_out.sort()
    return tree


def say_left_out(names: Sequence[str]) -> str:
    """Names what is not in a digest; empty where that is nothing."""
    if not names:
        return ""
    shown = [readable(name) for name in names[:8]]
    more = f" and {len(names) - 8:,} more" if len(names) > 8 else ""
    return f"not in the digest, being hidden, temporary or no file: {', '.join(shown)}{more}"


def is_temporary(name: str) -> bool:
    """Whether a file or directory of this name is hidden or temporary."""
    return name.startswith(".") or name in TEMPORARY_NAMES or name.endswith(TEMPORARY_SUFFIXES)


def _walk(root: Path, tree: Tree) -> Iterator[tuple[str, Path]]:
    waiting: list[tuple[str, str, frozenset[str]]] = [(str(root), "", frozenset())]
    while waiting:
        directory, prefix, ancestors = waiting.pop()
        real = os.path.realpath(directory)
        if real in ancestors:
            continue
        below = []
        for entry in _entries(directory, tree):
            is_directory = _is(entry.is_dir)
            if is_temporary(entry.name):
                tree.left_out.append(f"{prefix}{entry.name}{'/' if is_directory else ''}")
            elif is_directory:
                below.append((entry.path, f"{prefix}{entry.name}/", ancestors | {real}))
            elif _is(entry.is_file):
                yield prefix + entry.name, Path(entry.path)
            else:
                tree.left_out.append(prefix + entry.name)
        waiting.extend(reversed(below))


def _entries(directory: str, tree: Tree) -> list[os.DirEntry[str]]:
    """What is in a directory, by name; nothing where it cannot be read, which is noted."""
    try:
        with os.scandir(directory) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        tree.unreadable.append(f"{directory}: {error.strerror or error}")
        return []


def _is(kind: Callable[[], bool]) -> bool:
    """Whether an entry is of a kind, which costs no call of the system's but for links."""
    try:
        return kind()
    except OSError:  # a link to itself
        return False


def _read_small(path: str, size: int) -> tuple[bytes, int]:
    """The SHA-256 of a file of about so many bytes, with as few calls as can be, and how many it has."""
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
    try:
        content = os.read(file, size + 1)
        digest, total = hashlib.sha256(content), len(content)
        while total != size and (content := os.read(file, _CHUNK)):
            digest.update(content)
            total += len(content)
        return digest.digest(), total
    finally:
        os.close(file)


def _read_digest(path: Path) -> tuple[bytes, int]:
    digest, total = hashlib.sha256(), 0
    buffer = bytearray(min(_CHUNK, path.stat().st_size + 1))
    view = memoryview(buffer)
    with path.open("rb", buffering=0) as file:
        while count := file.readinto(buffer):
            digest.update(view[:count])
            total += count
    return digest.digest(), total
