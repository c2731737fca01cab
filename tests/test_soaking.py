"""A short soak; `scripts/soak` soaks for long."""

from __future__ import annotations

import re

import pytest

from tests.soaking import soak_heartbeats, soak_scalars, soak_server


def test_many_scalars_take_no_more_memory(capsys: pytest.CaptureFixture[str]) -> None:
    soak_scalars(50_000)
    assert "50,000 scalars" in capsys.readouterr().out


def test_heartbeats_of_a_month_take_little_more_than_of_days(
    capsys: pytest.CaptureFixture[str],
) -> None:
    grown = []
    for days in (2, 30):
        soak_heartbeats(24 * days)
        grown.append(int(re.search(r"([\d,]+) bytes in all", capsys.readouterr().out)[1].replace(",", "")))  # type: ignore[index]
    assert grown[1] < grown[0] * 1.2


@pytest.mark.server
def test_clients_of_living_runs_are_all_answered() -> None:
    soak_server(runs=2, clients=4, seconds=4)
