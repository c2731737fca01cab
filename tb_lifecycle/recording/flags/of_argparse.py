"""What an argparse parser knows of its flags, and which of them the user gave on the command line.

To learn the latter, the command line is parsed again by a shadow of the parser that has the same options but
no types, defaults or actions: nothing of the user's runs twice.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from tb_lifecycle.format.lifecycle_pb2 import FlagDetail
from tb_lifecycle.recording.values import describe, is_plain, to_value


def argparse_details(
    parser: argparse.ArgumentParser, values: Mapping[str, Any], arguments: Sequence[str] | None = None
) -> dict[str, FlagDetail]:
    """Describes each of the values that the parser declares, by name.

    Args:
      parser: the parser that made the values. It is only looked at.
      values: as parsed, by name.
      arguments: what was parsed; by default the process's own command line.
    """
    given = _given_names(parser, sys.argv[1:] if arguments is None else arguments)
    details = {}
    for action, defaults in _actions(parser):
        if action.dest in values and action.dest is not argparse.SUPPRESS:
            value = values[action.dest]
            details[action.dest] = _detail(action, defaults.get(action.dest, action.default), value, given)
    return details


def _actions(parser: argparse.ArgumentParser) -> list[tuple[argparse.Action, dict[str, Any]]]:
    found: list[tuple[argparse.Action, dict[str, Any]]] = []
    for action in parser._actions:
        found.append((action, parser._defaults))
        if isinstance(action, argparse._SubParsersAction):
            for child in dict.fromkeys(action.choices.values()):
                found += _actions(child)
    return found


def _detail(action: argparse.Action, default: Any, value: Any, given: set[str] | None) -> FlagDetail:
    default = None if default is argparse.SUPPRESS else default
    changed = not _same(value, default)
    shown = default if is_plain(default) else describe(default)
    return FlagDetail(
        default=to_value(shown),
        type=_type(action),
        help=_help(action),
        set_by_user=changed if given is None else changed or action.dest in given,
        known=True,
    )


def _same(value: Any, default: Any) -> bool:
    """Whether the value is the default; argparse gives a text default to the flag's type first."""
    if isinstance(default, str) and not isinstance(value, str):
        return str(value) == default
    return type(value) is type(default) and repr(value) == repr(default)


def _type(action: argparse.Action) -> str:
    if action.type is not None:
        return getattr(action.type, "__name__", type(action.type).__name__)
    if isinstance(action, argparse._CountAction):
        return "int"
    if action.nargs == 0:
        constant = getattr(action, "const", None)
        return "bool" if constant is None or isinstance(constant, bool) else type(constant).__name__
    return "bool" if isinstance(action, argparse.BooleanOptionalAction) else "str"


def _help(action: argparse.Action) -> str:
    return "" if action.help is None or action.help is argparse.SUPPRESS else action.help


class _ShadowError(Exception):
    """The shadow parser does not understand the command line."""


class _Shadow(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _ShadowError(message)


class _Note(argparse.Action):
    """Notes that a flag was given."""

    def __init__(
        self, *args: Any, given: set[str], choices_below: Mapping[str, argparse.ArgumentParser], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.given = given
        self.choices_below = choices_below

    def __call__(self, _parser: Any, _namespace: Any, values: Any, _option: str | None = None) -> None:
        self.given.add(self.dest)
        if self.choices_below and values and values[0] in self.choices_below:
            _note_given(self.choices_below[values[0]], values[1:], self.given)


def _given_names(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> set[str] | None:
    """Names of the flags on the command line, or None where it cannot be parsed again."""
    given: set[str] = set()
    try:
        _note_given(parser, arguments, given)
    except (_ShadowError, argparse.ArgumentError, TypeError, ValueError):
        return None
    return given


def _note_given(parser: argparse.ArgumentParser, arguments: Sequence[str], given: set[str]) -> None:
    shadow = _Shadow(
        prog="shadow",
        add_help=False,
        allow_abbrev=parser.allow_abbrev,
        prefix_chars=parser.prefix_chars,
        fromfile_prefix_chars=parser.fromfile_prefix_chars,
        argument_default=argparse.SUPPRESS,
    )
    for action in parser._actions:
        below = action.choices if isinstance(action, argparse._SubParsersAction) else {}
        names = action.option_strings or [action.dest]
        options: dict[str, Any] = {"dest": action.dest} if action.option_strings else {}
        nargs = 0 if isinstance(action, argparse.BooleanOptionalAction) else action.nargs
        shadow.add_argument(*names, action=_Note, nargs=nargs, given=given, choices_below=below, **options)
    shadow.parse_known_args(list(arguments))
