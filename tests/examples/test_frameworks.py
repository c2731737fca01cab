from __future__ import annotations

import importlib.util

from tests.examples.conftest import Runner


def test_keras_callback_becomes_the_runs_metrics(runner: Runner) -> None:
    runner.run("keras_fit.py", "keras", "--epochs", "3")
    assert runner.value("keras", "status") == "completed"
    for split in ("train", "validation"):
        assert runner.value("keras", f'metric["{split}/epoch_accuracy"] > 0.7') is True
    assert runner.value("keras", "export.export") is not None


def test_pytorch_needs_no_tensorflow(runner: Runner) -> None:
    """Where PyTorch is installed the example runs, and where it is not it says how to install it."""
    flags = ["--rundir", str(runner.logdir / "torch"), "--datadir", str(runner.datadir), "--epochs", "3"]
    done = runner.attempt("pytorch_mnist.py", *flags)
    if importlib.util.find_spec("torch") is None:
        assert done.returncode == 2
        assert done.stderr.strip().endswith("Install it: pip install torch")
        return
    assert done.returncode == 0, done.stderr
    assert runner.value("torch", 'metric["validation/accuracy"] > 0.7') is True
    assert runner.value("torch", 'export["weights.pt"]') is not None
