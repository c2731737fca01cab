from __future__ import annotations

import sys
from itertools import product
from typing import Any

import numpy as np
import pytest
from sklearn.ensemble import RandomForestRegressor  # type: ignore[import-untyped]

from tb_lifecycle.reading.sweeps.forest import make_design, share_out
from tb_lifecycle.reading.sweeps.importance import EXTRA, Importance, find_importance, rank, sort_flags
from tb_lifecycle.reading.sweeps.levels import find_levels


def importance(scores: Any, **flags: list[Any]) -> Importance:
    scores = np.asarray(scores, float)
    return find_importance(
        sort_flags([find_levels(name, values) for name, values in flags.items()], scores), scores
    )


def drawn(
    count: int, seed: int = 0
) -> tuple[dict[str, list[Any]], np.ndarray[Any, Any], np.random.Generator]:
    rng = np.random.default_rng(seed)
    flags: dict[str, list[Any]] = {
        "lr": rng.choice([1e-4, 1e-3, 1e-2, 1e-1], count).tolist(),
        "opt": rng.choice(["adam", "sgd", "lion"], count).tolist(),
        "decay": [None if value < 0 else float(value) for value in rng.choice([-1, 0.0, 1e-4], count)],
        "idle": rng.choice([1, 2, 3], count).tolist(),
    }
    return flags, np.log10(flags["lr"]), rng


def test_shares_are_those_of_every_setting_taken_together() -> None:
    flags, logs, rng = drawn(80)
    del flags["idle"]
    levels = [find_levels(name, values) for name, values in flags.items()]
    design = make_design(levels)
    target = logs * 2 + (np.array(flags["opt"]) == "adam") * logs + rng.normal(0, 0.3, 80)
    tree = RandomForestRegressor(n_estimators=1, random_state=0).fit(design.rows, target).estimators_[0]
    pairs = [(0, 1), (0, 2), (1, 2)]
    found = share_out(tree.tree_, design, pairs)

    # The same by going through all cells of the grid.
    shape = tuple(len(flag.values) for flag in levels)
    cells = np.array(list(product(*map(range, shape))))
    owners = np.array(design.owners)
    rows = np.column_stack(
        [table[cells[:, owner]] for owner, table in zip(owners, design.tables, strict=True)]
    )
    said = tree.predict(rows).reshape(shape)
    weights = np.ones(shape)
    for axis, weight in enumerate(design.weights):
        weights = weights * weight.reshape([-1 if place == axis else 1 for place in range(3)])
    mean = (said * weights).sum()
    assert found.whole == pytest.approx((((said - mean) ** 2) * weights).sum())
    marginals = []
    for axis in range(3):
        others = tuple(place for place in range(3) if place != axis)
        marginal = ((said - mean) * weights).sum(axis=others) / weights.sum(axis=others)
        marginals.append(float((marginal**2 * design.weights[axis]).sum()))
    assert found.single.tolist() == pytest.approx(marginals)
    for place, (a, b) in enumerate(pairs):
        (rest,) = {0, 1, 2} - {a, b}
        both = ((said - mean) * weights).sum(axis=rest) / weights.sum(axis=rest)
        share = float((both**2 * weights.sum(axis=rest)).sum()) - marginals[a] - marginals[b]
        assert found.pairs[place] == pytest.approx(max(share, 0.0), abs=1e-9)


def test_the_flag_that_decides_comes_first_and_an_idle_one_has_nearly_nothing() -> None:
    flags, logs, rng = drawn(90)
    scores = -np.abs(logs + 3) + 0.3 * (np.array(flags["opt"]) == "adam") + rng.normal(0, 0.05, 90)
    found = importance(scores, **flags)
    assert found.silent is None
    single = {share.flags[0]: share for share in found.shares if len(share.flags) == 1}
    assert found.shares[0].flags == ["lr"]
    assert single["lr"].low > 0.6
    assert single["opt"].share > single["idle"].share
    assert single["opt"].low > 0.01
    assert single["idle"].high < 0.05
    assert all(share.low <= share.share <= share.high for share in found.shares)
    assert sum(share.share for share in found.shares) < 1.05
    assert (found.foretold or 0) > 0.8


def test_a_pair_is_what_it_adds_beyond_its_flags() -> None:
    flags, logs, rng = drawn(120, seed=2)
    crossed = np.sign(logs + 2.5) * np.where(np.array(flags["idle"]) == 2, 1, -1)
    found = importance(crossed + rng.normal(0, 0.1, 120), **flags)
    assert set(found.shares[0].flags) == {"lr", "idle"}
    assert found.shares[0].low > 0.2


def test_diverged_settings_are_the_worst_and_no_more() -> None:
    assert rank(np.array([3.0, -np.inf, 1.0, -np.inf])).tolist() == [3.0, 0.5, 2.0, 0.5]
    flags, logs, rng = drawn(80, seed=3)
    scores = np.where(logs > -2, -np.inf, rng.normal(0, 1, 80))
    found = importance(scores, **flags)
    assert found.shares[0].flags == ["lr"]


def test_noise_alone_is_told_as_such() -> None:
    flags, _, rng = drawn(60, seed=4)
    found = importance(rng.normal(0, 1, 60), **flags)
    assert found.shares == ()
    assert "foretell nothing" in (found.silent or "")


def test_flags_that_vary_too_little_and_not_at_all_are_named() -> None:
    flags, logs, _ = drawn(40)
    rare: list[Any] = [None] * 38 + [1, 1]
    found = importance(logs, **flags, rare=rare, epochs=[50] * 40, name=[f"n{place}" for place in range(40)])
    assert dict(found.constant) == {"epochs": "50"}
    said = dict(found.unclear)
    assert said["rare"] == "too few to say: set in 2 of 40, needs 4"
    assert said["name"].startswith("another value in nearly every setting")
    assert "rare" not in {flag for share in found.shares for flag in share.flags}


def test_flags_that_are_changed_together_cannot_be_told_apart() -> None:
    flags, logs, _ = drawn(40)
    twin = [f"schedule {value}" for value in flags["lr"]]
    found = importance(logs, **flags, twin=twin)
    assert (found.shares[0].flags, found.shares[0].together) == (["lr"], ["twin"])


@pytest.mark.parametrize(
    ("count", "why"),
    [(19, "19 settings, needs 20"), (1, "1 setting, needs 20")],
)
def test_too_few_settings_are_silent_with_the_reason(count: int, why: str) -> None:
    flags, logs, _ = drawn(count)
    assert why in (importance(logs, **flags).silent or "")


def test_nothing_varies_and_nothing_differs() -> None:
    assert "No flag has another value" in (importance(range(30), lr=[1] * 30).silent or "")
    flags, _, _ = drawn(30)
    assert "same figure" in (importance([0.5] * 30, **flags).silent or "")


def test_without_scikit_learn_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    monkeypatch.setitem(sys.modules, "sklearn.ensemble", None)
    flags, logs, _ = drawn(30)
    found = importance(logs, **flags)
    assert (found.silent, found.extra) == ("Which flags matter needs scikit-learn.", EXTRA)
    assert EXTRA == "pip install 'tb_lifecycle[sweep]'"


def test_the_same_settings_give_the_same_shares_and_each_resample_is_told() -> None:
    flags, logs, _ = drawn(30)
    done: list[int] = []
    levels = [find_levels(name, values) for name, values in flags.items()]
    sorted_flags = sort_flags(levels, logs)
    assert find_importance(sorted_flags, logs, done.append) == find_importance(sorted_flags, logs)
    assert done == list(range(1, 41))


def test_optuna_finds_the_same_order() -> None:
    optuna = pytest.importorskip("optuna")
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    flags, logs, rng = drawn(100, seed=5)
    del flags["decay"]
    scores = -np.abs(logs + 3) + 0.5 * (np.array(flags["opt"]) == "adam") + rng.normal(0, 0.05, 100)
    kinds = {
        "lr": optuna.distributions.FloatDistribution(1e-4, 1e-1, log=True),
        "opt": optuna.distributions.CategoricalDistribution(["adam", "sgd", "lion"]),
        "idle": optuna.distributions.IntDistribution(1, 3),
    }
    study = optuna.create_study(direction="maximize")
    for row, value in enumerate(rank(scores)):
        given = {name: flags[name][row] for name in kinds}
        study.add_trial(optuna.trial.create_trial(params=given, distributions=kinds, value=float(value)))
    theirs = optuna.importance.get_param_importances(
        study, evaluator=optuna.importance.FanovaImportanceEvaluator(seed=0)
    )
    ours = [share.flags[0] for share in importance(scores, **flags).shares if len(share.flags) == 1]
    assert ours == list(theirs)
