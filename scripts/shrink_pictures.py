"""Gives pictures of a page a palette: a third of the size, and no colour that the eye would miss.

usage: python shrink_pictures.py DIRECTORY     (needs Pillow and numpy)
"""

from __future__ import annotations

import pathlib
import sys

import numpy as np
from PIL import Image

COLOURS = 256
# The most frequent colours stay as they are; the others are chosen so that none is far from one of them.
KEPT = 64


def main(directory: pathlib.Path) -> None:
    """Shrinks every PNG of the directory in place."""
    for path in sorted(directory.glob("*.png")):
        with Image.open(path) as opened:
            picture = opened.convert("RGB")
        shrink(picture).save(path, optimize=True)


def shrink(picture: Image.Image) -> Image.Image:
    """The picture with a palette."""
    pixels = np.asarray(picture).reshape(-1, 3)
    colours, where, counts = np.unique(pixels, axis=0, return_inverse=True, return_counts=True)
    palette, nearest = choose(colours.astype(np.float64), counts)
    shrunk = Image.fromarray(nearest[where].reshape(picture.height, picture.width).astype(np.uint8), "P")
    shrunk.putpalette(colours[palette].astype(np.uint8).tobytes())
    return shrunk


def choose(colours: np.ndarray, counts: np.ndarray) -> tuple[list[int], np.ndarray]:
    """Which colours make the palette, and for each colour its place in it."""
    palette = list(np.argsort(-counts)[:KEPT])
    nearest = np.zeros(len(colours), dtype=np.int64)
    distance = np.full(len(colours), np.inf)
    for place in range(min(COLOURS, len(colours))):
        if place == len(palette):
            palette.append(int(np.argmax(distance * np.sqrt(counts))))
        there = ((colours - colours[palette[place]]) ** 2).sum(axis=1)
        nearest[there < distance] = place
        distance = np.minimum(distance, there)
    return palette, nearest


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
