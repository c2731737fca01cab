import pytest

from tb_lifecycle.reading.metric_names import better, main_first, main_metric, unit

UP = """
accuracy train/accuracy valAccuracy val_acc acc1 top_5_accuracy mAP mAP@0.5 map50 f1 F1Score auc
precision recall validation.precision bleu reward episode_return eval/iou meanIoU miou score r2
recall@10 success_rate neg_mean_squared_error log_likelihood steps_per_second examples/sec
true_positives categorical_accuracy
"""
DOWN = """
loss validation/loss epoch_loss trainLoss error test-err top5_error error_rate rmse RMSE mae mse
perplexity ppl PPL wer WER cer latency latency_p99 wall_time train/epoch_time duration cross_entropy
binary_crossentropy nll neg_log_likelihood false_negative_rate rootMeanSquaredError error_score fid
"""
NEITHER = """
lossless learning_rate lr epoch global_step time_step batch_size grad_norm loss_scale accuracy_std
floss glossy timeline mapping entropy x 0 -
"""


@pytest.mark.parametrize("name", UP.split())
def test_more_is_better(name: str) -> None:
    assert better(name) == "up"


@pytest.mark.parametrize("name", DOWN.split())
def test_less_is_better(name: str) -> None:
    assert better(name) == "down"


@pytest.mark.parametrize("name", [*NEITHER.split(), "", "größe"])
def test_name_does_not_tell(name: str) -> None:
    assert better(name) is None


@pytest.mark.parametrize(
    ("names", "main"),
    [
        (["train/accuracy", "validation/accuracy", "loss"], "validation/accuracy"),
        (["val_loss", "train_acc"], "val_loss"),
        (["test/accuracy", "eval/accuracy"], "eval/accuracy"),
        (["validation/loss", "validation/f1", "accuracy"], "validation/f1"),
        (["loss", "reward"], "reward"),
        (["validation/epoch_loss", "validation/epoch_accuracy"], "validation/epoch_accuracy"),
        (["train/loss", "train/accuracy"], "train/accuracy"),
        (["duration", "latency", "lr"], None),
        ([], None),
    ],
)
def test_main_metric(names: list[str], main: str | None) -> None:
    assert main_metric(names) == main
    assert main_metric(names[::-1]) == main


def test_main_metric_comes_first_and_the_rest_by_name() -> None:
    assert main_first(["b", "validation/accuracy", "a"]) == ["validation/accuracy", "a", "b"]
    assert main_first(["b", "a"]) == ["a", "b"]


def test_units() -> None:
    assert unit("duration") == "s"
    assert unit("epoch_seconds") == "s"
    assert unit("steps_per_second") is None
    assert unit("accuracy") is None
