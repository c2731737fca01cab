"""A data server of our own, in place of TensorBoard's where that has ended at a file."""

from __future__ import annotations

import atexit
import contextlib
import logging

from tb_lifecycle.errors import LogdirError
from tb_lifecycle.reading.reader import LogdirReader
from tb_lifecycle.reading.tensorboard.provider import follow_without_hostile

# Seconds between two reads: TensorBoard's own.
_INTERVAL = 5

logger = logging.getLogger("tensorboard")


class Replacement:
    """Opens a logdir anew, once, without the files that a data server ends at."""

    def __init__(self, logdir: str | None) -> None:
        """Opens nothing yet; `logdir` is None where it is not known."""
        self._logdir = logdir
        self._tried = False

    def open(self) -> LogdirReader | None:
        """A reader of the rest, for as long as the process runs; None where there is no such file."""
        if self._logdir is None or self._tried:
            return None
        self._tried = True
        stack = contextlib.ExitStack()
        try:
            provider = stack.enter_context(follow_without_hostile(self._logdir, _INTERVAL))
        except (LogdirError, OSError) as error:
            logger.debug("tb_lifecycle starts no data server of its own: %s", error)
            return None
        atexit.register(stack.close)
        logger.warning("The Lifecycle tab reads on without a file that TensorBoard's data server ended at.")
        return LogdirReader(provider, self._logdir, behind=_INTERVAL)
