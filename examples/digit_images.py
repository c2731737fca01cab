"""Handwritten digits for the examples: split, saved and loaded, always in the same way.

`digits` are the 1,797 images of 8×8 pixels that lie beside this file; `mnist` are the 70,000 images of 28×28
pixels that Keras downloads. Each split is one file below the data directory, written by prepare.py.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

RAW_DIGITS = Path(__file__).parent / "digits" / "digits.csv.gz"
SPLITS = ("train", "validation", "test")
HELD_OUT = 0.15  # of all images in each of validation and test
CLASSES = 10


class Images(NamedTuple):
    """Images as float32 of shape [count, pixels] from 0 to 1, labels as int64 of shape [count]."""

    images: np.ndarray
    labels: np.ndarray


def read_raw(data: str) -> Images:
    """Reads every image of `digits` or `mnist`."""
    return _read_digits() if data == "digits" else _read_mnist()


def split(raw: Images, seed: int) -> dict[str, Images]:
    """Deals the images out to train, validation and test, the same way for the same seed."""
    order = np.random.default_rng(seed).permutation(len(raw.labels))
    held_out = int(len(order) * HELD_OUT)
    parts = np.split(order, [len(order) - 2 * held_out, len(order) - held_out])
    return {
        name: Images(raw.images[part], raw.labels[part]) for name, part in zip(SPLITS, parts, strict=True)
    }


def save(datadir: str, data: str, splits: dict[str, Images]) -> list[Path]:
    """Writes one file a split and returns their paths."""
    Path(datadir).mkdir(parents=True, exist_ok=True)
    for name, part in splits.items():
        np.savez(path(datadir, data, name), images=part.images, labels=part.labels)
    return [path(datadir, data, name) for name in splits]


def path(datadir: str, data: str, name: str) -> Path:
    """Where a split lies, such as data/digits-train.npz."""
    return Path(datadir) / f"{data}-{name}.npz"


def load(datadir: str, data: str) -> dict[str, Images]:
    """Loads the prepared splits; prepares them first where prepare.py has not."""
    if not all(path(datadir, data, name).exists() for name in SPLITS):
        print(f"No prepared {data} in {datadir}: preparing it now (prepare.py would record that as a run).")
        save(datadir, data, split(read_raw(data), seed=1))
    return {name: _load(path(datadir, data, name)) for name in SPLITS}


def batches(part: Images, size: int, rng: np.random.Generator) -> Iterator[Images]:
    """Yields the images in a new order, `size` at a time, without the last few that fill no batch."""
    order = rng.permutation(len(part.labels))
    size = min(size, len(order))
    for start in range(0, len(order) - size + 1, size):
        chosen = order[start : start + size]
        yield Images(part.images[chosen], part.labels[chosen])


def _load(file: Path) -> Images:
    with np.load(file) as arrays:
        return Images(arrays["images"], arrays["labels"])


def _read_digits() -> Images:
    table = np.loadtxt(RAW_DIGITS, delimiter=",")
    return Images((table[:, :-1] / 16).astype(np.float32), table[:, -1].astype(np.int64))


def _read_mnist() -> Images:
    import keras

    try:
        (images, labels), (more_images, more_labels) = keras.datasets.mnist.load_data()
    except Exception as error:  # Keras raises no narrower one
        sys.exit(
            f"Keras could not load MNIST ({error}). Go on with --data digits, or try again with a network."
        )
    every = np.concatenate([images, more_images]).reshape(-1, 28 * 28)
    return Images((every / 255).astype(np.float32), np.concatenate([labels, more_labels]).astype(np.int64))
