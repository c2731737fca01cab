import pytest

from tests.reading.groups.tables import state, table_of


@pytest.mark.parametrize(
    ("expression", "better"),
    [
        ("max(acc)", "up"),
        ("min(metric.loss)", "down"),
        ("mean(loss)", "down"),
        ("last(acc)", "up"),
        ("at(acc, min(loss))", "up"),
        ("at(loss, max(acc))", "down"),
        ("-loss", "up"),
        ("1 - acc", "down"),
        ("100 * acc", "up"),
        ("acc / 2", "up"),
        ("-2 * acc", "down"),
        ("acc - loss", "up"),
        ("max(acc) - acc", None),
        ("acc + loss", None),
        ("1 / acc", None),
        ("acc * loss", None),
        ("0 * acc", None),
        ("acc > 0.5", None),
        ("lr * 2", None),
        ("has(acc)", None),
        ("other * 2", None),
    ],
)
def test_an_expression_is_better_as_its_metrics_are(expression: str, better: str | None) -> None:
    metrics = {"acc": 0.5, "loss": 1.0, "other": 1.0}
    table = table_of([state("a", {"lr": 1}, metrics), state("b", {"lr": 2}, metrics)])
    assert table.select(expression)[0].better == better
    assert table.group_by("seed").select(expression)[0].of.better == better
