import pytest

from tb_lifecycle.reading.metrics.splits import Measured, measured, split_named


@pytest.mark.parametrize(
    ("metric", "split", "figure"),
    [
        ("train/accuracy", "train", "accuracy"),
        ("val_loss", "validation", "loss"),
        ("epoch_val_loss", "validation", "epoch_loss"),
        ("loss/test", "test", "loss"),
        ("Loss/Valid", "validation", "Loss"),
        ("valLoss", "validation", "Loss"),
        ("dev-f1", "validation", "f1"),
        ("eval/head/loss", "evaluation", "head/loss"),
        ("head/train/loss", "train", "head/loss"),
        ("val acc/top", "validation", "acc/top"),
        ("holdout.auc", "test", "auc"),
        ("training loss", "train", "loss"),
        ("value_loss", None, "value_loss"),
        ("latest/loss", None, "latest/loss"),
        ("trainable_parameters", None, "trainable_parameters"),
        ("device/loss", None, "device/loss"),
        ("train", None, "train"),
        ("layer1/loss", None, "layer1/loss"),
        ("", None, ""),
    ],
)
def test_the_split_is_taken_out_of_a_name(metric: str, split: str | None, figure: str) -> None:
    assert measured(metric) == Measured(split, figure)  # type: ignore[arg-type]


def test_words_that_name_a_split() -> None:
    assert [split_named(word) for word in ("Val", "holdout", "eval", "digits", "")] == [
        *("validation", "test", "evaluation", None, None)
    ]
