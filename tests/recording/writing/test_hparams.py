from __future__ import annotations

import math
from pathlib import Path

from tensorboard.plugins.hparams import api_pb2, plugin_data_pb2
from tensorboard.plugins.hparams import metadata as hparams_metadata

import tb_lifecycle
from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.recording.values import to_value
from tb_lifecycle.recording.writing import hparams
from tests.recording.runs_on_disk import count_records, read_hparams
from tests.recording.scripts import run_script

FLAGS = {"lr": 0.1, "epochs": 3, "warm": True, "model": "cnn", "layers": [1, [2.5, None]], "none": None}


def test_the_tags_are_those_that_tensorboard_reads() -> None:
    assert hparams.START_TAG == hparams_metadata.SESSION_START_INFO_TAG
    assert hparams.END_TAG == hparams_metadata.SESSION_END_INFO_TAG


def test_flags_that_the_tab_can_take() -> None:
    values = {name: to_value(value) for name, value in (FLAGS | {"bad": math.nan, "worse": math.inf}).items()}
    start = hparams.session_start(values, 12.0)
    info = hparams_metadata.parse_session_start_info_plugin_data(start.metadata.plugin_data.content)
    assert info.start_time_secs == 12.0
    kinds = {name: (value.WhichOneof("kind")) for name, value in info.hparams.items()}
    assert kinds == {
        "lr": "number_value", "epochs": "number_value", "warm": "bool_value", "model": "string_value",
        "layers": "string_value", "bad": "string_value", "worse": "string_value",
    }  # fmt: skip
    assert info.hparams["layers"].string_value == "[1, [2.5, None]]"


def test_how_a_session_ends() -> None:
    for status, expected in (
        (lifecycle_pb2.COMPLETED, "STATUS_SUCCESS"),
        (lifecycle_pb2.FAILED, "STATUS_FAILURE"),
    ):
        content = hparams.session_end(status, 9.0).metadata.plugin_data.content
        info = hparams_metadata.parse_session_end_info_plugin_data(content)
        assert api_pb2.Status.Name(info.status) == expected
        assert info.end_time_secs == 9.0


def test_flags_of_several_calls_are_in_the_one_session_record(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path / "r") as run:
        run.log_flags({"lr": 0.1})
        run.log_flags({"lr": 0.2, "opt": {"name": "adam"}})
        run.log_scalar("loss", 1.0, step=0)
        run.log_flags({"late": 1})
    info = hparams_metadata.parse_session_start_info_plugin_data(
        read_hparams(tmp_path / "r", hparams.START_TAG)
    )
    assert dict(info.hparams.items()).keys() == {"lr", "opt.name"}
    assert info.hparams["lr"].number_value == 0.2
    end = plugin_data_pb2.HParamsPluginData.FromString(read_hparams(tmp_path / "r", hparams.END_TAG))
    assert end.session_end_info.status == api_pb2.STATUS_SUCCESS


def test_flags_without_scalars_come_at_the_end(tmp_path: Path) -> None:
    done = run_script(
        tmp_path / "r", "import sys, tb_lifecycle\ntb_lifecycle.log_flags({'rundir': sys.argv[1]})"
    )
    assert done.returncode == 0, done.stderr
    assert count_records(tmp_path / "r", hparams.START_TAG) == 1


def test_without_flags_there_is_no_session(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path / "r") as run:
        run.log_scalar("loss", 1.0, step=0)
    assert count_records(tmp_path / "r", "_hparams_/") == 0


def test_a_restart_leaves_the_session_as_it_began(tmp_path: Path) -> None:
    for lr in (0.1, 0.2):
        with tb_lifecycle.start_run(tmp_path / "r") as run:
            run.log_flags({"lr": lr})
    assert count_records(tmp_path / "r", hparams.START_TAG) == 1
