from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.format.event_reading import read_last_records
from tests.examples.conftest import EXAMPLES, Runner


@pytest.fixture(scope="module")
def trained(runner: Runner) -> Runner:
    """Both TensorFlow 2 models, trained with their own defaults."""
    runner.run("mnist_intro.py", "intro")
    runner.run("mnist_expert.py", "expert")
    return runner


def _export(run: Path) -> lifecycle_pb2.Export:
    details = read_last_records(run).details
    assert details is not None
    assert len(details.exports) == 1
    return details.exports[0]


def test_the_network_beats_the_regression(trained: Runner) -> None:
    intro, expert = (trained.value(name, 'metric["validation/accuracy"]') for name in ("intro", "expert"))
    assert isinstance(intro, float)
    assert isinstance(expert, float)
    assert 0.93 < intro < 0.98 < expert
    assert trained.value("expert", 'metric["test/accuracy"] > 0.98') is True


@pytest.mark.parametrize("name", ["intro", "expert"])
def test_a_model_has_every_stage_but_serving(trained: Runner, name: str) -> None:
    for stage in ("code", "prepare", "train", "compare"):
        assert trained.value(name, f"stage.{stage}") == "recorded"
    assert trained.value(name, "stage.serve") == "partial"
    assert trained.value(name, "status") == "completed"


@pytest.mark.parametrize("name", ["intro", "expert"])
def test_curves_begin_before_the_first_step(trained: Runner, name: str) -> None:
    for split in ("train", "validation"):
        assert trained.value(name, f'first(metric["{split}/accuracy"]) < 0.3') is True
        assert trained.value(name, f'first(metric["{split}/loss"]) > 2') is True
        assert trained.value(name, f'metric["{split}/loss"] < 0.3') is True


@pytest.mark.parametrize("name", ["intro", "expert"])
def test_the_data_is_what_prepare_made(trained: Runner, name: str) -> None:
    for split in ("train", "validation", "test"):
        made = trained.value("prepare", f'export["digits-{split}.npz"]')
        assert made is not None
        assert trained.value(name, f'dataset["digits/{split}"]') == made


@pytest.mark.parametrize("name", ["intro", "expert"])
def test_the_export_can_be_served(trained: Runner, name: str) -> None:
    export = _export(trained.logdir / name)
    assert (export.name, export.format) == ("export", "SavedModel")
    signature = next(s for s in export.signatures if s.name == "serving_default")
    assert [(field.name, list(field.shape)) for field in signature.inputs] == [("images", [-1, 64])]
    assert [(field.name, list(field.shape)) for field in signature.outputs] == [("scores", [-1, 10])]


@pytest.mark.parametrize("name", ["intro", "expert"])
def test_the_graph_is_there(trained: Runner, name: str) -> None:
    assert trained.has_graph(f"{name}/train")


def test_the_same_seed_gives_the_same_figures(runner: Runner) -> None:
    for name in ("once", "twice"):
        runner.run("mnist_expert.py", name, "--epochs", "1", "--seed", "7")
    once, twice = (runner.value(name, 'metric["validation/loss"]') for name in ("once", "twice"))
    assert once == twice


def test_tensorflow_1_code_needs_one_line(runner: Runner) -> None:
    lines = (EXAMPLES / "mnist_intro_tf1.py").read_text(encoding="utf-8").splitlines()
    calls = [line.strip() for line in lines if "tb_lifecycle." in line and not line.strip().startswith("#")]
    assert calls == ["tb_lifecycle.log_flags(FLAGS)"]
    runner.run("mnist_intro_tf1.py", "tf1", "--epochs", "3", "--lr", "0.25")
    assert runner.value("tf1", "flag.lr") == 0.25
    assert runner.value("tf1", "status") == "completed"
    assert runner.value("tf1", "stage.code") == "recorded"
    assert runner.value("tf1", 'metric["train/accuracy"] > 0.8') is True
    assert runner.value("tf1", 'metric["validation/accuracy"] > 0.8') is True
    assert runner.has_graph("tf1/train")
    assert (runner.logdir / "tf1" / "model" / "export" / "saved_model.pb").is_file()


def test_training_prepares_the_data_itself_where_nobody_did(runner: Runner, tmp_path: Path) -> None:
    flags = ["--rundir", str(tmp_path / "run"), "--datadir", str(tmp_path / "data"), "--epochs", "1"]
    done = runner.attempt("mnist_intro.py", *flags)
    assert done.returncode == 0, done.stderr
    assert "No prepared digits" in done.stdout
    for split in ("train", "validation", "test"):
        ours, prepared = (root / f"digits-{split}.npz" for root in (tmp_path / "data", runner.datadir))
        assert ours.read_bytes() == prepared.read_bytes()


@pytest.mark.parametrize("script", ["mnist_intro.py", "mnist_expert.py"])
def test_images_of_full_mnists_size_fit(runner: Runner, tmp_path: Path, script: str) -> None:
    rng = np.random.default_rng(1)
    for split in ("train", "validation", "test"):
        images = rng.random([20, 28 * 28], dtype=np.float32)
        np.savez(tmp_path / f"mnist-{split}.npz", images=images, labels=rng.integers(0, 10, 20))
    flags = [
        "--data",
        "mnist",
        "--datadir",
        str(tmp_path),
        "--rundir",
        str(tmp_path / "run"),
        "--epochs",
        "1",
    ]
    done = runner.attempt(script, *flags)
    assert done.returncode == 0, done.stderr
    signature = next(s for s in _export(tmp_path / "run").signatures if s.name == "serving_default")
    assert list(signature.inputs[0].shape) == [-1, 784]


def test_every_image_is_in_one_split(runner: Runner) -> None:
    parts = [np.load(runner.datadir / f"digits-{split}.npz") for split in ("train", "validation", "test")]
    with parts[0], parts[1], parts[2]:
        assert [len(part["labels"]) for part in parts] == [1259, 269, 269]
        assert all(set(part["labels"]) == set(range(10)) for part in parts)
        assert parts[0]["images"].min() == 0
        assert parts[0]["images"].max() == 1
