"""What a golden logdir holds: each kind of record, each kind of end. Run by tests/golden/make."""

import argparse
import pathlib
import sys

import numpy as np

import tb_lifecycle

parser = argparse.ArgumentParser()
parser.add_argument("--rundir")
parser.add_argument("--lr", type=float, default=0.5, help="learning rate")
parser.add_argument("--end", choices=["well", "badly"], default="well")
FLAGS = parser.parse_args()

images = np.arange(48, dtype=np.uint8).reshape(12, 4)
labels = np.arange(12) % 3

tb_lifecycle.start_run(FLAGS.rundir, tags=["golden"], notes="Kept as it was written.")
tb_lifecycle.log_flags(FLAGS, parser=parser)
tb_lifecycle.log_flags({"optimizer": {"name": "sgd", "beta": None}, "layers": [16, 10], "warm": False})
tb_lifecycle.log_dataset("digits", (images, labels), split="train")
for step in range(20):
    tb_lifecycle.log_scalars({"loss": FLAGS.lr / (step + 1), "validation/accuracy": step / 20}, step=step)
print("trained with", FLAGS.lr)
if FLAGS.end == "badly":
    sys.exit("the loss is not a number")
export = pathlib.Path(FLAGS.rundir, "model", "export")
export.mkdir(parents=True)
(export / "weights.bin").write_bytes(bytes(64))
tb_lifecycle.log_export(export)
