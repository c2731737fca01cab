"""What one tensor of a media plugin says, as numbers and text of bounded size."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

# What an answer holds of one run; what is longer is cut or thinned, and said so.
MOST_TEXT = 200_000
MOST_BINS = 2_000
MOST_PR_POINTS = 400
DRAWN_BINS = 60

Floats = np.ndarray[Any, np.dtype[np.float64]]


class Unusable(ValueError):
    """A tensor that is not what its plugin takes; the message says why, for people."""


def read_histogram(tensor: Any) -> dict[str, Any]:
    """A histogram as a density.

    Args:
      tensor: a row a bin: left edge, right edge, count.

    Returns:
      `bins`: [left, right, density], 60 of one width, or one of no width whose density is null where all
      that was counted is one number; `n`, and from the middles of the given bins `mean` and `sd`.

    Raises:
      Unusable: it is no table of bins, or nothing is counted in it.
    """
    bins = _floats(tensor)
    if bins.ndim != 2 or bins.shape[1] != 3:
        raise Unusable(f"It is no histogram: its shape is {list(bins.shape)}.")
    if len(bins) > MOST_BINS:
        raise Unusable(f"It has {len(bins):,} bins, more than the {MOST_BINS:,} that are drawn.")
    bins = bins[np.isfinite(bins).all(axis=1)]
    bins = bins[(bins[:, 1] >= bins[:, 0]) & (bins[:, 2] >= 0)]
    bins = bins[bins[:, 2] > 0]
    if not len(bins):
        raise Unusable("Nothing is counted in it.")
    shares = bins[:, 2] / bins[:, 2].max()
    shares /= shares.sum()
    middles = bins[:, 0] / 2 + bins[:, 1] / 2
    mean = float((shares * middles).sum())
    scale = float(np.abs(middles - mean).max()) or 1.0
    sd = math.sqrt(float((shares * ((middles - mean) / scale) ** 2).sum())) * scale
    with np.errstate(over="ignore"):
        n = float(bins[:, 2].sum())
    return {"bins": _even(bins[:, 0], bins[:, 1], shares), "n": n, "mean": mean, "sd": sd}


def _even(left: Floats, right: Floats, shares: Floats) -> list[list[float | None]]:
    """The same shares as densities over bins of one width, each old bin spread evenly over those it covers.

    Writers whose bins grow with the distance from zero would show a spike wherever a value lies near it.
    """
    low, high = float(left.min()), float(right.max())
    if low == high:
        return [[low, high, None]]
    half = high / 2 - low / 2  # the span of the largest numbers is infinite
    start, end = (left / 2 - low / 2) / half, (right / 2 - low / 2) / half
    edges = np.linspace(0.0, 1.0, DRAWN_BINS + 1)
    covered = np.minimum(end[:, None], edges[1:]) - np.maximum(start[:, None], edges[:-1])
    point = end == start
    parts = np.clip(covered, 0.0, None) / np.where(point, 1.0, end - start)[:, None]
    at = np.minimum((start * DRAWN_BINS).astype(int), DRAWN_BINS - 1)
    parts[point] = 0.0
    parts[np.flatnonzero(point), at[point]] = 1.0
    heights = shares @ parts * DRAWN_BINS / 2 / half
    places = low + edges * half * 2 if math.isfinite(half * 2) else (low / 2 + edges * half) * 2
    return [
        [float(places[index]), float(places[index + 1]), float(heights[index])] for index in range(DRAWN_BINS)
    ]


def read_pr_curve(tensor: Any) -> dict[str, Any]:
    """A precision-recall curve with its average precision.

    Args:
      tensor: TensorBoard's six rows over thresholds: true positives, false positives, true negatives, false
        negatives, precision, recall.

    Returns:
      `points`: [recall, precision], ascending by recall; `ap`: the sum of the gains in recall, each times the
      precision there, as scikit-learn's `average_precision_score`; `thresholds`: how many there are.

    Raises:
      Unusable: it is no such table.
    """
    rows = _floats(tensor)
    if rows.ndim != 2 or rows.shape[0] != 6 or rows.shape[1] == 0:
        raise Unusable(f"It is no PR curve: its shape is {list(rows.shape)}.")
    precision, recall = rows[4], rows[5]
    known = np.isfinite(precision) & np.isfinite(recall)
    # Where nothing is called positive there is no precision, and writers say 0.
    known &= (rows[0] + rows[1] != 0) | (recall != 0)
    precision, recall = precision[known], recall[known]
    if not len(recall):
        raise Unusable("None of its points is a number.")
    order = np.lexsort((-precision, recall))
    precision, recall = precision[order], recall[order]
    ap = float((np.diff(recall, prepend=0.0) * precision).sum())
    points = list(zip(recall.tolist(), precision.tolist(), strict=True))
    return {"points": _thinned(points), "ap": ap, "thresholds": int(rows.shape[1])}


def read_text(tensor: Any) -> dict[str, Any]:
    """A text; the cells of a table stand in lines, with tabs between them.

    Returns:
      `text`, and `length`: of the whole, in characters.

    Raises:
      Unusable: it is no text.
    """
    cells = np.asarray(tensor)
    if cells.dtype.kind not in "OSU":
        raise Unusable("It is no text.")
    if cells.ndim < 2:
        whole = "\n".join(map(_decode, cells.reshape(-1)))
    else:
        lines = cells.reshape(-1, cells.shape[-1])
        whole = "\n".join("\t".join(map(_decode, line)) for line in lines)
    return {"text": whole[:MOST_TEXT], "length": len(whole)}


def _decode(cell: Any) -> str:
    return cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)


def _floats(tensor: Any) -> Floats:
    array = np.asarray(tensor)
    if array.dtype.kind not in "fiub":
        raise Unusable("It holds no numbers.")
    return array.astype(np.float64)


def _thinned(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Both ends, and evenly what lies between."""
    if len(points) <= MOST_PR_POINTS:
        return points
    places = np.linspace(0, len(points) - 1, MOST_PR_POINTS).round().astype(int)
    return [points[place] for place in places]
