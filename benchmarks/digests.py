"""Data set digests: 2 GB in one file and in 10,000, beside `hashlib` on one thread."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks.measure import Result, pair, seconds
from tb_lifecycle.recording.data.describe_dataset import describe_dataset
from tb_lifecycle.recording.digests import of_files
from tb_lifecycle.recording.digests.cache import DigestCache

_CHUNK = 1 << 20
_OLD = 1_700_000_000  # a file changed just now is not remembered


def measure(directory: Path, *, quick: bool) -> Iterator[Result]:
    """Seconds a digest: of files that were never read before, then again; in the page cache for both."""
    size = 100 << 20 if quick else 2 << 30
    cores = len(os.sched_getaffinity(0))
    rounds = 2 if quick else 5
    for count in (1, 100 if quick else 10_000):
        data = _files(directory / f"data-{size}-{count}", size, count)
        what = f"digest of {size / 1e9:.2f} GB in {count:,} file{'s' if count > 1 else ''}"
        yield pair(
            what,
            "hashlib, one thread",
            partial(_digest_first, data),
            partial(seconds, partial(_hashlib, data)),
            rounds=rounds,
            unit="s",
            goal=1 / 0.9 if count == 1 else 1 / (0.8 * cores),
        )
        with _empty_cache():
            yield pair(
                f"{what}, again",
                "hashlib, one thread",
                partial(seconds, partial(describe_dataset, "data", str(data))),
                partial(seconds, partial(_hashlib, data)),
                rounds=rounds,
                unit="s",
                limit=0.05 * max(1, count / 1000),
            )


def _digest_first(data: Path) -> float:
    with _empty_cache():
        return seconds(lambda: describe_dataset("data", str(data)))


@contextmanager
def _empty_cache() -> Iterator[None]:
    """Nothing is remembered, in memory or on disk."""
    before = os.environ.get("XDG_CACHE_HOME")
    with tempfile.TemporaryDirectory() as directory:
        os.environ["XDG_CACHE_HOME"] = directory
        of_files._cache = DigestCache()
        try:
            yield
        finally:
            if before is None:
                del os.environ["XDG_CACHE_HOME"]
            else:
                os.environ["XDG_CACHE_HOME"] = before


def _files(directory: Path, size: int, count: int) -> Path:
    done = directory.with_suffix(".written")
    if not done.exists():
        directory.mkdir(parents=True, exist_ok=True)
        block = os.urandom(min(size // count, _CHUNK))
        for index in range(count):
            path = directory / f"{index:05d}.bin"
            with path.open("wb") as file:
                for start in range(0, size // count, len(block)):
                    file.write(index.to_bytes(8, "little") + start.to_bytes(8, "little") + block[16:])
            os.utime(path, (_OLD, _OLD))
        done.touch()
    return directory if count > 1 else directory / "00000.bin"


def _hashlib(data: Path) -> None:
    total = hashlib.sha256()
    for path in sorted(data.iterdir()) if data.is_dir() else [data]:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                total.update(chunk)
