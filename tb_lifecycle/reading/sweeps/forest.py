"""Functional ANOVA over trees: how much of what a forest says varies with each flag, and with pairs of them.

A tree cuts the space of settings into boxes with one value each, so that its mean over any flags is a sum
over the leaves (Hutter, Hoos, Leyton-Brown: An Efficient Approach for Assessing Hyperparameter Importance,
ICML 2014). Each flag is weighted as often as its levels were tried, independently of the others: the shares
are of the variation among such settings, not of the ones that happened to be run together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tb_lifecycle.reading.sweeps.levels import Levels

Numbers = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Pair = tuple[int, int]


@dataclass(frozen=True)
class Design:
    """Flags as columns of numbers that a tree can cut.

    Attributes:
      flags: each one's levels.
      rows: a row a setting.
      owners: of each column, the flag that it is of.
      tables: of each column, its number for each level of its flag.
      weights: of each flag, the share of settings at each level.
    """

    flags: Sequence[Levels]
    rows: Numbers
    owners: Sequence[int]
    tables: Sequence[Numbers]
    weights: Sequence[Numbers]


@dataclass(frozen=True)
class Shares:
    """Of one tree's variance: each flag's part, and each pair's beyond its two flags.

    `whole` is the variance; the parts are absolute.
    """

    whole: float
    single: Numbers
    pairs: Numbers


def make_design(flags: Sequence[Levels]) -> Design:
    """Numbers by their order, with a column for `not set`; words a column each."""
    owners: list[int] = []
    tables: list[Numbers] = []
    for place, flag in enumerate(flags):
        for table in _tables(flag):
            owners.append(place)
            tables.append(table)
    rows = np.column_stack([table[flags[owner].places] for owner, table in zip(owners, tables, strict=True)])
    weights = [flag.counts / len(flag.places) for flag in flags]
    return Design(flags, rows, owners, tables, weights)


def _tables(flag: Levels) -> list[Numbers]:
    count = len(flag.values)
    if not flag.is_number:
        return [np.eye(count)[level] for level in range(count if count > 2 else 1)]
    if not flag.has_unset:
        return [np.arange(count, dtype=np.float64)]
    ordered = np.arange(count, dtype=np.float64)
    ordered[-1] = (count - 2) // 2
    return [ordered, np.eye(count)[-1]]


def share_out(tree: Any, design: Design, pairs: Sequence[Pair]) -> Shares:
    """Decomposes the variance of one fitted tree of scikit-learn (its `tree_`)."""
    offsets = np.concatenate([[0], np.cumsum([len(weight) for weight in design.weights])])
    slices = [slice(offsets[flag], offsets[flag + 1]) for flag in range(len(design.weights))]
    boxes = _boxes(tree, design, slices, int(offsets[-1]))
    leaves = np.flatnonzero(tree.children_left < 0)
    values = tree.value[leaves, 0, 0]
    inside = [boxes[leaves, part].astype(np.float64) for part in slices]
    parts = np.column_stack([box @ weight for box, weight in zip(inside, design.weights, strict=True)])
    volume = parts.prod(axis=1)
    mean = float(values @ volume)
    whole = float((values - mean) ** 2 @ volume)
    centred = (values - mean) * volume
    single = np.array(
        [
            ((centred / parts[:, flag]) @ inside[flag]) ** 2 @ design.weights[flag]
            for flag in range(len(design.weights))
        ]
    )
    both = np.array([_share_of_pair(pair, centred, parts, inside, design) for pair in pairs], np.float64)
    beyond = both - np.array([single[a] + single[b] for a, b in pairs]) if pairs else both
    return Shares(whole, single, np.maximum(beyond, 0.0))


def _share_of_pair(
    pair: Pair, centred: Numbers, parts: Numbers, inside: Sequence[Numbers], design: Design
) -> float:
    a, b = pair
    weighted = inside[a] * (centred / (parts[:, a] * parts[:, b]))[:, None]
    means = weighted.T @ inside[b]
    return float(design.weights[a] @ means**2 @ design.weights[b])


def _boxes(tree: Any, design: Design, slices: Sequence[slice], width: int) -> Mask:
    """Of each node, the levels of all flags that lead to it. A parent comes before its children."""
    boxes = np.ones((tree.node_count, width), bool)
    lefts, rights = tree.children_left.tolist(), tree.children_right.tolist()
    columns, thresholds = tree.feature.tolist(), tree.threshold.tolist()
    for node in range(tree.node_count):
        left, right = lefts[node], rights[node]
        if left < 0:
            continue
        column = columns[node]
        part = slices[design.owners[column]]
        goes_left = design.tables[column] <= thresholds[node]
        boxes[left] = boxes[right] = boxes[node]
        boxes[left, part] &= goes_left
        boxes[right, part] &= ~goes_left
    return boxes
