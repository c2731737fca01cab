from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import tb_lifecycle
from tb_lifecycle.format.event_reading import read_last_records
from tb_lifecycle.format.lifecycle_pb2 import (
    Change,
    Code,
    DataReference,
    Environment,
    Gpu,
    Hardware,
    RunDetails,
    RunRecord,
    SourceFile,
    Value,
)
from tb_lifecycle.recording.writing import changes
from tests.logdirs import make_value

CODE = Code(commit="aa", files=[SourceFile(path="kept.py", state="modified", digest=b"k")])
DETAILS = RunDetails(
    code=CODE,
    environment=Environment(python="3.11.7", packages={"numpy": "2.1.0", "torch": "2.5"}),
    hardware=Hardware(cpu="EPYC", gpus=[Gpu(name="A100")], platform="Linux"),
)


def record(**flags: object) -> RunRecord:
    made = RunRecord()
    for name, value in flags.items():
        made.flags[name].CopyFrom(make_value(value))
    return made


def found(before: tuple[RunRecord, RunDetails], after: tuple[RunRecord, RunDetails]) -> list[tuple[str, ...]]:
    return [words(change) for change in changes.Before(*before).changes(*after)]


def words(change: Change) -> tuple[str, ...]:
    sides = [
        str(getattr(side, side.WhichOneof("kind"))) if change.HasField(which) else "-"
        for which in ("before", "after")
        for side in [getattr(change, which)]
    ]
    return change.kind, change.name, *sides


def of_code(before: Code, after: Code) -> list[tuple[str, ...]]:
    return found((RunRecord(), RunDetails(code=before)), (RunRecord(), RunDetails(code=after)))


def code(*files: tuple[str, str, bytes], commit: str = "aa", **fields: Any) -> Code:
    listed = [SourceFile(path=path, state=state, digest=digest) for path, state, digest in files]
    return Code(commit=commit, files=listed, **fields)


def test_nothing_changed() -> None:
    same = record(lr=0.5, name="x", none=None, many=[1, 2]), DETAILS
    assert found(same, same) == []


def test_flags_that_are_new_or_have_another_value() -> None:
    before, after = record(lr=0.5, whole=1, gone=3, flag=True), record(lr=0.25, whole=1.0, new="n", flag=1)
    assert found((before, RunDetails()), (after, RunDetails())) == [
        ("flag", "flag", "True", "1"),
        ("flag", "lr", "0.5", "0.25"),
        ("flag", "new", "-", "n"),
    ]


def test_a_long_value_is_shortened() -> None:
    before, after = record(text="a", many=[1]), record(text="b" * 999, many=list(range(999)))
    (_, _, _, many), (_, _, _, text) = found((before, RunDetails()), (after, RunDetails()))
    assert (many, text) == ("a list of 999", f"{'b' * 200}…")


def test_the_files_that_changed() -> None:
    before = code(
        ("same.py", "modified", b"s"), ("edited.py", "modified", b"1"), ("back.py", "modified", b"b")
    )
    after = code(
        ("same.py", "modified", b"s"),
        ("edited.py", "modified", b"2"),
        ("new.py", "untracked", b"n"),
        ("gone.py", "deleted", b""),
    )
    assert of_code(before, after) == [
        ("code", "back.py", "62", "-"),
        ("code", "edited.py", "31", "32"),
        ("code", "gone.py", "-", "-"),
        ("code", "new.py", "-", "6e"),
    ]


@pytest.mark.parametrize("unknown", [{"changes_unknown": True}, {"cut": ["900 more changed files"]}])
def test_a_file_that_one_incomplete_list_lacks_is_no_change(unknown: dict[str, Any]) -> None:
    listed = code(("a.py", "modified", b"a"), ("b.py", "modified", b"b"))
    partial = code(("a.py", "modified", b"A"), **unknown)
    for before, after in ((listed, partial), (partial, listed)):
        assert [change[1] for change in of_code(before, after)] == ["a.py"]


def test_what_was_imported_late_is_no_change() -> None:
    assert of_code(code(("a.py", "", b"a"), ("ignored.py", "ignored", b"i")), code()) == []


def test_another_commit() -> None:
    other = code(("c.py", "modified", b"c"), commit="bb")
    assert of_code(code(("a.py", "modified", b"a")), other) == [("code", "commit", "aa", "bb")]


def test_what_is_not_known_of_both_is_no_change() -> None:
    empty = RunRecord(), RunDetails()
    assert found((RunRecord(), DETAILS), empty) == []
    assert found(empty, (RunRecord(), DETAILS)) == []


def test_packages_python_machine_and_data() -> None:
    before, after = RunRecord(), RunRecord()
    before.datasets.append(DataReference(name="mnist", split="train", digest=b"1"))
    after.datasets.append(DataReference(name="mnist", split="train", digest=b"2"))
    after.datasets.append(DataReference(name="new", digest=b"3"))
    now = RunDetails(
        environment=Environment(python="3.12.1", packages={"numpy": "2.2.0", "jax": "0.4"}),
        hardware=Hardware(cpu="EPYC", gpus=[Gpu(name="H100")], platform="Linux"),
    )
    assert found((before, DETAILS), (after, now)) == [
        ("dataset", "mnist/train", "31", "32"),
        ("python", "Python", "3.11.7", "3.12.1"),
        ("package", "jax", "-", "0.4"),
        ("package", "numpy", "2.1.0", "2.2.0"),
        ("package", "torch", "2.5", "-"),
        ("hardware", "GPUs", "A100", "H100"),
    ]


def test_they_are_bounded_and_counted() -> None:
    now, details = record(**{f"f{n:03}": n for n in range(100)}), RunDetails()
    details.incarnations.add()
    changes.put(changes.Before(RunRecord(), RunDetails()), now, details)
    changes.put(changes.Before(RunRecord(), RunDetails()), now, details)
    (incarnation,) = details.incarnations
    assert (len(incarnation.changes), incarnation.more_changes) == (changes.MOST, 100 - changes.MOST)


def test_each_start_keeps_what_it_changed(tmp_path: Path) -> None:
    for lr in (0.5, 0.25, 0.125):
        with tb_lifecycle.start_run(tmp_path / "run", console=False) as run:
            run.log_flags({"lr": lr, "kept": 1})
    details = read_last_records(tmp_path / "run").details
    assert details is not None
    kept = [
        [words(change) for change in one.changes if change.kind == "flag"] for one in details.incarnations
    ]
    assert kept == [[], [("flag", "lr", "0.5", "0.25")], [("flag", "lr", "0.25", "0.125")]]
    assert details.incarnations[2].changes[0].before == Value(number=0.25)
