"""The page in Chromium, over many HParams runs, beside the HPARAMS tab of the same TensorBoard."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import logdirs
from benchmarks.measure import Result, run
from benchmarks.server import tensorboard

_SCRIPT = Path(__file__).with_name("page.mjs")
# (key in the script's output, what it is, the peer's key or None, goal for the ratio, limit in ms)
_ROWS: list[tuple[str, str, str | None, float | None, float | None]] = [
    ("open", "opening TensorBoard on the tab → first rows painted", "hparams_open", 1 / 2, None),
    ("switch", "switching to the tab → rows painted", "hparams_switch", 1 / 5, None),
    ("filter", "a key in the filter → painted", None, None, 150),
    ("sort", "a click on a head → painted", None, None, 150),
    ("frame", "longest frame while scrolling every row", None, None, 50),
]


def measure(directory: Path, *, quick: bool) -> Iterator[Result]:
    """Milliseconds, each the median of a few visits with an empty cache."""
    if shutil.which(os.environ.get("CHROMIUM", "chromium")) is None:
        print("The page is not measured: there is no Chromium.", file=sys.stderr)
        return
    count = 300 if quick else 10_000
    logdir = logdirs.hparams(directory / f"hparams-{count}", count)
    with tensorboard(logdir) as server:
        server.wait_for_runs(count)
        output = run(["node", str(_SCRIPT), server.url, "1" if quick else "5"])
    figures: dict[str, Any] = json.loads(output.strip().splitlines()[-1])
    for key, what, peer, goal, limit in _ROWS:
        ours = figures[key]
        theirs = figures[peer] if peer else figures["hparams_switch"]
        ratios = ours["median"] / theirs["median"]
        spread = (ours["min"] / theirs["max"], ours["max"] / theirs["min"])
        name = "HPARAMS tab" if peer else "HPARAMS tab, a new table"
        yield Result(
            f"{what}, {count:,} runs",
            name,
            ours["median"],
            theirs["median"],
            ratios,
            spread,
            "ms",
            goal,
            limit,
        )
