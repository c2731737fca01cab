from __future__ import annotations

import json
from pathlib import Path

import pytest

from tb_lifecycle.recording.process.ranks import rank_of_process
from tests.recording.scripts import start_script


def tf_config(kind: str, index: int, **sizes: int) -> dict[str, str]:
    cluster = {name: [f"{name}{i}:1" for i in range(size)] for name, size in sizes.items()}
    return {"TF_CONFIG": json.dumps({"cluster": cluster, "task": {"type": kind, "index": index}})}


@pytest.mark.parametrize(
    ("variables", "rank"),
    [
        ({}, 0),
        ({"RANK": "2", "WORLD_SIZE": "4"}, 2),
        ({"RANK": "0", "WORLD_SIZE": "4"}, 0),
        ({"RANK": "2"}, 2),
        ({"RANK": "0"}, 0),
        ({"SLURM_PROCID": "1"}, 1),
        ({"RANK": "2", "WORLD_SIZE": "1"}, 0),
        ({"RANK": "0", "WORLD_SIZE": "1"}, 0),
        ({"RANK": "silver", "WORLD_SIZE": "4"}, 0),
        ({"OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "2"}, 1),
        ({"SLURM_PROCID": "3", "SLURM_NTASKS": "8"}, 3),
        ({"SLURM_PROCID": "3", "SLURM_NTASKS": "1"}, 0),
        ({"PMI_RANK": "1", "PMI_SIZE": "2"}, 1),
        ({"PMI_RANK": "0", "PMI_SIZE": "2"}, 0),
        ({"PMIX_RANK": "2"}, 2),
        ({"MV2_COMM_WORLD_RANK": "1", "MV2_COMM_WORLD_SIZE": "2"}, 1),
        ({"MVP_COMM_WORLD_RANK": "1", "MVP_COMM_WORLD_SIZE": "2"}, 1),
        ({"HOROVOD_RANK": "3", "HOROVOD_SIZE": "4"}, 3),
        ({"PALS_RANKID": "1", "PALS_SIZE": "2"}, 1),
        ({"ALPS_APP_PE": "1"}, 1),
        ({"JSM_NAMESPACE_RANK": "1", "JSM_NAMESPACE_SIZE": "2"}, 1),
        ({"FLUX_TASK_RANK": "1", "FLUX_JOB_SIZE": "2"}, 1),
        ({"JAX_PROCESS_ID": "1", "JAX_NUM_PROCESSES": "2"}, 1),
        ({"TPU_WORKER_ID": "1", "TPU_WORKER_HOSTNAMES": "a,b"}, 1),
        ({"TPU_WORKER_ID": "1", "TPU_WORKER_HOSTNAMES": "a"}, 0),
        ({"LOCAL_RANK": "1", "NODE_RANK": "0", "WORLD_SIZE": "2"}, 1),  # Lightning's second process
        ({"LOCAL_RANK": "0", "NODE_RANK": "1", "WORLD_SIZE": "4"}, 2),
        ({"LOCAL_RANK": "1", "NODE_RANK": "2", "WORLD_SIZE": "8", "LOCAL_WORLD_SIZE": "2"}, 5),
        ({"LOCAL_RANK": "1"}, 0),
        ({"RANK": "1", "WORLD_SIZE": "2", "SLURM_PROCID": "0", "SLURM_NTASKS": "2"}, 1),
        (tf_config("worker", 0, worker=2), 0),
        (tf_config("worker", 1, worker=2), 1),
        (tf_config("chief", 0, chief=1, worker=2), 0),
        (tf_config("worker", 0, chief=1, worker=2), 1),
        (tf_config("ps", 0, chief=1, worker=2, ps=1), 3),
        (tf_config("evaluator", 0, chief=1, worker=2), 3),
        (tf_config("worker", 0, worker=1), 0),
        ({"TF_CONFIG": "not json"}, 0),
        ({"TF_CONFIG": "[]"}, 0),
        ({"TF_CONFIG": '{"task": {"type": "worker", "index": 1}}'}, 0),
    ],
)
def test_rank(variables: dict[str, str], rank: int) -> None:
    assert rank_of_process(variables) == rank


TORCH = """
import sys, torch.distributed as dist
from tb_lifecycle.recording.process.ranks import rank_of_process
dist.init_process_group("gloo", init_method="file://" + sys.argv[1], rank=int(sys.argv[2]), world_size=2)
print(rank_of_process({}))
dist.barrier()
"""


@pytest.mark.framework
def test_the_rank_that_torch_knows_where_no_variable_says_it(tmp_path: Path) -> None:
    ranks = [start_script(tmp_path / "store", TORCH, str(rank)) for rank in range(2)]
    assert [process.communicate(timeout=120)[0] for process in ranks] == ["0\n", "1\n"]
