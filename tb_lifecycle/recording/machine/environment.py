"""The software around a run: Python, packages, builds of the frameworks, the
variables that change results."""

from __future__ import annotations

import contextlib
import fnmatch
import hashlib
import os
import platform
from pathlib import Path

from tb_lifecycle.format.lifecycle_pb2 import Environment
from tb_lifecycle.recording.code.installed import is_installed
from tb_lifecycle.recording.machine.builds import read_builds
from tb_lifecycle.recording.machine.packages import read_packages
from tb_lifecycle.recording.machine.seeds import read_seeds
from tb_lifecycle.recording.redaction.redactor import Redactor

ORIGIN_VARIABLE = "TB_LIFECYCLE_ORIGIN"
"""Names the run that this one repeats."""

VARIABLES = (
    ORIGIN_VARIABLE, "CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES", "CUDA_LAUNCH_BLOCKING",
    "CUDA_DEVICE_ORDER", "CUBLAS_*",
    # TensorFlow's own: TF_VAR_* and others are Terraform's.
    "TF_CONFIG", "TF_CPP_*", "TF_DETERMINISTIC_OPS", "TF_CUDNN_*", "TF_ENABLE_*", "TF_XLA_FLAGS",
    "TF_FORCE_*", "TF_GPU_*", "TF_NUM_*", "TF_USE_*", "TF_DISABLE_*", "TF_AUTO_*",
    "OMP_*", "MKL_*", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS", "KMP_*", "NCCL_*", "XLA_*",
    "JAX_*", "KERAS_*", "TORCH_*", "PYTORCH_*", "HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE",
    "TOKENIZERS_PARALLELISM", "PYTHONHASHSEED", "PYTHONPATH", "PYTHONOPTIMIZE", "LD_PRELOAD",
    "LD_LIBRARY_PATH", "CONDA_DEFAULT_ENV", "VIRTUAL_ENV", "RANK", "WORLD_SIZE", "LOCAL_RANK", "MASTER_ADDR",
    "LANG", "LC_ALL", "TZ", "SLURM_CPUS_*", "SLURM_GPUS*", "SLURM_MEM*", "SLURM_N*",
)  # fmt: skip
"""Names of the variables that are recorded; `*` stands for any characters. No other variable is."""

LOCK_FILES = (
    "uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pixi.lock", "conda-lock.yml", "pylock.toml",
    "requirements.lock", "requirements.txt", "environment.yml",
)  # fmt: skip

_LONGEST_VARIABLE = 1024
_MOST_VARIABLES = 100
_HIGHEST = 6


def capture_environment(redactor: Redactor, entry: Path | None = None) -> Environment:
    """Reads the software around the run. Imports no framework: what the script has not imported
    is read from disk.

    Args:
      redactor: removes secrets.
      entry: the file that the process runs; None where it runs none.
    """
    packages = read_packages()
    return Environment(
        python=platform.python_version(),
        implementation=platform.python_implementation(),
        packages=packages.versions,
        editable=packages.editable,
        direct={name: redactor.text("environment", name, url) for name, url in packages.direct.items()},
        lock_file=_lock_file(entry),
        builds=read_builds(packages.versions),
        variables=_variables(redactor),
        seeds=read_seeds(),
    )


def _variables(redactor: Redactor) -> dict[str, str]:
    names = [
        name for name in sorted(os.environ) if any(fnmatch.fnmatchcase(name, known) for known in VARIABLES)
    ]
    found = {}
    for name in names[:_MOST_VARIABLES]:
        value = os.environ[name].encode("utf-8", "replace").decode()
        found[name] = str(redactor.value("environment", name, value))[:_LONGEST_VARIABLE]
    return found


def _lock_file(entry: Path | None) -> str:
    """Name and digest of the lock file beside the project: `uv.lock sha256:…`; empty without one."""
    for directory in _project_directories(entry):
        for name in LOCK_FILES:
            path = directory / name
            if path.is_file():
                return f"{name} sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    return ""


def _project_directories(script: Path | None) -> list[Path]:
    """The script's and the working directory, and those above them up to the repository's."""
    starts = [script.parent] if script is not None and not is_installed(script) else []
    with contextlib.suppress(FileNotFoundError):
        starts.append(Path.cwd())
    found: dict[Path, None] = {}
    for start in starts:
        for directory in [start, *start.parents][:_HIGHEST]:
            found[directory] = None
            if (directory / ".git").exists():
                break
    return list(found)
