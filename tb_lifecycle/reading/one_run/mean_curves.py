"""Curves of several runs as one: the mean with its interval, or quantiles, over a common x axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tb_lifecycle.reading.significance.sample import CONFIDENCE
from tb_lifecycle.reading.significance.student import t_quantile
from tb_lifecycle.reading.table.sampled_points import SAMPLES

Floats = np.ndarray[Any, np.dtype[np.float64]]

QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
BAND_POINTS = 200


@dataclass(frozen=True)
class AlignedCurves:
    """Curves over one x column.

    Attributes:
      x: ascending.
      values: a row a curve; NaN where it has not begun, or has ended.
      same: every curve had its points at just these places.
    """

    x: Floats
    values: Floats
    same: bool


def align_curves(xs: Sequence[Sequence[float]], ys: Sequence[Sequence[float]], most: int) -> AlignedCurves:
    """Puts curves over one x column of at most `most` places; between a curve's points it is straight.

    Values that are not finite are left out. Of several points at one x the last counts.
    """
    curves = [_ascending(x, y) for x, y in zip(xs, ys, strict=True)]
    every = np.unique(np.concatenate([x for x, _ in curves])) if curves else np.empty(0)
    same = len(every) <= most and all(len(x) == len(every) for x, _ in curves)
    if len(every) > most:
        every = every[np.unique(np.linspace(0, len(every) - 1, most).round().astype(int))]
    rows = [_at(every, x, y) for x, y in curves]
    return AlignedCurves(every, np.array(rows).reshape(len(rows), len(every)), same)


def _ascending(x: Sequence[float], y: Sequence[float]) -> tuple[Floats, Floats]:
    column, values = np.asarray(x, np.float64), np.asarray(y, np.float64)
    last = {place: index for index, place in enumerate(column.tolist())}
    order = np.array([last[place] for place in sorted(last)], np.int64)
    return column[order], values[order]


def _at(places: Floats, x: Floats, y: Floats) -> Floats:
    if len(x) == len(places) and (x == places).all():
        return np.where(np.isfinite(y), y, np.nan)
    finite = np.isfinite(y)
    if not finite.any():
        return np.full(len(places), np.nan)
    return np.interp(places, x[finite], y[finite], left=np.nan, right=np.nan)


def side_curves(
    name: str, runs: Sequence[str], curves: Sequence[dict[str, Any]], most: int
) -> list[dict[str, Any]]:
    """The curves of a run as they are, or those of a group folded.

    Args:
      name: what was asked for.
      runs: its members; itself alone for a run.
      curves: of these runs and others, as of `describe_scalars`.
      most: points of a folded curve.
    """
    own = [curve for curve in curves if curve["run"] in set(runs)]
    if list(runs) == [name]:
        return own
    tags = dict.fromkeys(curve["tag"] for curve in own)
    return [
        {"run": name, "tag": tag, **fold_mean([curve for curve in own if curve["tag"] == tag], most)}
        for tag in tags
    ]


def fold_mean(curves: Sequence[dict[str, Any]], most: int) -> dict[str, Any]:
    """One curve of a group, as the `scalars` answer has it.

    Args:
      curves: its members', as of `describe_scalars`.
      most: points of it.

    Returns:
      `values` are means over the `n` members that have come so far, `low` and `high` the mean's 95 % interval
      by Student's t (None of fewer than two), `wall_times` the members' mean; `exact` is false where a
      member's curve is a sample or was read between its points.
    """
    aligned = align_curves([curve["steps"] for curve in curves], [curve["values"] for curve in curves], most)
    walls = align_curves(
        [curve["steps"] for curve in curves], [curve["wall_times"] for curve in curves], most
    )
    n = np.isfinite(aligned.values).sum(axis=0)
    some = n > 0
    values, wall = aligned.values[:, some], walls.values[:, some]
    n, steps = n[some], aligned.x[some]
    scale = np.abs(np.nan_to_num(values)).max(axis=0, initial=0.0)
    scale[scale == 0] = 1.0
    scaled = values / scale
    mean = np.nansum(scaled, axis=0) / n
    squares = np.nansum((scaled - mean) ** 2, axis=0)
    half = np.sqrt(squares / np.maximum(n - 1, 1)) * np.array([_factor(size) for size in n.tolist()])
    several = (n > 1).tolist()
    return {
        "steps": [int(step) for step in steps],
        "wall_times": (np.nansum(wall, axis=0) / np.maximum(1, np.isfinite(wall).sum(axis=0))).tolist(),
        "values": (mean * scale).tolist(),
        "count": None,
        "band": {
            "n": n.tolist(),
            "low": _where((mean - half) * scale, several),
            "high": _where((mean + half) * scale, several),
            "members": len(curves),
            "exact": aligned.same and all(map(_is_whole, curves)),
        },
    }


def fold_quantiles(curves: Sequence[dict[str, Any]], axis: str) -> dict[str, Any]:
    """Quantiles over many runs.

    Args:
      curves: as of `describe_scalars`.
      axis: `step`, `relative` (seconds since each curve's first point) or `wall` (epoch seconds).

    Returns:
      `x`, and at each place the 10, 25, 50, 75 and 90 % quantiles of the `n` runs that are under way there.
    """
    aligned = align_curves(
        [x_of(curve, axis) for curve in curves], [curve["values"] for curve in curves], BAND_POINTS
    )
    n = np.isfinite(aligned.values).sum(axis=0)
    some = n > 0
    quantiles = np.nanquantile(aligned.values[:, some], QUANTILES, axis=0) if some.any() else np.empty((5, 0))
    return {"x": aligned.x[some].tolist(), "n": n[some].tolist(), "quantiles": quantiles.tolist()}


def x_of(curve: dict[str, Any], axis: str) -> Sequence[float]:
    """A curve's places on an x axis."""
    if axis == "step":
        return list(curve["steps"])
    walls = list(curve["wall_times"])
    return walls if axis == "wall" or not walls else [wall - walls[0] for wall in walls]


def _is_whole(curve: dict[str, Any]) -> bool:
    count = curve["count"]
    return len(curve["values"]) < SAMPLES if count is None else bool(count == len(curve["values"]))


def _factor(n: int) -> float:
    return t_quantile(0.5 + CONFIDENCE / 2, n - 1) / math.sqrt(n) if n > 1 else 0.0


def _where(values: Floats, known: Sequence[bool]) -> list[float | None]:
    return [value if is_known else None for value, is_known in zip(values.tolist(), known, strict=True)]
