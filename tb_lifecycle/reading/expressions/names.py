"""Looks names up among the runs' columns; a name that no run has is an error with a suggestion."""

from __future__ import annotations

from collections.abc import Sequence

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.reading.expressions.source import (
    ATTRIBUTES,
    FIXED,
    NAMESPACES,
    ColumnSource,
    Kind,
    Reference,
    column_id,
)
from tb_lifecycle.reading.expressions.suggestions import LIKE, compared, likeness
from tb_lifecycle.reading.expressions.syntax import Name

_WORDS: dict[Kind, str] = {"dataset": "data set", "code": "field of code", "attribute": "name"}
_OTHER_LANGUAGES = {"true": "True", "false": "False", "null": "None", "none": "None"}


def find(name: Name, source: ColumnSource) -> Reference | None:
    """What a name stands for; None: no run has it.

    Raises:
      ExpressionError: a bare name that is both a flag and a metric.
    """
    if name.kind is not None:
        return Reference(name.kind, name.name) if _exists(name.kind, name.name, source) else None
    if name.name in ATTRIBUTES:
        return Reference("attribute", name.name)
    kinds: list[Kind] = [kind for kind in ("flag", "metric") if _exists(kind, name.name, source)]
    if len(kinds) > 1:
        choices = [column_id(kind, name.name) for kind in kinds]
        raise ExpressionError(
            f"{name.name} is both a flag and a metric.",
            name.start,
            name.end,
            hint=f"Write {' or '.join(choices)}.",
            suggestion=choices[0],
        )
    return Reference(kinds[0], name.name) if kinds else None


def find_metric(name: Name, source: ColumnSource) -> Reference | None:
    """The metric that a function's argument names; None: no run has it."""
    return Reference("metric", name.name) if _exists("metric", name.name, source) else None


def unknown(name: Name, source: ColumnSource, text: str, *, metric: bool = False) -> ExpressionError:
    """The error for a name that no run has, with what was probably meant; with `metric`, another metric."""
    kind = "metric" if metric else name.kind
    word = _WORDS.get(kind, kind) if kind else "flag or metric"
    message = f"There is no {word} {name.name}." if kind in FIXED else f"No run has the {word} {name.name}."
    if name.kind is None and name.name in _OTHER_LANGUAGES:
        return _error(message, name.start, name.end, _OTHER_LANGUAGES[name.name])
    if whole := _cut_short(name, source, text, kind):
        return _error(
            message, name.start, name.name_start + len(whole.name), column_id(whole.kind, whole.name)
        )
    near = _closest(name.name, kind, source, other_kinds=not metric)
    return _error(message, name.start, name.end, column_id(near.kind, near.name) if near else None)


def _error(message: str, start: int, end: int, suggestion: str | None) -> ExpressionError:
    hint = f"Did you mean {suggestion}?" if suggestion else None
    return ExpressionError(message, start, end, hint=hint, suggestion=suggestion)


def _exists(kind: Kind, name: str, source: ColumnSource) -> bool:
    return name in FIXED.get(kind, ()) or source.field(kind, name) is not None


def _cut_short(name: Name, source: ColumnSource, text: str, kind: Kind | None) -> Reference | None:
    """The longest name that the text goes on with, as `metric.train/accuracy` does with `train/accuracy`."""
    fits = [
        Reference(candidate, known)
        for candidate in ((kind,) if kind else ("flag", "metric"))
        for known in source.known(candidate)
        if len(known) > len(name.name) and text.startswith(known, name.name_start)
    ]
    return max(fits, key=lambda reference: len(reference.name), default=None)


def _closest(wanted: str, kind: Kind | None, source: ColumnSource, *, other_kinds: bool) -> Reference | None:
    """The column most like what was written, of its own kind rather than another."""
    best: tuple[float, Reference] | None = None
    for candidate in _kinds(kind, other_kinds=other_kinds):
        for name in compared(wanted, sorted({*source.known(candidate), *FIXED.get(candidate, ())})):
            score = likeness(wanted, name)
            if score < LIKE:
                continue
            score += 0.1 if candidate == kind else 0.0
            if best is None or score > best[0]:
                best = (score, Reference(candidate, name))
    return best[1] if best else None


def _kinds(kind: Kind | None, *, other_kinds: bool) -> Sequence[Kind]:
    """The kinds among which a name of this one is looked for; None: it may be of any."""
    return [each for each in (*NAMESPACES, "attribute") if other_kinds or each == kind]
