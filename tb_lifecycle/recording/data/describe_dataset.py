"""Describes a data set: what it is, how much of it, and a digest that tells it from every other.

Each kind of source has a module of its own; this one tells them apart.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tb_lifecycle.format.lifecycle_pb2 import Dataset, Field
from tb_lifecycle.local_paths import find_scheme
from tb_lifecycle.recording.redaction.redactor import Redactor
from tb_lifecycle.recording.values import type_name

ACCEPTED = (
    "a path to a file or directory, a glob pattern, a list of paths, a URI, an array, a mapping or tuple of "
    "arrays or frames, a list of records, a data set of torch, Hugging Face or Arrow, a pandas DataFrame or "
    "a tf.data.Dataset"
)
_DEEPEST = 8


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
    _clear_nothing(described)
    described.source = (redactor or Redactor()).text(
        "remote", f"data set {name}", _readable(described.source)
    )
    described.name = _readable(name)
    described.split = _readable(split or "")
    return described


def _clear_nothing(described: Dataset) -> None:
    """What holds nothing has no digest: one empty thing is not the same data as another."""
    counted = described.rows if described.kind in ("parts", "records") else 0
    listed = described.files if described.kind in ("directory", "files") else 0
    if described.digest and not (described.size or counted or listed):
        described.digest = b""
        described.skipped = described.skipped or "there is no digest: it holds nothing"


def _readable(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


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
    if _find_kind(source, True) is None:
        raise TypeError(f"log_dataset takes {ACCEPTED}, not {_shown(source)}")


def _refuse_iterator(source: Any) -> None:
    if isinstance(source, Iterator) and type(source).__module__ in ("builtins", "itertools"):
        raise TypeError(
            f"log_dataset cannot read {type_name(source)}: reading would use it up. "
            f"Pass what it reads from: {ACCEPTED}"
        )


def _describe(source: Any, cached: bool) -> Dataset:
    if isinstance(source, (str, os.PathLike)):
        return _describe_path(os.fsdecode(source), cached)
    _refuse_iterator(source)
    describe = _find_kind(source, cached)
    if describe is None:
        raise TypeError(f"log_dataset takes {ACCEPTED}, not {_shown(source)}")
    try:
        return describe(source)
    except FileNotFoundError:
        raise
    except Exception as error:  # somebody else's object: that it is data is known all the same
        from tb_lifecycle.recording.data.libraries import describe_object

        reason = _readable((str(error).splitlines() or [""])[0][:200])
        return describe_object(
            source, f"there is no digest: reading failed with {type(error).__name__}: {reason}"
        )


def _find_kind(source: Any, cached: bool, depth: int = _DEEPEST) -> Callable[[Any], Dataset] | None:
    """How to describe a source; None where it is no data."""
    from tb_lifecycle.recording.data import frames, libraries, sequences, tf_data
    from tb_lifecycle.recording.data.arrays import TooLargeError, as_arrays, describe_arrays

    def inner(part: Any) -> Dataset:
        return _describe(part, cached)

    if isinstance(source, type) or depth == 0:
        return None
    if sequences.is_list_of_paths(source):
        return lambda paths: sequences.describe_paths(paths, cached)
    if _is_frame(source):
        return frames.describe_frame
    if _is_tf_data(source):
        return tf_data.describe_tf_data
    library = libraries.find_library(source, inner)
    if library is not None:
        return library
    try:
        arrays = as_arrays(source)
    except TooLargeError as error:
        reason = str(error)
        return lambda x: libraries.describe_object(x, reason)
    except Exception:  # an array that numpy cannot hold: described, with why
        return libraries.describe_object if libraries.is_data(source) else None
    if arrays is not None:
        return lambda x: describe_arrays(arrays, source=type_name(x))
    if sequences.is_records(source):
        return sequences.describe_records
    if _is_group(source) and all(
        not isinstance(part, (str, bytes)) and _find_kind(part, cached, depth - 1) is not None
        for _, part in libraries.names_of_parts(source)
    ):
        return lambda x: _describe_parts(x, inner)
    return libraries.describe_object if libraries.is_data(source) else None


def _is_group(source: Any) -> bool:
    return isinstance(source, (Mapping, tuple, list)) and len(source) > 0


def _describe_parts(source: Any, inner: Callable[[Any], Dataset]) -> Dataset:
    """Describes data of several parts by each of them."""
    from tb_lifecycle.recording.data.libraries import names_of_parts
    from tb_lifecycle.recording.digests.of_files import combine

    parts = [(name, inner(part)) for name, part in names_of_parts(source)]
    described = Dataset(kind="parts", source=type_name(source), size=sum(part.size for _, part in parts))
    lengths = {part.rows for _, part in parts}
    described.rows = lengths.pop() if len(lengths) == 1 else 0
    for name, part in parts:
        for item in part.schema:
            inside = f"{name}/{item.name}" if item.name else name
            described.schema.append(Field(name=inside, dtype=item.dtype, shape=item.shape))
        if part.label_counts and not described.label_counts:
            described.label_counts.update(part.label_counts)
        described.profile.update({f"{name}.{key}": value for key, value in part.profile.items()})
    missing = [f"{name}: {part.skipped}" for name, part in parts if not part.digest]
    if missing:
        described.skipped = f"there is no digest: {missing[0].replace('there is no digest: ', '')}"
    else:
        described.digest = combine((name, (part.digest, part.size)) for name, part in parts).digest
    return described


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
    return type(source).__name__ in ("DataFrame", "Series") and hasattr(type(source), "to_numpy")


def _is_tf_data(source: Any) -> bool:
    return (
        hasattr(type(source), "element_spec")
        and hasattr(type(source), "as_numpy_iterator")
        and hasattr(type(source), "cardinality")
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
