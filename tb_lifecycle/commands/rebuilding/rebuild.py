"""Rebuilds the working tree of a run: its commit, its patch, and the contents that it recorded.

The tree has the bytes of git's objects, without conversions of line endings and without filters; where the
run's own bytes were others, their content is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tb_lifecycle.commands.checking.file_state import is_as_recorded
from tb_lifecycle.commands.rebuilding import placing
from tb_lifecycle.commands.rebuilding.checkout import RebuildError, check_out, check_out_within, run_git
from tb_lifecycle.errors import NotRecordedError
from tb_lifecycle.reading.reader import LogdirReader

Code = Mapping[str, Any]
_MOST_NAMED = 20


def rebuild(reader: LogdirReader, run: str, code: Code, to: Path) -> list[str]:
    """Makes the working tree of a run in a new directory.

    Args:
      reader: of the run.
      run: its name there.
      code: its code, as the `run` route answers it.
      to: the directory; it must be empty or not be there.

    Returns:
      What was left out and why, in sentences.

    Raises:
      RebuildError: it cannot be rebuilt.
    """
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise RebuildError(f"{to} is not empty. Give a directory that does not exist yet.")
    if not any(code.get(part) for part in ("commit", "files", "patch")):
        raise RebuildError(
            "No code of this run is recorded, so there is none to rebuild: 'tb-lifecycle show' says why."
        )
    left_out = [f"{line}." for line in code.get("lost") or ()][:_MOST_NAMED]
    if code.get("commit"):
        check_out(code, to)
    else:
        to.mkdir(parents=True, exist_ok=True)
    try:
        _apply_patch(reader, run, code, to)
        left_out += check_out_within(code, to)
        left_out += _remove_deleted(code, to)
        left_out += _write_contents(reader, run, code, to)
    except NotRecordedError as error:
        raise RebuildError(f"{error.message} {error.hint or ''}".strip()) from error
    return left_out


def _apply_patch(reader: LogdirReader, run: str, code: Code, to: Path) -> None:
    patch = code.get("patch")
    if not patch or not patch.get("path"):
        return
    content, _ = reader.file(run, patch["path"])
    if content:
        run_git(to, "apply", "--binary", "--whitespace=nowarn", "-", given=content)


def _remove_deleted(code: Code, to: Path) -> Iterator[str]:
    for file in code.get("files") or ():
        if file.get("state") == "deleted":
            try:
                placing.remove(to, file["path"])
            except (OSError, placing.OutsideError) as error:
                yield f"{file['path']} could not be removed: {error}."


def _write_contents(reader: LogdirReader, run: str, code: Code, to: Path) -> Iterator[str]:
    """Writes the recorded contents that neither commit nor patch has given, links last: nothing is written
    through one."""
    files = [file for file in code.get("files") or () if file.get("state") != "deleted"]
    for file in sorted(files, key=lambda file: file.get("mode") == "120000"):
        try:
            place = placing.place_for(to, file["path"])
            if is_as_recorded(file, place):
                placing.set_executable(place, file.get("mode"))
            elif file.get("content"):
                content, _ = reader.file(run, file["path"])
                placing.write(to, file["path"], content, file.get("mode"))
            elif file.get("digest"):
                yield f"{file['path']} is left out: its content was not recorded."
        except (OSError, placing.OutsideError) as error:
            yield f"{file['path']} is left out: {error}."
