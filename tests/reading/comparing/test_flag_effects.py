import math
import random
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from tb_lifecycle.reading.comparing import flag_effects
from tb_lifecycle.reading.comparing.compare import Context, compare
from tb_lifecycle.reading.comparing.flag_effects import Effect, Peer, find_effects
from tests.reading.runs import describe, metric

LEVELS = (0.5, 0.75, 1.0)
WIDTHS = (32, 64, 128, 256)


def peers(n: int, value: Callable[[int, random.Random], float], **flags: Sequence[object]) -> list[Peer]:
    """Runs whose flags go through the values given, each at its own pace."""
    draw = random.Random(1)
    return [
        Peer({name: values[index % len(values)] for name, values in flags.items()}, value(index, draw))
        for index in range(n)
    ]


def by_omega(index: int, draw: random.Random) -> float:
    return LEVELS[index % 3] + draw.gauss(0, 0.01)


def test_a_flag_that_moves_the_metric_and_one_that_does_not() -> None:
    runs = peers(12, by_omega, omega=LEVELS, width=WIDTHS)
    effects = find_effects({"omega": (1.0, 0.5), "width": (64, 256)}, runs)
    assert effects["omega"].moves
    assert effects["omega"].n == 12
    assert effects["omega"].a == pytest.approx(1.0, abs=0.02)
    assert effects["omega"].b == pytest.approx(0.5, abs=0.02)
    assert not effects["width"].moves


@pytest.mark.parametrize("values", [("sgd", "adam", "lion"), (True, False), (None, 0.5), ([1, 2], [3])])
def test_values_of_any_kind_have_effects(values: tuple[object, ...]) -> None:
    runs = peers(18, lambda index, draw: index % len(values) + draw.gauss(0, 0.01), kind=values)
    effect = find_effects({"kind": (values[0], values[1])}, runs)["kind"]
    assert (effect.moves, round(effect.a or 0), round(effect.b or 0)) == (True, 0, 1)


def test_many_numbers_are_grouped() -> None:
    draw = random.Random(2)
    rates = [10 ** -draw.uniform(1, 5) for _ in range(60)]
    runs = peers(60, lambda index, draw: math.log10(rates[index]) + draw.gauss(0, 0.2), lr=rates)
    effect = find_effects({"lr": (1e-1, 1e-5)}, runs)["lr"]
    assert effect.moves
    assert effect.a is not None
    assert effect.b is not None
    assert effect.a > effect.b


def test_an_effect_shows_beside_a_larger_one() -> None:
    runs = peers(
        24,
        lambda index, draw: 10 * LEVELS[index % 3] + (index % 4) / 4 + draw.gauss(0, 0.01),
        large=LEVELS,
        small=WIDTHS,
    )
    effects = find_effects({"large": (1.0, 0.5), "small": (32, 256)}, runs)
    assert effects["large"].moves
    assert effects["small"].moves
    assert effects["large"].size > effects["small"].size


def test_flags_that_always_change_together_both_move() -> None:
    runs = peers(12, by_omega, omega=LEVELS, twin=("a", "b", "c"))
    effects = find_effects({"omega": (1.0, 0.5), "twin": ("c", "a")}, runs)
    assert effects["omega"].moves
    assert effects["twin"].moves


def test_what_few_runs_or_one_value_tell_is_nothing() -> None:
    assert find_effects({"omega": (1.0, 0.5)}, peers(7, by_omega, omega=LEVELS)) == {}
    assert find_effects({"omega": (1.0, 0.5)}, peers(20, by_omega, omega=(1.0,))) == {}
    assert find_effects({"other": (1.0, 0.5)}, peers(20, by_omega, omega=LEVELS)) == {}
    names = [f"run {index}" for index in range(20)]
    assert find_effects({"name": ("run 1", "run 2")}, peers(20, by_omega, name=names)) == {}
    unknown = [Peer(peer.flags, math.nan) for peer in peers(20, by_omega, omega=LEVELS)]
    assert find_effects({"omega": (1.0, 0.5)}, unknown) == {}


def test_equal_figures_move_with_nothing() -> None:
    runs = peers(12, lambda _index, _draw: 0.5, omega=LEVELS, width=WIDTHS)
    effects = find_effects({"omega": (1.0, 0.5), "width": (64, 256)}, runs)
    assert [effect.moves for effect in effects.values()] == [False, False]


def test_chance_is_seldom_taken_for_an_effect() -> None:
    draw = random.Random(3)
    found = 0
    for _ in range(100):
        runs = [Peer({"x": draw.choice(LEVELS)}, draw.gauss(0, 1)) for _ in range(24)]
        effect = find_effects({"x": (1.0, 0.5)}, runs).get("x")
        found += effect is not None and effect.moves
    assert found <= 10


def test_of_many_idle_flags_seldom_one_is_taken_to_move() -> None:
    draw = random.Random(4)
    names = [f"f{number}" for number in range(10)]
    wrong = 0
    for _ in range(40):
        runs = [Peer({name: draw.choice(LEVELS) for name in names}, draw.gauss(0, 1)) for _ in range(60)]
        effects = find_effects(dict.fromkeys(names, (1.0, 0.5)), runs)
        wrong += any(effect.moves for effect in effects.values())
    assert wrong <= 8


def test_reasons_listen_to_other_runs() -> None:
    first = describe("a", flags={"jitter": 1.0, "learning_rate": 0.1, "depth": 2})
    second = describe("b", flags={"jitter": 0.5, "learning_rate": 0.0001, "depth": 3})
    runs = peers(12, by_omega, jitter=LEVELS, learning_rate=(0.1, 0.01, 0.001, 0.0001))
    asked = []

    def of(name: str) -> list[Peer]:
        asked.append(name)
        return runs

    reasons = compare([first, second], "a", Context("validation/accuracy", of))["reasons"]
    assert [reason["name"] for reason in reasons] == ["jitter", "depth", "learning_rate"]
    assert [reason["effect"] and reason["effect"]["moves"] for reason in reasons] == [True, None, False]
    assert asked == ["validation/accuracy"]
    alone = compare([first, second], "a")["reasons"]
    assert [reason["name"] for reason in alone] == ["depth", "learning_rate", "jitter"]


def test_runs_without_a_metric_ask_nobody() -> None:
    def of(_name: str) -> list[Peer]:
        raise AssertionError

    bare = {"metrics": {"loss": metric(math.nan)}}
    compare([describe("a", **bare), describe("b", **bare, flags={})], "a", Context(None, of))


def test_the_size_of_an_effect_is_known_where_both_means_are() -> None:
    assert Effect(True, 12, 1.0, 0.25).size == 0.75
    assert Effect(True, 12, None, 0.25).size == 0.0


@pytest.mark.parametrize(("count", "told"), [(8, 8), (500, 500), (501, 500), (1200, 500)])
def test_of_many_runs_some_tell_evenly_spread(count: int, told: int) -> None:
    """Every place of a long row is among them, also its last ones."""
    runs = [Peer({"late": index >= count - count // 4}, float(index)) for index in range(count)]
    effect = find_effects({"late": (False, True)}, runs)["late"]
    assert effect.n == told
    assert effect.b == pytest.approx((count - count // 4 + count - 1) / 2, rel=0.01)


def test_of_too_many_flags_nothing_is_told() -> None:
    runs = peers(40, by_omega, omega=LEVELS)
    some = {"omega": (1.0, 0.5)} | {f"f{number}": (1, 2) for number in range(29)}
    assert list(find_effects(some, runs)) == ["omega"]
    assert find_effects(some | {"one_more": (1, 2)}, runs) == {}
    assert find_effects({}, runs) == {}


def test_numbers_are_one_value_however_they_are_written() -> None:
    runs = peers(24, lambda index, _draw: float(index % 4), x=(1, 1.0, 2, 2.0))
    effect = find_effects({"x": (1, 2.0)}, runs)["x"]
    assert effect == Effect(True, 24, 0.5, 2.5)
    assert effect.size == 2.0


def test_values_of_other_types_are_other_values() -> None:
    runs = peers(24, lambda index, _draw: float(index % 3), x=(1, True, "1"))
    assert find_effects({"x": (True, "1")}, runs)["x"] == Effect(True, 24, 1.0, 2.0)


def test_a_value_that_no_run_has_has_no_mean() -> None:
    runs = peers(24, lambda index, _draw: float(index % 3), x=LEVELS)
    assert find_effects({"x": (0.5, 7.0)}, runs)["x"] == Effect(True, 24, 0.0, None)
    many = [float(number) for number in range(24)]
    assert find_effects({"x": (0.5, "text")}, peers(24, lambda index, _: many[index], x=many))["x"].b is None


def test_runs_without_the_flag_tell_nothing_of_it() -> None:
    runs = peers(12, by_omega, omega=LEVELS) + [Peer({}, 100.0)] * 12
    effect = find_effects({"omega": (1.0, 0.5)}, runs)["omega"]
    assert (effect.n, effect.moves) == (12, True)
    assert effect.a == pytest.approx(1.0, abs=0.02)
    assert find_effects({"omega": (1.0, 0.5)}, peers(7, by_omega, omega=LEVELS) + [Peer({}, 1.0)] * 9) == {}


def test_many_numbers_are_five_groups_of_like_size() -> None:
    rates = [float(number) for number in range(50)]
    effect = find_effects({"lr": (5.0, 45.0)}, peers(50, lambda index, _draw: rates[index], lr=rates))["lr"]
    assert (effect.a, effect.b) == (4.5, 44.5)


def test_numbers_beyond_doubles_and_no_numbers_are_values_as_others() -> None:
    huge, infinite = 10**400, math.inf
    runs = peers(24, lambda index, _draw: float(index % 2), x=(huge, infinite))
    assert find_effects({"x": (huge, infinite)}, runs)["x"] == Effect(True, 24, 0.0, 1.0)


def test_a_small_group_that_stands_apart_shows() -> None:
    """The share of a group's runs does not decide how much it counts."""
    draw = random.Random(5)
    kinds = ["rare"] * 3 + ["one"] * 15 + ["other"] * 15
    runs = [Peer({"kind": kind}, draw.gauss(5 if kind == "rare" else 0, 1)) for kind in kinds]
    assert find_effects({"kind": ("one", "rare")}, runs)["kind"].moves


def test_the_same_runs_tell_the_same_each_time() -> None:
    draw = random.Random(6)
    values, labels = np.array([draw.random() for _ in range(30)]), np.arange(30) % 3
    shares = {flag_effects._shuffled_share(values, labels) for _ in range(5)}
    assert len(shares) == 1
    assert 0.1 < shares.pop() < 0.9
