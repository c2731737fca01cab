from __future__ import annotations

from pathlib import Path

import pytest

import tb_lifecycle
from tb_lifecycle.reading.table import figure_sources
from tests.logdirs import START, EventFile, make_record


def write(logdir: Path) -> Path:
    for name, lr in {"a": 0.1, "b": 0.001}.items():
        EventFile(logdir / name).run(make_record(flags={"lr": lr}, metrics={"accuracy": [lr]}), START + 9)
        EventFile(logdir / name / "train").scalars("accuracy", [0.5, 0.95, 0.92])
    return logdir


def test_the_example_of_the_contract(tmp_path: Path) -> None:
    table = tb_lifecycle.load_runs(str(write(tmp_path)))
    chosen = table.where('flag.lr < 0.01 and metric["train/accuracy"] > 0.9').sort("-metric.accuracy")
    assert list(chosen.to_pandas().index) == ["b"]


def test_curves_are_read_when_they_are_asked_for(tmp_path: Path) -> None:
    table = tb_lifecycle.load_runs(write(tmp_path)).sort("name")
    assert table.column('max(metric["train/accuracy"])') == [0.95, 0.95]
    assert table.where('max(metric["train/accuracy"]) > 0.94').names == ["a", "b"]


def test_curves_are_found_from_another_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "runs")
    monkeypatch.chdir(tmp_path)
    table = tb_lifecycle.load_runs("runs").sort("name")
    monkeypatch.chdir("/")
    assert table.column('max(metric["train/accuracy"])') == [0.95, 0.95]


def test_exact_figures_are_read_when_the_table_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    EventFile(tmp_path / "r").scalars("loss", [0.5] * 700 + [9.0] + [0.25] * 2299)
    monkeypatch.setattr(figure_sources, "_READ_UNASKED", 1000)  # bytes
    assert not tb_lifecycle.load_runs(tmp_path).select("mean(loss)")[0].exact
    (mean,) = tb_lifecycle.load_runs(tmp_path, exact=True).select("mean(loss)")
    assert (mean.values, mean.exact) == ([(0.5 * 700 + 9.0 + 0.25 * 2299) / 3000], True)


def test_a_path_is_taken(tmp_path: Path) -> None:
    assert tb_lifecycle.load_runs(write(tmp_path)).sort("name").names == ["a", "b"]


def test_a_logdir_that_is_not_there() -> None:
    with pytest.raises(tb_lifecycle.LogdirError, match="There is no directory nowhere"):
        tb_lifecycle.load_runs("nowhere")


POINTER = "version https://git-lfs.github.com/spec/v1"


def test_what_cannot_be_shown_is_a_warning_and_stays_with_the_table(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "pointer").mkdir()
    (tmp_path / "pointer" / "events.out.tfevents.1").write_text(POINTER)
    with pytest.warns(tb_lifecycle.LifecycleWarning, match="is a pointer to a file") as caught:
        table = tb_lifecycle.load_runs(tmp_path)
    assert Path(caught[0].filename).name == "test_load_runs.py"
    assert [str(warning.message) for warning in caught] == list(table.notices)
    assert table.where("flag.lr < 0.01").sort("name").limit(1).notices == table.notices


def test_reading_ends_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = tmp_path / "server"
    server.write_text("#!/bin/sh\nexec sleep 600\n")
    server.chmod(0o755)
    monkeypatch.setenv("TENSORBOARD_DATA_SERVER_BINARY", str(server))
    with pytest.raises(tb_lifecycle.LogdirError, match="could not be read in time"):
        tb_lifecycle.load_runs(write(tmp_path / "runs"), timeout=0.3)
