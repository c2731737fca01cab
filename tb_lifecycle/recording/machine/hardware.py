"""The machine a run is on: processor, memory, graphics cards, the container and scheduler around it."""

from __future__ import annotations

import contextlib
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tb_lifecycle.format.lifecycle_pb2 import Gpu, Hardware
from tb_lifecycle.recording.machine.cgroups import read_limits

_GPU_TIMEOUT = 10.0
_SCHEDULER = (
    "SLURM_JOB_ID", "SLURM_JOB_NAME", "SLURM_ARRAY_JOB_ID", "SLURM_ARRAY_TASK_ID", "SLURM_JOB_PARTITION",
    "SLURM_JOB_NODELIST", "SLURM_NTASKS", "SLURM_PROCID", "SLURM_CLUSTER_NAME", "PBS_JOBID", "LSB_JOBID",
    "FLUX_JOB_ID", "COBALT_JOBID", "OAR_JOB_ID", "AWS_BATCH_JOB_ID", "CLOUD_ML_JOB_ID", "TRAINING_JOB_NAME",
    "KUBERNETES_NODE_NAME", "KUBERNETES_POD_NAME", "POD_NAME", "POD_NAMESPACE", "NODE_NAME",
    "JOB_COMPLETION_INDEX",
)  # fmt: skip
_NAMESPACE = Path("/var/run/secrets/kubernetes.io/serviceaccount/namespace")


def capture_hardware() -> Hardware:
    """Reads the machine. What cannot be found out stays empty or 0."""
    limits = read_limits()
    cores = os.cpu_count() or 0
    return Hardware(
        cpu=_cpu(),
        cores=cores,
        usable_cores=_usable(cores, limits.cores),
        memory=_memory(),
        memory_limit=limits.memory,
        platform=platform.platform(),
        gpus=read_gpus(),
        container=_container(),
        scheduler=_scheduler(),
    )


def read_gpus() -> list[Gpu]:
    """Reads the NVIDIA cards from nvidia-smi; none where it is missing, fails, or takes too long."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return []
    query = [program, "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader,nounits"]
    try:
        done = subprocess.run(
            query, capture_output=True, text=True, timeout=_GPU_TIMEOUT, check=True, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError):
        return []
    return [gpu for line in done.stdout.splitlines() if (gpu := _parse_gpu(line)) is not None]


def _parse_gpu(line: str) -> Gpu | None:
    fields = [field.strip() for field in line.split(",")]
    if len(fields) != 3:
        return None
    mebibytes = int(fields[1]) if fields[1].isdecimal() else 0
    return Gpu(name=fields[0], memory=mebibytes * 1024 * 1024, driver=fields[2])


def _cpu() -> str:
    if sys.platform == "linux":
        return _linux_cpu(_read(Path("/proc/cpuinfo"))) or platform.processor() or platform.machine()
    if sys.platform == "darwin":
        return _sysctl("machdep.cpu.brand_string") or platform.processor()
    return platform.processor() or platform.machine()


def _linux_cpu(text: str) -> str:
    """The model's name; on ARM, which has none, the implementer's and the part's number."""
    named = re.search(r"^(?:model name|Model|cpu model)\s*:\s*(.+)$", text, re.MULTILINE)
    if named:
        return " ".join(named[1].split())
    implementer = re.search(r"^CPU implementer\s*:\s*(\S+)$", text, re.MULTILINE)
    part = re.search(r"^CPU part\s*:\s*(\S+)$", text, re.MULTILINE)
    return f"ARM implementer {implementer[1]} part {part[1]}" if implementer and part else ""


def _usable(cores: int, quota: float) -> int:
    """Cores that the process may use: its affinity, its control group's quota rounded up."""
    usable = cores
    if sys.platform == "linux":
        usable = len(os.sched_getaffinity(0))
    return max(1, min(usable, -int(-quota // 1))) if quota else usable


def _memory() -> int:
    if sys.platform == "darwin":
        return int(_sysctl("hw.memsize") or 0)
    if hasattr(os, "sysconf"):
        with contextlib.suppress(ValueError, OSError):
            return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return 0


def _sysctl(name: str) -> str:
    try:
        done = subprocess.run(
            ["/usr/sbin/sysctl", "-n", name], capture_output=True, text=True, timeout=5, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


def _container() -> str:
    """What kind of container the process is in, as far as the container says so."""
    if "KUBERNETES_SERVICE_HOST" in os.environ:
        return "kubernetes"
    if Path("/.dockerenv").exists():
        return "docker"
    if Path("/run/.containerenv").exists():
        return "podman"
    for name, variable in (("apptainer", "APPTAINER_CONTAINER"), ("singularity", "SINGULARITY_CONTAINER")):
        if variable in os.environ:
            return name
    return os.environ.get("container", "")  # noqa: SIM112


def _scheduler() -> dict[str, str]:
    found = {name: os.environ[name][:256] for name in _SCHEDULER if os.environ.get(name)}
    if "JOB_ID" in os.environ and "SGE_ROOT" in os.environ:
        found["JOB_ID"] = os.environ["JOB_ID"]
    if "KUBERNETES_SERVICE_HOST" in os.environ:
        found.setdefault("POD_NAME", platform.node())
        namespace = _read(_NAMESPACE).strip()
        if namespace:
            found.setdefault("POD_NAMESPACE", namespace)
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
