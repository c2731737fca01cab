"""The columns that `runs` shows when none are asked for: what tells runs apart and says how good they are."""

from __future__ import annotations

from collections.abc import Sequence

from tb_lifecycle.commands.printing import output
from tb_lifecycle.commands.printing.run_columns import to_output
from tb_lifecycle.reading.comparing.flag_names import FlagRole, flag_role
from tb_lifecycle.reading.comparing.same_values import same_value
from tb_lifecycle.reading.metric_names import better, main_metric
from tb_lifecycle.reading.table.run_table import Column

MAX_FLAGS = 12
MAX_METRICS = 12


def choose_columns(columns: Sequence[Column]) -> list[output.PrintedColumn]:
    """Chooses among all columns of a table; each has the rank in which it gives way on a narrow terminal."""
    by_id = {column.id: column for column in columns if column.kind == "attribute"}
    chosen = [(by_id["name"], 0), (by_id["status"], 0), (by_id["started"], 4), (by_id["duration"], 3)]
    chosen += _choose_flags([column for column in columns if column.kind == "flag"])
    chosen += _choose_metrics([column for column in columns if column.kind == "metric"])
    labels = [column.label for column, _ in chosen]
    return [
        to_output(column, rank, head=column.label if labels.count(column.label) == 1 else column.id)
        for column, rank in chosen
    ]


def _choose_flags(flags: Sequence[Column]) -> list[tuple[Column, int]]:
    """Flags that differ between the runs first; where output goes differs always and tells nothing."""
    flags = [flag for flag in flags if flag_role(flag.label) != FlagRole.OUTPUT and _has_values(flag)]
    varying = [flag for flag in flags if not all(same_value(flag.values[0], value) for value in flag.values)]
    constant = [flag for flag in flags if flag not in varying]
    return [
        *((flag, 2) for flag in varying[:MAX_FLAGS]),
        *((flag, 6) for flag in constant[: MAX_FLAGS - len(varying)]),
    ]


def _choose_metrics(metrics: Sequence[Column]) -> list[tuple[Column, int]]:
    """Metrics that tell which run is better, the main one first; on few metrics all."""
    metrics = [metric for metric in metrics if _has_values(metric)]
    main = main_metric([metric.label for metric in metrics])
    ranked = sorted(
        metrics, key=lambda metric: (metric.label != main, better(metric.label) is None, metric.label)
    )
    return [(metric, 1 if metric.label == main else 5) for metric in ranked[:MAX_METRICS]]


def _has_values(column: Column) -> bool:
    return any(value is not None for value in column.values)
