"""What `verify` says where the run was recorded elsewhere, and of what it must read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tb_lifecycle.commands.checking.checks import check_code, check_data, check_exports, check_files, holds
from tb_lifecycle.reading.records.values import digest_text
from tb_lifecycle.recording.data.describe_dataset import describe_dataset
from tb_lifecycle.recording.digests import of_files
from tb_lifecycle.recording.digests.cache import REMEMBERED, file_state
from tb_lifecycle.recording.exports.describe_export import describe_export
from tb_lifecycle.recording.machine.names import host_name

ELSEWHERE = "elsewhere"
DIGEST = "sha256:" + "0" * 64


@pytest.mark.parametrize(("host", "expected"), [(ELSEWHERE, True), (host_name(), False), (None, False)])
def test_a_working_tree_that_is_gone_is_expected_only_on_another_machine(
    tmp_path: Path, host: str | None, expected: bool
) -> None:
    (check,) = check_code({"host": host, "code": {"root": str(tmp_path / "gone"), "commit": "c"}})
    assert (check.outcome, check.detail) == ("cannot tell", "the working tree is not on this machine")
    assert holds([check]) is expected


@pytest.mark.parametrize(
    ("host", "outcome"), [(ELSEWHERE, "cannot tell"), (host_name(), "differs"), (None, "differs")]
)
def test_data_that_is_gone_differs_unless_it_was_on_another_machine(
    tmp_path: Path, host: str | None, outcome: str
) -> None:
    data = {"name": "d", "kind": "file", "digest": DIGEST, "source": str(tmp_path / "gone")}
    (check,) = check_data({"host": host, "datasets": [data]})
    assert check.outcome == outcome
    assert holds([check]) is (outcome == "cannot tell")
    assert ("elsewhere" in check.detail) is (host == ELSEWHERE)


@pytest.mark.parametrize("host", [ELSEWHERE, host_name()])
def test_an_export_of_the_run_s_own_directory_came_along_others_did_not(tmp_path: Path, host: str) -> None:
    exports = [
        {"name": name, "path": path, "digest": DIGEST}
        for name, path in {"inside": "model.bin", "outside": str(tmp_path / "gone" / "model.bin")}.items()
    ]
    outcomes = [
        check.outcome for check in check_exports({"host": host, "exports": exports}, tmp_path / "run")
    ]
    assert outcomes == ["differs", "cannot tell" if host == ELSEWHERE else "differs"]


@pytest.fixture
def remembered(tmp_path: Path) -> Path:
    """A file whose remembered digest is wrong."""
    path = tmp_path / "large.bin"
    path.write_bytes(bytes(REMEMBERED))
    of_files._cache._known[str(path)] = file_state(path), b"wrong" * 6 + b"!!"
    assert of_files.digest_file(path)[0].startswith(b"wrong")
    return path


def test_what_is_checked_is_read_again_whatever_is_remembered(remembered: Path) -> None:
    run = remembered.parent
    digest = digest_text(describe_dataset("d", remembered, cached=False).digest)
    assert digest == digest_text(describe_export(remembered, None, run, cached=False).digest)
    data = {"name": "d", "kind": "file", "digest": digest, "source": str(remembered)}
    checks = [
        *check_data({"datasets": [data]}),
        *check_exports({"exports": [{"name": "e", "path": remembered.name, "digest": digest}]}, run),
        *check_files([{"path": remembered.name, "digest": digest, "mode": "100644"}], run),
    ]
    assert [check.outcome for check in checks] == ["ok"] * 3


def test_of_many_files_that_changed_the_first_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    files = [{"path": f"{number:02}.py", "digest": f"sha256:{number}", "state": ""} for number in range(23)]
    checks = check_files(files, tmp_path)
    assert [check.name for check in checks] == [*(f"{number:02}.py" for number in range(20)), "3 more files"]
    assert {(check.outcome, check.detail) for check in checks} == {("differs", "it is gone")}
