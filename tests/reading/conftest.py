"""Opens logdirs with each of TensorBoard's readers in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tb_lifecycle.reading.open_logdir import open_logdir
from tb_lifecycle.reading.reader import LogdirReader

Open = Callable[[Path], LogdirReader]


@pytest.fixture(params=["data server", "Python reader"])
def open_reader(request: pytest.FixtureRequest) -> Iterator[Open]:
    """Opens a logdir for the length of the test."""
    with ExitStack() as stack:
        yield lambda logdir: stack.enter_context(
            open_logdir(str(logdir), fast=request.param == "data server")
        )


@pytest.fixture
def fast_reader() -> Iterator[Open]:
    """Opens a logdir for the length of the test, with the data server only."""
    with ExitStack() as stack:
        yield lambda logdir: stack.enter_context(open_logdir(str(logdir)))
