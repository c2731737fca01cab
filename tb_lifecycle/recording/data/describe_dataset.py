"""Describes a data set: what it is, how much of it, and a digest that tells it from every other.

Each kind of source has a module of its own; this one tells them apart.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tb_lifecycle.format.lifecycle_pb2 import Dataset
from tb_lifecycle.local_paths import find_scheme
from tb_lifecycle.recording.redaction.redactor import Redactor
from tb_lifecycle.recording.values import type_name

if TYPE_CHECKING:
    from tb_lifecycle.recording.digests.of_arrays import Array

ACCEPTED = (
    "a path to a file or directory, a glob pattern, a URI, an array, a mapping or tuple of arrays, "
    "a pandas DataFrame or a tf.data.Dataset"
)


def describe_dataset(
    name: str, source: Any, split: str | None = None, redactor: Redactor | None = None, *, cached: bool = True
) -> Dataset:
    """Describes a data set.

    Args:
      name: what it is called, for people and for later runs.
      source: a path, glob pattern or URI; an array (numpy, torch, JAX), a mapping or tuple of them; a pandas
        DataFrame; a tf.data.Dataset, which is read once, up to a limit.
      split: train, validation, …
      redactor: removes credentials from a URI and notes it; without one they are removed all the same.
      cached: a file that has not changed since it was last read need not be read again; False reads it.

    Returns:
      What is known. Where the data could not be read whole, `digest` is empty and `skipped` says why.

    Raises:
      TypeError: the source is something else, or the name is no text.
      FileNotFoundError: nothing is at the path.
    """
    if not isinstance(name, str) or not name:
        raise TypeError(f"log_dataset needs a name: a text that is not empty, not {name!r}")
    if split is not None and not isinstance(split, str):
        raise TypeError(f"log_dataset: split is a text such as 'train', not {type_name(split)}")
    described = _describe(source, cached)
    described.source = (redactor or Redactor()).text("remote", f"data set {name}", described.source)
    described.name = name
    described.split = split or ""
    return described


def check_source(source: Any) -> None:
    """Checks a data set as `describe_dataset` does, and reads no content.

    Raises:
      TypeError: the source is no data set.
      FileNotFoundError: nothing is at the path.
    """
    if isinstance(source, (str, os.PathLike)):
        text = os.fsdecode(source)
        if find_scheme(text) in (None, "file"):
            from tb_lifecycle.recording.data.files import find_files

            find_files(_local_path(text))
        return
    _refuse_iterator(source)
    if not _is_frame(source) and not _is_tf_data(source):
        _to_arrays(source)


def _refuse_iterator(source: Any) -> None:
    if isinstance(source, Iterator) or type(source).__name__ in ("generator", "async_generator"):
        raise TypeError(
            f"log_dataset cannot read {type_name(source)}: reading would use it up. "
            f"Pass what it reads from: {ACCEPTED}"
        )


def _to_arrays(source: Any) -> Mapping[str, Array]:
    from tb_lifecycle.recording.data.arrays import as_arrays

    arrays = as_arrays(source)
    if arrays is None:
        raise TypeError(f"log_dataset takes {ACCEPTED}, not {_shown(source)}")
    return arrays


def _describe(source: Any, cached: bool) -> Dataset:
    if isinstance(source, (str, os.PathLike)):
        return _describe_path(os.fsdecode(source), cached)
    _refuse_iterator(source)
    if _is_frame(source):
        from tb_lifecycle.recording.data.frames import describe_frame

        return describe_frame(source)
    if _is_tf_data(source):
        from tb_lifecycle.recording.data.tf_data import describe_tf_data

        return describe_tf_data(source)
    from tb_lifecycle.recording.data.arrays import describe_arrays

    return describe_arrays(_to_arrays(source), source=type_name(source))


def _describe_path(text: str, cached: bool) -> Dataset:
    from tb_lifecycle.recording.data.files import describe_files

    scheme = find_scheme(text)
    if scheme not in (None, "file"):
        return Dataset(
            kind="uri", source=text, skipped=f"the content was not read: {scheme}:// is not on this machine"
        )
    return describe_files(_local_path(text), cached)


def _local_path(text: str) -> str:
    if find_scheme(text) == "file":
        from urllib.parse import unquote, urlsplit

        return unquote(urlsplit(text).path)
    if not text:
        raise FileNotFoundError("log_dataset was given an empty path; pass the path of the file or directory")
    return text


def _is_frame(source: Any) -> bool:
    """A pandas DataFrame or Series, or a polars DataFrame, by its shape."""
    return type(source).__name__ in ("DataFrame", "Series") and hasattr(source, "to_numpy")


def _is_tf_data(source: Any) -> bool:
    return (
        hasattr(source, "element_spec")
        and hasattr(source, "as_numpy_iterator")
        and hasattr(source, "cardinality")
    )


def _shown(source: Any) -> str:
    if source is None:
        return "None"
    if isinstance(source, Mapping):
        kinds = sorted({type_name(value) for value in source.values()})
        return f"a mapping of {', '.join(kinds[:3]) or 'nothing'}"
    if isinstance(source, type):
        return f"the class {source.__name__}"
    return type_name(source)
