"""Comparisons at equal steps, time and samples."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tb_lifecycle.reading.comparing.batch_size import find_batch
from tb_lifecycle.reading.comparing.budget import Kind
from tests.logdirs import START, EventFile, make_record
from tests.reading.conftest import Open

LONG = [0.1 * step for step in range(10)]
SHORT = [0.25 + 0.1 * step for step in range(5)]


def record(
    directory: Path, values: Sequence[float], flags: dict[str, object] | None = None, **fields: Any
) -> None:
    made = make_record(flags=flags, metrics={"acc": values}, datasets={"d/validation": b"a" * 32}, **fields)
    EventFile(directory).scalars("acc", values).run(made, START + 60)


def at(logdir: Path, open_reader: Open, kind: Kind | None, *names: str) -> tuple[list[Any], dict[str, Any]]:
    answer = open_reader(logdir).compare(names, names[0], budget=kind)
    return answer["metrics"].get("acc", {"values": None})["values"], answer


def test_figures_are_those_at_the_step_that_all_have_reached(tmp_path: Path, open_reader: Open) -> None:
    record(tmp_path / "long", LONG)
    record(tmp_path / "short", SHORT)
    values, answer = at(tmp_path, open_reader, "step", "long", "short")
    assert values == [pytest.approx(0.4), pytest.approx(0.65)]
    assert answer["budget"] == {
        "kind": "step",
        "value": 4,
        "text": "Figures are the last ones up to step 4, which is as far as short went.",
    }
    assert "short has a acc 0.2500 higher" in answer["verdict"]["text"]
    last, plain = at(tmp_path, open_reader, None, "long", "short")
    assert last == [pytest.approx(0.9), pytest.approx(0.65)]
    assert plain["budget"] is None


def test_time_leaves_out_the_pause_before_a_restart(tmp_path: Path, fast_reader: Open) -> None:
    record(tmp_path / "whole", LONG)
    again = EventFile(tmp_path / "resumed")
    again.scalars("acc", LONG[:3])
    EventFile(tmp_path / "resumed", start=START + 997, name="events.out.tfevents.2.host").scalars(
        "acc", LONG[3:7], first_step=3
    ).run(
        make_record(
            metrics={"acc": LONG[:7]},
            datasets={"d/validation": b"a" * 32},
            incarnation=2,
            incarnation_started=START + 1000,
            active_seconds=3.0,
        ),
        START + 1060,
    )
    values, answer = at(tmp_path, fast_reader, "time", "whole", "resumed")
    assert answer["budget"]["value"] == pytest.approx(6)
    assert values == [pytest.approx(0.6), pytest.approx(0.6)]
    assert "within 6.00 s" in answer["budget"]["text"]


def test_samples_are_steps_times_the_batch_size(tmp_path: Path, fast_reader: Open) -> None:
    record(tmp_path / "small", LONG, {"batch_size": 16})
    record(tmp_path / "large", LONG, {"batch_size": 32})
    record(tmp_path / "unknown", LONG, {"lr": 1})
    values, answer = at(tmp_path, fast_reader, "samples", "small", "large", "unknown")
    assert answer["budget"]["value"] == 144
    assert values == [pytest.approx(0.9), pytest.approx(0.4), None]
    assert answer["budget"]["text"].endswith(
        "unknown has none here: no flag says how many samples a step has."
    )
    nothing, refused = at(tmp_path, fast_reader, "samples", "unknown", "unknown")
    assert (nothing, refused["budget"]["value"]) == (None, None)
    assert refused["verdict"]["word"] is None


def test_a_figure_from_a_sample_is_marked(tmp_path: Path, fast_reader: Open) -> None:
    curve = [step / 3000 for step in range(3000)]
    record(tmp_path / "long", curve)
    record(tmp_path / "short", curve[:10])
    _, answer = at(tmp_path, fast_reader, "step", "long", "short")
    assert answer["metrics"]["acc"]["exact"] == [False, True]


def test_groups_are_compared_at_equal_steps(tmp_path: Path, fast_reader: Open) -> None:
    for seed in range(3):
        record(tmp_path / f"a-s{seed}", [v + seed / 100 for v in LONG], {"lr": 1, "seed": seed})
        record(tmp_path / f"b-s{seed}", [v + seed / 90 for v in SHORT], {"lr": 2, "seed": seed})
    reader = fast_reader(tmp_path)
    names = ["group:seed:a-s0", "group:seed:b-s0"]
    answer = reader.compare_sides(reader.find_sides(names), names[0], budget="step")
    assert answer["budget"]["value"] == 4
    assert answer["metrics"]["acc"]["values"] == [pytest.approx(0.41), pytest.approx(0.65 + 1 / 90)]
    assert answer["verdict"]["word"] == "better"
    assert (answer["verdict"]["noise"], answer["verdict"]["best_of"]) == (None, None)
    last = reader.compare_sides(reader.find_sides(names), names[0])
    assert last["verdict"]["word"] == "worse"


@pytest.mark.parametrize(
    ("flags", "size"),
    [
        ({"batch_size": 32}, 32),
        ({"data.batch_size": 32, "eval_batch_size": 99}, 32),
        ({"batch_size": 8, "gradient_accumulation_steps": 4}, 32),
        ({"global_batch_size": 64, "batch_size": 8, "grad_accum": 4}, 64),
        ({"per_device_train_batch_size": 8}, None),
        ({"batch_size": 8, "train.batch_size": 16}, None),
        ({"batch_size": "auto"}, None),
        ({"batch_size": True}, None),
        ({}, None),
    ],
)
def test_the_size_of_a_batch(flags: dict[str, object], size: float | None) -> None:
    found = find_batch(flags)
    assert (found.size if found else None) == size
