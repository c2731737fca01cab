"""Reads a script's flags, whatever holds them, into one flat table of dotted names."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from typing import Any

from tb_lifecycle.format.lifecycle_pb2 import FlagDetail
from tb_lifecycle.recording.flags.of_argparse import argparse_details
from tb_lifecycle.recording.flags.sources import TopLevel, children, read_top_level
from tb_lifecycle.recording.values import describe, is_plain, to_value, type_name

DIRECTORY_FLAGS = ("rundir", "run_dir", "logdir", "log_dir", "model_dir", "output_dir")
"""Flags that name a run's directory, the first one first."""

_DEEPEST = 20


@dataclass(frozen=True)
class CapturedFlags:
    """What `read_flags` found.

    Attributes:
      values: by dotted name, in the order of the source. Whatever is no number, text, None or list of these
        is described in a line of text.
      details: type, default, help and whether the user set it, of the flags for which any of that is known.
      directory: of the run, where a top-level flag names it.
    """

    values: dict[str, object]
    details: dict[str, FlagDetail]
    directory: str | None


def read_flags(flags: object, parser: argparse.ArgumentParser | None = None) -> CapturedFlags:
    """Reads flags from whatever holds them.

    Args:
      flags: an argparse.Namespace, absl FLAGS (the main module's own), a mapping, a dataclass, attrs or
        pydantic instance, a ConfigDict, a DictConfig, a named tuple, or an object with plain attributes.
        Nested ones become dotted names: `optimizer.name`.
      parser: the argparse parser that made them; adds types, defaults, help, and which flags the user set.

    Raises:
      TypeError: flags is something else, or parser is no ArgumentParser.
      ValueError: flags are absl FLAGS that are not parsed yet.
    """
    if parser is not None and not isinstance(parser, argparse.ArgumentParser):
        raise TypeError(f"parser= takes an argparse.ArgumentParser, not {type_name(parser)}")
    top = read_top_level(flags)
    values: dict[str, object] = {}
    details: dict[str, FlagDetail] = {}
    for name, value in top.items:
        _flatten(name, value, values, details, (id(flags),))
    _add_details(top, details)
    if parser is not None:
        details.update(argparse_details(parser, dict(top.items)))
    return CapturedFlags(values, {name: details[name] for name in values if name in details}, _directory(top))


def _flatten(
    name: str, value: Any, values: dict[str, object], details: dict[str, FlagDetail], above: tuple[int, ...]
) -> None:
    if id(value) in above or len(above) > _DEEPEST:
        values[name] = f"… [{type_name(value)} that holds itself]"
        return
    nested = children(value)
    if nested:
        for key, item in nested:
            _flatten(f"{name}.{key}", item, values, details, (*above, id(value)))
    elif nested is not None:
        values[name] = describe(value)
    elif is_plain(value):
        values[name] = value
    else:
        values[name] = describe(value)
        details[name] = FlagDetail(type=type_name(value))


def _add_details(top: TopLevel, details: dict[str, FlagDetail]) -> None:
    for name, declared in top.declared.items():
        detail = FlagDetail(type=declared.type, help=declared.help)
        if declared.known:
            detail.default.CopyFrom(to_value(declared.default))
            detail.known = True
            detail.set_by_user = declared.set_by_user
        details[name] = detail


def _directory(top: TopLevel) -> str | None:
    by_name = dict(top.items)
    for name in DIRECTORY_FLAGS:
        value = by_name.get(name)
        if isinstance(value, (str, os.PathLike)) and os.fspath(value):
            return os.fsdecode(os.fspath(value))
    return None
