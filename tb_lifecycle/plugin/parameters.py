"""The parameters of a request, checked: each is known and has the right form."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from werkzeug.wrappers import Request

from tb_lifecycle.plugin.responses import RequestError
from tb_lifecycle.reading.expressions.suggestions import closest

# TensorBoard and its notebook helpers add these to addresses, others add names that begin with an underscore.
IGNORED = frozenset({"experiment", "experimentalPlugin", "tensorboardColab"})

_WHOLE_NUMBER = re.compile(r"\s*[+-]?[0-9]{1,18}\s*")


class Parameters:
    """A request's query string, of which only `known` names are taken."""

    def __init__(self, request: Request, known: Collection[str]) -> None:
        """Checks the names.

        Raises:
          RequestError: a parameter has none of the `known` names.
        """
        self._values = request.args
        for name in self._values:
            if name not in known and name not in IGNORED and not name.startswith("_"):
                raise _unknown(name, known)

    def text(self, name: str) -> str | None:
        """The value of `name`, as given; None where it is absent or blank.

        Raises:
          RequestError: it is given more than once.
        """
        given = self._values.getlist(name)
        if len(given) > 1:
            raise RequestError(f"{name} is given {len(given)} times.", hint="Give it once.", parameter=name)
        return given[0] if given and given[0].strip() else None

    def required(self, name: str, hint: str) -> str:
        """The value of `name`.

        Raises:
          RequestError: it is absent, empty or given more than once.
        """
        value = self.text(name)
        if value is None:
            raise RequestError(f"The parameter {name} is missing.", hint=hint, parameter=name)
        return value

    def several(self, name: str) -> list[str]:
        """The values of `name`, in the order given, each once."""
        return list(dict.fromkeys(value for value in self._values.getlist(name) if value))

    def switch(self, name: str, on: str) -> bool:
        """Whether `name` has the one value that it may have, `on`; False where it is absent.

        Raises:
          RequestError: it has another value.
        """
        text = self.text(name)
        if text is not None and text != on:
            raise RequestError(
                f"{name} is {text[:40]!r}; it can only be {on!r}.", parameter=name, suggestion=on
            )
        return text is not None

    def number(self, name: str, *, least: int, default: int | None = None) -> int | None:
        """The value of `name` as a whole number; `default` where it is absent.

        Raises:
          RequestError: it is no whole number, or smaller than `least`.
        """
        text = self.text(name)
        if text is None:
            return default
        if not _WHOLE_NUMBER.fullmatch(text):
            raise RequestError(f"{name} is {text[:40]!r}, which is no whole number.", parameter=name)
        if int(text) < least:
            raise RequestError(f"{name} is {text}; the least possible is {least}.", parameter=name)
        return int(text)


def nearest(text: str, candidates: Iterable[str]) -> str | None:
    """The candidate that is spelt most like `text`; None where none is."""
    return closest(text, candidates)


def _unknown(name: str, known: Collection[str]) -> RequestError:
    near = nearest(name, known)
    taken = f"Known here: {', '.join(sorted(known))}." if known else "None is taken here."
    hint = f"Did you mean {near}? {taken}" if near else taken
    return RequestError(f"There is no parameter {name!r}.", hint=hint, parameter=name, suggestion=near)
