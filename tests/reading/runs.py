"""Descriptions of runs, as the `run` route answers them."""

from __future__ import annotations

from typing import Any


def describe(run: str, **changes: Any) -> dict[str, Any]:
    """A completed run of a small model, with what the test changes."""
    return {
        "run": run,
        "status": "completed",
        "started": 1763967000.0,
        "duration": 90.0,
        "host": "gpu-1",
        "user": "ana",
        "command": {
            "argv": ["train.py"],
            "line": "python train.py",
            "entry": "train.py",
            "module": "",
            "directory": "/home/ana",
            "interpreter": "/usr/bin/python3",
        },
        "code": {
            "commit": "a41c" + "0" * 36,
            "branch": "main",
            "remote": "",
            "dirty": False,
            "patch": None,
            "files": [
                {"path": "train.py", "state": "", "digest": "sha256:11", "content": True},
                {"path": "model.py", "state": "", "digest": "sha256:22", "content": True},
            ],
        },
        "environment": {
            "python": "3.11.9",
            "packages": {"numpy": "2.1.0", "tensorflow": "2.18.0", "rich": "13.0.0"},
            "builds": {},
        },
        "hardware": {
            "cpu": "EPYC",
            "cores": 16,
            "memory": 64,
            "platform": "Linux",
            "gpus": [],
            "scheduler": {},
        },
        "flags": {"lr": 0.5, "model": "intro", "seed": 1, "epochs": 10, "rundir": f"runs/{run}"},
        "flag_details": {},
        "metrics": {"validation/accuracy": metric(0.92), "train/loss": metric(0.3)},
        "datasets": [dataset("train", "sha256:aaaaaaaa"), dataset("validation", "sha256:bbbbbbbb")],
        "exports": [],
        "notices": [],
        **changes,
    }


def metric(last: float, exact: bool = True) -> dict[str, Any]:
    return {"last": last, "step": 100, "exact": exact}


def dataset(split: str, digest: str | None) -> dict[str, Any]:
    return {"name": "digits", "split": split, "digest": digest}
