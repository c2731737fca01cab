"""Data sets that are lists: of paths, of texts, of records."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from tb_lifecycle.format.lifecycle_pb2 import Dataset, Field
from tb_lifecycle.recording.data.files import describe_tree, find_files
from tb_lifecycle.recording.digests.of_arrays import digest_array
from tb_lifecycle.recording.paths import absolute

MOST_RECORDS = 1_000_000
_MOST_FIELDS = 200

_PATH = re.compile(r"[^\s]+\.[A-Za-z0-9]{1,8}|[^\s]*[/\\][^\s]*")
_PLAIN = (str, bytes, int, float, complex, bool, type(None))


def is_list_of_paths(x: Any) -> bool:
    """Whether a list or tuple holds paths: such objects, or texts that are there or look like some."""
    if (
        not isinstance(x, (list, tuple))
        or not x
        or not all(isinstance(item, (str, os.PathLike)) for item in x)
    ):
        return False
    return any(
        isinstance(item, os.PathLike) or (len(item) < 4096 and "\0" not in item and os.path.lexists(item))
        for item in x
    ) or all(len(item) < 1024 and _PATH.fullmatch(item) for item in x)


def describe_paths(paths: list[str | os.PathLike[str]], cached: bool) -> Dataset:
    """Describes files that are given one by one; their order makes no difference.

    Raises:
      FileNotFoundError: one of them is not there.
    """
    files: dict[str, Path] = {}
    for path in paths:
        base, found = find_files(os.fsdecode(path))
        files.update({str(base / name): place for name, place in found.items()})
    common = Path(os.path.commonpath([absolute(place).parent for place in files.values()]))
    named = {absolute(place).relative_to(common).as_posix(): place for place in files.values()}
    described = describe_tree(common, named, f"{len(paths)} paths below {common}", cached)
    described.kind = "files"
    return described


def is_records(x: Any) -> bool:
    """Whether a list holds texts, or mappings or tuples of plain values."""
    if not isinstance(x, (list, tuple)) or not x or hasattr(x, "_fields"):
        return False
    if all(isinstance(item, str) for item in x):
        return True
    return all(isinstance(item, (Mapping, tuple)) and item and _is_plain(item, 6) for item in x[:1000])


def describe_records(records: list[Any]) -> Dataset:
    """Describes records; the digest covers them in their order."""
    described = Dataset(kind="records", source=type(records).__name__, rows=len(records))
    if isinstance(records[0], Mapping):
        described.schema.extend(
            Field(name=str(name), dtype=type(value).__name__)
            for name, value in list(records[0].items())[:200]
        )
    if len(records) > MOST_RECORDS:
        described.skipped = f"there is no digest: more than {MOST_RECORDS:,} records"
        return described
    rows = np.empty(len(records), dtype=object)
    rows[:] = records
    described.digest = digest_array(rows)
    return described


def _is_plain(x: Any, depth: int) -> bool:
    if isinstance(x, Mapping):
        return depth > 0 and all(_is_plain(item, depth - 1) for item in x.values())
    if isinstance(x, (list, tuple)):
        return depth > 0 and all(_is_plain(item, depth - 1) for item in x)
    return isinstance(x, (*_PLAIN, np.generic, np.ndarray))
