"""Reads a script's flags, whatever holds them, into one flat table of dotted names."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import Any

from tb_lifecycle.format.lifecycle_pb2 import FlagDetail
from tb_lifecycle.recording.flags.declarations import declarations
from tb_lifecycle.recording.flags.declared_flag import DeclaredFlag
from tb_lifecycle.recording.flags.directories import find_directory
from tb_lifecycle.recording.flags.flattening import Flat
from tb_lifecycle.recording.flags.holders import (
    Items,
    Unreadable,
    UnreadableError,
    attributes,
    children,
    is_named_tuple,
)
from tb_lifecycle.recording.flags.of_absl import is_absl_flags, read_absl_flags
from tb_lifecycle.recording.flags.of_argparse import argparse_details
from tb_lifecycle.recording.values import type_name

ACCEPTED = (
    "an argparse.Namespace, absl FLAGS, a mapping, a dataclass, attrs, pydantic or OmegaConf object, a named "
    "tuple, a click context, an estimator, or an object with plain attributes"
)


@dataclass(frozen=True)
class CapturedFlags:
    """What `read_flags` found.

    Attributes:
      values: by dotted name, in the order of the source. Whatever is no number, text, None or list of these
        is described in a line of text.
      details: type, default, help and whether the user set it, of the flags for which any of that is known.
      directory: of the run, where a top-level flag names it, or Hydra.
    """

    values: dict[str, object]
    details: dict[str, FlagDetail]
    directory: str | None


def read_flags(flags: object, parser: argparse.ArgumentParser | None = None) -> CapturedFlags:
    """Reads flags from whatever holds them. What of them cannot be read is described in its place.

    Args:
      flags: an argparse.Namespace, absl FLAGS (the main module's own), a mapping, a dataclass, attrs or
        pydantic instance, a ConfigDict, a DictConfig, a named tuple, click's or typer's context, an estimator
        (its `get_params`), or an object with plain attributes. Nested ones
        become dotted names: `optimizer.name`.
      parser: the argparse parser that made them; adds types, defaults, help, and which flags the user set.

    Raises:
      TypeError: flags is something else, or parser is no ArgumentParser.
      ValueError: flags are absl FLAGS that are not parsed yet.
    """
    if parser is not None and not isinstance(parser, argparse.ArgumentParser):
        raise TypeError(f"parser= takes an argparse.ArgumentParser, not {type_name(parser)}")
    items, declared = _read_top(flags)
    flat = Flat()
    flat.add_group("", items, declared, [id(flags)])
    top = dict(items)
    details = flat.details
    if parser is not None:
        details.update(_parser_details(parser, top))
    known = {name: details[name] for name in flat.values if name in details}
    return CapturedFlags(flat.values, known, find_directory(top))


def _read_top(flags: Any) -> tuple[Items, dict[str, DeclaredFlag]]:
    if is_absl_flags(flags):
        declared = read_absl_flags(flags)
        return [(name, flag.value) for name, flag in declared.items()], declared
    if isinstance(flags, type):
        raise TypeError(
            f"log_flags takes {ACCEPTED}, not the class {flags.__name__}; "
            f"pass an instance: {flags.__name__}()"
        )
    try:
        items = children(flags) if not isinstance(flags, (list, tuple)) or is_named_tuple(flags) else None
        items = _attributes(flags) if items is None else items
    except UnreadableError as error:
        return [(type_name(flags), Unreadable(str(error)))], {}
    if items is None:
        raise TypeError(f"log_flags takes {ACCEPTED}, not {_shown(flags)}")
    return items, declarations(flags)


def _attributes(flags: Any) -> Items | None:
    try:
        return attributes(flags)
    except Exception as error:
        raise UnreadableError(f"{type(error).__name__}") from None


def _parser_details(parser: argparse.ArgumentParser, values: dict[str, Any]) -> dict[str, FlagDetail]:
    try:
        return argparse_details(parser, values)
    except Exception:  # an action or a type of somebody's own: the values are there all the same
        return {}


def _shown(x: Any) -> str:
    if x is None or isinstance(x, (str, bytes, int, float)):
        text = repr(x)
        return f"{type_name(x)} {text if len(text) <= 60 else text[:60] + '…'}" if x is not None else "None"
    return type_name(x)
