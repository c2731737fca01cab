"""Which process of a distributed training this is; only rank 0 writes the run."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any

# Of launchers, the more particular ones first; no size where a launcher gives none.
_RANK_AND_SIZE = (
    ("RANK", "WORLD_SIZE"),  # torchrun, DeepSpeed, Accelerate, Ray
    ("HOROVOD_RANK", "HOROVOD_SIZE"),
    ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"),  # Open MPI
    ("MV2_COMM_WORLD_RANK", "MV2_COMM_WORLD_SIZE"),  # MVAPICH 2
    ("MVP_COMM_WORLD_RANK", "MVP_COMM_WORLD_SIZE"),  # MVAPICH 3 and later
    ("PMI_RANK", "PMI_SIZE"),  # MPICH, Intel MPI, Microsoft MPI, Cray
    ("PMIX_RANK", ""),
    ("PALS_RANKID", "PALS_SIZE"),  # HPE Cray
    ("ALPS_APP_PE", ""),  # older Cray
    ("JSM_NAMESPACE_RANK", "JSM_NAMESPACE_SIZE"),  # IBM Spectrum LSF
    ("FLUX_TASK_RANK", "FLUX_JOB_SIZE"),
    ("JAX_PROCESS_ID", "JAX_NUM_PROCESSES"),
    ("SLURM_PROCID", "SLURM_NTASKS"),
)


def rank_of_process(variables: Mapping[str, str] = os.environ) -> int:
    """This process's rank, 0 for a training of one process.

    From a launcher's variables, TF_CONFIG (TensorFlow), or a library that is imported and knows. A rank above
    0 counts without a size too: two writers of one run would mix its curves.
    """
    for rank_name, size_name in _RANK_AND_SIZE:
        rank = _number(variables.get(rank_name))
        if rank is None:
            continue
        size = _number(variables.get(size_name))
        if (rank + 1 if size is None else size) > 1:
            return rank
    for find in (_local_rank, _tensorflow_rank, _tpu_rank):
        if (found := find(variables)) is not None:
            return found
    return _rank_of_libraries()


def _local_rank(variables: Mapping[str, str]) -> int | None:
    """The rank of a process that knows its node and its place there: Lightning starts the other ones so.

    Without the number of processes a node, nodes are taken to have as many as there would be on two.
    """
    local, size = _number(variables.get("LOCAL_RANK")), _number(variables.get("WORLD_SIZE"))
    if local is None or size is None or size < 2:
        return None
    node = _number(variables.get("NODE_RANK") or variables.get("GROUP_RANK")) or 0
    nodes = _number(variables.get("NNODES") or variables.get("GROUP_WORLD_SIZE")) or node + 1
    return node * (_number(variables.get("LOCAL_WORLD_SIZE")) or max(1, size // nodes)) + local


def _tpu_rank(variables: Mapping[str, str]) -> int | None:
    """The worker of a TPU slice; None on one host."""
    hosts = variables.get("TPU_WORKER_HOSTNAMES", "").split(",")
    worker = _number(variables.get("TPU_WORKER_ID") or variables.get("CLOUD_TPU_TASK_ID"))
    return worker if len(hosts) > 1 else None


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() else None


def _tensorflow_rank(variables: Mapping[str, str]) -> int | None:
    """The place in the cluster: chief, then workers, as TensorFlow counts; None without a cluster of several.

    Source: TensorFlow's `tensorflow/python/distribute/multi_worker_util.py`, `id_in_cluster`.
    """
    text = variables.get("TF_CONFIG", "")
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


def _rank_of_libraries() -> int:
    """The rank by a library that is imported and initialized; asking one that is not would start it."""
    torch: Any = sys.modules.get("torch.distributed")
    if getattr(torch, "is_initialized", bool)():
        return int(torch.get_rank())
    return _jax_rank()


def _jax_rank() -> int:
    jax = sys.modules.get("jax")
    distributed = getattr(jax, "distributed", None)
    is_initialized = getattr(distributed, "is_initialized", None)
    if jax is None or is_initialized is None or not is_initialized():
        return 0  # asking a JAX that is not distributed would start its devices
    return int(jax.process_index())
