"""Two flags at once: the middle of the settings of each cell, unknown where none was run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tb_lifecycle.reading.sweeps.levels import NOT_SET, Levels, numbers_of, text_of
from tb_lifecycle.reading.sweeps.marginals import quantile
from tb_lifecycle.reading.sweeps.settings import Settings

_MOST_ROWS = 12
_BANDS = 8
# A cell whose settings lie further apart than so many standard deviations of the noise has no one middle.
_MIXED = 5.0


@dataclass(frozen=True)
class Axis:
    """One flag of the two: its name, its expression, and what its rows or columns are called."""

    flag: str
    id: str
    texts: Sequence[str]


@dataclass(frozen=True)
class Cell:
    """One that was run.

    Attributes:
      x, y: its column and row.
      median: of its settings' means; infinite where most diverged.
      n: how many settings.
      low, high: the ends of their means.
      mixed: they lie too far apart for one figure, at the very same values of both flags; never where no
        seeds tell the noise.
      base: the baseline is in it.
    """

    x: int
    y: int
    median: float
    n: int
    low: float
    high: float
    mixed: bool
    base: bool


@dataclass(frozen=True)
class HeatMap:
    """All cells that were run; the others are unknown."""

    x: Axis
    y: Axis
    cells: Sequence[Cell]
    unknown: int


def find_heat_map(found: Settings, x: Levels, y: Levels, base: int | None) -> HeatMap:
    """The two flags over all settings of which something is known."""
    figures = found.scores() * found.sign
    noise = found.noise()
    across, columns = _band(x, found.flags[x.flag])
    along, rows = _band(y, found.flags[y.flag])
    banded = _has_bands(x) or _has_bands(y)
    cells = []
    for column in range(len(columns)):
        for row in range(len(rows)):
            here = np.flatnonzero((across == column) & (along == row) & ~np.isnan(figures))
            if not len(here):
                continue
            ordered = np.sort(figures[here])
            apart = float(ordered[-1] - ordered[0]) if np.isfinite(ordered[[0, -1]]).all() else np.inf
            if not np.isfinite(ordered).any():
                apart = 0.0
            cells.append(
                Cell(
                    column,
                    row,
                    quantile(ordered, 0.5),
                    len(here),
                    float(ordered[0]),
                    float(ordered[-1]),
                    mixed=noise is not None and not banded and apart > _MIXED * noise,
                    base=base is not None and base in here,
                )
            )
    unknown = len(columns) * len(rows) - len(cells)
    return HeatMap(Axis(x.flag, x.id, columns), Axis(y.flag, y.id, rows), cells, unknown)


def _band(
    levels: Levels, values: Sequence[object]
) -> tuple[np.ndarray[tuple[int], np.dtype[np.intp]], Sequence[str]]:
    """Of each setting its row, and what the rows are called: bands of numbers where there are many."""
    if not _has_bands(levels):
        return levels.places, levels.texts
    known = numbers_of(values)
    numbers = known[~np.isnan(known)]
    edges = np.unique(np.quantile(numbers, np.linspace(0, 1, _BANDS + 1)[1:-1], method="lower"))
    bands = np.searchsorted(edges, known, side="left")
    bands[np.isnan(known)] = -1
    taken = np.unique(bands[bands >= 0])
    texts = [
        f"{text_of(_three(known[bands == band].min()))} … {text_of(_three(known[bands == band].max()))}"
        for band in taken
    ]
    places = np.searchsorted(taken, bands)
    if np.isnan(known).any():
        places = np.where(np.isnan(known), len(texts), places)
        texts.append(NOT_SET)
    return places, texts


def _has_bands(levels: Levels) -> bool:
    return levels.is_number and len(levels.values) > _MOST_ROWS


def _three(number: float) -> float:
    return float(f"{number:.3g}")
