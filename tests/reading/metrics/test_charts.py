from __future__ import annotations

import pytest

from tb_lifecycle.reading.metrics.charts import epoch_metric, first_charts


@pytest.mark.parametrize(
    ("names", "main", "drawn"),
    [
        ([], None, []),
        (["loss"], None, ["loss"]),
        (["b", "a"], None, ["b", "a"]),
        (
            ["val_accuracy", "train/accuracy", "train/loss", "val_loss"],
            "val_accuracy",
            ["val_accuracy", "val_loss", "train/accuracy", "train/loss"],
        ),
        (["train/accuracy", "loss"], "train/accuracy", ["train/accuracy", "loss"]),
        # The same figure on other data is no companion where another figure of the same data is there.
        (["val/acc", "acc", "test/acc", "val/f1"], "val/acc", ["val/acc", "val/f1", "acc", "test/acc"]),
        (["acc", "epoch", "train/global_step", "loss"], "acc", ["acc", "loss"]),
        (["acc", "Epochs", "step"], "acc", ["acc", "Epochs"]),
        (["acc", *"abcdef"], "acc", ["acc", "a", "b", "c"]),
    ],
)
def test_which_are_drawn_first(names: list[str], main: str | None, drawn: list[str]) -> None:
    assert first_charts(names, main) == drawn


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["loss", "train/epoch"], "train/epoch"),
        (["train/epoch", "epoch"], "epoch"),
        (["loss", "Epochs"], "Epochs"),
        (["epoch_loss", "epochal", "step"], None),
    ],
)
def test_the_metric_that_counts_epochs(names: list[str], found: str | None) -> None:
    assert epoch_metric(names) == found
