"""TensorFlow Playground's experiment as a script: a small network learns to tell two colours of points apart.

TensorBoard shows loss and accuracy as curves and, in its Images tab, what the network believes of every place
on the plane. playground_sweep.py runs dozens of these.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import tensorflow as tf
from playground_network import ACTIVATIONS, Network
from playground_points import KINDS, Points

import tb_lifecycle

POINTS = 500  # half of them for validation
EVALUATIONS = 20
PICTURE = 96  # pixels on a side


def init_flags(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rundir", default="./last-run", help="where this run is recorded")
    parser.add_argument("--data", default="circle", choices=list(KINDS), help="which points to tell apart")
    parser.add_argument("--noise", type=float, default=0.1, help="0 to 0.5")
    parser.add_argument("--layers", default="4,2", help="units of each hidden layer; empty for none")
    parser.add_argument("--activation", default="tanh", choices=list(ACTIVATIONS))
    parser.add_argument("--regularization", default="none", choices=["none", "l1", "l2"])
    parser.add_argument("--regularization-rate", type=float, default=0.0)
    parser.add_argument("--lr", type=float, default=0.03, help="learning rate of gradient descent")
    parser.add_argument("--batch-size", type=int, default=10)
    parser.add_argument("--epochs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1, help="makes the points and starts the weights")
    return parser.parse_args(argv)


def init_data(flags: argparse.Namespace) -> dict[str, Points]:
    """Makes the points and records them."""
    rng = np.random.default_rng(flags.seed)
    places, colours = KINDS[flags.data](POINTS, flags.noise, rng)
    halves = np.array_split(rng.permutation(len(colours)), 2)
    data = {}
    for split, half in zip(["train", "validation"], halves, strict=True):
        data[split] = Points(places[half], colours[half])
        tb_lifecycle.log_dataset(flags.data, data[split]._asdict(), split=split)
    return data


def init_train(flags: argparse.Namespace) -> Network:
    """Makes the network."""
    layers = [int(units) for units in flags.layers.split(",") if units]
    return Network(layers, flags.activation, np.random.default_rng(flags.seed))


def train(flags: argparse.Namespace, data: dict[str, Points], network: Network) -> dict[str, float]:
    """Trains, evaluates as it goes, and returns the last figures."""
    rng = np.random.default_rng(flags.seed)
    writer = tf.summary.create_file_writer(str(Path(flags.rundir) / "boundary"))
    figures = report(flags, data, network, writer, epoch=0)
    for epoch in range(1, flags.epochs + 1):
        order = rng.permutation(len(data["train"].colours))
        for start in range(0, len(order), flags.batch_size):
            chosen = order[start : start + flags.batch_size]
            batch = Points(data["train"].places[chosen], data["train"].colours[chosen])
            network.step(batch, flags.lr, flags.regularization, flags.regularization_rate)
        if epoch % max(1, flags.epochs // EVALUATIONS) == 0 or epoch == flags.epochs:
            figures = report(flags, data, network, writer, epoch)
    writer.close()
    return figures


def report(
    flags: argparse.Namespace,
    data: dict[str, Points],
    network: Network,
    writer: tf.summary.SummaryWriter,
    epoch: int,
) -> dict[str, float]:
    """Records the figures and, at first and at last, the picture of the boundary."""
    figures = {f"{split}/{k}": v for split in data for k, v in network.evaluate(data[split]).items()}
    tb_lifecycle.log_scalars(figures, step=epoch)
    if epoch in (0, flags.epochs):
        with writer.as_default(step=epoch):
            tf.summary.image("decision boundary", draw(network, data["train"])[None])
    return figures


def draw(network: Network, points: Points) -> np.ndarray:
    """Paints the output from orange to blue and the points over it: uint8 of shape [side, side, 3]."""
    axis = np.linspace(-6, 6, PICTURE)
    plane = np.stack(np.meshgrid(axis, axis[::-1]), axis=-1).reshape(-1, 2)
    output = np.clip(network.forward(plane)[-1], -1, 1).reshape(PICTURE, PICTURE, 1)
    orange, blue, white = np.array([245, 147, 34]), np.array([8, 119, 189]), np.array([232, 234, 235])
    picture = white + np.where(output < 0, orange - white, blue - white) * np.abs(output)
    columns, rows = np.clip(((points.places * [1, -1] + 6) / 12 * PICTURE).astype(int), 0, PICTURE - 1).T
    picture[rows, columns] = np.where(points.colours[:, None] < 0, orange, blue) * 0.7
    return picture.astype(np.uint8)


def run(flags: argparse.Namespace) -> dict[str, float]:
    """One experiment as one run; returns its last figures."""
    with tb_lifecycle.start_run(flags.rundir, tags=["playground", flags.data]):
        tb_lifecycle.log_flags(flags)
        return train(flags, init_data(flags), init_train(flags))


def main() -> None:
    """Runs the script."""
    figures = run(init_flags())
    print(", ".join(f"{name} {value:.4f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
