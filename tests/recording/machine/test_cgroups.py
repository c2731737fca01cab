from __future__ import annotations

from pathlib import Path

import pytest

from tb_lifecycle.recording.machine.cgroups import Limits, read_limits


def limits(tmp_path: Path, membership: str, files: dict[str, str]) -> Limits:
    for name, content in files.items():
        file = tmp_path / "mount" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    (tmp_path / "membership").write_text(membership)
    return read_limits(tmp_path / "mount", tmp_path / "membership")


def test_version_2_takes_the_tightest_of_the_groups_above(tmp_path: Path) -> None:
    files = {
        "pod/cpu.max": "400000 100000\n",
        "pod/memory.max": "2000000000\n",
        "pod/run/cpu.max": "max 100000\n",
        "pod/run/memory.max": "3000000000\n",
    }
    assert limits(tmp_path, "0::/pod/run\n", files) == Limits(4.0, 2_000_000_000)


def test_version_2_in_a_container_of_its_own(tmp_path: Path) -> None:
    files = {"cpu.max": "150000 100000", "memory.max": "max"}
    assert limits(tmp_path, "0::/\n", files) == Limits(1.5, 0)
    assert limits(tmp_path, "0::/../..\n", files) == Limits(1.5, 0)


def test_version_1(tmp_path: Path) -> None:
    files = {
        "cpu,cpuacct/docker/x/cpu.cfs_quota_us": "250000\n",
        "cpu,cpuacct/docker/x/cpu.cfs_period_us": "100000\n",
        "cpu,cpuacct/cpu.cfs_quota_us": "-1\n",
        "cpu,cpuacct/cpu.cfs_period_us": "100000\n",
        "memory/docker/x/memory.limit_in_bytes": "1000000\n",
        "memory/memory.limit_in_bytes": "9223372036854771712\n",
    }
    assert limits(
        tmp_path, "4:cpu,cpuacct:/docker/x\n3:memory:/docker/x\n1:name=systemd:/\n", files
    ) == Limits(2.5, 1000000)


@pytest.mark.parametrize("membership", ["", "nonsense\n", "0::/nowhere\n"])
def test_no_limits(tmp_path: Path, membership: str) -> None:
    assert limits(tmp_path, membership, {}) == Limits(0.0, 0)
