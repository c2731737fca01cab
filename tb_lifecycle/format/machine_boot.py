"""Which boot of which machine a process runs in, and whether such a process is gone."""

from __future__ import annotations

import functools
import os
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_NAMESPACE = Path("/proc/self/ns/pid")


@functools.cache
def this_boot() -> str:
    """The boot, and the namespace in which process numbers count; empty where the system does not say."""
    try:
        return f"{_BOOT.read_text(encoding='ascii').strip()} {_NAMESPACE.readlink()}"
    except OSError:
        return ""


def is_gone(pid: int, boot: str) -> bool | None:
    """Whether a process that ran in `boot` has ended; None where that cannot be known from here."""
    if not boot or boot != this_boot() or pid <= 0:
        return None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def has_rebooted(boot: str, host: str, this_host: str) -> bool:
    """Whether the machine of `boot` has been started anew since, as far as this is that machine."""
    here = this_boot()
    return bool(boot and here) and host == this_host and boot.split()[0] != here.split()[0]
