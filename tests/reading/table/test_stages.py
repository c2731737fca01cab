from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tb_lifecycle.format import lifecycle_pb2, metadata
from tb_lifecycle.reading.reader import LogdirReader
from tests.logdirs import START, EventFile, make_record
from tests.reading.conftest import Open

DATA = b"d" * 32
EXPORT = b"e" * 32


def state_of(reader: LogdirReader, stage: str, run: str = "r") -> str:
    """The stage's state, the same in the table and on the run's own page."""
    in_table = reader.table().where(f'name == "{run}"').column(f"stage.{stage}")
    described = reader.describe(run)["stages"]
    assert list(described) == ["code", "prepare", "train", "compare", "serve"]
    assert [described[stage]["state"]] == in_table
    return str(described[stage]["state"])


def gaps_of(reader: LogdirReader, stage: str, run: str = "r") -> list[tuple[str, str]]:
    return [(gap["text"], gap["call"]) for gap in reader.describe(run)["stages"][stage]["gaps"]]


def write(directory: Path, record: lifecycle_pb2.RunRecord) -> Path:
    EventFile(directory).run(record)
    return directory


@pytest.mark.parametrize(
    ("code", "state", "gap"),
    [
        ({"commit": "c", "has_git": True}, "recorded", None),
        ({"commit": "c", "has_git": True, "dirty": True, "patch_saved": True}, "recorded", None),
        ({"commit": "c", "has_git": True, "dirty": True}, "partial", "changes that were not saved"),
        ({"commit": "c", "has_git": True, "gap": "a.py: lost"}, "partial", "rebuilt whole: a.py: lost"),
        ({"commit": "c", "changes_unknown": True, "gap": "git hangs"}, "partial", "rebuilt whole: git hangs"),
        ({"gap": "git hangs"}, "missing", "git hangs"),
        ({"source_files": 3}, "recorded", "no commit to return to"),
        ({"source_files": 3, "has_git": True}, "recorded", "no commit to return to"),
        ({"has_git": True}, "partial", "Neither a commit nor the sources"),
        ({}, "missing", "not inside a git working tree"),
    ],
)
def test_code(tmp_path: Path, fast_reader: Open, code: dict[str, Any], state: str, gap: str | None) -> None:
    write(tmp_path / "r", make_record(code=lifecycle_pb2.CodeState(**code)))
    reader = fast_reader(tmp_path)
    assert state_of(reader, "code") == state
    texts = [text for text, _ in gaps_of(reader, "code")]
    assert [gap in text for text in texts] == ([True] if gap else [])


def test_code_that_is_still_being_read(tmp_path: Path, fast_reader: Open) -> None:
    write(tmp_path / "r", make_record(status=lifecycle_pb2.RUNNING, ended=0, capturing=True))
    reader = fast_reader(tmp_path)
    assert state_of(reader, "code") == "partial"
    assert gaps_of(reader, "code") == [("The code is still being read.", "")]


def test_a_package_that_no_index_has_is_a_gap_and_no_more(tmp_path: Path, fast_reader: Open) -> None:
    code = lifecycle_pb2.CodeState(commit="c", has_git=True)
    write(tmp_path / "r", make_record(code=code, unpinned=["mylib"]))
    reader = fast_reader(tmp_path)
    assert state_of(reader, "code") == "recorded"
    assert "mylib" in gaps_of(reader, "code")[0][0]


@pytest.mark.parametrize(
    ("datasets", "state"),
    [
        ({}, "missing"),
        ({"digits/train": DATA}, "recorded"),
        ({"digits/train": DATA, "digits/test": b""}, "partial"),
        ({"digits": b""}, "partial"),
    ],
)
def test_prepare(tmp_path: Path, fast_reader: Open, datasets: dict[str, bytes], state: str) -> None:
    write(tmp_path / "r", make_record(datasets=datasets))
    assert state_of(fast_reader(tmp_path), "prepare") == state


def test_the_gap_of_a_data_set_names_it(tmp_path: Path, fast_reader: Open) -> None:
    write(tmp_path / "r", make_record(datasets={"digits/train": DATA, "digits/test": b""}))
    ((text, call),) = gaps_of(fast_reader(tmp_path), "prepare")
    assert text.startswith("digits/test has no digest")
    assert call == 'tb_lifecycle.log_dataset("digits", source, split="test")'


@pytest.mark.parametrize(
    ("flags", "metrics", "state"),
    [
        ({"lr": 1}, {"loss": [1.0]}, "recorded"),
        ({"lr": 1}, {}, "partial"),
        ({}, {"loss": [1.0]}, "partial"),
        ({}, {}, "missing"),
    ],
)
def test_train(
    tmp_path: Path, fast_reader: Open, flags: dict[str, object], metrics: dict[str, list[float]], state: str
) -> None:
    write(tmp_path / "r", make_record(flags=flags, metrics=metrics))
    assert state_of(fast_reader(tmp_path), "train") == state


def test_metrics_of_a_directory_below_make_the_train_stage(tmp_path: Path, fast_reader: Open) -> None:
    write(tmp_path / "r", make_record(flags={"lr": 1}))
    EventFile(tmp_path / "r" / "train").scalars("loss", [1.0])
    assert state_of(fast_reader(tmp_path), "train") == "recorded"


def test_no_seed_is_a_gap_and_no_more(tmp_path: Path, fast_reader: Open) -> None:
    write(tmp_path / "a", make_record(flags={"lr": 1}, metrics={"loss": [1.0]}))
    seeds = lifecycle_pb2.Seeds(set=["seed"])
    write(tmp_path / "b", make_record(flags={"seed": 1}, metrics={"loss": [1.0]}, seeds=seeds))
    reader = fast_reader(tmp_path)
    assert state_of(reader, "train", "a") == "recorded"
    assert [text for text, _ in gaps_of(reader, "train", "a")] == [
        "No seed is known, so a repetition may differ."
    ]
    assert gaps_of(reader, "train", "b") == []


def test_compare_needs_another_run_with_the_same_data_and_a_metric(tmp_path: Path, fast_reader: Open) -> None:
    write(tmp_path / "a", make_record(datasets={"digits": DATA}, metrics={"loss": [1.0], "x": [1.0]}))
    write(tmp_path / "b", make_record(datasets={"other_name": DATA}, metrics={"loss": [1.0], "y": [1.0]}))
    write(tmp_path / "other_data", make_record(datasets={"digits": b"o" * 32}, metrics={"loss": [1.0]}))
    write(tmp_path / "other_metric", make_record(datasets={"digits": DATA}, metrics={"z": [1.0]}))
    write(tmp_path / "no_metric", make_record(datasets={"digits": DATA}))
    write(tmp_path / "no_digest", make_record(datasets={"digits": b""}, metrics={"loss": [1.0]}))
    reader = fast_reader(tmp_path)
    assert {name: state_of(reader, "compare", name) for name in reader.table().names} == {
        "a": "recorded",
        "b": "recorded",
        "other_data": "partial",
        "other_metric": "partial",
        "no_metric": "missing",
        "no_digest": "missing",
    }
    assert gaps_of(reader, "compare", "a") == []
    assert "No other run" in gaps_of(reader, "compare", "other_data")[0][0]


@pytest.mark.parametrize(
    ("serve", "state"),
    [
        (None, "partial"),
        ({"requests": 0, "errors": 2, "export_digest": EXPORT}, "partial"),
        ({"requests": 1, "export_digest": EXPORT}, "recorded"),
        ({"requests": 1, "export_name": "export"}, "recorded"),
        ({"requests": 1, "export_name": "export", "export_digest": b"x" * 32}, "partial"),
        ({"requests": 1, "export_name": "another"}, "partial"),
    ],
)
def test_serve(tmp_path: Path, fast_reader: Open, serve: dict[str, Any] | None, state: str) -> None:
    write(tmp_path / "r", make_record(exports={"export": EXPORT}))
    if serve is not None:
        record = lifecycle_pb2.ServeRecord(format_version=1, **serve)
        EventFile(tmp_path / "r", name="events.out.tfevents.2.serve").record(metadata.SERVE_TAG, record)
    reader = fast_reader(tmp_path)
    assert state_of(reader, "serve") == state


def test_serving_without_an_export_is_missing(tmp_path: Path, fast_reader: Open) -> None:
    write(tmp_path / "r", make_record())
    assert state_of(fast_reader(tmp_path), "serve") == "missing"


def test_the_gap_of_serve_can_be_pasted_into_a_shell(tmp_path: Path, fast_reader: Open) -> None:
    write(tmp_path / "my run", make_record(exports={"export": EXPORT}))
    ((_, call),) = gaps_of(fast_reader(tmp_path), "serve", "my run")
    assert call == f"tb-lifecycle serve '{tmp_path}/my run'"


def test_what_serve_does_not_take_is_not_suggested(tmp_path: Path, fast_reader: Open) -> None:
    record = make_record(exports={"digits.npz": EXPORT})
    record.exports[0].format = "file"
    write(tmp_path / "r", record)
    reader = fast_reader(tmp_path)
    assert state_of(reader, "serve") == "partial"
    assert gaps_of(reader, "serve") == [
        ("Nobody has served it: no export is a SavedModel, which tb-lifecycle serve takes.", "")
    ]


def test_a_foreign_run(tmp_path: Path, fast_reader: Open) -> None:
    EventFile(tmp_path / "plain").scalars("loss", [1.0])
    EventFile(tmp_path / "session").session({"lr": 1}).scalars("loss", [1.0])
    reader = fast_reader(tmp_path)
    assert [
        state_of(reader, stage, "plain") for stage in ("code", "prepare", "train", "compare", "serve")
    ] == [*("missing", "missing", "partial", "missing", "missing")]
    assert state_of(reader, "train", "session") == "recorded"
    assert gaps_of(reader, "code", "plain") == [
        ("The run has no lifecycle record.", f'tb_lifecycle.start_run("{tmp_path}/plain")')
    ]


def test_an_unreadable_run(tmp_path: Path, fast_reader: Open) -> None:
    EventFile(tmp_path / "r").run(b"\xff\xff", START)
    reader = fast_reader(tmp_path)
    assert state_of(reader, "code") == "missing"
    assert gaps_of(reader, "code") == [("The run's lifecycle record cannot be read.", "")]
