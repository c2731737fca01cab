"""What the other processes of a run recorded, and in what they differ from the one that wrote the run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tb_lifecycle.format import lifecycle_pb2, metadata
from tb_lifecycle.reading.records.parse import parse

if TYPE_CHECKING:
    from tensorboard.data.provider import TensorDatum


def describe_ranks(
    by_tag: Mapping[str, Sequence[TensorDatum]], details: lifecycle_pb2.RunDetails
) -> list[dict[str, Any]]:
    """Describes each rank that left a record, in order.

    Args:
      by_tag: the newest values of the run's lifecycle series.
      details: what the rank that wrote the run recorded.
    """
    ranks = []
    for tag, data in by_tag.items():
        record = parse(lifecycle_pb2.RankRecord, data) if tag.startswith(metadata.RANK_TAG_PREFIX) else None
        if record is not None and record.format_version <= metadata.FORMAT_VERSION:
            ranks.append(
                {"rank": record.rank, "host": record.host, "differs": list(_differences(record, details))}
            )
    return sorted(ranks, key=lambda rank: int(rank["rank"]))


def _differences(record: lifecycle_pb2.RankRecord, details: lifecycle_pb2.RunDetails) -> Iterator[str]:
    """What is different there, with the rank's own value."""
    own, other = record.environment, details.environment
    if own.python != other.python:
        yield f"python {own.python}"
    yield from _map_differences(own.packages, other.packages, "not installed")
    yield from _map_differences(own.builds, other.builds, "none")
    if record.hardware.cpu != details.hardware.cpu:
        yield f"CPU {record.hardware.cpu or 'unknown'}"
    gpus, other_gpus = (
        [(gpu.name, gpu.driver) for gpu in hardware.gpus] for hardware in (record.hardware, details.hardware)
    )
    if gpus != other_gpus:
        yield "GPU " + (", ".join(f"{name} (driver {driver})" for name, driver in gpus) or "none")


def _map_differences(own: Mapping[str, str], other: Mapping[str, str], absent: str) -> Iterator[str]:
    for name in sorted({*own, *other}):
        if own.get(name) != other.get(name):
            yield f"{name} {own.get(name) or absent}"
