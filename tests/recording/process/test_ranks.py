from __future__ import annotations

import json

import pytest

from tb_lifecycle.recording.process.ranks import rank_of_process


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
