"""What a library of flags knows of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class DeclaredFlag:
    """A flag with its declaration.

    Attributes:
      value: as it is now.
      default: as declared; means nothing unless `known`.
      known: whether the default, and with it `set_by_user`, are known.
      type: as a reader would write it: int, float, str, bool.
      help: the declaration's help text.
      set_by_user: it was given, rather than left at its default.
    """

    value: Any
    default: Any
    known: bool
    type: str
    help: str
    set_by_user: bool
