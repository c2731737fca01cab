from __future__ import annotations

from pathlib import Path

import pytest

from tb_lifecycle.recording.writing.filesystems import is_network

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
23 22 0:21 / /proc rw - proc proc rw
40 22 0:40 / /data rw master:2 - nfs4 server:/data rw,vers=4.2
41 40 8:2 / /data/local rw - xfs /dev/sdb1 rw
42 22 0:42 / /with\\040space rw - cifs //server/share rw
43 22 0:43 / /cloud rw - fuse.gcsfuse bucket rw
44 22 8:3 / /stick rw - fuseblk /dev/sdc1 rw
45 22 0:45 / /windows rw - fuse.ntfs-3g /dev/sdd1 rw
46 22 0:46 / /scratch rw - lustre mds:/scratch rw
47 22 0:47 / /over rw - ext4 /dev/sde1 rw
48 22 0:48 / /over rw - nfs server:/over rw
torn
"""


@pytest.mark.parametrize(
    ("directory", "network"),
    [
        ("/home/runs", False),
        ("/data/runs/a", True),
        ("/data/local/runs", False),
        ("/database/runs", False),
        ("/with space/r", True),
        ("/cloud/r", True),
        ("/stick/r", False),
        ("/windows/r", False),
        ("/scratch", True),
        ("/over/r", True),
    ],
)
def test_a_file_system_of_a_network_is_known_by_its_type(
    tmp_path: Path, directory: str, network: bool
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    assert is_network(Path(directory), mounts) is network


def test_without_a_list_of_mounts_it_is_local(tmp_path: Path) -> None:
    assert not is_network(tmp_path, tmp_path / "nothing")
