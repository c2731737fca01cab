from collections.abc import Sequence

import pytest

from tb_lifecycle.reading.metrics.headline import main_first, main_metric, main_of, ranked


@pytest.mark.parametrize(
    ("names", "main"),
    [
        (["train/accuracy", "validation/accuracy", "loss"], "validation/accuracy"),
        (["val_loss", "train_acc"], "val_loss"),
        (["test/accuracy", "eval/accuracy"], "eval/accuracy"),
        (["test/accuracy", "valid/accuracy"], "valid/accuracy"),
        (["eval/accuracy", "validation/accuracy"], "validation/accuracy"),
        (["train/r2", "ndcg_at_10"], "ndcg_at_10"),
        (["test/accuracy", "validation/loss"], "validation/loss"),
        (["validation/loss", "validation/f1", "accuracy"], "validation/f1"),
        (["validation/loss", "validation/ssim"], "validation/ssim"),
        (["loss", "reward"], "reward"),
        (["loss", "dice"], "dice"),
        (["val_auc", "val_accuracy"], "val_accuracy"),
        (["rmse", "r2"], "r2"),
        (["rmse", "loss"], "rmse"),
        (["train/loss", "ndcg"], "ndcg"),
        (["val acc/top", "loss", "psnr"], "val acc/top"),
        (["dev_ndcg", "loss", "train/loss"], "dev_ndcg"),
        (["validation/epoch_loss", "validation/epoch_accuracy"], "validation/epoch_accuracy"),
        (["epoch_val_accuracy", "epoch_accuracy", "epoch_loss"], "epoch_val_accuracy"),
        (["val_loss", "loss", "lr"], "val_loss"),
        (["train/loss", "train/accuracy"], "train/accuracy"),
        (["steps_per_second", "train/loss"], "train/loss"),
        (["lr", "x"], "x"),
        (["duration", "latency", "lr"], "lr"),
        ([], None),
    ],
)
def test_main_metric_of_one_run(names: list[str], main: str | None) -> None:
    assert main_metric([names]) == main
    assert main_metric([names[::-1]]) == main


def of_runs(**counts: int) -> Sequence[list[str]]:
    return [[name] for name, count in counts.items() for _ in range(count)]


def test_the_metric_that_most_runs_have_leads() -> None:
    assert main_metric(of_runs(loss=8, Loss=2)) == "loss"
    assert main_metric(of_runs(loss=6, val_accuracy=4)) == "loss"
    assert main_metric([*of_runs(loss=5, val_accuracy=4), ["loss", "val_accuracy"]]) == "loss"
    assert main_metric(of_runs(loss=4, val_accuracy=6)) == "val_accuracy"
    assert main_metric([*of_runs(loss=4), *[["loss", "val_accuracy"]] * 5]) == "val_accuracy"
    assert main_metric(of_runs(reward=4, val_loss=4, accuracy=3)) == "val_loss"


def test_a_runs_metrics_may_come_with_their_values() -> None:
    assert main_metric([{"loss": 4.0}, {"loss": 0.5}, {"reward": 100.0}]) == "loss"


def test_a_metric_to_judge_by_leads_before_a_commoner_one_that_tells_nothing() -> None:
    assert main_metric([*of_runs(lr=8), ["lr", "loss"]]) == "loss"


def test_a_run_without_the_main_metric_has_one_of_its_own() -> None:
    assert main_of(["loss", "accuracy"], "loss") == "loss"
    assert main_of(["loss", "accuracy"], "reward") == "accuracy"
    assert main_of([], "reward") is None


def test_main_metric_comes_first_and_the_rest_by_name() -> None:
    assert main_first(["b", "validation/accuracy", "a"], "validation/accuracy") == [
        *("validation/accuracy", "a", "b")
    ]
    assert main_first(["b", "a"], None) == ["a", "b"]


def test_the_order_in_which_metrics_judge_a_run() -> None:
    names = ["lr", "train/loss", "test/accuracy", "val_loss", "loss", "time_ms", "val_acc"]
    assert ranked(names) == ["val_acc", "val_loss", "test/accuracy", "loss", "train/loss", "lr", "time_ms"]
