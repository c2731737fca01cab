"""Checks whether code, data and exports still are what a run recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from tb_lifecycle.reading.records.values import digest_text, split_name
from tb_lifecycle.recording.code.git import Git, GitError
from tb_lifecycle.recording.data.describe_dataset import describe_dataset
from tb_lifecycle.recording.digests.of_files import digest_file
from tb_lifecycle.recording.exports.describe_export import describe_export
from tb_lifecycle.recording.machine.names import host_name

Outcome = Literal["ok", "differs", "cannot tell"]
Description = Mapping[str, Any]

_ON_DISK = ("file", "directory")
_MOST_NAMED = 20


@dataclass(frozen=True)
class Check:
    """What was checked (`code`, `data` or `export`, and which), and what came out."""

    subject: str
    name: str
    outcome: Outcome
    detail: str


def check_run(description: Description, directory: Path) -> list[Check]:
    """Checks everything that a run recorded.

    Args:
      description: the run, as the `run` route answers it.
      directory: the run's.
    """
    return [*check_code(description), *check_data(description), *check_exports(description, directory)]


def check_code(description: Description) -> list[Check]:
    """Compares the working tree with the commit and the files that were recorded."""
    code = description.get("code") or {}
    root = Path(code["root"]) if code.get("root") else None
    if root is None:
        return [Check("code", "", "cannot tell", "no code was recorded")]
    if not root.is_dir():
        return [Check("code", str(root), "cannot tell", "the working tree is not on this machine")]
    checks = list(_check_commit(code, root)) if code.get("commit") else []
    return [*checks, *check_files(code.get("files") or (), root)]


def _check_commit(code: Description, root: Path) -> Iterator[Check]:
    commit = code["commit"]
    recorded = {file["path"] for file in code.get("files") or ()}
    try:
        git = Git(root)
        with git:
            head = git.line("rev-parse", "HEAD")
            changed = [] if head == commit else git.names("diff", "--name-only", "-z", commit, head)
            others = [path for path in git.names("diff", "--name-only", "-z", "HEAD") if path not in recorded]
    except GitError as error:
        yield Check("code", "commit", "cannot tell", str(error))
        return
    if changed:
        files = "1 file has" if len(changed) == 1 else f"{len(changed)} files have"
        yield Check(
            "code", "commit", "differs", f"{head[:7]} is checked out, not {commit[:7]}; {files} changed"
        )
    else:
        yield Check("code", "commit", "ok", commit[:7])
    yield from _name_some(others, "changed since, without being committed")


def check_files(files: Sequence[Mapping[str, Any]], root: Path) -> list[Check]:
    """Compares recorded source files with those below `root`; files that are as recorded make one check."""
    known = [file for file in files if file.get("digest") or file.get("state") == "deleted"]
    differing = [file["path"] for file in known if not _is_as_recorded(file, root)]
    checks = list(_name_some(differing, "not as it was"))
    if same := len(known) - len(differing):
        detail = "1 file is as recorded" if same == 1 else f"{same} files are as recorded"
        checks.append(Check("code", "files", "ok", detail))
    return checks


def _is_as_recorded(file: Mapping[str, Any], root: Path) -> bool:
    path = root / file["path"]
    if file.get("state") == "deleted":
        return not path.exists()
    try:
        digest, _ = digest_file(path, cached=False)
    except OSError:
        return False
    return bool(digest_text(digest) == file["digest"])


def _name_some(paths: Sequence[str], detail: str) -> Iterator[Check]:
    for path in paths[:_MOST_NAMED]:
        yield Check("code", path, "differs", detail)
    if (more := len(paths) - _MOST_NAMED) > 0:
        yield Check("code", f"{more} more files", "differs", detail)


def check_data(description: Description) -> list[Check]:
    """Reads again the data sets whose source is a path, and compares digests."""
    return [_check_dataset(data, description.get("host")) for data in description.get("datasets") or ()]


def _check_dataset(data: Mapping[str, Any], host: str | None) -> Check:
    name = split_name(data["name"], data.get("split") or "")
    if not data.get("digest"):
        return Check(
            "data", name, "cannot tell", f"no digest was recorded: {data.get('skipped') or 'nobody says why'}"
        )
    if data.get("kind") not in _ON_DISK:
        return Check("data", name, "cannot tell", f"it was not read from a file ({data.get('kind')})")
    try:
        now = describe_dataset(data["name"], data["source"], data.get("split") or None, cached=False)
    except FileNotFoundError:
        return Check("data", name, *_is_gone(data["source"], host))
    if not now.digest:
        return Check("data", name, "cannot tell", now.skipped)
    return _compare_digests("data", name, data["digest"], digest_text(now.digest), data["source"])


def check_exports(description: Description, directory: Path) -> list[Check]:
    """Reads the exports again, and compares digests."""
    exports = description.get("exports") or ()
    return [_check_export(export, directory, description.get("host")) for export in exports]


def _check_export(export: Mapping[str, Any], directory: Path, host: str | None) -> Check:
    name, path = export["name"], directory / export["path"]
    if not export.get("digest"):
        return Check("export", name, "cannot tell", "no digest was recorded")
    try:
        now = describe_export(path, name, directory, cached=False)
    except FileNotFoundError:
        inside = not Path(export["path"]).is_absolute()
        return Check(
            "export", name, *(("differs", f"nothing is at {path}") if inside else _is_gone(str(path), host))
        )
    except OSError as error:
        return Check("export", name, "cannot tell", f"{path} cannot be read: {error.strerror}")
    return _compare_digests("export", name, export["digest"], digest_text(now.digest), str(path))


def _is_gone(path: str, host: str | None) -> tuple[Outcome, str]:
    """What a missing path means: on another machine than the run's, nothing."""
    if host and host != host_name():
        return "cannot tell", f"nothing is at {path} on this machine; the run was on {host}"
    return "differs", f"nothing is at {path}"


def _compare_digests(subject: str, name: str, recorded: str, now: str | None, path: str) -> Check:
    if recorded == now:
        return Check(subject, name, "ok", _short(recorded))
    return Check(subject, name, "differs", f"{path} is {_short(now or '')}, recorded was {_short(recorded)}")


def _short(digest: str) -> str:
    return digest.removeprefix("sha256:")[:12]
