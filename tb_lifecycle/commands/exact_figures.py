"""`--exact`: figures from the event files, where TensorBoard keeps only a sample of a curve."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from typing import Protocol


def add_exact(parser: argparse.ArgumentParser) -> None:
    """Declares the option."""
    parser.add_argument(
        "--exact",
        action="store_true",
        help="read large event files too where a figure would come from a sample (≈); may take a minute",
    )


class _Column(Protocol):
    @property
    def exact(self) -> bool: ...


def say_what_is_sampled(columns: Iterable[_Column], *, exact: bool) -> Iterator[str]:
    """Yields a sentence if some figures are not exact: what to do, or that it was tried."""
    if all(column.exact for column in columns):
        return
    if exact:
        yield "Figures with ≈ are not exact: they are of several writers, or there was no time to read all."
    else:
        yield "Figures with ≈ come from a sample of their curves. --exact reads the event files."
