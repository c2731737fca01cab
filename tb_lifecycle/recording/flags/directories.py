"""Which flag names the run's directory."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any

DIRECTORY_FLAGS = (
    "rundir", "run_dir", "logdir", "log_dir", "model_dir", "output_dir", "save_dir", "out_dir", "outdir",
    "work_dir", "workdir", "exp_dir", "logging_dir", "default_root_dir",
)  # fmt: skip
"""Flags that name a run's directory, the first one first."""

_READ_FROM = (
    "data_dir", "datadir", "dataset_dir", "data_path", "data_root", "data", "dataset", "input_dir",
    "root_dir", "cache_dir", "train_dir", "train_data_dir", "val_dir", "test_dir", "pretrained_dir",
    "checkpoint_dir", "model_name_or_path", "resume_from_checkpoint", "resume", "init_from", "pretrained",
    "restore_dir",
)  # fmt: skip
"""Flags that name what is read."""


def find_directory(flags: Mapping[str, Any]) -> str | None:
    """The run's directory as the flags name it, else Hydra's own; never one that another flag reads from."""
    read = {os.path.abspath(text) for name in _READ_FROM if (text := _path_text(flags.get(name)))}  # noqa: PTH100
    for name in DIRECTORY_FLAGS:
        text = _path_text(flags.get(name))
        if text and os.path.abspath(text) not in read:  # noqa: PTH100
            return text
    return _hydra_directory()


def _path_text(x: Any) -> str:
    try:
        return os.fsdecode(os.fspath(x)) if isinstance(x, (str, os.PathLike)) else ""
    except Exception:  # a path object that raises
        return ""


def _hydra_directory() -> str | None:
    """The directory that Hydra has made for this job; None where it runs none."""
    module = sys.modules.get("hydra.core.hydra_config")
    try:
        config = module.HydraConfig if module is not None else None
        if config is None or not config.initialized():
            return None
        return str(config.get().runtime.output_dir)
    except Exception:  # not set yet, or another version
        return None
