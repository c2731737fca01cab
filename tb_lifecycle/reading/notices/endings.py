"""What to tell about the end of a run's processes that its status does not say, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.format.machine_boot import has_rebooted, is_gone
from tb_lifecycle.reading.table.snapshot import RunState
from tb_lifecycle.recording.machine.names import host_name


def of_process(state: RunState, details: lifecycle_pb2.RunDetails) -> Iterator[str]:
    """What became of a process that recorded no end, as far as this machine can know it."""
    if state.status not in ("running", "lost") or not details.incarnations:
        return
    last = details.incarnations[-1]
    if is_gone(last.pid, last.boot):
        yield (
            f"Process {last.pid} is gone and has recorded no end: it was killed (by SIGKILL, or for want of"
            " memory), or left past Python's exit hooks."
        )
    elif has_rebooted(last.boot, last.host, host_name()):
        yield "The machine has been started anew since: it lost power, or was rebooted while the run went on."


def of_ranks(ranks: Iterable[Mapping[str, Any]], status: str) -> Iterator[str]:
    """Which other ranks have not ended as the run has.

    Args:
      ranks: as the `run` answer has them.
      status: the run's.
    """
    for rank in ranks:
        if rank["status"] in ("failed", "terminated") and rank["status"] != status:
            yield f"Rank {rank['rank']} on {rank['host']} {_how(rank)}."
        elif rank["status"] == "failed":
            yield f"Rank {rank['rank']} on {rank['host']} {_how(rank)} too."
        elif rank["status"] == "lost":
            yield (
                f"Rank {rank['rank']} on {rank['host']} has recorded no end: it was killed, or its machine"
                " was lost."
            )


def _how(rank: Mapping[str, Any]) -> str:
    ending = rank["exit"] or {}
    if rank["status"] == "terminated":
        return f"was terminated by {ending.get('signal') or 'a signal'}"
    why = ending.get("exception") or f"exit code {ending.get('code')}"
    return f"failed: {why}"
