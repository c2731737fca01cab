"""Data set digests: 2 GB in one file and in 10,000, beside `hashlib` on one thread."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Result, pair, seconds
from tb_lifecycle.recording.datasets import describe_dataset

_CHUNK = 1 << 20


def measure(directory: Path, *, quick: bool) -> Iterator[Result]:
    """Seconds a full digest; the files are warm in the page cache for both."""
    size = 20 << 20 if quick else 2 << 30
    for count in (1, 100 if quick else 10_000):
        data = _files(directory / f"data-{size}-{count}", size, count)
        yield pair(
            f"digest of {size / 1e9:.2f} GB in {count:,} file{'s' if count > 1 else ''}",
            "hashlib, one thread",
            lambda data=data: seconds(lambda: describe_dataset("data", str(data))),
            lambda data=data: seconds(lambda: _hashlib(data)),
            rounds=1 if quick else 3,
            unit="s",
            goal=1 / 0.9 if count == 1 else 1 / (0.8 * len(os.sched_getaffinity(0))),
        )


def _files(directory: Path, size: int, count: int) -> Path:
    done = directory.with_suffix(".written")
    if not done.exists():
        directory.mkdir(parents=True, exist_ok=True)
        block = os.urandom(min(size // count, _CHUNK))
        for index in range(count):
            with (directory / f"{index:05d}.bin").open("wb") as file:
                for start in range(0, size // count, len(block)):
                    file.write(index.to_bytes(8, "little") + start.to_bytes(8, "little") + block[16:])
        done.touch()
    return directory


def _hashlib(directory: Path) -> None:
    total = hashlib.sha256()
    for path in sorted(directory.iterdir()):
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                total.update(chunk)
