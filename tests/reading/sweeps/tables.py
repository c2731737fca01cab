"""Made-up sweeps whose truth is known."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np

from tb_lifecycle.reading.table.run_table import RunTable
from tb_lifecycle.reading.table.snapshot import RunState
from tests.logdirs import START
from tests.reading.groups.tables import state, table_of

LRS = (1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 1e-1)
DECAYS = (None, 1e-5, 1e-4)
BATCHES = (32, 64)
NOISE = 0.004


def truth(lr: float, decay: float | None, batch: int) -> float:
    """The accuracy of a setting without noise: best at lr 1e-3 with decay 1e-4; NaN from lr 0.1 on."""
    if lr >= 0.1:
        return math.nan
    return 0.95 - 0.05 * abs(math.log10(lr) + 3) + (0.01 if decay == 1e-4 else 0.0) + batch * 1e-6


def run(
    flags: Mapping[str, object], figure: float, seed: int, *, status: str = "completed", at: float = START
) -> RunState:
    name = "-".join(f"{key}{value}" for key, value in flags.items()) + f"-s{seed}"
    given = {key: value for key, value in flags.items() if value is not None}
    return state(
        name,
        {**given, "epochs": 50, "seed": seed, "rundir": f"runs/{name}"},
        {"accuracy": figure},
        status=status,
        started=at,
    )


def states(seeds: int = 3, *, without: Sequence[tuple[object, ...]] = ()) -> list[RunState]:
    rng = np.random.default_rng(7)
    found = []
    for lr, decay, batch in product(LRS, DECAYS, BATCHES):
        for seed in range(seeds):
            figure = truth(lr, decay, batch) + rng.normal(0, NOISE)
            flags = {"lr": lr, "decay": decay, "batch": batch, "clip": None}
            if (lr, decay, batch) not in without:
                found.append(run(flags, figure, seed, at=START + len(found)))
    return found


def sweep_table(seeds: int = 3, **options: Sequence[tuple[object, ...]]) -> RunTable:
    return table_of(states(seeds, **options))
