"""A short run of the fuzzer, the same each time, and what longer ones have found before.

`scripts/fuzz` runs for long.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.fuzzing.running import run
from tests.fuzzing.targets import check_event_file
from tests.fuzzing.whole_logdirs import check_logdir

EXECUTIONS = {"record": 300, "event_file": 300, "expression": 300, "archive": 300, "recorded_path": 200}
CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.tfevents"))


@pytest.mark.parametrize("target", EXECUTIONS)
def test_odd_input_raises_nothing_and_takes_no_time(target: str) -> None:
    assert run(target, EXECUTIONS[target]) >= EXECUTIONS[target] * 0.9


@pytest.mark.server
def test_odd_runs_hide_no_sound_ones_and_every_question_is_answered() -> None:
    assert run("logdir", 12) >= 10


@pytest.mark.server
@pytest.mark.parametrize("fast", [True, False], ids=["data server", "Python reader"])
def test_what_was_found_is_read_beside_sound_runs(fast: bool) -> None:
    def write(directory: Path) -> None:
        for file in CORPUS:
            (directory / file.stem).mkdir()
            shutil.copy(file, directory / file.stem / "events.out.tfevents.1700000000.host")

    assert CORPUS
    check_logdir(write, "has(loss)", fast=fast)


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.stem)
def test_what_was_found_is_read_by_itself(file: Path) -> None:
    check_event_file(file.read_bytes())
