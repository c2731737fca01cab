"""A short soak; `scripts/soak` soaks for long."""

from __future__ import annotations

import pytest

from tests.soaking import soak_heartbeats, soak_scalars, soak_server


def test_many_scalars_take_no_more_memory(capsys: pytest.CaptureFixture[str]) -> None:
    soak_scalars(50_000)
    assert "50,000 scalars" in capsys.readouterr().out


def test_a_day_of_heartbeats_is_bounded() -> None:
    soak_heartbeats(24)


@pytest.mark.server
def test_clients_of_living_runs_are_all_answered() -> None:
    soak_server(runs=2, clients=4, seconds=4)
