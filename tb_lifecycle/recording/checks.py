"""What a call is given, checked where the call is made."""

from __future__ import annotations

import operator
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tb_lifecycle.local_paths import explain_address
from tb_lifecycle.recording.redaction.rules import Rules

_LARGEST_STEP = 2**63 - 1


def check_directory(directory: str | os.PathLike[str]) -> Path:
    """The run's directory as an absolute path.

    Raises:
      TypeError: it is no path.
      ValueError: it is empty, or an address such as `s3://bucket/run`.
      NotADirectoryError: it is a file.
    """
    if not isinstance(directory, (str, os.PathLike)):
        raise TypeError(f"The run's directory must be a path, not {_type_name(directory)}.")
    text = os.fspath(directory)
    if not isinstance(text, str) or not text:
        raise ValueError(
            "The run's directory is empty: name the directory to record the run in, such as 'runs/first'."
        )
    if (problem := explain_address(text)) is not None:
        raise ValueError(problem)
    try:
        path = os.path.abspath(text)  # noqa: PTH100 - resolve() would follow links
    except OSError:  # the current directory has been removed: a fault, that making the run's meets again
        path = text
    if not os.path.isdir(path) and os.path.exists(path):  # noqa: PTH112, PTH110 - quicker than a Path's
        raise NotADirectoryError(f"{text} is a file: name a directory to record the run in.")
    return Path(path)


def check_tags(tags: Iterable[str]) -> list[str]:
    """The run's tags.

    Raises:
      TypeError: they are no list of strings.
    """
    if isinstance(tags, (str, bytes)) or not isinstance(tags, Iterable):
        raise TypeError(f"tags must be a list of strings, such as ['baseline'], not {tags!r}.")
    listed = list(tags)
    for tag in listed:
        if not isinstance(tag, str):
            raise TypeError(f"tags must be strings, and {tag!r} is {_type_name(tag)}.")
    return listed


def check_text(name: str, value: str) -> str:
    """A text.

    Raises:
      TypeError: it is none.
    """
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a string, not {_type_name(value)}.")
    return value


def check_name(name: str, value: str) -> str:
    """A text that is not empty.

    Raises:
      TypeError: it is no text.
      ValueError: it is empty.
    """
    if not check_text(name, value):
        raise ValueError(f"{name} must not be empty.")
    return value


def check_heartbeat(seconds: float) -> float:
    """Seconds between heartbeats.

    Raises:
      TypeError: it is no number.
      ValueError: it is not positive and finite.
    """
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        raise TypeError(f"heartbeat_seconds must be a number of seconds, not {_type_name(seconds)}.")
    if not 0 < seconds < float("inf"):
        raise ValueError(f"heartbeat_seconds must be positive, not {seconds!r}.")
    return float(seconds)


def check_writes(writes: str | None) -> str | None:
    """How a run is written, None for what suits its directory.

    Raises:
      TypeError: it is no text.
      ValueError: it is none of the two.
    """
    if writes is not None and check_text("writes", writes) not in ("direct", "queued"):
        raise ValueError(f"writes must be 'direct' or 'queued', not {writes!r}.")
    return writes


def check_redact(redact: Mapping[str, Any] | None) -> Rules | None:
    """What a run adds to the rules of what is a secret, and the names that it lets through; None for neither.

    Raises:
      TypeError: it is no mapping of lists of texts.
      ValueError: it has another key, or a rule is no regular expression.
    """
    if redact is None:
        return None
    example = "{'rules': [r'acme-[0-9a-f]{32}'], 'allow': ['trigger_token']}"
    if not isinstance(redact, Mapping):
        raise TypeError(f"redact must be a mapping, such as {example}, not {_type_name(redact)}.")
    if unknown := sorted(str(key) for key in redact if key not in ("rules", "allow")):
        raise ValueError(
            f"redact has the keys 'rules' and 'allow', such as {example}; not {', '.join(unknown)}."
        )
    added = []
    for rule in _texts("rules", redact.get("rules", ()), (str, re.Pattern)):
        try:
            pattern = re.compile(rule)
        except re.error as error:
            raise ValueError(f"A rule of redact is no regular expression: {rule!r}: {error}.") from None
        if pattern.search(""):
            raise ValueError(f"A rule of redact matches nothing at all, and so all there is: {rule!r}.")
        added.append(pattern)
    return Rules(tuple(added), tuple(_texts("allow", redact.get("allow", ()), (str,))))


def _texts(key: str, values: Any, kinds: tuple[type, ...]) -> list[Any]:
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise TypeError(f"redact[{key!r}] must be a list of strings, not {values!r}.")
    listed = list(values)
    for value in listed:
        if not isinstance(value, kinds) or isinstance(getattr(value, "pattern", ""), bytes):
            raise TypeError(f"redact[{key!r}] must be strings, and {value!r} is {_type_name(value)}.")
    return listed


def to_float(tag: str, value: Any) -> float:
    """A scalar of Python, NumPy, TensorFlow, PyTorch, JAX or whatever else turns into a float.

    Raises:
      TypeError: it is no single number.
    """
    if not hasattr(type(value), "__float__") and not hasattr(type(value), "__index__"):
        raise TypeError(f"The value of {tag!r} must be a number, not {_type_name(value)}.")
    if tuple(getattr(value, "shape", ())):
        raise TypeError(
            f"The value of {tag!r} must be one number, and it has the shape {tuple(value.shape)}."
        )
    return float(value.detach() if hasattr(value, "detach") else value)


def to_step(step: Any) -> int:
    """A step.

    Raises:
      TypeError: it is no whole number.
      ValueError: it is negative or has more than 63 bits.
    """
    try:
        number = operator.index(step.numpy() if hasattr(step, "numpy") else step)
    except TypeError:
        raise TypeError(f"step must be a whole number, not {_type_name(step)}.") from None
    if not 0 <= number <= _LARGEST_STEP:
        raise ValueError(f"step must be 0 or higher and fit 63 bits, not {number}.")
    return number


def _type_name(value: object) -> str:
    return type(value).__name__
