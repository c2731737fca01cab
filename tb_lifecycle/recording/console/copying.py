"""What a run prints, with the time of each line, kept in a file of the run's directory.

`sys.stdout` and `sys.stderr` are replaced by streams that pass everything on and keep a copy, which a thread
of ours puts together into lines, cleans and writes a moment later. A line of
the file is `EPOCH.mmm<TAB>out|err<TAB>TEXT`.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.format.metadata import CONSOLE_PATH
from tb_lifecycle.recording.background import Batches, within
from tb_lifecycle.recording.console import log_file
from tb_lifecycle.recording.console.lines import Lines
from tb_lifecycle.recording.console.log_file import LogFile
from tb_lifecycle.recording.console.log_handlers import redirect
from tb_lifecycle.recording.console.stream import ConsoleStream
from tb_lifecycle.recording.faults import WRITE_HINT, Faults
from tb_lifecycle.recording.redaction.redactor import Redactor

_BEHIND_SECONDS = 0.1
_TAIL_SECONDS = 10.0
_MOST_WAITING = 16 * 2**20
_HINT = "Output is still shown, and no longer recorded."


_BATCH = 256 * 1024  # characters: what is cleaned at once stays in the processor's cache

_Piece = tuple[float, str, str]  # when, to which stream, what


class Console:
    """Records the output of this process from its making until `close`."""

    def __init__(self, directory: Path, redactor: Redactor, faults: Faults) -> None:
        """Starts recording, behind what an earlier incarnation has recorded; `start` starts the writing."""
        self._redactor, self._faults = redactor, faults
        self._streams: list[tuple[str, ConsoleStream]] = []
        self._pieces: deque[_Piece] = deque()
        self._waiting = 0  # characters
        self._most_waiting = _MOST_WAITING
        self._left_out = 0  # characters
        self._lock = threading.RLock()  # of the three above
        self._writing = threading.RLock()
        self._lines = {"out": Lines(), "err": Lines()}
        self._next_tail = 0.0
        self._batches: Batches | None = None
        self._log: LogFile | None = None
        try:
            self._log = LogFile(directory / CONSOLE_PATH)
        except OSError as error:
            self._faults.report("Could not make the console log", error, _HINT, kind="console")
            return
        self._batches = Batches("console", self._write_waiting, _BEHIND_SECONDS)
        self._tee("stdout", "out")
        self._tee("stderr", "err")

    def start(self) -> None:
        """Starts the thread that writes; without one, who prints writes."""
        if self._batches is not None:
            self._batches.start()

    @property
    def file(self) -> lifecycle_pb2.File | None:
        """The log while it grows, as the record names it: without size and digest. None if there is none."""
        return None if self._log is None else lifecycle_pb2.File(path=CONSOLE_PATH, kind="console")

    def close(self, seconds: float) -> lifecycle_pb2.File | None:
        """Gives the streams back; returns what was recorded, or None if that takes longer."""
        for name, stream in self._streams:
            stream.finish()
            original = stream.live_original()
            redirect(stream, original)
            if getattr(sys, name) is stream:
                setattr(sys, name, original)
        if self._batches is not None:
            self._batches.stop()
        closed: list[lifecycle_pb2.File] = []
        if not within(seconds, "console", lambda: closed.extend(self._finish())):
            stuck = TimeoutError("it takes too long")
            self._faults.report("Could not write the console log", stuck, _HINT, kind="console")
        return closed[0] if closed else None

    def give_up(self) -> None:
        """In a forked child: the streams only pass on, whatever threads of the parent were doing."""
        for _, stream in self._streams:
            stream.finish()

    def _tee(self, name: str, label: str) -> None:
        original = getattr(sys, name)
        if original is None:  # pythonw has none
            return
        stream = ConsoleStream(original, self._keeper(label))
        setattr(sys, name, stream)
        redirect(original, stream)
        self._streams.append((name, stream))

    def _keeper(self, label: str) -> Callable[[str], None]:
        """A function that takes what is written to a stream. It is quick, and never raises."""
        batches, lock, now = self._batches, self._lock, time.time
        assert batches is not None

        def keep(text: str) -> None:
            try:
                with lock:
                    self._pieces.append((now(), label, text))
                    self._waiting += len(text)
                    if self._waiting > self._most_waiting:
                        self._leave_out()
                if batches.running:
                    batches.ring()
                else:
                    self._write_waiting()
            except Exception as error:  # a print is no call of ours
                self._faults.report("Could not keep the output", error, _HINT, kind="console", later=True)

        return keep

    def _leave_out(self) -> None:
        """Lets go of the oldest of what waits."""
        while self._waiting > self._most_waiting and len(self._pieces) > 1:
            size = len(self._pieces.popleft()[2])
            self._waiting -= size
            self._left_out += size
        if self._waiting > self._most_waiting:
            when, label, text = self._pieces.popleft()
            self._pieces.append((when, label, text[-self._most_waiting :]))
            self._left_out += self._waiting - self._most_waiting
            self._waiting = self._most_waiting

    def _write_waiting(self, *, last: bool = False) -> None:
        if not self._writing.acquire(blocking=last):
            return  # this thread itself, in a warning about what it could not write, or one that goes on
        try:
            log = self._log
            if log is not None and not log.is_full:
                self._append(log, last=last)
            if log is not None and log.is_full:
                self._put_tail(log, last=last)
        except MemoryError:
            self._faults.reasons.setdefault(
                "console", "there was no memory left to keep all that was printed"
            )
        except OSError as error:
            self._stop()
            self._faults.report(
                "Could not write the console log", error, WRITE_HINT, kind="console", later=True
            )
        finally:
            self._writing.release()

    def _append(self, log: LogFile, *, last: bool) -> None:
        with self._lock:
            waiting, self._pieces, self._waiting = self._pieces, deque(), 0
        while waiting or last:
            pieces = _take(waiting, _BATCH)
            lines = self._together(pieces, self._lines, last=last and not waiting)
            fitting = log.append(self._clean(lines)) if lines else 0
            if log.is_full:
                self._give_back(lines[fitting:], waiting)
            if log.is_full or not waiting:
                break

    def _give_back(self, lines: Iterable[_Piece], pieces: Iterable[_Piece]) -> None:
        """Lets what did not fit wait for the tail, before what came meanwhile."""
        with self._lock:
            left = [*((when, label, f"{text}\n") for when, label, text in lines), *pieces]
            self._pieces.extendleft(reversed(left))
            self._waiting += sum(len(text) for _, _, text in left)
            self._most_waiting = log_file.TAIL_BYTES
            self._leave_out()

    def _put_tail(self, log: LogFile, *, last: bool) -> None:
        now = time.monotonic()
        if not last and now < self._next_tail:
            return
        self._next_tail = now + _TAIL_SECONDS
        with self._lock:
            self._most_waiting = log_file.TAIL_BYTES
            pieces, left_out = list(self._pieces), self._left_out
        if not pieces:
            return
        lines = self._together(pieces, {"out": Lines(), "err": Lines()}, last=True)
        whole = len(log_file.without_torn_key([text for _, _, text in lines]))
        note = f"{pieces[0][0]:.3f}\terr\t[about {left_out:,} characters are left out here]\n"
        log.put_tail(self._clean(lines[len(lines) - whole :]), note if left_out else "")

    def _together(self, pieces: Iterable[_Piece], lines: dict[str, Lines], *, last: bool) -> list[_Piece]:
        """The finished lines in `pieces`, at the end also the unfinished."""
        finished = [(when, label, line) for when, label, text in pieces for line in lines[label].feed(text)]
        if last:
            now = time.time()
            finished += [(now, label, line) for label, rest in lines.items() for line in rest.finish()]
        return finished

    def _clean(self, lines: list[_Piece]) -> list[str]:
        """Lines as the file holds them, without secrets."""
        cleaned = {
            label: iter(self._redactor.lines(label, [text for _, kind, text in lines if kind == label]))
            for label in self._lines
        }
        shown, millisecond, stamp = [], -1, ""
        for when, label, _ in lines:
            if millisecond != (millisecond := int(when * 1000)):
                stamp = f"{when:.3f}"
            shown.append(f"{stamp}\t{label}\t{next(cleaned[label])}\n")
        return shown

    def _stop(self) -> None:
        for _, stream in self._streams:
            stream.finish()
        with self._lock:
            self._pieces.clear()
            self._waiting = 0
        if self._log is not None:
            self._log.close()
            self._log = None

    def _finish(self) -> list[lifecycle_pb2.File]:
        self._write_waiting(last=True)
        log = self._log
        if log is None:
            return []
        log.close()
        try:
            digest, size = log.digest()
        except OSError as error:
            self._faults.report(
                "Could not read the console log", error, WRITE_HINT, kind="console", later=True
            )
            return []
        return [lifecycle_pb2.File(path=CONSOLE_PATH, digest=digest, size=size, kind="console")]


def _take(pieces: deque[_Piece], characters: int) -> list[_Piece]:
    """Takes so many characters off the front, or one piece."""
    taken: list[_Piece] = []
    size = 0
    while pieces and (not taken or size + len(pieces[0][2]) <= characters):
        taken.append(pieces.popleft())
        size += len(taken[-1][2])
    return taken
