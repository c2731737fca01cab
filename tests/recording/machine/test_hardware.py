from __future__ import annotations

import os
import platform
from pathlib import Path

import pytest

from tb_lifecycle.recording.machine import hardware
from tb_lifecycle.recording.machine.hardware import capture_hardware, read_gpus


def test_this_machine() -> None:
    found = capture_hardware()
    assert found.cpu
    assert found.cores == os.cpu_count()
    assert 1 <= found.usable_cores <= found.cores
    assert found.memory > 100_000_000
    assert found.platform == platform.platform()


def test_affinity_bounds_the_usable_cores() -> None:
    before = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(before)})
        assert capture_hardware().usable_cores == 1
    finally:
        os.sched_setaffinity(0, before)


@pytest.mark.parametrize(("quota", "usable"), [(0.0, 8), (0.5, 1), (2.5, 3), (16.0, 8)])
def test_a_quota_is_rounded_up(quota: float, usable: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)))
    assert hardware._usable(8, quota) == usable


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("processor\t: 0\nmodel name\t: Intel(R)  Xeon(R)\ncpu MHz\t: 1\n", "Intel(R) Xeon(R)"),
        ("processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n", "ARM implementer 0x41 part 0xd0c"),
        ("", ""),
    ],
)
def test_the_processor_s_name(text: str, name: str) -> None:
    assert hardware._linux_cpu(text) == name


def put_nvidia_smi(directory: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = directory / "nvidia-smi"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{directory}:/usr/bin:/bin")


def test_graphics_cards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "NVIDIA H100 80GB HBM3, 81559, 555.42.06\\nNVIDIA Thing, [N/A], 555.42.06\\nnonsense\\n"
    put_nvidia_smi(tmp_path, f"printf '{lines}'", monkeypatch)
    found = [(gpu.name, gpu.memory, gpu.driver) for gpu in read_gpus()]
    assert found == [
        ("NVIDIA H100 80GB HBM3", 81559 * 1024 * 1024, "555.42.06"),
        ("NVIDIA Thing", 0, "555.42.06"),
    ]


def test_nvidia_smi_that_fails_or_hangs_or_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_nvidia_smi(tmp_path, "echo 'no devices'; exit 9", monkeypatch)
    assert read_gpus() == []
    put_nvidia_smi(tmp_path, "exec sleep 60", monkeypatch)
    monkeypatch.setattr(hardware, "_GPU_TIMEOUT", 0.2)
    assert read_gpus() == []
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    assert read_gpus() == []


def test_scheduler_and_container(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLURM_JOB_ID", "SLURM_ARRAY_TASK_ID"):
        monkeypatch.setenv(name, "7")
    found = capture_hardware()
    assert found.scheduler["SLURM_JOB_ID"] == "7"
    assert found.scheduler["SLURM_ARRAY_TASK_ID"] == "7"
    monkeypatch.setenv("KUBERNETES_SERVICE_HOST", "10.0.0.1")
    found = capture_hardware()
    assert found.container == "kubernetes"
    assert found.scheduler["POD_NAME"] == platform.node()
