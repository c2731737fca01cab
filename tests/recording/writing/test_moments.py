from __future__ import annotations

import random

from tb_lifecycle.format.lifecycle_pb2 import RunRecord
from tb_lifecycle.recording.writing import moments
from tb_lifecycle.recording.writing.moments import Moments
from tb_lifecycle.recording.writing.record_state import carry_statistics
from tb_lifecycle.recording.writing.statistics import SeriesStatistics


class Log:
    """Series that are logged one value at a time."""

    def __init__(self, record: RunRecord | None = None) -> None:
        self.rows = Moments()
        self.series = carry_statistics(record) if record is not None else {}

    def add(self, step: int, **values: float) -> None:
        for tag, value in values.items():
            statistics = self.series.setdefault(tag, SeriesStatistics())
            statistics.add(value, step, self.rows.note(tag, step, value))

    def record(self) -> RunRecord:
        record = RunRecord()
        moments.put(record, self.series)
        return RunRecord.FromString(record.SerializeToString())


def rows_of(record: RunRecord, tag: str) -> tuple[moments.Row | None, moments.Row | None]:
    return next((low, high) for name, low, high in moments.take(record) if name == tag)


def test_what_was_logged_at_the_best_step_whenever_it_came() -> None:
    log = Log()
    log.add(0, loss=3.0)
    log.add(0, acc=0.5)
    log.add(1, acc=0.9)
    log.add(1, loss=0.1)  # after the extreme
    log.add(2, loss=7.0, acc=0.7)
    low, high = rows_of(log.record(), "acc")
    assert low == {"loss": 3.0, "acc": 0.5}
    assert high == {"loss": 0.1, "acc": 0.9}


def test_doubles_stay_doubles() -> None:
    log = Log()
    log.add(0, a=1e308, b=0.1)
    log.add(1, a=1e-300, b=0.2)
    assert rows_of(log.record(), "a") == ({"a": 1e-300, "b": 0.2}, {"a": 1e308, "b": 0.1})


def test_a_step_that_comes_again_is_another_row() -> None:
    log = Log()
    log.add(5, acc=0.9, loss=1.0)
    log.add(5, acc=0.2, loss=2.0)
    assert rows_of(log.record(), "acc") == ({"acc": 0.2, "loss": 2.0}, {"acc": 0.9, "loss": 1.0})


def test_rows_of_steps_that_alternate() -> None:
    log = Log()
    log.add(1, loss=1.0)
    for step in range(2, 10):
        log.add(step, loss=1.0 + step)
        log.add(step - 1, acc=step / 10)  # another thread, one step behind
    assert rows_of(log.record(), "acc")[1] == {"loss": 9.0, "acc": 0.9}


def test_rows_against_everything_that_was_logged() -> None:
    draw = random.Random(4)
    for _ in range(50):
        log, points = Log(), []
        steps = draw.choices(range(1000), k=60) if draw.random() < 0.5 else range(60, 0, -1)
        for step in dict.fromkeys(steps):
            values = {tag: draw.random() for tag in "abc"}
            points.append(values)
            log.add(step, **values)
        record = log.record()
        for tag in "abc":
            low = min(points, key=lambda values: values[tag])
            high = max(points, key=lambda values: values[tag])
            assert rows_of(record, tag) == (low, high)


def test_a_restart_keeps_them() -> None:
    log = Log()
    log.add(0, acc=0.5, loss=1.0)
    log.add(1, acc=0.9, loss=2.0)
    again = Log(log.record())
    again.add(2, acc=0.1, loss=3.0)
    assert rows_of(again.record(), "acc") == ({"acc": 0.1, "loss": 3.0}, {"acc": 0.9, "loss": 2.0})


def test_a_record_stays_small() -> None:
    draw = random.Random(1)
    log = Log()
    for step in range(300):
        log.add(step, **{f"m{n:02}": draw.random() for n in range(60)})
    record = log.record()
    assert sum(len(moment.values) for moment in record.moments) <= 512
    assert rows_of(record, "m00")[1] is not None  # the first of all have precedence
    assert len(log.rows._rows) + len(log.rows._before) <= 40
