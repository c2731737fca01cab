"""Sweeps that no chart likes, each below a folder of its own: no figures, no spread, thousands of names."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.logdirs import START, EventFile, make_record

METRIC = "val/accuracy"
LRS = (0.001, 0.01, 0.1, 1.0)
SEEDS = (1, 2, 3)
TAGS = 5_000
FLAGS = 2_000
CATEGORIES = 1_000
HOSTILE = (
    'a"b',
    "a'b",
    "</script><b>",
    "a, b",
    "-a",
    "a\nb",
    "__proto__",
    "группа:✓",
    "a" * 300,
    " ",
    "\\",
    "%s{}",
)

Flags = Mapping[str, object]


def nan(folder: Path) -> None:
    """Every figure is NaN or infinite."""
    _grid(folder, lambda place: [(math.nan, math.inf, -math.inf)[place % 3]])


def one_point(folder: Path) -> None:
    """Each run has logged once."""
    _grid(folder, lambda place: [0.5 + place / 100])


def no_points(folder: Path) -> None:
    """No run has logged anything."""
    _grid(folder, lambda _: [])


def identical(folder: Path) -> None:
    """Every figure is the same, so that there is no spread at all."""
    _grid(folder, lambda _: [0.25, 0.5])


def groups_of_one(folder: Path) -> None:
    """No setting was run twice."""
    for place in range(12):
        _write(folder / f"r{place:02}", {"lr": 0.001 * (place + 1), "seed": 1}, [0.5 + place / 100])


def constant_flags(folder: Path) -> None:
    """Nothing but the seed was varied."""
    for place in range(12):
        _write(folder / f"r{place:02}", {"lr": 0.1, "seed": place}, [0.5 + place / 100])


def mixed_flag(folder: Path) -> None:
    """One flag is a number here, a text, a truth value, nothing or not a number there."""
    values = (0.1, "auto", True, None, 1, "0.1", math.nan, math.inf)
    for place, value in enumerate(values * 3):
        _write(
            folder / f"r{place:02}",
            {"lr": value, "seed": place // 8},
            [0.5 + (place % 8) / 100 + place / 1000],
        )


def hostile_names(folder: Path) -> None:
    """Runs, flags and their values have names that break what quotes them badly."""
    for place, name in enumerate(HOSTILE):
        for seed in SEEDS:
            flags = {name: place, "value": name, "seed": seed}
            run = name.replace("/", "_").replace("\n", "_")[:80].strip() or "blank"
            _write(folder / f"{run}-s{seed}", flags, [0.5 + place / 100 + seed / 1000])


def many_tags(folder: Path) -> None:
    """Each run has thousands of metrics."""
    for place, lr in enumerate(LRS):
        for seed in SEEDS:
            metrics = {f"layer{tag:04}/norm": [tag + place + seed / 10] for tag in range(TAGS - 1)}
            name = f"lr{lr:g}-s{seed}"
            _write(folder / name, {"lr": lr, "seed": seed}, [0.5 + place / 10 + seed / 100], metrics)


def many_flags(folder: Path) -> None:
    """Each run has thousands of flags, half of which differ."""
    for place, lr in enumerate(LRS):
        for seed in SEEDS:
            flags = {f"flag{number:04}": number + (place if number % 2 else 0) for number in range(FLAGS - 2)}
            name = f"lr{lr:g}-s{seed}"
            _write(folder / name, {"lr": lr, "seed": seed, **flags}, [0.5 + place / 10 + seed / 100])


def many_categories(folder: Path) -> None:
    """One flag has another word in each of a thousand runs."""
    for place in range(CATEGORIES):
        flags = {"word": f"word {place:04}", "lr": LRS[place % 4], "seed": 1}
        _write(folder / f"r{place:04}", flags, [0.5 + place % 7 / 100])


SMALL: tuple[Callable[[Path], None], ...] = (
    nan,
    one_point,
    no_points,
    identical,
    groups_of_one,
    constant_flags,
    mixed_flag,
    hostile_names,
)
WIDE: tuple[Callable[[Path], None], ...] = (many_tags, many_flags, many_categories)


def _grid(folder: Path, figures: Callable[[int], Sequence[float]]) -> None:
    for place, lr in enumerate(LRS):
        for seed in SEEDS:
            flags = {"lr": lr, "seed": seed}
            _write(folder / f"lr{lr:g}-s{seed}", flags, figures(place * len(SEEDS) + seed))


def _write(
    directory: Path,
    flags: Flags,
    figures: Sequence[float],
    metrics: Mapping[str, Sequence[float]] | None = None,
) -> None:
    own = {METRIC: figures} if figures else {}
    record = make_record(flags={**flags, "rundir": str(directory)}, metrics={**own, **(metrics or {})})
    file = EventFile(directory)
    for tag, values in {**own, **(metrics or {})}.items():
        file.scalars(tag, values)
    file.run(record, START + 60)
