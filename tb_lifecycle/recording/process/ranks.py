"""Which process of a distributed training this is; only rank 0 writes the run."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

_RANK_AND_SIZE = (
    ("RANK", "WORLD_SIZE"),
    ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"),
    ("SLURM_PROCID", "SLURM_NTASKS"),
)


def rank_of_process(variables: Mapping[str, str] = os.environ) -> int:
    """This process's rank, 0 for a training of one process.

    From RANK (PyTorch), TF_CONFIG (TensorFlow), Open MPI's and Slurm's variables, or JAX if imported. A rank
    above 0 counts without a size too: two writers of one run would mix its curves.
    """
    for rank_name, size_name in _RANK_AND_SIZE:
        rank, size = _number(variables.get(rank_name)), _number(variables.get(size_name))
        if rank is not None and (rank + 1 if size is None else size) > 1:
            return rank
    from_tensorflow = _tensorflow_rank(variables.get("TF_CONFIG", ""))
    return _jax_rank() if from_tensorflow is None else from_tensorflow


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() else None


def _tensorflow_rank(text: str) -> int | None:
    """The place in the cluster: chief, then workers, as TensorFlow counts; None without a cluster of several.

    Source: TensorFlow's `tensorflow/python/distribute/multi_worker_util.py`, `id_in_cluster`.
    """
    if not text:
        return None
    import json

    try:
        config = json.loads(text)
        cluster, task = config.get("cluster", {}), config.get("task", {})
        kind, index = task.get("type", ""), int(task.get("index", 0))
        sizes = {name: len(hosts) for name, hosts in cluster.items()}
    except (ValueError, TypeError, AttributeError):
        return None  # not TensorFlow's: it would refuse it itself
    if kind == "evaluator" and kind not in sizes:  # runs beside the cluster
        return sum(sizes.values()) + index
    if sum(sizes.values()) < 2 or kind not in sizes:
        return None
    order = [*(name for name in ("chief", "master", "worker") if name in sizes)]
    order += sorted(set(sizes) - set(order))
    return sum(sizes[name] for name in order[: order.index(kind)]) + index


def _jax_rank() -> int:
    jax = sys.modules.get("jax")
    distributed = getattr(jax, "distributed", None)
    is_initialized = getattr(distributed, "is_initialized", None)
    if jax is None or is_initialized is None or not is_initialized():
        return 0  # asking a JAX that is not distributed would start its devices
    return int(jax.process_index())
