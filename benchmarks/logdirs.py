"""Logdirs of any size, written quickly with the real record classes."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary, SummaryMetadata
from tensorboard.plugins.hparams import api_pb2, plugin_data_pb2

from tb_lifecycle.format import lifecycle_pb2, metadata
from tb_lifecycle.format.record_framing import frame
from tb_lifecycle.recording.writing.event_writer import EventWriter

STARTED = 1_760_000_000.0
METRICS = ("train/accuracy", "train/loss", "validation/accuracy", "validation/loss", "learning_rate")
POINTS = 3
_SUCCESS = api_pb2.STATUS_SUCCESS


def hparams(directory: Path, count: int) -> Path:
    """Runs as HParams writes them: 8 flags, 5 metrics, one event file a run."""
    return _write(directory, count, _write_hparams_run)


def lifecycle(directory: Path, count: int) -> Path:
    """Runs of one file: 20 flags, 200 packages, a data set, an export, an end, 5 metrics."""
    return _write(directory, count, _write_lifecycle_run)


def lifecycle_with_child(directory: Path, count: int) -> Path:
    """The same with a `train/` directory of the script's own scalars below each run."""
    return _write(directory, count, _write_lifecycle_run_with_child)


def scalars(directory: Path, count: int) -> Path:
    """The same scalars as the others, without any record."""
    return _write(directory, count, lambda path, index: _write_file(path, index, _scalar_events(index)))


def many_tags(directory: Path, count: int, *, tags: int, points: int) -> Path:
    """Runs without a record, each with so many scalar tags of so many points."""

    def write_run(path: Path, index: int) -> None:
        _write_file(path, index, _many_scalar_events(index, tags, points))

    return _write(directory, count, write_run)


def _write(directory: Path, count: int, write_run: Callable[[Path, int], None]) -> Path:
    done = directory / "written"
    if not done.exists():
        for index in range(count):
            path = directory / "runs" / f"sweep{index // 100:03d}" / f"run{index:05d}"
            path.mkdir(parents=True, exist_ok=True)
            write_run(path, index)
        done.touch()
    return directory / "runs"


def _write_file(path: Path, index: int, events: Iterator[Event]) -> None:
    data = frame(Event(wall_time=STARTED + index, file_version="brain.Event:2").SerializeToString())
    data += b"".join(frame(event.SerializeToString()) for event in events)
    (path / f"events.out.tfevents.{int(STARTED) + index}.host.1.0").write_bytes(data)


def _scalar_events(index: int) -> Iterator[Event]:
    chance = random.Random(index)
    for step in range(POINTS):
        values = [Summary.Value(tag=tag, simple_value=chance.random()) for tag in METRICS]
        yield Event(wall_time=STARTED + index + step, step=step * 100, summary=Summary(value=values))


def _many_scalar_events(index: int, tags: int, points: int) -> Iterator[Event]:
    chance = random.Random(index)
    for step in range(points):
        values = [Summary.Value(tag=f"tag{tag:05d}", simple_value=chance.random()) for tag in range(tags)]
        yield Event(wall_time=STARTED + index + step, step=step, summary=Summary(value=values))


def _flags(index: int, count: int) -> dict[str, float | str]:
    chance = random.Random(index)
    flags: dict[str, float | str] = {
        "lr": 10 ** -chance.uniform(0, 5),
        "model": chance.choice(["intro", "expert"]),
    }
    flags.update({f"flag{number}": chance.randrange(10) for number in range(count - len(flags))})
    return flags


def _write_hparams_run(path: Path, index: int) -> None:
    start = plugin_data_pb2.SessionStartInfo(start_time_secs=STARTED + index)
    for name, value in _flags(index, 8).items():
        if isinstance(value, str):
            start.hparams[name].string_value = value
        else:
            start.hparams[name].number_value = value
    end = plugin_data_pb2.SessionEndInfo(end_time_secs=STARTED + index + POINTS, status=_SUCCESS)

    def events() -> Iterator[Event]:
        yield _session_event(index, "_hparams_/session_start_info", session_start_info=start)
        yield from _scalar_events(index)
        yield _session_event(index, "_hparams_/session_end_info", session_end_info=end)

    _write_file(path, index, events())


def _session_event(index: int, tag: str, **content: object) -> Event:
    data = plugin_data_pb2.HParamsPluginData(version=0, **content)
    plugin = SummaryMetadata.PluginData(plugin_name="hparams", content=data.SerializeToString())
    value = Summary.Value(tag=tag, metadata=SummaryMetadata(plugin_data=plugin, data_class=2))
    value.tensor.dtype = 1
    value.tensor.tensor_shape.SetInParent()
    value.tensor.float_val.append(0)
    return Event(wall_time=STARTED + index, summary=Summary(value=[value]))


def _write_lifecycle_run(path: Path, index: int) -> None:
    writer = EventWriter(path)
    with writer.lock:
        writer.write_record(metadata.RUN_TAG, _run_record(index))
        writer.write_record(metadata.DETAILS_TAG, _run_details(index))
        for event in _scalar_events(index):
            writer.write(event.SerializeToString())
    writer.close()


def _write_lifecycle_run_with_child(path: Path, index: int) -> None:
    _write_lifecycle_run(path, index)
    child = path / "train"
    child.mkdir()
    _write_file(child, index, _scalar_events(index))


def _run_record(index: int) -> lifecycle_pb2.RunRecord:
    record = lifecycle_pb2.RunRecord(
        format_version=metadata.FORMAT_VERSION,
        status=lifecycle_pb2.COMPLETED,
        started=STARTED + index,
        ended=STARTED + index + 60,
        incarnation_started=STARTED + index,
        incarnation=1,
        heartbeat_seconds=30,
        user="ana",
        host=f"host{index % 8}",
        tags=[f"sweep-{index // 1000}"],
    )
    for name, value in _flags(index, 20).items():
        if isinstance(value, str):
            record.flags[name].text = value
        else:
            record.flags[name].number = value
    record.code.CopyFrom(
        lifecycle_pb2.CodeState(
            commit=hashlib.sha1(b"%d" % (index // 500)).hexdigest(),
            branch="main",
            has_git=True,
            patch_saved=True,
            source_files=6,
            entry="train.py",
        )
    )
    digest = hashlib.sha256(b"%d" % (index // 2000)).digest()
    record.datasets.add(name="digits", split="train", digest=digest, rows=1437)
    record.exports.add(
        name="export",
        digest=hashlib.sha256(b"e%d" % index).digest(),
        path="model/export",
        format="SavedModel",
    )
    chance = random.Random(index)
    for tag in METRICS:
        values = [chance.random() for _ in range(3)]
        record.metrics[tag].CopyFrom(
            lifecycle_pb2.Statistics(
                count=3,
                first=values[0],
                last=values[-1],
                min=min(values),
                max=max(values),
                mean=sum(values) / 3,
                last_step=200,
            )
        )
    return record


def _run_details(index: int) -> lifecycle_pb2.RunDetails:
    details = lifecycle_pb2.RunDetails(format_version=metadata.FORMAT_VERSION)
    details.environment.python = "3.11.9"
    for number in range(200):
        details.environment.packages[f"package-{number}"] = f"{number % 7}.{number % 13}.0"
    details.command.argv.extend(["train.py", "--index", str(index)])
    details.hardware.cpu = "A processor of eight cores"
    return details
