"""What TensorBoard's own readers find in the directory of a run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.context import RequestContext

from tb_lifecycle.format import lifecycle_pb2, metadata
from tb_lifecycle.format.record_framing import read_records
from tb_lifecycle.reading.tensorboard.provider import open_provider

READERS = {"data server": True, "Python reader": False}


def read_tensor(directory: Path, tag: str) -> bytes:
    """The newest record of a tag, through TensorBoard's Python reader."""
    events = _accumulator(directory).Tensors(tag)
    content: bytes = events[-1].tensor_proto.string_val[0]
    return content


def read_run(directory: Path) -> lifecycle_pb2.RunRecord:
    """The run record, through TensorBoard's Python reader."""
    return lifecycle_pb2.RunRecord.FromString(read_tensor(directory, metadata.RUN_TAG))


def read_details(directory: Path) -> lifecycle_pb2.RunDetails:
    """The details, through TensorBoard's Python reader."""
    return lifecycle_pb2.RunDetails.FromString(read_tensor(directory, metadata.DETAILS_TAG))


def read_tags(directory: Path) -> dict[str, list[str]]:
    """The tags by kind, through TensorBoard's Python reader."""
    tags: dict[str, list[str]] = _accumulator(directory).Tags()
    return tags


def read_hparams(directory: Path, tag: str) -> bytes:
    """The content of an HParams summary, through TensorBoard's Python reader."""
    content: bytes = _accumulator(directory).SummaryMetadata(tag).plugin_data.content
    return content


def read_scalars(directory: Path, *, fast: bool) -> dict[str, list[tuple[int, float]]]:
    """(step, value) of every scalar series of a run, through either of TensorBoard's readers."""
    with open_provider(str(directory), fast=fast) as provider:
        request: dict[str, Any] = {"experiment_id": "", "plugin_name": "scalars"}
        found = provider.read_scalars(RequestContext(), downsample=100_000, **request)
    return {tag: [(p.step, p.value) for p in points] for tag, points in found.get(".", {}).items()}


def read_curve(directory: Path, tag: str) -> list[tuple[int, float]]:
    """(step, value) of every point of a scalar series, unsampled, through TensorBoard's Python reader."""
    return [(event.step, event.value) for event in _accumulator(directory).Scalars(tag)]


def read_last_run(directory: Path, *, fast: bool) -> lifecycle_pb2.RunRecord:
    """The run record that a reader keeps, through either of TensorBoard's readers."""
    with open_provider(str(directory), fast=fast) as provider:
        found = provider.read_tensors(
            RequestContext(), experiment_id="", plugin_name=metadata.PLUGIN_NAME, downsample=1
        )
    return lifecycle_pb2.RunRecord.FromString(found["."][metadata.RUN_TAG][-1].numpy.item())


def event_files(directory: Path) -> list[Path]:
    """The event files in a directory, by name."""
    return sorted(directory.glob("*tfevents*"))


def count_records(directory: Path, tag: str) -> int:
    """How often a tag was written."""
    return sum(tag.encode() in data for path in event_files(directory) for data in _records(path))


@dataclass(frozen=True)
class ConsoleLine:
    """A line of a console log."""

    time: float
    stream: str
    text: str


def read_console(directory: Path) -> list[ConsoleLine]:
    """The lines of a run's console log."""
    lines = (directory / metadata.CONSOLE_PATH).read_text(encoding="utf-8").splitlines()
    return [
        ConsoleLine(float(time), stream, text) for time, stream, text in (x.split("\t", 2) for x in lines)
    ]


def _records(path: Path) -> list[bytes]:
    with path.open("rb") as file:
        return list(read_records(file))


def _accumulator(directory: Path) -> EventAccumulator:
    accumulator = EventAccumulator(str(directory), size_guidance={"scalars": 0, "tensors": 0})
    accumulator.Reload()
    return accumulator
