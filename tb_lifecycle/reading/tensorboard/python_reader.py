"""TensorBoard's Python reader over a logdir, read once: where there is no data server."""

from __future__ import annotations

import contextlib
import logging
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tb_lifecycle.errors import LogdirError
from tb_lifecycle.reading.tensorboard.hostile import find_hostile, mirror
from tb_lifecycle.reading.tensorboard.server_log import Trouble

if TYPE_CHECKING:
    from tensorboard.data.provider import DataProvider


@contextlib.contextmanager
def load_in_python(logdir: str, trouble: Trouble, deadline: float) -> Iterator[DataProvider]:
    """Reads every file of a logdir, but for those that end a process which reads them.

    Args:
      logdir: a local directory.
      trouble: takes the directories in which reading stopped, and the files that were left out.
      deadline: until when, in `time.monotonic()`'s seconds.

    Raises:
      LogdirError: it was not read in time; says what was being read.
    """
    from tensorboard.backend.event_processing import data_ingester, data_provider, plugin_event_multiplexer

    multiplexer = plugin_event_multiplexer.EventMultiplexer(
        size_guidance=data_ingester.DEFAULT_SIZE_GUIDANCE,
        tensor_size_guidance=data_ingester.DEFAULT_TENSOR_SIZE_GUIDANCE,
        # Read every file of a directory, not only the newest: ours and the user's lie side by side.
        event_file_active_filter=lambda _: True,
    )
    with tempfile.TemporaryDirectory(prefix="tb_lifecycle_") as other:
        loading = _Loading(multiplexer, logdir, other, trouble)
        with _quiet_logger():
            loading.start()
            loading.join(max(0.0, min(deadline - time.monotonic(), threading.TIMEOUT_MAX)))
        if loading.is_alive():
            raise LogdirError(
                f"{loading.place} could not be read in time: its disk is slow, or its files are too many. "
                "Give a directory below it, with fewer runs."
            )
        if loading.error is not None:
            raise loading.error
        yield data_provider.MultiplexerDataProvider(multiplexer, logdir)


class _Loading(threading.Thread):
    """Reads run by run: one that cannot be parsed takes nothing away from the others.

    Attributes:
      place: what is being read.
      error: why the logdir could not be read at all, or None.
    """

    def __init__(self, multiplexer: Any, logdir: str, other: str, trouble: Trouble) -> None:
        super().__init__(name="lifecycle-python-reader", daemon=True)
        self._multiplexer = multiplexer
        self._logdir = logdir
        self._other = other
        self._trouble = trouble
        self.place = logdir
        self.error: Exception | None = None

    def run(self) -> None:
        """Reads all."""
        try:
            self._trouble.left_out.extend(filter(None, find_hostile(self._logdir)))
            logdir = self._logdir
            if self._trouble.left_out:
                logdir = self._other
                mirror(self._logdir, Path(logdir), frozenset(self._trouble.left_out))
            self._multiplexer.AddRunsFromDirectory(logdir)
            for name, path in sorted(self._multiplexer.RunPaths().items()):
                self.place = path
                self._read(name, path)
        except Exception as error:
            self.error = error

    def _read(self, name: str, path: str) -> None:
        try:
            self._multiplexer.GetAccumulator(name).Reload()
        except Exception:
            self._trouble.unreadable.append(path)


@contextlib.contextmanager
def _quiet_logger() -> Iterator[None]:
    """Keeps TensorBoard's warnings about odd files off the user's terminal; notices say what is not shown."""
    logger = logging.getLogger("tensorboard")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
