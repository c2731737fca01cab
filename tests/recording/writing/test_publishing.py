from __future__ import annotations

from pathlib import Path

import tb_lifecycle
from tb_lifecycle.format import metadata
from tests.recording.runs_on_disk import count_records, read_details, read_run, read_tags


def test_many_changes_in_a_row_are_few_records(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path) as run:
        for i in range(300):
            run.log_flags({f"flag{i}": i})
    assert count_records(tmp_path, metadata.RUN_TAG) < 40
    assert count_records(tmp_path, metadata.DETAILS_TAG) < 10
    assert len(read_run(tmp_path).flags) == 300


def test_a_single_change_is_on_disk_when_the_call_returns(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path) as run:
        assert read_run(tmp_path).incarnation == 1
        run.log_flags({"lr": 0.5})
        assert read_run(tmp_path).flags["lr"].number == 0.5


def test_changes_that_wait_are_written_without_another_call(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path) as run:
        for i in range(30):
            run.log_flags({"i": i})
        while not count_records(tmp_path, metadata.DETAILS_TAG):
            pass  # pytest's own limit ends this
        while read_run(tmp_path).flags["i"].integer < 29 or not read_details(tmp_path).hardware.cores:
            pass


def test_an_ordinary_run_has_four_lifecycle_series(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path) as run:
        run.log_flags({"lr": 0.5})
        run.log_scalar("loss", 1.0, 0)
    tags = read_tags(tmp_path)
    assert sorted(tags["tensors"]) == [
        "_hparams_/session_end_info", "_hparams_/session_start_info", "lifecycle/details", "lifecycle/run",
    ]  # fmt: skip
    assert tags["scalars"] == ["loss"]
