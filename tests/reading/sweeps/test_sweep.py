"""A made-up sweep whose truth is known, read as a whole."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest

from tb_lifecycle.errors import RunNotFoundError
from tb_lifecycle.reading.json_values import to_json
from tb_lifecycle.reading.sweeps.best_range import best_settings, find_range
from tb_lifecycle.reading.sweeps.levels import find_levels
from tb_lifecycle.reading.sweeps.repeat_command import commands_of
from tb_lifecycle.reading.sweeps.sweep import QUICK, SLOW, Sweep
from tests.logdirs import START
from tests.reading.groups.tables import state, table_of
from tests.reading.sweeps.tables import run, states, sweep_table


@pytest.fixture(scope="module")
def sweep() -> Sweep:
    return sweep_table(5).sweep()


def test_the_truth_is_found(sweep: Sweep) -> None:
    best = sweep.ranking.order[0]
    assert (sweep.found.flags["lr"][best.place], sweep.found.flags["decay"][best.place]) == (1e-3, 1e-4)
    assert best.word == "better"
    assert sweep.importance.shares[0].flags == ["lr"]
    assert [marginal.flag for marginal in sweep.marginals][:2] == ["lr", "decay"]
    assert sweep.marginals[0].best is not None
    assert sweep.marginals[0].best.clause == "flag.lr == 0.001"
    assert sweep.heat_map is not None
    assert {sweep.heat_map.x.flag, sweep.heat_map.y.flag} == {"lr", "decay"}
    assert sweep.heat_map.unknown == 0
    assert dict(sweep.importance.constant) == {"epochs": "50"}
    assert [each.word for each in sweep.ranking.order[-6:]] == ["diverged"] * 6


def test_the_sentence_names_no_best_where_the_first_are_tied(sweep: Sweep) -> None:
    said = sweep.sentence
    assert said.known is not None
    assert said.unknown is not None
    assert "settings are better than lr0.0001-decayNone-batch32-clipNone, the first by" in said.known
    assert "corrected 95 % interval" in said.known
    assert "lr decides most of it" in said.known
    assert "is the best" not in said.known
    assert said.unknown.startswith("which of the first")
    assert said.next is None
    assert said.text.endswith(".")


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (0.5, "all 3 settings have the same figure, 0.5000"),
        (math.nan, "no setting has a figure that is a number"),
    ],
)
def test_where_no_setting_can_be_better_that_is_said(figure: float, said: str) -> None:
    runs = [run({"lr": lr}, figure, seed) for lr in (0.1, 0.2, 0.3) for seed in range(3)]
    sentence = table_of(runs).sweep().sentence
    assert (sentence.known, sentence.unknown) == (said, "which flags matter")


def test_a_best_that_stands_alone_is_named() -> None:
    rng = np.random.default_rng(0)
    runs = [
        run({"lr": lr}, figure + rng.normal(0, 0.001), seed * 10 + place)
        for place, (lr, figure) in enumerate([(0.1, 0.5), (0.2, 0.9), (0.3, 0.6)])
        for seed in range(4)
    ]
    said = table_of(runs).sweep().sentence
    assert "2 of 2 settings are better than lr0.1" in (said.known or "")
    assert (said.known or "").endswith("and lr0.2 is the best")
    assert said.unknown == "which flags matter"


def test_a_best_is_not_named_while_a_lower_setting_may_be_as_good() -> None:
    """The sixth has the lowest mean of all and spreads so far that it may be the best."""
    rng = np.random.default_rng(0)
    means = [0.9, 0.6, 0.6, 0.6, 0.6]
    runs = [
        run({"lr": lr}, mean + rng.normal(0, 0.001), seed * 10 + lr)
        for lr, mean in enumerate(means)
        for seed in range(4)
    ]
    assert "lr0 is the best" in (table_of(runs).sweep(baseline=runs[4].name).sentence.known or "")
    wide = [run({"lr": 9}, figure, 90 + seed) for seed, figure in enumerate((0.1, 0.95))]
    said = table_of([*runs, *wide]).sweep(baseline=runs[4].name).sentence.known or ""
    assert "5 settings are better" not in said
    assert "is the best" not in said


def test_the_best_goes_by_the_same_test_as_the_words() -> None:
    """Welch's test tells these two apart, that of their pairs does not."""
    pairs = [(0.90, 0.97), (0.91, 0.96), (0.92, 0.95), (0.93, 0.94)]
    runs = [run({"lr": 1}, 0.1 + seed / 1000, seed) for seed in range(4)]
    for seed, (low, high) in enumerate(pairs):
        runs += [run({"lr": 2}, low, seed), run({"lr": 3}, high, seed)]
    found = table_of(runs).sweep()
    assert "2 of 2 settings are better than lr1" in (found.sentence.known or "")
    assert "is the best" not in (found.sentence.known or "")
    assert (found.sentence.unknown or "").startswith("which of the first two is best")
    assert found.lift is not None
    assert found.lift.among == 2


def test_of_a_few_settings_a_number_is_drawn_and_a_name_is_not() -> None:
    runs = [run({"lr": lr, "title": f"t{lr}"}, 0.5 + lr, seed) for lr in (0.1, 0.2, 0.3) for seed in range(4)]
    found = table_of(runs).sweep()
    assert [marginal.flag for marginal in found.marginals] == ["lr"]
    assert found.importance.silent is not None


def test_a_setting_on_other_data_is_called_neither_better_nor_good() -> None:
    rng = np.random.default_rng(0)
    runs = [
        state(
            f"{lr}-{seed}",
            {"lr": lr, "seed": seed * 10 + lr},
            {"accuracy": figure + rng.normal(0, 0.001)},
            datasets={"digits/validation": digest},
        )
        for lr, figure, digest in ((1, 0.5, "a"), (2, 0.9, "b"), (3, 0.6, "a"), (4, 0.7, None))
        for seed in range(4)
    ]
    found = table_of(runs).sweep(baseline="1-0")
    assert {each.place: each.word for each in found.ranking.order} == {
        0: "baseline",
        1: "other data",
        2: "better",
        3: "better",  # nobody knows on which data
    }
    assert found.ranking.tests == 2
    assert (found.sentence.known or "").startswith("2 of 2 settings are better than 1, the first by 0.1987")
    assert 1 not in best_settings(found.found)
    assert found.lift is None


def test_a_baseline_that_is_not_there_is_said() -> None:
    table = table_of([run({"lr": 1}, 0.5, 1), run({"lr": 2}, 0.6, 1)])
    assert table.sweep(baseline="lr2-s1").ranking.chosen
    with pytest.raises(RunNotFoundError, match="'gone' is none of the 2 runs"):
        table.sweep(baseline="gone")


def test_one_run_each_has_ranges_and_points_and_no_verdict() -> None:
    found = sweep_table(1).sweep()
    assert {each.word for each in found.ranking.order} == {"one run", "baseline", "diverged"}
    assert "one run each: there is no interval" in (found.sentence.known or "")
    assert found.lift is None
    assert found.marginals[0].best is not None
    assert not any(cell.mixed for cell in found.heat_map.cells)  # type: ignore[union-attr]


def test_what_was_never_run_and_is_good_in_its_parts_is_proposed() -> None:
    hidden = (1e-3, 1e-4, 64)
    known = [each for each in states(5) if not _is(each.flags, hidden)]
    # In this table the larger batch is better as well.
    runs = [
        run(
            {key: each.flags.get(key) for key in ("lr", "decay", "batch")},
            each.metrics["accuracy"].value + (0.02 if each.flags["batch"] == 64 else 0.0),
            int(str(each.flags["seed"])),
        )
        for each in known
    ]
    found = table_of(runs).sweep()
    told = found.next_try
    assert told is not None
    flags = {name: found.found.flags[name][told.like] for name in found.found.flags} | dict(told.changes)
    assert (flags["lr"], flags["decay"], flags["batch"]) == hidden
    assert "each is good by itself, and they never ran together" in (found.sentence.next or "")
    line = "python train.py --lr 0.1 --batch=32 --seed 3 --rundir runs/old-s3"
    commands = found.commands(line)
    assert len(commands) == 5
    assert all("--seed" in command and "runs/old-s3" not in command for command in commands)


def _is(flags: object, setting: tuple[float, float, int]) -> bool:
    assert isinstance(flags, dict)
    return (flags["lr"], flags.get("decay"), flags["batch"]) == setting


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("python t.py --lr 0.1 --seed 1", "python t.py --lr 0.01 --seed 2"),
        ("python t.py --lr=0.1 --seed=1", "python t.py --lr=0.01 --seed=2"),
        ("python t.py lr=0.1 seed=1", "python t.py lr=0.01 seed=2"),
        ("python t.py --seed 1", "python t.py --seed 2 --lr 0.01"),
        ("python t.py --seed=1 --rundir=runs/a", "python t.py --seed=2 --rundir=runs/lr0.01-seed2 --lr=0.01"),
        ("python t.py", None),
        ("python t.py 'a", None),
    ],
)
def test_a_command_is_repeated_with_other_flags(line: str, command: str | None) -> None:
    found = commands_of(line, {"lr": 0.1, "seed": 1, "rundir": "runs/a"}, {"lr": 0.01}, [{"seed": 2}])
    if command is None:
        assert found == []
    else:
        (only,) = found
        assert sorted(only.split()) == sorted(command.split())


def test_a_flag_that_is_to_be_left_out_is() -> None:
    line = "python t.py --decay 0.1 --lr 3"
    assert commands_of(line, {}, {"decay": None}, []) == ["python t.py --lr 3"]


def test_ranges_hold_what_they_say_and_none_smaller_does() -> None:
    rng = np.random.default_rng(5)
    for _ in range(30):
        values = rng.choice([0.0, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1], 60).tolist()
        best = rng.choice(60, 20).tolist()
        levels = find_levels("x", values)
        found = find_range(levels, values, best)
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        inside = [place for place in best if found.low <= values[place] <= found.high]
        assert len(inside) == found.inside >= 0.85 * 20
        tried = sorted(set(values))
        size = tried.index(found.high) - tried.index(found.low)
        for start in range(len(tried)):
            for end in range(start, min(start + size, len(tried))):
                held = sum(tried[start] <= values[place] <= tried[end] for place in best)
                assert held < 0.85 * 20


def test_words_and_what_is_not_set_have_a_range_as_well() -> None:
    values = ["adam"] * 10 + ["sgd"] * 30 + ["lion"] * 10
    found = find_range(find_levels("opt", values), values, [0, 1, 2, 3, 40])
    assert found is not None
    assert (found.clause, found.inside, found.of) == ('flag.opt in ("adam", "lion")', 5, 5)
    numbers = [None] * 10 + [0.1, 0.2] * 10
    found = find_range(find_levels("decay", numbers), numbers, [0, 1, 2, 3, 4])
    assert found is not None
    assert (found.clause, found.text) == ("not has(flag.decay)", "not set holds 5 of the best 5 runs")
    assert find_range(find_levels("decay", numbers), numbers, [0, 1, 2, 10, 11]) is None


def test_the_best_tenth_is_of_the_runs_with_those_that_diverged_counted() -> None:
    runs = [run({"lr": lr}, lr / 100 if lr < 20 else math.nan, 0) for lr in range(40)]
    found = table_of(runs).sweep().found
    assert best_settings(found) == [19, 18, 17, 16]
    assert best_settings(table_of(runs[:9]).sweep().found) == []


def test_cells_that_were_never_run_stay_unknown_and_one_of_unlike_settings_is_mixed() -> None:
    rng = np.random.default_rng(1)
    runs = [
        run({"lr": lr, "b": b, "z": z}, lr + 10 * z * (lr == 2) + rng.normal(0, 0.01), seed)
        for lr in (1, 2, 3, 4)
        for b in (1, 2, 4, 8)
        for z in (0, 1)
        for seed in (0, 1)
        if (lr, b) != (3, 4)
    ]
    found = table_of(runs).sweep()
    levels = {each.flag: each for each in found._levels}
    from tb_lifecycle.reading.sweeps.heat_map import find_heat_map

    heat = find_heat_map(found.found, levels["lr"], levels["b"], found.ranking.base)
    assert (heat.unknown, len(heat.cells)) == (1, 15)
    assert (2, 2) not in {(cell.x, cell.y) for cell in heat.cells}
    assert {(cell.x, cell.mixed) for cell in heat.cells} == {(0, False), (1, True), (2, False), (3, False)}
    assert [cell.n for cell in heat.cells] == [2] * 15
    assert [(cell.x, cell.y) for cell in heat.cells if cell.base] == [(0, 0)]


def test_odd_tables_are_told_truthfully() -> None:
    one = table_of([run({"lr": 1}, 0.5, 0)]).sweep()
    assert to_json(one.describe())["ranking"][0]["word"] == "baseline"
    assert one.sentence.next is None
    nan = table_of([run({"lr": lr}, math.nan, 0) for lr in range(30)]).sweep()
    assert {each.word for each in nan.ranking.order} == {"no figure"}
    assert nan.ranking.base is None
    same = table_of([run({"lr": lr}, 0.5, seed) for lr in range(30) for seed in range(2)]).sweep()
    assert "same figure" in (same.importance.silent or "")
    assert {each.word for each in same.ranking.order} == {"no spread", "baseline"}
    for found in (one, nan, same):
        described = to_json(found.describe())
        assert set(described) == {*QUICK, *SLOW}


def test_a_data_frame_has_a_row_a_setting(sweep: Sweep) -> None:
    frame = sweep.to_pandas()
    assert len(frame) == 36
    assert frame.iloc[0]["flag.lr"] == 1e-3
    assert (frame["word"] == "diverged").sum() == 6
    assert frame.iloc[0]["low"] > 0


def test_two_thousand_flags_and_ten_thousand_runs_are_quick() -> None:
    rng = np.random.default_rng(6)
    flags = [
        {f"f{flag}": int(value) for flag, value in enumerate(rng.integers(0, 3, 2000))} for _ in range(100)
    ]
    wide = table_of(
        [state(f"r{place}", given, {"accuracy": given["f7"]}) for place, given in enumerate(flags)]
    )
    began = time.process_time()
    found = wide.sweep()
    assert found.importance.shares[0].flags == ["f7"]
    assert found.importance.dropped > 1900
    found.describe()
    assert time.process_time() - began < 8

    runs = [
        run(
            {"lr": float(10 ** rng.uniform(-4, -1)), "opt": "ab"[setting % 2]},
            rng.normal(),
            setting * 5 + seed,
        )
        for setting in range(2000)
        for seed in range(1)
    ]
    many = [
        run(
            {**{key: value for key, value in each.flags.items() if key in ("lr", "opt")}},
            rng.normal(),
            seed,
            at=START,
        )
        for each in runs
        for seed in range(5)
    ]
    table = table_of(many)
    began = time.process_time()
    table.sweep().describe()
    assert time.process_time() - began < 8


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ([0.5, 0.9, 0.1], "1 of 2 settings is better than lr0 by"),
        ([0.5, 0.9], "1 of 1 setting is better than lr0 by"),
        ([0.5, 0.4, 0.3], "none of 2 settings is better than lr0 by more than noise"),
        ([0.5, 0.4], "the other setting is not better than lr0 by more than noise"),
    ],
)
def test_the_sentence_is_a_sentence(figures: list[float], said: str) -> None:
    runs = [
        run({"lr": lr}, figure + seed / 1000, seed + lr * 10)
        for lr, figure in enumerate(figures)
        for seed in range(3)
    ]
    assert (table_of(runs).sweep(baseline=runs[0].name).sentence.known or "").startswith(said)
