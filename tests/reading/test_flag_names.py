import pytest

from tb_lifecycle.reading.comparing.facts import facts_of
from tb_lifecycle.reading.comparing.settings import settings_of
from tb_lifecycle.reading.flag_names import BESIDE_THE_SETTING, flag_role
from tests.reading.groups.tables import state, table_of
from tests.reading.runs import describe


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        ("seed", True),
        ("rundir", True),
        ("verbose", True),
        ("log_every", True),
        ("print_freq", True),
        ("log_scale", False),
        ("workers", False),
        ("checkpoint", False),
        ("resume", False),
        ("lr", False),
    ],
)
def test_a_comparison_and_a_table_agree_on_what_a_setting_is(name: str, beside: bool) -> None:
    """A flag in which runs of one setting may differ is the same one, whoever asks."""
    assert (flag_role(name) in BESIDE_THE_SETTING) is beside
    flags = [{"lr": 0.1, name: "x1"}, {"lr": 0.1, name: "x2"}]
    groups = table_of([state(f"r{row}", each) for row, each in enumerate(flags)]).group_by("seed")
    assert (len(groups) == 1) is beside
    one, other = settings_of([facts_of(describe(f"r{row}", flags=each)) for row, each in enumerate(flags)])
    assert (one == other) is beside


def test_a_path_to_the_runs_own_directory_is_no_setting_either_way() -> None:
    runs = [describe(name, flags={"lr": 0.1, "tb": f"/data/{name}/events"}) for name in ("s/a", "s/b")]
    one, other = settings_of([facts_of(run) for run in runs])
    assert one == other
