"""What is given odd input, and what must hold of it whatever the input is.

A target raises what must not be raised, or AssertionError where something does not hold.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import math
import os
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tb_lifecycle.errors import ExpressionError, NotRecordedError, RequestTooLargeError
from tb_lifecycle.format import event_reading, lifecycle_pb2, metadata, overtaken, tail_reading
from tb_lifecycle.format.event_scalars import ScalarReader, read_scalars
from tb_lifecycle.format.event_scan import Scan, scan
from tb_lifecycle.format.record_framing import read_records
from tb_lifecycle.reading.expressions import limits
from tb_lifecycle.reading.json_values import to_json
from tb_lifecycle.reading.one_run.archives import ArchiveError, read_member
from tb_lifecycle.reading.one_run.recorded_files import LARGEST_ANSWER, RunFiles
from tb_lifecycle.reading.records import parse
from tb_lifecycle.reading.records.newest import Newest
from tests.fuzzing import seeds
from tests.fuzzing.event_files import draw_file
from tests.fuzzing.expressions import draw_expression
from tests.fuzzing.source import Source
from tests.fuzzing.wire import mutate
from tests.logdirs import START

# Seconds that anything may take, on a machine that does something else as well.
LONGEST = 2.0

# That it may take where other processes have the processors: more is a wait for something else.
STARVED = 60.0

# What is put into an archive.
SPLICES = (
    b"", b"\0", b"\1\0", b"a", b"\xff\xff", b"\xff\xff\xff\xff", b"\0\0\0\0", b"PK\1\2", b"PK\3\4", b"PK\5\6",
    b"PK\6\6", b"PK\6\7", b"\x08\0", b"\x0c\0", b"\x0e\0", b"\x63\0", b"../", b"train.py", b"a" * 3000,
)  # fmt: skip

# Of a path.
PARTS = (
    "lifecycle", "patch.diff", "deep", "fifo", "loop", "out", "up", "run", "device", "inside", "secret", "..",
    ".", "", "~", "\0", "a" * 300, "ü", "\n", "console.log", "C:", "lifecycle\\patch.diff", "%2e%2e", "dev",
    "zero",
)  # fmt: skip


@contextlib.contextmanager
def in_time() -> Iterator[None]:
    """Fails where the block takes longer than anything may, of this process or in waiting."""
    began, worked = time.monotonic(), time.process_time()
    yield
    took = time.monotonic() - began
    # What took long because another process had the processors is not held against it.
    if took > LONGEST:
        assert time.process_time() - worked < LONGEST / 2, f"{took:.1f} s"
        assert took < STARVED, f"{took:.1f} s"


@cache
def workplace() -> Path:
    """A directory of this process, in memory where that can be."""
    memory = Path("/dev/shm")
    directory = tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None)
    workplace.held = directory  # type: ignore[attr-defined]
    return Path(directory.name)


def record(source: Source) -> None:
    """Lifecycle records and HParams sessions, parsed for the table."""
    values = {
        metadata.RUN_TAG: mutate(seeds.run_record(), source),
        metadata.SERVE_TAG: mutate(b"\x08\x01\x20\x03", source),
        f"{metadata.WRITER_TAG_PREFIX}h-7": mutate(seeds.run_record(), source),
    }
    with in_time():
        found = parse.parse_record({tag: Newest(content, START) for tag, content in values.items()})
    assert found.run is not None or metadata.RUN_TAG in found.damaged or found.newer > 0
    for name in found.flags:
        assert isinstance(name, str)
    for tag in ("loss", "train/accuracy"):
        found.tells_of(tag, START)
        found.is_mixed(tag)
    to_json(found.flags)
    contents = {parse.SESSION_TAG: mutate(_session(), source)}
    parsed = parse.parse_session(contents)
    if parsed is not None:
        to_json(parsed.flags)


@cache
def _session() -> bytes:
    return seeds.start().SerializeToString()


def event_file(source: Source) -> None:
    """An event file, through everything that reads one itself."""
    check_event_file(draw_file(source))


def check_event_file(content: bytes) -> None:
    """What reads an event file raises nothing, and finds the same in pieces as at once."""
    path = workplace() / f"events.out.tfevents.1.host{event_reading.OWN_SUFFIX}"
    path.write_bytes(content)
    with in_time():
        whole = scan(path)
        sound = list(read_records(io.BytesIO(content)))
        scalars = read_scalars(path)
        event_reading.read_last_records(workplace())
        tail_reading.read_tail(path)
        overtaken.count_overtaken([str(path)])
    assert 0 <= whole.end <= len(content)
    assert whole.whole
    # A walk stops where framing does, or before it at a record that is no event.
    assert whole.records <= len(sound)
    if whole.fault not in ("garbage", "huge"):
        assert whole.records == len(sound), whole
    # In pieces, as of a file that grows, it is the same.
    half = content[: len(content) // 2]
    path.write_bytes(half)
    before = scan(path)
    path.write_bytes(content)
    again = scan(path, before)
    assert _plain(again) == _plain(whole)
    reader = ScalarReader()
    rest = reader.read(half)
    if not reader.is_lost:
        reader.read(rest + content[len(half) :])
        for tag, curve in scalars.curves.items():
            assert list(reader.found.curves[tag].steps) == list(curve.steps)


def _plain(found: Scan) -> tuple[Any, ...]:
    return found.end, found.records, found.has_data, found.lowest, found.highest, found.falls, found.fault


@cache
def _table() -> Any:
    from tests.reading.expressions.runs import Runs

    odd = [0.1, math.nan, math.inf, -math.inf, 1e308, 5e-324, None, 3]
    return Runs(
        [f"sweep/{row}" for row in range(len(odd))],
        {
            ("flag", "lr"): odd,
            ("flag", "big"): [10**400, -(10**400), 2**63, 0, 1, None, True, False],
            ("flag", "text"): ["a", "", "\0", "ü" * 100, None, "nan", "1", "a" * 1000],
            ("flag", "layers"): [[1], [], [[2]], None, ["x"], [None], [math.nan], [1, [2, [3]]]],
            ("metric", "loss"): [*odd[:-2], 1.0, 2.0],
            ("metric", "train/accuracy"): [*odd[:-2], 1.0, 2.0],
        },
    )


def expression(source: Source) -> None:
    """An expression, as a filter, as a column and for sorting."""
    text = draw_expression(source)
    from tb_lifecycle.reading.expressions.evaluator import evaluate, exactness
    from tb_lifecycle.reading.expressions.ordering import sort_order

    for work in (evaluate, exactness, sort_order):
        with in_time(), limits.limited():
            try:
                to_json(work(text, _table()))  # type: ignore[operator]
            except ExpressionError as error:
                _check_position(error, text)


def _check_position(error: ExpressionError, text: str) -> None:
    assert 0 <= error.start <= error.end <= len(text) + 1, (error, len(text))
    assert error.message


def archive(source: Source) -> None:
    """An archive of sources, of which some bytes are others."""
    content = bytearray(seeds.sources())
    for _ in range(source.number(5)):
        place = source.number(2**16) % (len(content) + 1)
        content[place : place + source.number(12)] = source.choose(SPLICES)
    name = source.choose(("train.py", "train.py", "link", "nothing", "", "\0", "../train.py"))
    most = source.choose((LARGEST_ANSWER, 0, 10, 600))
    with in_time(), contextlib.suppress(ArchiveError):
        assert len(read_member(bytes(content), name, most)) <= most


@cache
def _run_with_traps() -> Path:
    run = workplace() / "traps" / "run"
    (run / "lifecycle" / "deep").mkdir(parents=True)
    (workplace() / "traps" / "secret").write_bytes(b"SECRET")
    (run / "lifecycle" / "patch.diff").write_bytes(b"diff")
    os.mkfifo(run / "fifo")
    (run / "loop").symlink_to("loop")
    (run / "out").symlink_to("../secret")
    (run / "up").symlink_to("..")
    (run / "device").symlink_to("/dev/zero")
    (run / "inside").symlink_to("lifecycle/patch.diff")
    return run


def recorded_path(source: Source) -> None:
    """A path of a record: it leads to a file of the run, or nowhere."""
    run = _run_with_traps()
    path = "/".join(source.choose(PARTS) for _ in range(source.number(6)))
    kind = source.choose(("console", "patch", "", "sources"))
    offset, limit = source.choose((0, 1, 2**31, 2**63, 2**70)), source.choose((None, 1, 2**31, 2**63))
    details = lifecycle_pb2.RunDetails()
    with contextlib.suppress(Exception):
        details = lifecycle_pb2.RunDetails.FromString(mutate(seeds.details(), source))
    secret = hashlib.sha256(b"SECRET").digest()
    details.files.add(path=path, kind=kind, size=6, digest=secret)
    files = RunFiles("run", details, run)
    for asked in {path, "train.py", "link", metadata.CONSOLE_PATH, *(file.path for file in details.files)}:
        with in_time(), contextlib.suppress(NotRecordedError, RequestTooLargeError):
            content, size = files.read(asked, offset, limit)
            assert b"SECRET" not in content
            assert len(content) <= min(LARGEST_ANSWER, size if limit is None else limit)
