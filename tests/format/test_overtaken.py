from __future__ import annotations

from pathlib import Path

import pytest

from tb_lifecycle.format.event_scan import scan
from tb_lifecycle.format.overtaken import count_overtaken
from tb_lifecycle.reading.open_logdir import open_logdir
from tests.logdirs import EventFile


def test_values_that_a_lower_step_overtakes_are_counted(tmp_path: Path) -> None:
    first = EventFile(tmp_path, name="events.out.tfevents.1").scalars("loss", [1.0] * 151)
    second = EventFile(tmp_path, name="events.out.tfevents.2").scalars("loss", [2.0] * 121, first_step=100)
    assert count_overtaken([str(first.path), str(second.path)]) == 50
    assert (scan(first.path).falls, scan(first.path).highest) == (False, 150)
    second.scalars("loss", [3.0], first_step=200)
    assert scan(second.path).falls
    assert count_overtaken([str(first.path), str(second.path)]) == 70


def test_series_whose_steps_differ_overtake_nothing(tmp_path: Path) -> None:
    file = EventFile(tmp_path).scalars("steps", [1.0] * 90).scalars("epochs", [1.0] * 3)
    assert scan(file.path).falls
    assert count_overtaken([str(file.path)]) == 0
    # The same step again replaces a value, and takes none away.
    assert count_overtaken([str(file.scalars("epochs", [2.0], first_step=2).path)]) == 0


@pytest.mark.parametrize("fast", [True, False])
def test_it_is_said_where_the_data_server_drops_them(tmp_path: Path, fast: bool) -> None:
    EventFile(tmp_path / "ordered").scalars("loss", [1.0] * 9).scalars("epochs", [1.0] * 3)
    EventFile(tmp_path / "resumed", name="events.out.tfevents.1").scalars("loss", [1.0] * 9)
    EventFile(tmp_path / "resumed", name="events.out.tfevents.2").scalars("loss", [2.0] * 9, first_step=4)
    with open_logdir(str(tmp_path), fast=fast) as reader:
        points = reader.read_points([("resumed", "loss")], 1000)["resumed", "loss"]
        assert len(points) == (13 if fast else 18)
        said = reader.notices()
    assert len(said) == fast
    assert all("goes back to lower steps" in notice and "resumed" in notice for notice in said)
