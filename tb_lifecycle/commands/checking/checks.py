"""Checks whether code, data and exports still are what a run recorded."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from tb_lifecycle.commands.checking.file_state import has_recorded_mode, is_as_recorded, is_behind_link
from tb_lifecycle.commands.checking.tree_state import compare_tree
from tb_lifecycle.format.lifecycle_pb2 import Dataset, Export, Part
from tb_lifecycle.reading.records.values import digest_text, split_name
from tb_lifecycle.recording.code.git import GitError, GitTime
from tb_lifecycle.recording.data.describe_dataset import describe_dataset
from tb_lifecycle.recording.exports.describe_export import describe_export
from tb_lifecycle.recording.machine.names import host_name

Outcome = Literal["ok", "differs", "cannot tell"]
Description = Mapping[str, Any]

_ON_DISK = ("file", "directory")
_MOST_NAMED = 20
_MOST_PARTS = 5


@dataclass(frozen=True)
class Check:
    """What was checked (`code`, `data` or `export`, and which), and what came out.

    Attributes:
      subject, name, outcome, detail: as they are printed.
      expected: nothing else could come out: there is nothing here to compare with.
    """

    subject: str
    name: str
    outcome: Outcome
    detail: str
    expected: bool = False


def holds(checks: Sequence[Check]) -> bool:
    """Whether all that can be compared here is as recorded, and all the code can be."""
    return all(check.outcome == "ok" or (check.outcome != "differs" and check.expected) for check in checks)


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
    lost = [Check("code", "record", "cannot tell", line) for line in code.get("lost") or ()]
    root = Path(code["root"]) if code.get("root") else None
    if root is None:
        return [Check("code", "", "cannot tell", "no code was recorded")]
    if not root.is_dir():
        elsewhere = bool(description.get("host")) and description.get("host") != host_name()
        return [
            *lost,
            Check("code", str(root), "cannot tell", "the working tree is not on this machine", elsewhere),
        ]
    checks = list(_check_commit(code, root)) if code.get("commit") else []
    return [*lost, *checks, *check_files(code.get("files") or (), root)]


def _check_commit(code: Description, root: Path) -> Iterator[Check]:
    recorded = {file["path"] for file in code.get("files") or ()}
    deadline = GitTime()
    for path, commit in [("", code["commit"]), *_repositories(code)]:
        name = path or "commit"
        try:
            tree = compare_tree(root / path, commit, deadline)
        except GitError as error:
            yield Check("code", name, "cannot tell", str(error))
            continue
        if tree.committed:
            files = "1 file has" if tree.committed == 1 else f"{tree.committed} files have"
            detail = f"{tree.head[:7]} is checked out, not {commit[:7]}; {files} changed"
            yield Check("code", name, "differs", detail)
        else:
            yield Check("code", name, "ok", commit[:7])
        others = [f"{path}/{file}" if path else file for file in tree.changed]
        yield from _name_some([file for file in others if file not in recorded], "changed since")


def _repositories(code: Description) -> list[tuple[str, str]]:
    return [(item["path"], item["commit"]) for item in code.get("repositories") or ()]


def check_files(files: Sequence[Mapping[str, Any]], root: Path) -> list[Check]:
    """Compares recorded source files with those below `root`; files that are as recorded make one check."""
    known = [
        file
        for file in files
        if (file.get("digest") or file.get("state") == "deleted") and file.get("state") != "program"
    ]
    differing = [(file["path"], why) for file in known if (why := _difference(file, root))]
    checks = [
        check
        for reason in dict.fromkeys(why for _, why in differing)
        for check in _name_some([path for path, why in differing if why == reason], reason)
    ]
    if same := len(known) - len(differing):
        detail = "1 file is as recorded" if same == 1 else f"{same} files are as recorded"
        checks.append(Check("code", "files", "ok", detail))
    return checks


def _difference(file: Mapping[str, Any], root: Path) -> str:
    """How a file differs from what was recorded; empty where it does not."""
    path = root / file["path"]
    behind_link = is_behind_link(root, file["path"])
    if file.get("state") == "deleted":
        is_there = os.path.lexists(path) and (path.is_symlink() or not path.is_dir())
        return "it was not there" if is_there and not behind_link else ""
    if behind_link and file.get("mode"):
        return "one of its directories became a link"
    if not is_as_recorded(file, path):
        return "not as it was" if os.path.lexists(path) else "it is gone"
    return "" if has_recorded_mode(file, path) else "executable or not: not as it was"


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
        why = f"no digest was recorded: {data.get('skipped') or 'nobody says why'}"
        return Check("data", name, "cannot tell", why, True)
    if data.get("kind") not in _ON_DISK:
        why = f"it was not read from a file ({data.get('kind')})"
        return Check("data", name, "cannot tell", why, True)
    try:
        now = describe_dataset(data["name"], data["source"], data.get("split") or None, cached=False)
    except FileNotFoundError:
        return Check("data", name, *_is_gone(data["source"], host))
    if not now.digest:
        return Check("data", name, "cannot tell", now.skipped)
    return _compare("data", name, data, now, data["source"])


def check_exports(description: Description, directory: Path) -> list[Check]:
    """Reads the exports again, and compares digests."""
    exports = description.get("exports") or ()
    return [_check_export(export, directory, description.get("host")) for export in exports]


def _check_export(export: Mapping[str, Any], directory: Path, host: str | None) -> Check:
    name, path = export["name"], directory / export["path"]
    if not export.get("digest"):
        why = export.get("skipped") or "nobody says why"
        return Check("export", name, "cannot tell", f"no digest was recorded: {why}", True)
    try:
        now = describe_export(path, name, directory, cached=False)
    except FileNotFoundError:
        inside = not Path(export["path"]).is_absolute()
        return Check("export", name, *_is_gone(str(path), None if inside else host))
    except OSError as error:
        return Check("export", name, "cannot tell", f"{path} cannot be read: {error.strerror}")
    return _compare("export", name, export, now, str(path))


def _is_gone(path: str, host: str | None) -> tuple[Outcome, str, bool]:
    """What a missing path means: on another machine than the run's, nothing."""
    if host and host != host_name():
        return "cannot tell", f"nothing is at {path} on this machine; the run was on {host}", True
    return "differs", f"nothing is at {path}", False


def _compare(subject: str, name: str, recorded: Mapping[str, Any], now: Dataset | Export, path: str) -> Check:
    digest = digest_text(now.digest) or ""
    if recorded["digest"] == digest:
        return Check(subject, name, "ok", _short(digest))
    which = _changed_parts(recorded.get("parts") or (), now.parts)
    detail = f"{path} is {_short(digest) or 'nothing'}, recorded was {_short(recorded['digest'])}{which}"
    return Check(subject, name, "differs", detail)


def _changed_parts(recorded: Sequence[Mapping[str, Any]], now: Sequence[Part]) -> str:
    """Names the files of a directory that are not as they were, where each one's digest was kept."""
    before = {part["name"]: part["digest"] for part in recorded}
    after = {part.name: part.digest.hex() for part in now}
    if not before or not after:
        return ""
    changed = [f"{name} changed" for name in before if name in after and after[name] != before[name]]
    changed += [f"{name} is gone" for name in before if name not in after]
    changed += [f"{name} is new" for name in after if name not in before]
    more = f" and {len(changed) - _MOST_PARTS} more" if len(changed) > _MOST_PARTS else ""
    return f": {', '.join(changed[:_MOST_PARTS])}{more}"


def _short(digest: str) -> str:
    return digest.removeprefix("sha256:")[:12]
