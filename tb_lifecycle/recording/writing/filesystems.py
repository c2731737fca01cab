"""Whether a directory lies on a file system that a network can hold up."""

from __future__ import annotations

import os
import re
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_NETWORK = frozenset({
    "9p", "acfs", "afs", "autofs", "beegfs", "ceph", "cifs", "coda", "davfs", "fhgfs", "fuse", "glusterfs",
    "gpfs", "kafs", "lustre", "mmfs", "ncpfs", "nfs", "nfs4", "orangefs", "panfs", "prl_fs", "pvfs2", "smb",
    "smb2", "smb3", "smbfs", "vboxsf", "vmhgfs", "wekafs",
})  # fmt: skip
_LOCAL_FUSE = frozenset({"fuse.ntfs-3g", "fuse.exfat", "fuse.ext2", "fuse.lxcfs", "fuse.fuse-overlayfs"})
_known: dict[tuple[int | None, Path], bool] = {}  # by the file system's number, and who says so
_ESCAPED = re.compile(r"\\([0-7]{3})")


def is_network(directory: Path, mounts: Path = _MOUNTS) -> bool:
    """Whether `directory`, which need not exist yet, is on NFS, SMB, Lustre, FUSE or their like.

    Linux says so by type; on Windows a path of another machine counts. Elsewhere it is not known: False.
    """
    if os.name == "nt":
        return str(directory).startswith("\\\\")
    key = _device(directory), mounts
    if key not in _known:
        _known[key] = _is_network_mount(directory, mounts)
    return _known[key]


def _device(directory: Path) -> int | None:
    """The number of the file system that `directory` is on, or will be; None where that cannot be asked."""
    path = os.fspath(directory)
    while True:
        try:
            return os.stat(path).st_dev  # noqa: PTH116 - quicker than a Path
        except FileNotFoundError:
            above = os.path.dirname(path)  # noqa: PTH120
            if above == path:
                return None
            path = above
        except OSError:
            return None


def _is_network_mount(directory: Path, mounts: Path) -> bool:
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return False
    kind = _kind_of_mount(os.path.realpath(directory), lines)
    return kind in _NETWORK or (kind.startswith("fuse.") and kind not in _LOCAL_FUSE)


def _kind_of_mount(path: str, lines: list[str]) -> str:
    """The type of the file system that the longest mount point above `path` has; of two there, the later.

    Source: Linux's proc_pid_mountinfo(5).
    """
    longest, kind = -1, ""
    for line in lines:
        before, dash, after = line.partition(" - ")
        fields = before.split(" ")
        if not dash or len(fields) < 5:
            continue
        point = _ESCAPED.sub(lambda match: chr(int(match[1], 8)), fields[4])
        below = path == point or path.startswith(point.rstrip("/") + "/")
        if below and len(point) >= longest:
            longest, kind = len(point), after.split(" ", 1)[0]
    return kind
