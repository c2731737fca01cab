"""Prepare: reads the raw digits, splits them, and writes the files that training reads.

This is a recorded run like any other. The files that it exports are named by their digests, and so are the
data sets of the runs that read them later: so TensorBoard's Lifecycle tab knows where their data came from.
"""

from __future__ import annotations

import argparse

import digit_images

import tb_lifecycle


def init_flags() -> argparse.Namespace:
    """Reads the command line and records it: the run starts here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--datadir", default="./data", help="where the prepared files go")
    parser.add_argument("--rundir", default="./prepare-run", help="where this run is recorded")
    parser.add_argument(
        "--data", default="digits", choices=["digits", "mnist"], help="mnist is downloaded by Keras"
    )
    parser.add_argument("--seed", type=int, default=1, help="deals the images out to the splits")
    flags = parser.parse_args()
    tb_lifecycle.log_flags(flags, parser=parser)
    return flags


def init_data(flags: argparse.Namespace) -> digit_images.Images:
    """Reads the raw images and records which ones they are."""
    raw = digit_images.read_raw(flags.data)
    source = digit_images.RAW_DIGITS if flags.data == "digits" else raw._asdict()
    tb_lifecycle.log_dataset(f"{flags.data}-raw", source)
    return raw


def prepare(flags: argparse.Namespace, raw: digit_images.Images) -> None:
    """Splits the images, writes one file a split, and records the files."""
    splits = digit_images.split(raw, flags.seed)
    for file, part in zip(digit_images.save(flags.datadir, flags.data, splits), splits.values(), strict=True):
        tb_lifecycle.log_export(file)
        print(f"{file}: {len(part.labels)} images of {part.images.shape[1]} pixels")


def main() -> None:
    """Runs the script."""
    flags = init_flags()
    raw = init_data(flags)
    prepare(flags, raw)


if __name__ == "__main__":
    main()
