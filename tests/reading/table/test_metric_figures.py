"""Which figures are exact: those of everything that was logged. Each is reckoned again here from what was."""

from __future__ import annotations

import math
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from tensorboard.compat.proto import tensor_pb2, types_pb2
from tensorboard.plugins.scalar import metadata as scalar_metadata

import tb_lifecycle
from tb_lifecycle.format import metadata
from tb_lifecycle.format.lifecycle_pb2 import RUNNING, Writer
from tb_lifecycle.reading.open_logdir import open_logdir
from tb_lifecycle.reading.table import figure_sources
from tb_lifecycle.reading.table.run_table import RunTable
from tests.logdirs import START, EventFile, make_record
from tests.reading.conftest import Open

FIGURES = ("first", "last", "min", "max", "mean")


def draw(seed: int, count: int) -> list[float]:
    """Numbers of so few digits that 32 bits tell them apart."""
    source = random.Random(seed)
    return [source.randrange(10**5) / 10**5 for _ in range(count)]


def truth(figure: str, values: Sequence[float]) -> float:
    if figure in ("first", "last"):
        return values[0 if figure == "first" else -1]
    known = [value for value in values if not math.isnan(value)]
    return {"min": min, "max": max, "mean": lambda v: math.fsum(v) / len(v)}[figure](known)


def check(table: RunTable, values: Sequence[float], *, exact: bool, name: str = "loss") -> None:
    for figure in FIGURES:
        (column,) = table.select(f"{figure}({name})")
        assert column.exact is (exact or figure == "last"), figure
        if column.exact:
            assert column.values == [pytest.approx(truth(figure, values), rel=1e-12)], figure


@pytest.mark.parametrize("count", [1, 2, 999])
def test_a_curve_that_is_held_whole_is_exact(tmp_path: Path, open_reader: Open, count: int) -> None:
    values = draw(1, count)
    EventFile(tmp_path / "r").scalars("loss", values)
    check(open_reader(tmp_path).table(), values, exact=True)


def test_a_sampled_curve_is_not_until_its_files_are_read(tmp_path: Path, open_reader: Open) -> None:
    values = draw(2, 3000)
    EventFile(tmp_path / "r").scalars("loss", values)
    reader = open_reader(tmp_path)
    check(reader.table().exactly(0.0), values, exact=False)
    assert reader.table().exactly(0.0).select("loss, last(loss) * 2")[1].exact
    sampled, whole = (
        reader.describe("r", exact=True, seconds=seconds)["metrics"]["loss"] for seconds in (0.0, 60.0)
    )
    check(reader.table().exactly(), values, exact=True)
    assert (sampled["exact"], sampled["last_exact"]) == (False, True)
    assert (whole["exact"], whole["count"], whole["max"]) == (True, 3000, max(values))


def test_who_waits_for_all_has_files_read_that_are_not_large(
    tmp_path: Path, open_reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = draw(2, 3000)
    EventFile(tmp_path / "r").scalars("loss", values)
    check(open_reader(tmp_path).table(), values, exact=True)
    monkeypatch.setattr(figure_sources, "_READ_UNASKED", 3000)  # bytes
    check(open_reader(tmp_path).table(), values, exact=False)


def test_steps_that_go_back_in_one_of_many_runs(tmp_path: Path, fast_reader: Open) -> None:
    """TensorBoard's data server has dropped some of what was logged, and its points look whole."""
    values = draw(3, 60)
    values[40] = 5.0
    for index in range(25):
        file = EventFile(tmp_path / f"r{index:02}").scalars("loss", values[:50])
        file.scalars("loss", values[50:], first_step=30 if index == 7 else 50)
    table = fast_reader(tmp_path).table().sort("name")
    (unread,) = table.exactly(0.0).select("max(loss)")
    assert unread.values[7] != 5.0
    assert 7 in (unread.sampled or ())
    (read,) = table.select("max(loss)")
    assert (read.values, read.exact) == ([5.0] * 25, True)


def test_time_that_is_up_leaves_a_figure_inexact(tmp_path: Path, fast_reader: Open) -> None:
    EventFile(tmp_path / "r").scalars("loss", draw(2, 3000))
    assert not fast_reader(tmp_path).table().exactly(0.0).select("max(loss)")[0].exact


def test_steps_that_go_back_in_a_second_file(tmp_path: Path, open_reader: Open) -> None:
    """TensorBoard's data server drops what the second start went over; the files have all."""
    before, after = draw(3, 150), draw(4, 100)
    before[120] = 5.0
    EventFile(tmp_path / "r", name="events.out.tfevents.1.host").scalars("loss", before)
    EventFile(tmp_path / "r", name="events.out.tfevents.2.host", start=START + 1000).scalars(
        "loss", after, first_step=100
    )
    check(open_reader(tmp_path).table(), before + after, exact=True)


def test_two_files_written_at_the_same_time_are_mixed(tmp_path: Path, open_reader: Open) -> None:
    for host in "ab":
        EventFile(tmp_path / "r", name=f"events.out.tfevents.1.{host}").scalars("loss", draw(3, 50))
    table = open_reader(tmp_path).table()
    assert not table.select("max(loss)")[0].exact
    assert not table.exactly().select("max(loss)")[0].exact


def test_nan_and_infinities(tmp_path: Path, open_reader: Open) -> None:
    values = [0.5, math.nan, math.inf, -0.25, math.nan]
    EventFile(tmp_path / "r").scalars("loss", values)
    for table in (open_reader(tmp_path).table(), open_reader(tmp_path).table().exactly()):
        assert [table.column(f"{figure}(loss)") for figure in ("min", "max", "mean")] == [
            [-0.25],
            [math.inf],
            [math.inf],
        ]
        assert table.select("mean(loss)")[0].exact


def test_at_of_a_long_run_is_what_was_logged_in_double_precision(tmp_path: Path) -> None:
    source = random.Random(5)
    points = [{"acc": source.random(), "loss": source.random()} for _ in range(5000)]
    points[0]["acc"] = 2.0  # before any point that TensorBoard has to keep
    with tb_lifecycle.start_run(tmp_path / "r", console=False) as run:
        for step, values in enumerate(points):
            run.log_scalar("acc", values["acc"], step=step)
            run.log_scalar("loss", values["loss"], step=step)
    table = tb_lifecycle.load_runs(tmp_path)
    for key, function, choose in (("acc", "max", max), ("acc", "min", min), ("loss", "min", min)):
        best = choose(points, key=lambda values: values[key])
        for metric in ("acc", "loss"):
            (column,) = table.select(f"at({metric}, {function}({key}))")
            assert (column.values, column.exact) == ([best[metric]], True)


def test_at_of_metrics_that_count_steps_otherwise(tmp_path: Path) -> None:
    """`acc` counts epochs, `loss` steps: the loss at the step whose number is that of the best epoch."""
    source = random.Random(6)
    losses = draw(9, 4000)
    accuracies = {epoch: source.random() for epoch in range(1, 40)}
    with tb_lifecycle.start_run(tmp_path / "r", console=False) as run:
        for step, loss in enumerate(losses):
            run.log_scalar("loss", loss, step=step)
            if step % 100 == 99:
                run.log_scalar("acc", accuracies.get(step // 100, 0.0), step=step // 100)
    best = max(accuracies, key=accuracies.__getitem__)
    (column,) = tb_lifecycle.load_runs(tmp_path).select("at(loss, max(acc))")
    assert (column.values, column.exact) == ([losses[best]], True)


def test_at_where_others_logged_it(tmp_path: Path, open_reader: Open) -> None:
    keys, values = draw(7, 5000), draw(8, 5000)
    file = EventFile(tmp_path / "r")
    for step, (key, value) in enumerate(zip(keys, values, strict=True)):
        file.scalars("key", [key], first_step=step).scalars("value", [value], first_step=step)
    best = values[keys.index(max(keys))]
    (column,) = open_reader(tmp_path).table().exactly().select("at(value, max(key))")
    assert (column.values, column.exact) == ([best], True)
    assert not open_reader(tmp_path).table().exactly(0.0).select("at(value, max(key))")[0].exact


def test_a_step_that_was_logged_twice(tmp_path: Path, open_reader: Open) -> None:
    file = EventFile(tmp_path / "r")
    file.scalars("key", [1.0]).scalars("value", [10.0]).scalars("value", [20.0], first_step=1)
    (column,) = open_reader(tmp_path).table().select("at(value, max(key))")
    assert (column.values, column.exact) == ([10.0], True)


TRAIN = """
import sys, time, tb_lifecycle
run = tb_lifecycle.start_run(sys.argv[1], console=False, heartbeat_seconds=3600)
for step in range(6000):
    run.log_scalars({"loss": (step * 37 % 6000) / 10000, "acc": (step * 91 % 6000) / 10000}, step=step)
print("logged", flush=True)
sys.stdin.read()
"""


def test_a_living_run_is_exact_between_its_heartbeats(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", TRAIN, str(tmp_path / "r")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "logged\n"
        with open_logdir(str(tmp_path)) as reader:
            table = reader.table()
            assert table.column("status") == ["running"]
            values = [(step * 37 % 6000) / 10000 for step in range(6000)]
            check(table, values, exact=True)
            best = values.index(max(values))
            (column,) = table.select("at(acc, max(loss))")
            assert (column.values, column.exact) == ([(best * 91 % 6000) / 10000], True)
            assert reader.describe("r")["metrics"]["loss"]["count"] == 6000
    finally:
        child.kill()
        child.communicate()


def test_figures_of_several_writers_are_joined(tmp_path: Path, open_reader: Open) -> None:
    first = make_record(
        status=RUNNING,
        metrics={"a": [1.0, 2.0], "both": [1.0, 2.0]},
        flags={"lr": 0.1, "by_a": 1},
        writers=[Writer(host="h", pid=7, tag="lifecycle/writer/h-7")],
    )
    second = make_record(metrics={"b": [3.0, 9.0], "both": [5.0]}, flags={"lr": 0.2, "by_b": 1})
    EventFile(tmp_path / "r", name="events.out.tfevents.1.h.1.0000.lifecycle").run(first, START + 90)
    EventFile(tmp_path / "r", name="events.out.tfevents.1.h.7.0000.lifecycle").record(
        f"{metadata.WRITER_TAG_PREFIX}h-7", second, START + 91
    )
    reader = open_reader(tmp_path)
    table = reader.table()
    assert [table.select(text)[0].exact for text in ("max(a)", "max(b)", "max(both)", "both")] == [
        True,
        True,
        False,
        False,
    ]
    assert [table.column(text) for text in ("max(a)", "max(b)", "max(both)", "mean(both)")] == [
        [2.0],
        [9.0],
        [5.0],
        [pytest.approx(8 / 3)],
    ]
    told = reader.describe("r")
    assert told["flags"] == {"lr": 0.1, "by_a": 1, "by_b": 1}
    assert told["conflicts"] == {"lr": [0.1, 0.2]}
    assert [writer["pid"] for writer in told["writers"]] == [7]
    assert any("at the same time" in notice and "both" in notice for notice in told["notices"])
    assert any("flag lr: 0.1 and 0.2" in notice for notice in told["notices"])
    assert any("several processes" in notice for notice in reader.notices())


def test_a_writer_whose_record_is_not_there_leaves_nothing_exact(tmp_path: Path, fast_reader: Open) -> None:
    record = make_record(metrics={"a": [1.0]}, writers=[Writer(host="h", pid=7, tag="lifecycle/writer/h-7")])
    EventFile(tmp_path / "r").run(record, START + 90)
    assert not fast_reader(tmp_path).table().select("max(a)")[0].exact


def test_a_table_of_recorded_runs_reads_no_event_file(tmp_path: Path, fast_reader: Open) -> None:
    EventFile(tmp_path / "r").scalars("loss", draw(2, 3000)).run(
        make_record(metrics={"loss": draw(2, 3000)}), START + 9000
    )
    table = fast_reader(tmp_path).table()
    for path in (tmp_path / "r").iterdir():
        path.unlink()
    began = time.monotonic()
    check(table, draw(2, 3000), exact=True)
    assert time.monotonic() - began < 5


def test_doubles_that_the_data_server_leaves_out_are_in_the_files(tmp_path: Path, open_reader: Open) -> None:
    file = EventFile(tmp_path / "r").scalars("loss", [1.0])
    for step, value in enumerate((0.1, 1e308, 1e-300)):
        tensor = tensor_pb2.TensorProto(dtype=types_pb2.DT_DOUBLE, double_val=[value])
        file.tensor("wide", tensor, scalar_metadata.create_summary_metadata("", ""), step, START + step)
    table = open_reader(tmp_path).table().exactly()
    assert [table.column(text) for text in ("wide", "max(wide)", "min(wide)", "first(wide)")] == [
        [1e-300],
        [1e308],
        [1e-300],
        [0.1],
    ]
    assert table.select("mean(wide)")[0].exact


def test_steps_that_go_back_within_a_file(tmp_path: Path, open_reader: Open) -> None:
    before, after = draw(3, 150), draw(4, 100)
    before[120] = 5.0
    EventFile(tmp_path / "r").scalars("loss", before).scalars("loss", after, first_step=100)
    check(open_reader(tmp_path).table(), before + after, exact=True)
