from __future__ import annotations

from pathlib import Path

from tb_lifecycle.format import lifecycle_pb2, metadata
from tests.logdirs import EventFile, make_record
from tests.reading.conftest import Open


def facts(reader_of: Open, logdir: Path, stage: str) -> dict[str, str]:
    return dict(map(tuple, reader_of(logdir).describe("r")["stages"][stage]["facts"]))


def test_several_data_sets_and_exports_are_one_fact_each(tmp_path: Path, fast_reader: Open) -> None:
    record = make_record(
        datasets={"digits/train": b"\xaa" * 32, "digits/test": b"\xbb" * 32, "words": b""},
        exports={"model": b"\xcc" * 32, "onnx": b""},
    )
    record.datasets[0].rows = 55000
    record.exports[0].size = 2_000_000
    details = lifecycle_pb2.RunDetails(format_version=1)
    details.datasets.add(name="digits", split="test", rows=10, source="/data")
    EventFile(tmp_path / "r").run(record).record(metadata.DETAILS_TAG, details)
    assert facts(fast_reader, tmp_path, "prepare") == {
        "Data sets": "digits aaaaaa bbbbbb; words",
        "Rows": "train 55,000; test 10",
        "Source": "/data",
    }
    assert facts(fast_reader, tmp_path, "serve") == {"Exports": "model cccccc, 2.0 MB; onnx"}


def test_what_is_not_known_is_left_out(tmp_path: Path, fast_reader: Open) -> None:
    EventFile(tmp_path / "r").run(make_record())
    assert all(
        facts(fast_reader, tmp_path, stage) == {}
        for stage in ("code", "prepare", "train", "compare", "serve")
    )


def test_code_that_was_changed_without_details(tmp_path: Path, fast_reader: Open) -> None:
    code = lifecycle_pb2.CodeState(
        commit="0123456789", dirty=True, changed_files=3, entry="train.py", has_git=True
    )
    EventFile(tmp_path / "r").run(make_record(code=code))
    assert facts(fast_reader, tmp_path, "code") == {
        "Commit": "0123456",
        "Not committed": "3 files",
        "Entry": "train.py",
    }


def test_train(tmp_path: Path, fast_reader: Open) -> None:
    record = make_record(
        flags={"a": 1, "b": 2, "c": 3},
        metrics={"loss": [1.0] * 1201},
        seeds=lifecycle_pb2.Seeds(set=["seed", "numpy"]),
    )
    details = lifecycle_pb2.RunDetails(format_version=1)
    details.flags["a"].known = details.flags["b"].known = True
    details.flags["a"].set_by_user = True
    details.files.add(path=metadata.CONSOLE_PATH, size=4096, kind="console")
    EventFile(tmp_path / "r").run(record).record(metadata.DETAILS_TAG, details)
    assert facts(fast_reader, tmp_path, "train") == {
        "Flags": "3, 1 set by hand",
        "Curves": "1 metric",
        "Steps": "to 1,200",
        "Seed": "seed, numpy",
        "Output": "4.1 kB, saved",
    }
