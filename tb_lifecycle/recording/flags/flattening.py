"""Flags within flags as one flat table of dotted names."""

from __future__ import annotations

from typing import Any

from tb_lifecycle.format.lifecycle_pb2 import FlagDetail
from tb_lifecycle.recording.flags.declarations import declarations
from tb_lifecycle.recording.flags.declared_flag import DeclaredFlag
from tb_lifecycle.recording.flags.holders import Items, Unreadable, UnreadableError, children
from tb_lifecycle.recording.values import describe, is_plain, simplify, to_value, type_name

_DEEPEST = 20
_MOST = 20_000


class Flat:
    """The flat table.

    Attributes:
      values: by dotted name, in the order of the source. Whatever is no number, text, None or list of these
        is described in a line of text.
      details: type, default, help and whether the user set it, of the flags for which any of that is known.
    """

    def __init__(self) -> None:
        self.values: dict[str, object] = {}
        self.details: dict[str, FlagDetail] = {}

    def add_group(
        self, prefix: str, items: Items, declared: dict[str, DeclaredFlag], above: list[int]
    ) -> None:
        """Adds the flags of one holder, and those within them."""
        for key, value in items:
            name = _clean(f"{prefix}.{key}" if prefix else key)
            if len(self.values) >= _MOST:
                self.values["…"] = f"[more than {_MOST:,} flags]"
                return
            written = self._add(name, value, above)
            if written is not None and key in declared:
                self.details[written] = _detail(declared[key])

    def _add(self, name: str, value: Any, above: list[int]) -> str | None:
        """Adds one flag; returns its name, or None for a group of flags."""
        if isinstance(value, Unreadable):
            return self._put(name, f"… [cannot be read: {value.reason}]")
        if id(value) in above:
            return self._put(name, f"… [{type_name(value)} that holds itself]")
        try:
            nested = children(value)
        except UnreadableError as error:
            return self._put(name, f"… [{type_name(value)} that cannot be read: {error}]")
        if nested and len(above) > _DEEPEST:
            return self._put(name, f"… [{type_name(value)}: more than {_DEEPEST} deep]")
        if nested:
            self.add_group(name, nested, declarations(value), [*above, id(value)])
            return None
        if nested is None and is_plain(value):
            return self._put(
                name, simplify(value) if isinstance(value, (list, tuple, set, frozenset)) else value
            )
        written = self._put(name, describe(value))
        if nested is None:
            self.details[written] = FlagDetail(type=type_name(value))
        return written

    def _put(self, name: str, value: object) -> str:
        """Keeps a value; where two names meet (`{"a": {"b": 1}, "a.b": 2}`), the later is numbered."""
        unique, number = name, 1
        while unique in self.values:
            number += 1
            unique = f"{name}#{number}"
        self.values[unique] = value
        return unique


def _detail(declared: DeclaredFlag) -> FlagDetail:
    detail = FlagDetail(type=_clean(declared.type), help=_clean(declared.help))
    if declared.known:
        detail.default.CopyFrom(to_value(declared.default))
        detail.known = True
        detail.set_by_user = declared.set_by_user
    return detail


def _clean(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
