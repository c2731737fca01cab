"""Which metrics are drawn first, on the page and in a report, and which of them counts epochs."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tb_lifecycle.reading.metrics.splits import measured

MOST = 4

_EPOCHS = frozenset({"epoch", "epochs"})
# What an x axis shows already.
_COUNTERS = _EPOCHS | {"step", "global_step"}


def first_charts(names: Collection[str], main: str | None) -> list[str]:
    """The metrics that are drawn until somebody chooses, at most `MOST`.

    The main one leads; its companion is another figure of the same data, such as its loss beside its
    accuracy. What only counts steps or epochs is drawn where nothing else is there.

    Args:
      names: of the metrics, in the order in which they are shown.
      main: the one that leads; None for the first.
    """
    first = main if main is not None else next(iter(names), None)
    if first is None:
        return []
    others = [name for name in names if name != first and not _counts(name)]
    others += [name for name in names if name != first and _counts(name)][: 0 if others else 1]
    lead = measured(first)
    alike = (name for name in others if _is_beside(measured(name), lead))
    companion = next(alike, others[0] if others else None)
    return [first, *sorted(others, key=lambda name: name != companion)][:MOST]


def epoch_metric(names: Iterable[str]) -> str | None:
    """The metric that counts epochs: `epoch`, else the first whose name ends so; None where there is none."""
    found = [name for name in names if _last_part(name) in _EPOCHS]
    return "epoch" if "epoch" in found else next(iter(found), None)


def _is_beside(other: tuple[str | None, str], lead: tuple[str | None, str]) -> bool:
    return other[0] == lead[0] and other[1] != lead[1]


def _counts(name: str) -> bool:
    return _last_part(name) in _COUNTERS


def _last_part(name: str) -> str:
    return name.rpartition("/")[2].lower()
