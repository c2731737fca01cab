"""Gives pictures of a page a palette: a third of the size, and no colour that the eye would miss.

usage: python shrink_pictures.py DIRECTORY     (needs Pillow)
"""

from __future__ import annotations

import pathlib
import sys

from PIL import Image

COLOURS = 256
# The most frequent colours stay as they are; a mark of few pixels must not be swallowed by a large surface.
KEPT = 160


def main(directory: pathlib.Path) -> None:
    """Shrinks every PNG of the directory in place."""
    for path in sorted(directory.glob("*.png")):
        picture = Image.open(path).convert("RGB")
        shrunk = picture.quantize(palette=palette_of(picture), dither=Image.Dither.NONE)
        shrunk.save(path, optimize=True)


def palette_of(picture: Image.Image) -> Image.Image:
    """The most frequent colours, then the middles of groups of the rest, each colour counted once."""
    counted = sorted(picture.getcolors(picture.width * picture.height) or [], reverse=True)
    colours = [colour for _, colour in counted]
    kept, rest = colours[:KEPT], colours[KEPT:]
    if rest:
        strip = Image.new("RGB", (len(rest), 1))
        strip.putdata(rest)
        kept += [colour for _, colour in strip.quantize(COLOURS - KEPT).convert("RGB").getcolors()]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in kept[:COLOURS] for part in colour])
    return palette


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
