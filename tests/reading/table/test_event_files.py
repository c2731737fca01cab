from __future__ import annotations

import math
from pathlib import Path

import pytest

from tb_lifecycle.format.event_reading import OWN_SUFFIX
from tb_lifecycle.format.event_scalars import Curve
from tb_lifecycle.reading.table import event_files
from tb_lifecycle.reading.table.event_files import Budget, EventFiles, WholeCurve
from tb_lifecycle.reading.table.sampled_points import Figures
from tests.logdirs import EventFile

AGES = 1000.0


def curve(*points: tuple[int, float, float]) -> Curve:
    made = Curve()
    for step, time, value in points:
        made.steps.append(step)
        made.times.append(time)
        made.values.append(value)
    return made


def test_the_figures_of_a_curve_in_two_files() -> None:
    first = curve((0, 10.0, 2.0), (5, 11.0, math.nan), (10, 12.0, -1.0))
    whole = WholeCurve([first, curve((15, 13.0, 7.0), (20, 14.0, -1.0), (25, 15.0, 0.5))], whole=True)
    assert len(whole) == 6
    assert whole.figures() == Figures(
        count=6,
        first=2.0,
        last=0.5,
        min=-1.0,
        max=7.0,
        mean=1.5,
        first_step=0,
        last_step=25,
        min_step=10,
        max_step=15,
        min_time=12.0,
        max_time=13.0,
        nan_count=1,
        whole=True,
    )


def test_a_curve_of_nothing_but_nan() -> None:
    figures = WholeCurve([curve((3, 10.0, math.nan), (4, 11.0, math.nan))], whole=True).figures()
    assert all(map(math.isnan, (figures.first, figures.last, figures.min, figures.max, figures.mean)))
    assert (figures.min_step, figures.max_step, figures.nan_count) == (3, 3, 2)


@pytest.mark.parametrize(("most", "mean"), [(2, 0.1), (1, pytest.approx(0.1, abs=1e-8))])
def test_the_mean_of_values_of_32_bits(monkeypatch: pytest.MonkeyPatch, most: int, mean: object) -> None:
    """Of few values that of what was logged."""
    monkeypatch.setattr(event_files, "_MOST_SHORTENED", most)
    narrow = 0.10000000149011612
    figures = WholeCurve([curve((0, 1.0, narrow), (1, 2.0, narrow))], whole=True).figures()
    assert figures.mean == mean
    assert (figures.mean == 0.1) is (most == 2)
    assert (figures.first, figures.last, figures.min, figures.max) == (0.1, 0.1, 0.1, 0.1)


@pytest.mark.parametrize(
    ("begin", "mixed"), [(12.0, False), (11.9, True), (9.0, True), (30.0, False), (0.0, False)]
)
def test_files_that_were_written_at_the_same_time_are_mixed(begin: float, mixed: bool) -> None:
    one, other = curve((0, 10.0, 1.0), (1, 12.0, 1.0)), curve((0, begin, 1.0), (1, begin + 5, 1.0))
    if begin == 0.0:
        other = curve((0, 0.0, 1.0), (1, 10.0, 1.0))
    for parts in ([one, other], [other, one]):
        assert WholeCurve(parts, whole=True).mixed is mixed
        assert WholeCurve(parts, whole=True).exact is not mixed
        assert not WholeCurve(parts, whole=False).exact


@pytest.mark.parametrize(
    ("step", "at", "value"),
    [
        (0, None, 1.0),
        (10, None, 4.0),
        (10, 21.5, 3.0),
        (10, 100.0, 4.0),
        (10, 0.0, 2.0),
        (14, None, 4.0),
        (15, None, 4.0),
        (16, None, 5.0),
        (20, None, 5.0),
        (21, None, None),
        (-1, None, None),
    ],
)
def test_the_value_at_a_step(step: int, at: float | None, value: float | None) -> None:
    """As of points; of two steps as near the lower one."""
    points = [(0, 10.0, 1.0), (10, 20.0, 2.0), (10, 22.0, 3.0), (10, 24.0, 4.0), (20, 30.0, 5.0)]
    assert WholeCurve([curve(*points)], whole=True).value_at(step, at) == value


def test_what_was_read_is_known_until_a_file_changes(tmp_path: Path) -> None:
    file = EventFile(tmp_path / "r").scalars("loss", [1.0, 2.0])
    files = EventFiles(str(tmp_path))
    first = files.read("r", Budget.of(AGES))
    assert {tag: len(whole) for tag, whole in first.items()} == {"loss": 2}
    assert files.read("r", Budget.of(0)) is first
    file.scalars("acc", [1.0])
    assert files.read("r", Budget.of(0)) == {}  # changed, and there is no time
    assert set(files.read("r", Budget.of(AGES))) == {"loss", "acc"}


def test_where_there_is_nothing_to_read(tmp_path: Path) -> None:
    for files in (EventFiles(None), EventFiles(str(tmp_path))):
        assert files.read("r", Budget.of(AGES)) == {}
        assert files.count_foreign("r") == 0
        assert files.read_tail("r") is None


def test_files_that_others_wrote_are_counted(tmp_path: Path) -> None:
    for name in ("events.out.tfevents.1.a", "events.out.tfevents.2.b", f"events.out.tfevents.3{OWN_SUFFIX}"):
        EventFile(tmp_path / "r", name=name)
    (tmp_path / "r" / "notes.txt").write_text("")
    assert EventFiles(str(tmp_path)).count_foreign("r") == 2


def test_so_many_points_are_kept_the_newest_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_files, "_MOST_KEPT", 5)
    for name, count in (("a", 2), ("b", 3), ("c", 1), ("large", 9)):
        EventFile(tmp_path / name).scalars("loss", [1.0] * count)
    files = EventFiles(str(tmp_path))

    def known(name: str) -> bool:
        return bool(files.read(name, Budget.of(0)))

    for name in "ab":
        files.read(name, Budget.of(AGES))
    assert (known("a"), known("b")) == (True, True)
    files.read("c", Budget.of(AGES))
    assert (known("a"), known("b"), known("c")) == (False, True, True)
    files.read("large", Budget.of(AGES))
    assert (known("b"), known("c"), known("large")) == (False, False, True)


def test_a_budget_is_spent_when_its_time_is_up() -> None:
    assert Budget.of(0).is_spent
    assert not Budget.of(AGES).is_spent
