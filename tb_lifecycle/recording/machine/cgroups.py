"""What Linux's control groups leave a process of the machine, in both of their versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_UNLIMITED = 1 << 60
"""Version 1 writes a number of about this size where there is no limit."""


@dataclass(frozen=True)
class Limits:
    """Limits of the groups around the process.

    Attributes:
      cores: processor time a second, in cores; 0 without a limit.
      memory: bytes; 0 without a limit.
    """

    cores: float = 0.0
    memory: int = 0


def read_limits(mount: Path = Path("/sys/fs/cgroup"), membership: Path = Path("/proc/self/cgroup")) -> Limits:
    """Reads the tightest limits of the groups that the process is in. No limits where there
    are no control groups.

    Args:
      mount: where the control groups are mounted.
      membership: the file that says which groups the process is in.
    """
    cores: list[float] = []
    memory: list[int] = []
    for controllers, group in _groups(_read(membership)):
        for directory in _directories(mount, controllers, group):
            cores += _cores(directory)
            memory += _memory(directory)
    return Limits(min(cores, default=0.0), min(memory, default=0))


def _groups(membership: str) -> Iterator[tuple[str, str]]:
    for line in membership.splitlines():
        fields = line.split(":", 2)
        if len(fields) == 3:
            yield fields[1], fields[2]


def _directories(mount: Path, controllers: str, group: str) -> Iterator[Path]:
    """The group's directory and all above it; in a container the group itself may be the mount."""
    base = mount / controllers if controllers else mount
    parts = [part for part in group.split("/") if part not in ("", "..")]
    for length in range(len(parts), -1, -1):
        yield base.joinpath(*parts[:length])


def _cores(directory: Path) -> list[float]:
    quota, _, period = _read(directory / "cpu.max").strip().partition(" ")
    if not quota:
        quota, period = (_read(directory / f"cpu.cfs_{name}_us").strip() for name in ("quota", "period"))
    if quota.isdecimal() and period.isdecimal() and int(period):
        return [int(quota) / int(period)]
    return []


def _memory(directory: Path) -> list[int]:
    text = (_read(directory / "memory.max") or _read(directory / "memory.limit_in_bytes")).strip()
    return [int(text)] if text.isdecimal() and int(text) < _UNLIMITED else []


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
