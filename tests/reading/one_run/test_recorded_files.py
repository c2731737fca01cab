from __future__ import annotations

import hashlib
import io
import os
import time
import zipfile
from pathlib import Path

import pytest

from tb_lifecycle.errors import NotRecordedError, RequestTooLargeError, RunNotFoundError
from tb_lifecycle.format import lifecycle_pb2, metadata
from tb_lifecycle.reading.one_run.recorded_files import LARGEST_ANSWER, LARGEST_CHECKED
from tb_lifecycle.reading.reader import LogdirReader
from tests.logdirs import EventFile, make_record
from tests.reading.conftest import Open

PATCH = b"diff --git a/train.py b/train.py\n" * 100
CONSOLE = b"1700000000.000\tout\thello\n1700000001.000\terr\tworld\n"


def archive(**contents: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as sources:
        for name, content in contents.items():
            sources.writestr(name, content)
    return buffer.getvalue()


def make_file(kind: str, content: bytes, path: str = "", inline: bool = False) -> lifecycle_pb2.File:
    return lifecycle_pb2.File(
        path=path,
        kind=kind,
        digest=hashlib.sha256(content).digest(),
        size=len(content),
        data=content if inline else b"",
    )


SOURCES = archive(**{"train.py": b"import x\n", "deep/new.py": b"new\n"})


def write(logdir: Path, *, inline: bool = False, commit: str = "c0ffee") -> Path:
    """A run `a/r` with a patch, an archive of sources and a console log."""
    run = logdir / "a" / "r"
    patch_path, sources_path = ("", "") if inline else ("lifecycle/patch-1.diff", "lifecycle/sources-1.zip")
    code = lifecycle_pb2.Code(
        commit=commit,
        patch=make_file("patch", PATCH, patch_path, inline),
        sources=make_file("sources", SOURCES, sources_path, inline),
        files=[
            lifecycle_pb2.SourceFile(path="train.py", state="modified", in_sources=True),
            lifecycle_pb2.SourceFile(path="deep/new.py", state="untracked", in_sources=True),
            lifecycle_pb2.SourceFile(path="lib/clean.py"),
            lifecycle_pb2.SourceFile(path="big file.py", state="modified"),
            lifecycle_pb2.SourceFile(path="untracked.py", state="untracked"),
            lifecycle_pb2.SourceFile(path="../../etc/passwd", in_sources=True),
        ],
    )
    details = lifecycle_pb2.RunDetails(
        format_version=1,
        code=code,
        files=[
            make_file("console", CONSOLE[:10], metadata.CONSOLE_PATH),
            make_file("patch", b"x", "../../secret.txt"),
        ],
    )
    EventFile(run).run(make_record()).record(metadata.DETAILS_TAG, details)
    (run / "lifecycle").mkdir()
    (run / metadata.CONSOLE_PATH).write_bytes(CONSOLE)
    (logdir / "secret.txt").write_bytes(b"x")
    if not inline:
        (run / patch_path).write_bytes(PATCH)
        (run / sources_path).write_bytes(SOURCES)
    return run


def hint(reader: LogdirReader, path: str) -> str | None:
    with pytest.raises(NotRecordedError) as caught:
        reader.file("a/r", path)
    return caught.value.hint


@pytest.mark.parametrize("inline", [False, True])
def test_every_listed_file_can_be_read(tmp_path: Path, fast_reader: Open, inline: bool) -> None:
    write(tmp_path, inline=inline)
    reader = fast_reader(tmp_path)
    described = reader.describe("a/r")
    assert reader.file("a/r", described["code"]["patch"]["path"]) == (PATCH, len(PATCH))
    kinds = {file["kind"]: file for file in described["files"] if file["path"] != "../../secret.txt"}
    assert reader.file("a/r", kinds["sources"]["path"]) == (SOURCES, len(SOURCES))
    assert reader.file("a/r", kinds["console"]["path"]) == (CONSOLE, len(CONSOLE))
    assert kinds["console"]["size"] == len(CONSOLE)


def test_sources_come_from_the_archive(tmp_path: Path, open_reader: Open) -> None:
    write(tmp_path)
    reader = open_reader(tmp_path)
    assert reader.file("a/r", "train.py") == (b"import x\n", 9)
    assert reader.file("a/r", "deep/new.py") == (b"new\n", 4)


@pytest.mark.parametrize("path", ["train.py", metadata.CONSOLE_PATH, "lifecycle/patch-1.diff"])
def test_offset_and_limit(tmp_path: Path, fast_reader: Open, path: str) -> None:
    write(tmp_path)
    reader = fast_reader(tmp_path)
    whole, size = reader.file("a/r", path)
    assert reader.file("a/r", path, 3, 4) == (whole[3:7], size)
    assert reader.file("a/r", path, 3) == (whole[3:], size)
    assert reader.file("a/r", path, size + 10, 4) == (b"", size)


def test_a_log_can_be_read_while_it_grows(tmp_path: Path, fast_reader: Open) -> None:
    run = write(tmp_path)
    reader = fast_reader(tmp_path)
    with (run / metadata.CONSOLE_PATH).open("ab") as log:
        log.write(b"more\n")
    assert reader.file("a/r", metadata.CONSOLE_PATH, len(CONSOLE)) == (b"more\n", len(CONSOLE) + 5)


def test_what_was_not_recorded_names_the_git_command(tmp_path: Path, fast_reader: Open) -> None:
    write(tmp_path)
    reader = fast_reader(tmp_path)
    assert hint(reader, "lib/clean.py") == "git show c0ffee:lib/clean.py"
    assert hint(reader, "big file.py") == (
        "git show 'c0ffee:big file.py', then git apply lifecycle/patch-1.diff of the run's directory"
    )
    assert hint(reader, "untracked.py") is None


def test_without_a_commit_there_is_no_git_command(tmp_path: Path, fast_reader: Open) -> None:
    write(tmp_path, commit="")
    assert hint(fast_reader(tmp_path), "lib/clean.py") is None


@pytest.mark.parametrize(
    "path",
    [
        "nothing.py",
        "../../secret.txt",
        "/etc/passwd",
        "lifecycle/../../../secret.txt",
        "../../etc/passwd",
        "",
    ],
)
def test_nothing_else_can_be_read(tmp_path: Path, fast_reader: Open, path: str) -> None:
    write(tmp_path)
    with pytest.raises(NotRecordedError):
        fast_reader(tmp_path).file("a/r", path)


def test_a_link_out_of_the_runs_directory_is_not_followed(tmp_path: Path, fast_reader: Open) -> None:
    run = write(tmp_path)
    (run / metadata.CONSOLE_PATH).unlink()
    (run / metadata.CONSOLE_PATH).symlink_to(tmp_path / "secret.txt")
    with pytest.raises(NotRecordedError, match="leaves the directory"):
        fast_reader(tmp_path).file("a/r", metadata.CONSOLE_PATH)


def test_a_file_that_was_changed_since_is_not_shown(tmp_path: Path, fast_reader: Open) -> None:
    run = write(tmp_path)
    (run / "lifecycle" / "patch-1.diff").write_bytes(PATCH + b"!")
    with pytest.raises(NotRecordedError, match="not what was recorded"):
        fast_reader(tmp_path).file("a/r", "lifecycle/patch-1.diff")


def test_a_file_that_is_gone_says_so(tmp_path: Path, fast_reader: Open) -> None:
    run = write(tmp_path)
    (run / "lifecycle" / "sources-1.zip").unlink()
    with pytest.raises(NotRecordedError, match=r"sources-1\.zip of the run a/r cannot be read"):
        fast_reader(tmp_path).file("a/r", "train.py")


def test_without_a_logdir_what_lies_beside_is_out_of_reach(tmp_path: Path) -> None:
    from tb_lifecycle.reading.tensorboard.provider import open_provider

    write(tmp_path)
    with open_provider(str(tmp_path)) as provider:
        reader = LogdirReader(provider, None)
        reader.refresh()
        with pytest.raises(NotRecordedError, match="place is not known"):
            reader.file("a/r", metadata.CONSOLE_PATH)


def test_an_unknown_run(tmp_path: Path, fast_reader: Open) -> None:
    write(tmp_path)
    with pytest.raises(RunNotFoundError):
        fast_reader(tmp_path).file("../a", "train.py")


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _to_a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="There are no FIFOs here")
@pytest.mark.parametrize("make", [_fifo, _loop, _to_a_device, Path.mkdir])
@pytest.mark.parametrize("path", [metadata.CONSOLE_PATH, "lifecycle/patch-1.diff", "train.py"])
def test_only_regular_files_are_opened(tmp_path: Path, fast_reader: Open, make, path: str) -> None:  # type: ignore[no-untyped-def]
    run = write(tmp_path)
    place = run / ("lifecycle/sources-1.zip" if path == "train.py" else path)
    place.unlink()
    make(place)
    reader = fast_reader(tmp_path)
    began = time.monotonic()
    with pytest.raises(NotRecordedError, match=r"cannot be read|leaves the directory"):
        reader.file("a/r", path)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("make", [_loop, _to_a_device, Path.mkdir])
def test_the_size_of_what_lies_in_a_logs_place_is_not_taken_for_the_logs(
    tmp_path: Path, fast_reader: Open, make
) -> None:  # type: ignore[no-untyped-def]
    run = write(tmp_path)
    (run / metadata.CONSOLE_PATH).unlink()
    make(run / metadata.CONSOLE_PATH)
    listed = {file["path"]: file["size"] for file in fast_reader(tmp_path).describe("a/r")["files"]}
    assert listed[metadata.CONSOLE_PATH] == 10  # as it was recorded


def test_a_directory_that_leads_out_is_not_followed(tmp_path: Path, fast_reader: Open) -> None:
    run = write(tmp_path)
    (run / "lifecycle").rename(tmp_path / "elsewhere")
    (run / "lifecycle").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotRecordedError, match="leaves the directory"):
        fast_reader(tmp_path).file("a/r", metadata.CONSOLE_PATH)


def test_a_link_within_the_runs_directory_is_followed(tmp_path: Path, fast_reader: Open) -> None:
    run = write(tmp_path)
    (run / metadata.CONSOLE_PATH).rename(run / "output.log")
    (run / metadata.CONSOLE_PATH).symlink_to(run / "output.log")
    assert fast_reader(tmp_path).file("a/r", metadata.CONSOLE_PATH)[0] == CONSOLE


def test_a_large_file_is_answered_by_parts(tmp_path: Path, fast_reader: Open) -> None:
    run = write(tmp_path)
    size = 2 << 30
    os.truncate(run / metadata.CONSOLE_PATH, size)
    reader = fast_reader(tmp_path)
    for part in ({}, {"limit": LARGEST_ANSWER + 1}, {"limit": 10**17}, {"offset": size - LARGEST_ANSWER - 1}):
        with pytest.raises(RequestTooLargeError, match=r"2,147,483,648 bytes.*offset and limit"):
            reader.file("a/r", metadata.CONSOLE_PATH, **part)
    whole, total = reader.file("a/r", metadata.CONSOLE_PATH, 3, LARGEST_ANSWER)
    assert (len(whole), whole[:4], total) == (LARGEST_ANSWER, CONSOLE[3:7], size)
    last, _ = reader.file("a/r", metadata.CONSOLE_PATH, size - LARGEST_ANSWER)
    assert len(last) == LARGEST_ANSWER
    assert reader.file("a/r", metadata.CONSOLE_PATH, 10**17) == (b"", size)


@pytest.mark.parametrize("size", [len(PATCH) - 1, len(PATCH) + 1, 2 << 30])
def test_a_file_of_another_size_is_not_even_read(tmp_path: Path, fast_reader: Open, size: int) -> None:
    run = write(tmp_path)
    os.truncate(run / "lifecycle" / "patch-1.diff", size)
    reader = fast_reader(tmp_path)
    began = time.monotonic()
    with pytest.raises(NotRecordedError, match="not what was recorded"):
        reader.file("a/r", "lifecycle/patch-1.diff", 0, 10)
    assert time.monotonic() - began < 2


def test_a_recorded_file_that_is_too_large_to_check_is_not_read(tmp_path: Path, fast_reader: Open) -> None:
    run = tmp_path / "a" / "r"
    patch = lifecycle_pb2.File(
        path="lifecycle/p.diff", kind="patch", size=LARGEST_CHECKED + 1, digest=b"1" * 32
    )
    details = lifecycle_pb2.RunDetails(format_version=1, code=lifecycle_pb2.Code(patch=patch))
    EventFile(run).run(make_record()).record(metadata.DETAILS_TAG, details)
    (run / "lifecycle").mkdir()
    (run / "lifecycle" / "p.diff").touch()
    os.truncate(run / "lifecycle" / "p.diff", LARGEST_CHECKED + 1)
    reader = fast_reader(tmp_path)
    began = time.thread_time()
    with pytest.raises(NotRecordedError, match="not what was recorded"):
        reader.file("a/r", "lifecycle/p.diff", 0, 10)
    assert time.thread_time() - began < 0.1


@pytest.mark.parametrize(
    "path", ["a\0b", "a/" * 3000 + "b", "lifecycle/" + "n" * 300, "lifecycle", ".", "/dev/zero"]
)
def test_an_odd_path_of_a_record_is_no_file(tmp_path: Path, fast_reader: Open, path: str) -> None:
    run = tmp_path / "a" / "r"
    details = lifecycle_pb2.RunDetails(format_version=1)
    details.files.add(path=path, kind="console", size=1)
    EventFile(run).run(make_record()).record(metadata.DETAILS_TAG, details)
    (run / "lifecycle").mkdir()
    with pytest.raises(NotRecordedError):
        fast_reader(tmp_path).file("a/r", path)
