"""`tb_lifecycle.load_runs`: a logdir's runs as a table, in Python."""

from __future__ import annotations

import os
import warnings
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from tb_lifecycle.errors import LifecycleWarning
from tb_lifecycle.reading.open_logdir import open_logdir
from tb_lifecycle.reading.table.run_table import RunTable
from tb_lifecycle.reading.tensorboard.listing import Point, Series
from tb_lifecycle.reading.tensorboard.provider import PATIENCE, check_logdir


def load_runs(logdir: str | os.PathLike[str], *, exact: bool = False, timeout: float = PATIENCE) -> RunTable:
    """Reads every run of a logdir, through the same reader as the plugin.

    Args:
      logdir: a local directory; its runs are named by their paths relative to it.
      exact: read event files whole where TensorBoard's sample of a curve is not enough for a figure; at most
        a minute for one question.
      timeout: seconds that reading may take.

    Returns:
      A row a run, newest start first. What could not be shown is in its `notices`, and each of
      them is a `LifecycleWarning`.

    Raises:
      LogdirError: there is no such directory, or it cannot be read, or not in time.
    """
    path = str(Path(check_logdir(os.fspath(logdir))).absolute())

    def read_points(series: Collection[Series], limit: int) -> Mapping[Series, Sequence[Point]]:
        # The table outlives the server that it was read from; curves are rarely asked for.
        with open_logdir(path) as reader:
            return reader.read_points(series, limit)

    with open_logdir(path, patience=timeout) as reader:
        table = reader.table(read_points, exact=exact)
    for notice in table.notices:
        warnings.warn(notice, LifecycleWarning, stacklevel=2)
    return table
