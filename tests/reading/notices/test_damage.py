from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tb_lifecycle.reading.notices import damage
from tb_lifecycle.reading.notices.damage import Damage, DamageCheck
from tb_lifecycle.reading.notices.damage_sentences import of_files, of_logdir
from tb_lifecycle.reading.notices.walk import Found, Walk
from tests.logdirs import EventFile
from tests.reading.conftest import Open

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"5" * 64 + b"\nsize 98765\n"
NAME = "events.out.tfevents.1700000000.host"
OLD = 1_700_000_000


def write(logdir: Path, name: str, *, flip: int | None = None, cut: int = 0, old: bool = True) -> Path:
    path = EventFile(logdir / name).scalars("loss", [3.0, 2.0, 1.0]).path
    data = bytearray(path.read_bytes())
    if flip is not None:
        data[flip] ^= 0x55
    path.write_bytes(data[: len(data) - cut])
    if old:
        os.utime(path, (OLD, OLD))
    return path


def find(logdir: Path) -> list[Found]:
    walk = Walk(str(logdir))
    walk.go_on(float("inf"))
    return walk.found


def check(logdir: Path, *, loaded: bool = True) -> dict[str, tuple[Damage, ...]]:
    made = DamageCheck(loaded=loaded)
    made.look(find(logdir))
    if made._thread is not None:
        made._thread.join()
    return dict(made.found)


@pytest.mark.parametrize("loaded", [True, False])
def test_damage_is_found_and_nothing_else(tmp_path: Path, loaded: bool) -> None:
    write(tmp_path, "whole")
    write(tmp_path, "writing", cut=9, old=False)
    write(tmp_path, "cut", cut=9)
    size = write(tmp_path, "flipped", flip=-20).stat().st_size
    (tmp_path / "pointer").mkdir()
    (tmp_path / "pointer" / NAME).write_bytes(POINTER)
    found = check(tmp_path, loaded=loaded)
    assert {run: damages[0].fault for run, damages in found.items()} == {
        "cut": "cut",
        "flipped": "checksum",
        "pointer": "pointer",
    }
    (flipped,) = found["flipped"]
    assert (flipped.file, flipped.end + flipped.lost) == (NAME, size)
    assert 0 < flipped.end < size


def test_a_file_that_is_mended_is_damaged_no_more(tmp_path: Path) -> None:
    path = write(tmp_path, "a", flip=-20)
    made = DamageCheck(loaded=True)
    made.look(find(tmp_path))
    assert made.found
    write(tmp_path, "b")
    path.write_bytes((tmp_path / "b" / NAME).read_bytes())
    made.look(find(tmp_path))
    assert made.found == {}


def test_where_tensorboard_says_in_which_files_it_stopped_no_others_are_looked_into(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        write(tmp_path, name, flip=-20)
    made = DamageCheck(loaded=True)
    made.suspect([str(tmp_path / "b" / NAME)])
    made.look(find(tmp_path))
    assert list(made.found) == ["b"]


def test_where_somebody_waits_it_ends_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a", flip=-20)
    monkeypatch.setattr(damage, "_BUDGET", -1.0)
    assert check(tmp_path) == {}


def test_a_suspect_that_there_is_no_time_for_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a")
    monkeypatch.setattr(damage, "_BUDGET_FOR_SUSPECTS", -1.0)
    made = DamageCheck(loaded=True)
    made.suspect([str(tmp_path / "a")])
    made.look(find(tmp_path))
    assert made.found["a"][0].fault == "checksum"


def test_at_leisure_a_long_file_is_walked_through_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, "a")
    event = EventFile(tmp_path / "header").path.read_bytes()
    path.write_bytes(event * 30_000 + b"\x01" * 40)
    monkeypatch.setattr(damage, "_PIECE", 0.001)
    monkeypatch.setattr(damage, "_REST", 0.0)
    began = time.monotonic()
    assert check(tmp_path, loaded=False)["a"][0].end == len(event) * 30_000
    assert time.monotonic() - began < 60


def test_sentences_name_runs_and_say_what_to_do(tmp_path: Path) -> None:
    for name in ("p1", "p2"):
        (tmp_path / name).mkdir()
        (tmp_path / name / NAME).write_bytes(POINTER)
    write(tmp_path, "flipped", flip=-20)
    found = check(tmp_path)
    assert list(of_logdir(found)) == [
        "An event file of each of 2 runs is a pointer to a file, not the file: p1, p2. "
        "Fetch it: 'git lfs pull', or 'git annex get'.",
        "An event file is damaged: what stands behind the damage may not be shown: flipped. "
        "Copy it again if there is a copy.",
    ]
    (sentence,) = of_files(found["flipped"])
    assert sentence.startswith(f"The event file {NAME} is damaged")
    assert f"(after byte {found['flipped'][0].end:,})" in sentence


def test_a_logdir_with_damage_says_so_in_table_and_run(tmp_path: Path, open_reader: Open) -> None:
    write(tmp_path, "whole")
    write(tmp_path, "value", flip=-20)
    write(tmp_path, "length", flip=-58)
    (tmp_path / "pointer").mkdir()
    (tmp_path / "pointer" / NAME).write_bytes(POINTER)
    reader = open_reader(tmp_path)
    assert sorted(reader.table().names) == ["length", "value", "whole"]
    said = " ".join(reader.notices())
    assert "length, value" in said
    assert "pointer" in said
    assert "whole" not in said
    assert reader.describe("whole")["notices"] == []
    assert len(reader.describe("value")["notices"]) == 1
