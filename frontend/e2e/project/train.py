"""A small training script that records every stage: what the browser tests look at."""

from __future__ import annotations

import argparse
import math
import pathlib

import numpy as np

import tb_lifecycle


def model(x: float, lr: float) -> float:
    """Answers how much of the way to perfect is done."""
    return 1 - math.exp(-x * lr)


def main() -> None:
    """Trains for some milliseconds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rundir", required=True)
    parser.add_argument("--lr", type=float, default=0.5, help="learning rate")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--fail", action="store_true", help="end with an exception")
    flags = parser.parse_args()
    with tb_lifecycle.start_run(flags.rundir, tags=["e2e"], notes="A run of the browser tests.") as run:
        run.log_flags(flags, parser=parser)
        for split, rows in (("train", 90), ("validation", 30)):
            labels = np.arange(rows) % 3
            run.log_dataset("shapes", {"image": np.ones((rows, 4), np.float32), "label": labels}, split=split)
        for step in range(0, flags.epochs * 10, 5):
            accuracy = 0.5 + 0.5 * model(step / 100, flags.lr * 10)
            for split, gap in (("train", 0.0), ("validation", 0.02)):
                run.log_scalars(
                    {f"{split}/accuracy": accuracy - gap, f"{split}/loss": 1.2 - accuracy + gap}, step=step
                )
            print(f"step {step}: accuracy {accuracy:.4f}", flush=True)
            if flags.fail and step >= 50:
                raise FloatingPointError("loss is not a number at step 50")
        export = pathlib.Path(flags.rundir) / "model.txt"
        export.write_text(f"lr={flags.lr}\n")
        run.log_export(str(export), name="model")


if __name__ == "__main__":
    main()
