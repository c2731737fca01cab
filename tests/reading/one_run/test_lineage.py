from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from tests.logdirs import EventFile, make_record
from tests.reading.conftest import Open

RAW, CLEAN, MODEL = b"r" * 32, b"c" * 32, b"m" * 32


def sha(digest: bytes) -> str:
    return f"sha256:{digest.hex()}"


def write(logdir: Path) -> None:
    """`prepare` makes clean data out of raw, `train` a model out of that, `score` loads the model."""
    EventFile(logdir / "prepare").run(make_record(datasets={"raw": RAW}, exports={"clean": CLEAN}))
    EventFile(logdir / "train").run(
        make_record(datasets={"digits/train": CLEAN, "notes": b""}, exports={"export": MODEL})
    )
    EventFile(logdir / "score").run(make_record(datasets={"model": MODEL}))
    EventFile(logdir / "other").run(make_record(datasets={"raw": RAW}))
    EventFile(logdir / "plain").scalars("x", [1])


def edges(lineage: dict[str, Any]) -> set[tuple[str, str]]:
    return {(edge["from"], edge["to"]) for edge in lineage["edges"]}


def test_what_a_run_read_and_made(tmp_path: Path, open_reader: Open) -> None:
    write(tmp_path)
    lineage = open_reader(tmp_path).lineage("train")
    assert edges(lineage) == {
        ("run:prepare", f"dataset:{sha(CLEAN)}"),
        (f"dataset:{sha(CLEAN)}", "run:train"),
        ("dataset:notes of train", "run:train"),
        ("run:train", f"export:{sha(MODEL)}"),
        (f"export:{sha(MODEL)}", "run:score"),
    }
    nodes = {node.pop("id"): node for node in lineage["nodes"]}
    assert nodes == {
        "run:train": {"kind": "run", "name": "train", "digest": None},
        "run:prepare": {"kind": "run", "name": "prepare", "digest": None},
        "run:score": {"kind": "run", "name": "score", "digest": None},
        f"dataset:{sha(CLEAN)}": {"kind": "dataset", "name": "digits/train", "digest": sha(CLEAN)},
        "dataset:notes of train": {"kind": "dataset", "name": "notes", "digest": None},
        f"export:{sha(MODEL)}": {"kind": "export", "name": "export", "digest": sha(MODEL)},
    }


def test_runs_that_share_data_are_not_relatives(tmp_path: Path, fast_reader: Open) -> None:
    write(tmp_path)
    assert edges(fast_reader(tmp_path).lineage("other")) == {(f"dataset:{sha(RAW)}", "run:other")}


def test_a_run_that_reads_one_file_of_an_export_comes_from_its_maker(
    tmp_path: Path, fast_reader: Open
) -> None:
    weights = b"w" * 32
    made = make_record(exports={"model": MODEL})
    made.exports[0].parts.append(weights[:8])
    EventFile(tmp_path / "first").run(made)
    EventFile(tmp_path / "second").run(make_record(datasets={"init": weights}))
    assert edges(fast_reader(tmp_path).lineage("second")) == {
        ("run:first", f"dataset:{sha(weights)}"),
        (f"dataset:{sha(weights)}", "run:second"),
    }
    assert (f"export:{sha(MODEL)}", "run:second") in edges(fast_reader(tmp_path).lineage("first"))


def test_nothing_comes_from_nothing(tmp_path: Path, fast_reader: Open) -> None:
    nothing = hashlib.sha256().digest()
    EventFile(tmp_path / "first").run(make_record(exports={"none": nothing}))
    EventFile(tmp_path / "second").run(make_record(datasets={"empty": nothing}))
    assert edges(fast_reader(tmp_path).lineage("second")) == {(f"dataset:{sha(nothing)}", "run:second")}


def test_a_foreign_run_stands_alone(tmp_path: Path, fast_reader: Open) -> None:
    write(tmp_path)
    assert fast_reader(tmp_path).lineage("plain") == {
        "nodes": [{"id": "run:plain", "kind": "run", "name": "plain", "digest": None}],
        "edges": [],
    }


def test_what_has_no_digest_is_nobody_elses(tmp_path: Path, fast_reader: Open) -> None:
    nothing = {"digits": b"", "notes": b""}
    EventFile(tmp_path / "a").run(make_record(datasets=nothing, exports={"export": b""}))
    EventFile(tmp_path / "b").run(make_record(datasets=nothing, exports={"export": b"", "notes": b""}))
    assert edges(fast_reader(tmp_path).lineage("a")) == {
        ("dataset:digits of a", "run:a"),
        ("dataset:notes of a", "run:a"),
        ("run:a", "export:export of a"),
    }
