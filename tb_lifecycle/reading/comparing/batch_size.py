"""How many samples a step of a run has, as far as its flags tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

# The name of a flag without its separators; what counts all devices and what is accumulated first.
_WHOLE = ("globalbatchsize", "totalbatchsize", "effectivebatchsize", "globaltrainbatchsize")
_PLAIN = ("trainbatchsize", "trainingbatchsize", "batchsize", "batch", "bs", "trainbatch")
_ACCUMULATED = (
    "gradientaccumulationsteps", "gradaccumsteps", "accumulationsteps", "accumulategradbatches",
    "gradientaccumulation", "gradaccumulation", "gradaccum",
)  # fmt: skip


@dataclass(frozen=True)
class Batch:
    """The samples of one step, and the flags that say so."""

    size: float
    flags: tuple[str, ...]


def find_batch(flags: Mapping[str, object]) -> Batch | None:
    """The samples of one step; None where no flag tells, or several tell otherwise.

    A size for each device says nothing, as nobody recorded for certain how many there were.
    """
    named: dict[str, dict[str, float]] = {}
    for name, value in flags.items():
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0:
            last = re.sub(r"[^a-z]", "", re.split(r"[./]", name)[-1].lower())
            named.setdefault(last, {})[name] = float(value)
    for names in (_WHOLE, _PLAIN):
        found = {name: value for each in names for name, value in named.get(each, {}).items()}
        if len(set(found.values())) > 1:
            return None
        if found:
            more = {} if names is _WHOLE else _one_of(named, _ACCUMULATED)
            return Batch(next(iter(found.values())) * next(iter(more.values()), 1.0), (*found, *more))
    return None


def _one_of(named: Mapping[str, Mapping[str, float]], names: tuple[str, ...]) -> Mapping[str, float]:
    return next((named[name] for name in names if name in named), {})
