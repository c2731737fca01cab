"""Keras' own fit, whose TensorBoard callback writes train/ and validation/ below the run's directory."""

from __future__ import annotations

import argparse
from pathlib import Path

import digit_images
import keras

import tb_lifecycle


def init_flags() -> argparse.Namespace:
    """Reads the command line and records it: the run starts here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--datadir", default="./data", help="where prepare.py put the images")
    parser.add_argument("--rundir", default="./last-run", help="where this run is recorded")
    parser.add_argument("--data", default="digits", choices=["digits", "mnist"], help="which images")
    parser.add_argument("--epochs", type=int, default=20, help="how often every image is seen")
    parser.add_argument("--batch-size", type=int, default=50, help="images a step")
    parser.add_argument("--lr", type=float, default=0.003, help="learning rate of Adam")
    parser.add_argument("--hidden", type=int, default=64, help="units of the hidden layer")
    parser.add_argument("--seed", type=int, default=1, help="starts the weights and orders the images")
    flags = parser.parse_args()
    tb_lifecycle.log_flags(flags, parser=parser)
    return flags


def init_data(flags: argparse.Namespace) -> dict[str, digit_images.Images]:
    """Loads the images and records which ones they are."""
    data = digit_images.load(flags.datadir, flags.data)
    for split in data:
        tb_lifecycle.log_dataset(flags.data, digit_images.path(flags.datadir, flags.data, split), split=split)
    return data


def init_train(flags: argparse.Namespace, data: dict[str, digit_images.Images]) -> keras.Model:
    """Makes a network with one hidden layer."""
    keras.utils.set_random_seed(flags.seed)
    layers = [
        keras.layers.Input([data["train"].images.shape[1]], name="images"),
        keras.layers.Dense(flags.hidden, activation="relu", name="hidden"),
        keras.layers.Dense(digit_images.CLASSES, activation="softmax", name="scores"),
    ]
    model = keras.Sequential(layers, name="one_hidden_layer")
    optimizer = keras.optimizers.Adam(flags.lr)
    model.compile(optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def train(flags: argparse.Namespace, data: dict[str, digit_images.Images], model: keras.Model) -> None:
    """Fits, then exports the model and records the export."""
    model.fit(
        *data["train"],
        validation_data=tuple(data["validation"]),
        epochs=flags.epochs,
        batch_size=flags.batch_size,
        callbacks=[keras.callbacks.TensorBoard(flags.rundir)],
        verbose=2,
    )
    directory = Path(flags.rundir) / "model" / "export"
    model.export(directory, verbose=False)
    tb_lifecycle.log_export(directory)


def main() -> None:
    """Runs the script."""
    flags = init_flags()
    data = init_data(flags)
    train(flags, data, init_train(flags, data))


if __name__ == "__main__":
    main()
