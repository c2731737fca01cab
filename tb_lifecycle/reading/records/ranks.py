"""What the other processes of a run recorded, and in what they differ from the one that wrote the run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tb_lifecycle.format import lifecycle_pb2, metadata
from tb_lifecycle.format.machine_boot import is_gone
from tb_lifecycle.reading.records.parse import parse
from tb_lifecycle.reading.records.values import STATUS_WORDS

if TYPE_CHECKING:
    from tensorboard.data.provider import TensorDatum


# A rank of another machine that has not ended so long after the run is lost.
_LOST_SECONDS = 90.0


def describe_ranks(
    by_tag: Mapping[str, Sequence[TensorDatum]],
    details: lifecycle_pb2.RunDetails,
    seconds_since_end: float | None,
) -> list[dict[str, Any]]:
    """Describes each rank that left a record, in order.

    Args:
      by_tag: the newest values of the run's lifecycle series.
      details: what the rank that wrote the run recorded.
      seconds_since_end: since that one ended; None while it goes on.
    """
    ranks = []
    for tag, data in by_tag.items():
        record = parse(lifecycle_pb2.RankRecord, data) if tag.startswith(metadata.RANK_TAG_PREFIX) else None
        if record is not None and record.format_version <= metadata.FORMAT_VERSION:
            ranks.append(
                {
                    "rank": record.rank,
                    "host": record.host,
                    "status": _describe_status(record, seconds_since_end),
                    "started": record.started or None,
                    "ended": record.ended or None,
                    "exit": _describe_exit(record) if record.ended else None,
                    "differs": list(_differences(record, details)),
                }
            )
    return sorted(ranks, key=lambda rank: int(rank["rank"]))


def _describe_status(record: lifecycle_pb2.RankRecord, seconds_since_end: float | None) -> str:
    word = STATUS_WORDS.get(record.status, "unknown")
    if word != "running":
        return word
    # Of this machine the process itself tells; of others the time that has passed since the run's end.
    gone = is_gone(record.pid, record.boot)
    return "lost" if gone or (seconds_since_end or 0.0) > _LOST_SECONDS else word


def _describe_exit(record: lifecycle_pb2.RankRecord) -> dict[str, Any]:
    return {
        "code": record.exit_code,
        "signal": record.signal,
        "exception": record.exception,
        "traceback": record.traceback,
        "reason": record.reason,
    }


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
