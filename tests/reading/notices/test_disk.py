from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Collection
from pathlib import Path

import pytest

from tb_lifecycle.reading.notices import disk
from tb_lifecycle.reading.notices.disk import DiskCheck
from tb_lifecycle.reading.notices.walk import Walk
from tests.logdirs import EventFile

OLD = 1000.0


def write(logdir: Path, *names: str, age: float = OLD) -> None:
    for name in names:
        path = EventFile(logdir / name).scalars("x", [1.0]).path
        os.utime(path, (time.time() - age,) * 2)


def look(check: DiskCheck, listed: Collection[str]) -> tuple[str, ...]:
    check.look(listed)
    if check._thread is not None:
        check._thread.join()
    return check.sentences()


@pytest.fixture(autouse=True)
def _always_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_INTERVAL", 0.0)
    monkeypatch.setattr(disk, "_REST", 0.0)
    monkeypatch.setattr(disk, "_CONFIRMATION", 0.0)


def test_nothing_is_missing(tmp_path: Path) -> None:
    write(tmp_path, ".", "a", "a/train")
    assert look(DiskCheck(str(tmp_path), 0, loaded=True), {".", "a", "a/train", "gone"}) == ()


def test_a_run_that_tensorboard_does_not_list(tmp_path: Path) -> None:
    write(tmp_path, "a", "b/c")
    (sentence,) = look(DiskCheck(str(tmp_path), 0, loaded=True), {"a"})
    assert sentence == "1 run on disk is not shown: TensorBoard could not read b/c."


def test_what_was_found_ahead_serves_one_look(tmp_path: Path) -> None:
    check = DiskCheck(str(tmp_path), 0, loaded=True)
    write(tmp_path, "a")
    check.walk_ahead()
    write(tmp_path, "b")
    assert look(check, {"a"}) == ()
    assert "could not read b" in look(check, {"a"})[0]


def test_a_new_run_is_not_missed_yet(tmp_path: Path) -> None:
    write(tmp_path, "a", age=5)
    write(tmp_path, "b", age=100)
    for behind, missed in ((0, 1), (300, 0)):
        check = DiskCheck(str(tmp_path), behind, loaded=False)
        look(check, ())
        look(check, ())
        assert check.missing == missed


def test_what_was_there_before_everything_was_read_is_missed(tmp_path: Path) -> None:
    began = time.time()
    write(tmp_path, "a", age=1)
    write(tmp_path, "b", age=-10)
    (sentence,) = look(DiskCheck(str(tmp_path), 0, loaded=True, began=began), ())
    assert sentence == "1 run on disk is not shown: TensorBoard could not read a."


def test_a_directory_with_nothing_to_read_is_not_missed(tmp_path: Path) -> None:
    write(tmp_path, "a")
    EventFile(tmp_path / "header")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "events.out.tfevents.1").touch()
    assert "could not read a." in look(DiskCheck(str(tmp_path), 0, loaded=True), ())[0]


def test_while_tensorboard_loads_a_run_must_be_missing_twice(tmp_path: Path) -> None:
    write(tmp_path, "a", "b", "c")
    check = DiskCheck(str(tmp_path), 0, loaded=False)
    assert look(check, ()) == ()
    (sentence,) = look(check, {"a"})
    assert sentence.startswith("2 runs on disk are not shown")
    assert look(check, {"a", "b", "c"}) == ()


def test_what_seems_to_be_missing_is_soon_made_sure_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "_INTERVAL", 1000.0)
    write(tmp_path, "a", "b")
    check = DiskCheck(str(tmp_path), 0, loaded=False)
    assert look(check, {"a"}) == ()
    first = look(check, {"a"})
    assert first[0].startswith("1 run on disk is not shown")
    assert look(check, {"a", "b"}) == first


def test_counting_that_was_not_finished_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a")
    monkeypatch.setattr(disk, "_BUDGET", -1.0)
    (sentence,) = look(DiskCheck(str(tmp_path), 0, loaded=True), ())
    assert "could not be counted in time" in sentence


def test_what_was_counted_before_the_time_was_over_is_told_as_the_least(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, *(f"r{number}" for number in range(40)))
    visit = Walk._visit

    def slow(walk: Walk, name: str, directory: str) -> None:
        time.sleep(0.01)
        visit(walk, name, directory)

    monkeypatch.setattr(Walk, "_visit", slow)
    monkeypatch.setattr(disk, "_BUDGET", 0.1)
    check = DiskCheck(str(tmp_path), 0, loaded=True)
    (sentence,) = look(check, ())
    assert sentence.startswith(f"At least {check.missing} run")
    assert 0 < check.missing < 40
    # Where nobody waits for it, it is counted to the end.
    check = DiskCheck(str(tmp_path), 0, loaded=False)
    look(check, ())
    (sentence,) = look(check, ())
    assert sentence.startswith("40 runs on disk are not shown")


def test_while_runs_appear_tensorboard_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a", "b")
    check = DiskCheck(str(tmp_path), 0, loaded=False)
    look(check, ())
    (sentence,) = look(check, {"a"})
    assert sentence == "1 run on disk is not shown yet: TensorBoard is still reading."
    monkeypatch.setattr(disk, "_QUIET", 0.0)
    (sentence,) = look(check, {"a"})
    assert sentence == "1 run on disk is not shown: TensorBoard could not read b."


def test_between_two_looks_the_last_finding_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_INTERVAL", 1000.0)
    write(tmp_path, "a")
    check = DiskCheck(str(tmp_path), 0, loaded=True)
    first = look(check, ())
    assert len(first) == 1
    assert look(check, {"a"}) == first


def test_the_limit_of_open_files_is_named_where_it_is_the_reason(tmp_path: Path) -> None:
    write(tmp_path, *(f"r{number}" for number in range(150)))
    script = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))\n"
        "from tb_lifecycle.reading.open_logdir import open_logdir\n"
        "with open_logdir(sys.argv[1]) as reader:\n"
        "    print(len(reader.table()), *reader.notices(), sep='|')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True
    )
    shown, notice = done.stdout.strip().split("|")
    assert 0 < int(shown) < 150
    assert notice == (
        f"{150 - int(shown)} runs on disk are not shown: TensorBoard may open 100 files. "
        "The system allows no more: open a directory below, with fewer runs."
    )
