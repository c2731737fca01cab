"""What TensorBoard holds, read off the request path and never far behind.

One thread reads, when somebody asks and what is there has aged; nobody asking costs nothing.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tb_lifecycle.errors import LifecycleError
from tb_lifecycle.plugin.data_errors import explain
from tb_lifecycle.plugin.free_memory import give_back

if TYPE_CHECKING:
    from tb_lifecycle.reading.reader import LogdirReader
    from tb_lifecycle.reading.table.run_table import RunTable

# Seconds. An answer is at most 5 seconds behind TensorBoard: what is older than AGING is read again while the
# request is answered from it, what is older than STALE is read again first. The page asks every 4 seconds: it
# finds the last one young enough, and need not wait.
AGING = 2.0
STALE = 4.75

# Both, for a snapshot without runs or with only some of them: TensorBoard is still loading.
GROWING = 0.25

# TensorBoard itself may wait for ever, for a file that is none: after so long the files are looked at.
PATIENCE = 10.0

# A request waits so long for a read, and is then answered with what is there. It must be answered within 2
# seconds, and making the answer takes time as well.
LONGEST_WAIT = 1.0

logger = logging.getLogger("tensorboard")


class ReadError(LifecycleError):
    """TensorBoard's data could not be read."""


@dataclass(frozen=True)
class Published:
    """All runs as they were at one moment.

    Attributes:
      version: the reader's: equal for snapshots of the same runs in the same state.
      table: a row a run.
      complete: every run that TensorBoard lists is in it, and it lists those that it has.
      read_time: when it was read, in epoch seconds; None before the first read.
      notices: sentences about what is not shown.
      reading: there is more to come.
      on_disk: how many runs there are on disk, as far as that is known.
      stale: whole seconds by which it is behind TensorBoard, where that is more than it may be; else 0.
    """

    version: int
    table: RunTable
    complete: bool
    read_time: float | None
    notices: tuple[str, ...]
    reading: bool = False
    on_disk: int = 0
    stale: float = 0.0

    @property
    def state(self) -> tuple[object, ...]:
        """Equal for snapshots that answer every question alike."""
        return self.version, self.complete, self.notices, self.reading, self.on_disk, self.stale


class Snapshots:
    """The newest snapshot of a logdir; thread-safe."""

    def __init__(
        self,
        reader: LogdirReader,
        *,
        is_loading: Callable[[], bool] = lambda: False,
        prepare: Callable[[Published], None] = lambda _: None,
        replace_reader: Callable[[], LogdirReader | None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Reads nothing yet.

        Args:
          reader: used by one thread at a time for refreshing.
          is_loading: asked when there are no runs: whether there will be some.
          prepare: called with each snapshot before a request sees it, for what no request should wait for.
          replace_reader: called when the reader fails or is blocked: makes another one, or None.
          clock: seconds, never going back.
        """
        self._replace_reader = replace_reader
        self._reader = reader
        self._is_loading = is_loading
        self._prepare = prepare
        self._clock = clock
        self._condition = threading.Condition()
        self._thread: threading.Thread | None = None
        self._wanted = False
        self._reading = False
        self._snapshot: Published | None = None
        self._snapshot_began = 0.0
        self._asked: float | None = None  # first, without an answer yet
        self._error: Exception | None = None
        self._error_began = 0.0

    @property
    def reader(self) -> LogdirReader:
        """What the snapshots are read by."""
        return self._reader

    def current(self) -> Published:
        """Returns a snapshot at most 5 seconds old, or after a second an older one that is `stale`.

        Raises:
          ReadError: the last read failed, and none has succeeded yet.
        """
        with self._condition:
            now = self._clock()
            aging, stale = self._limits()
            if self._snapshot is None or now - self._snapshot_began > stale:
                if self._error is None or now - self._error_began > AGING:
                    self._request_read()
                    self._condition.wait_for(lambda: self._has_read_since(now, stale), timeout=LONGEST_WAIT)
            elif now - self._snapshot_began > aging:
                self._request_read()
            return self._answer(now)

    def _limits(self) -> tuple[float, float]:
        snapshot = self._snapshot
        if snapshot is not None and (not snapshot.complete or not len(snapshot.table)):
            return GROWING, GROWING
        return AGING, STALE

    def _has_read_since(self, now: float, stale: float) -> bool:
        if self._error is not None and self._error_began >= now:
            return True
        return self._snapshot is not None and now - self._snapshot_began <= stale

    def _request_read(self) -> None:
        if self._reading:
            return
        self._wanted = True
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._serve, name="lifecycle-refresher", daemon=True)
            self._thread.start()
        self._condition.notify_all()

    def _answer(self, now: float) -> Published:
        snapshot = self._snapshot
        if self._error is not None:
            if snapshot is None:
                raise ReadError(
                    f"TensorBoard's data could not be read: {_describe(self._error)}"
                ) from self._error
            notice = f"TensorBoard's data could not be read again: {_describe(self._error)}."
            notices = (*snapshot.notices, notice)
            return replace(snapshot, complete=False, reading=False, notices=notices, stale=self._stale(now))
        if snapshot is None:
            self._asked = now if self._asked is None else self._asked
            notices = tuple(self._reader.look_at_files()) if now - self._asked > PATIENCE else ()
            return Published(0, self._reader.table(), False, None, notices, reading=True)
        stale = self._stale(now)
        return replace(snapshot, stale=stale) if stale else snapshot

    def _stale(self, now: float) -> float:
        age = now - self._snapshot_began
        return float(int(age)) if age > STALE else 0.0

    def _serve(self) -> None:
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._wanted)
                self._wanted, self._reading = False, True
                began = self._clock()
            snapshot, error = self._try_to_read()
            with self._condition:
                self._reading = False
                if snapshot is not None:
                    self._snapshot, self._snapshot_began = snapshot, began
                self._error, self._error_began = error, began
                self._condition.notify_all()

    def _try_to_read(self) -> tuple[Published | None, Exception | None]:
        try:
            snapshot = self._read()
            if self._reader.blocked and self._change_reader():
                snapshot = self._read()
            return snapshot, None
        except Exception as error:
            if self._change_reader():
                return self._try_to_read()
            logger.exception("The Lifecycle tab could not read TensorBoard's data")
            return None, error

    def _change_reader(self) -> bool:
        reader = self._replace_reader()
        if reader is not None:
            self._reader = reader
        return reader is not None

    def _read(self) -> Published:
        reader = self._reader
        reader.refresh()
        table = reader.table()
        table.prepare()
        loading = not len(table) and self._is_loading()
        snapshot = Published(
            version=reader.version,
            table=table,
            complete=reader.complete and not loading,
            read_time=reader.read_time,
            notices=tuple(table.notices),
            reading=reader.reading or loading,
            on_disk=reader.on_disk,
        )
        self._prepare(snapshot)
        give_back()
        return snapshot


def _describe(error: Exception) -> str:
    if (known := explain(error)) is not None:
        return known
    text = str(error).strip().split("\n")[0]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
