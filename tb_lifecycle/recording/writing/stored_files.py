"""Files that belong to a record and are too large for it: in the run's directory, named by their content."""

from __future__ import annotations

import os
from pathlib import Path

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.format.metadata import FILES_DIRECTORY

INLINE_BYTES = 1024


def store(directory: Path, kind: str, suffix: str, data: bytes) -> lifecycle_pb2.File:
    """Keeps `data` for the run in `directory`: in the record itself up to 1 KiB, else in a file of its own.

    The file is `lifecycle/KIND-<12 hexadecimal digits of its SHA-256>SUFFIX`; it appears whole or not at all.

    Raises:
      OSError: the file cannot be written.
    """
    import hashlib

    digest = hashlib.sha256(data)
    file = lifecycle_pb2.File(kind=kind, digest=digest.digest(), size=len(data))
    if len(data) <= INLINE_BYTES:
        file.data = data
        return file
    file.path = f"{FILES_DIRECTORY}/{kind}-{digest.hexdigest()[:12]}{suffix}"
    _write_atomically(directory / file.path, data)
    return file


def _write_atomically(path: Path, data: bytes) -> None:
    if path.exists() and path.stat().st_size == len(data):
        return  # named by its content: it is the same
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
