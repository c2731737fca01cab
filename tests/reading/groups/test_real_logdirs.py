"""Groups in logdirs that the library and HParams wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

import tb_lifecycle
from tests import sweeps
from tests.logdirs import EventFile


@pytest.mark.slow
def test_a_sweep_of_seeds_folds_into_its_settings(tmp_path: Path) -> None:
    logdir = sweeps.sweep_of_seeds(tmp_path / "sweep")
    groups = tb_lifecycle.load_runs(logdir).group_by("seed").sort('-metric["validation/accuracy"]')
    by_label = {group.label: group for group in groups.groups}
    assert set(by_label) == {setting.label for setting in sweeps.SETTINGS}
    for setting in sweeps.SETTINGS:
        group = by_label[setting.label]
        runs = {setting.run(seed) for seed in sweeps.SEEDS}
        failed, nan = len(runs & set(sweeps.FAILED)), len(runs & set(sweeps.NANS))
        assert set(group.members) == runs
        assert group.n == 5 - failed - nan
        assert group.left_out == ({"failed": failed} if failed else {}) | ({"no figure": nan} if nan else {})
    assert set(groups.names[:2]) == {setting.label for setting in sweeps.BEST}
    digests = dict(zip(groups.names, groups.column("dataset.digits"), strict=True))
    old = {label for label, digest in digests.items() if digest != digests[sweeps.BASELINE.label]}
    assert old == {setting.label for setting in sweeps.SETTINGS if setting.old_data}


def test_sessions_of_one_group_are_one_row(tmp_path: Path) -> None:
    for name, flags, group in (
        ("a", {"lr": 0.1}, "one"),
        ("b", {"lr": 0.1}, "one"),
        ("c", {"lr": 0.1}, "two"),
        ("d", {"lr": 0.1}, ""),
        ("e", {"lr": 0.1, "seed": 1}, ""),
        ("f", {"lr": 0.1, "seed": 2}, ""),
    ):
        EventFile(tmp_path / name).session(flags, group).scalars("accuracy", [0.5])
    groups = tb_lifecycle.load_runs(tmp_path).sort("name").group_by("seed").groups
    assert [list(group.members) for group in groups] == [["a", "b"], ["c"], ["d"], ["e", "f"]]
