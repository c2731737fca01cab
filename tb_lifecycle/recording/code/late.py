"""What ran after the code was read: cells of a notebook, and modules that were imported later."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from tb_lifecycle.format.lifecycle_pb2 import Code, File, SourceFile
from tb_lifecycle.recording.code.git import Git, GitError, GitTime
from tb_lifecycle.recording.code.imported import find_imported
from tb_lifecycle.recording.code.left_out import CHANGED_SINCE, LeftOut
from tb_lifecycle.recording.code.program import CELLS_FILE, cells_so_far
from tb_lifecycle.recording.code.sources import LARGEST_ARCHIVE, LARGEST_FILE, make_archive
from tb_lifecycle.recording.paths import readable
from tb_lifecycle.recording.redaction.redactor import Redactor

SECONDS = 1.0
"""What git may take at a run's end to tell of the late modules whether it tracks them."""


def add_late(
    code: Code, store: Callable[[str, str, bytes], File], directory: Path, redactor: Redactor, since: float
) -> bool:
    """Adds to a code record what has run since it was made.

    Args:
      code: the record; it is changed.
      store: keeps the archive anew.
      directory: the run's, where the archive lies.
      redactor: the run's.
      since: when the run started, in seconds since the epoch.

    Returns:
      Whether anything was added.
    """
    cells = cells_so_far()
    late = _late_modules(code)
    if not code.root or (cells is None and not late):
        return False
    left_out = LeftOut.of(code)
    contents: dict[str, tuple[bytes, str]] = {}
    if cells is not None:
        left_out.found(CELLS_FILE)
        contents[CELLS_FILE] = cells.encode("utf-8", "surrogateescape"), "program"
    contents.update(_read_late(code, late, left_out, since))
    _add(code, contents, store, directory, redactor, left_out)
    left_out.fill(code)
    return True


def _late_modules(code: Code) -> dict[str, Path]:
    """Files that the process has imported since, by their names in the record."""
    known = {file.path for file in code.files}
    root = Path(code.root)
    inside = find_imported([root]).inside if code.root else []
    names = {path.relative_to(root).as_posix(): path for path in inside}
    return {name: path for name, path in names.items() if readable(name) not in known}


def _read_late(
    code: Code, late: dict[str, Path], left_out: LeftOut, since: float
) -> dict[str, tuple[bytes, str]]:
    """The contents of late modules that the commit does not hold, with their state."""
    try:
        git = Git(Path(code.root), GitTime(SECONDS)) if code.commit and late else None
        tracked = set(git.names("ls-files", "-z", "--recurse-submodules", "--", *late)) if git else set()
    except GitError as error:
        left_out.lose(f"{next(iter(late))}: imported after the start, and git cannot tell of it: {error}")
        return {}
    contents = {}
    for name, path in late.items():
        try:
            status = path.stat()
            if name in tracked:
                if status.st_mtime > since:
                    left_out.lose(f"{name}: {CHANGED_SINCE}")
            elif status.st_size > LARGEST_FILE:
                left_out.lose(f"{name}: its content is not recorded, it has {status.st_size:,} bytes")
            else:
                contents[name] = path.read_bytes(), "ignored"
        except OSError as error:
            left_out.lose(f"{name}: could not be read: {error.strerror or error}")
    return contents


def _add(
    code: Code,
    contents: dict[str, tuple[bytes, str]],
    store: Callable[[str, str, bytes], File],
    directory: Path,
    redactor: Redactor,
    left_out: LeftOut,
) -> None:
    if not contents:
        return
    archived = _archived(code, directory)
    for name, (data, state) in contents.items():
        written = redactor.text("code", "file name", readable(name))
        if sum(map(len, archived.values())) + len(data) > LARGEST_ARCHIVE:
            left_out.lose(f"{written}: its content is not recorded, the archive is full")
            continue
        cleaned = redactor.text("patch", written, data.decode("utf-8", "surrogateescape"))
        archived[written] = cleaned.encode("utf-8", "surrogateescape")
        if archived[written] != data:
            left_out.lose(f"{written}: a secret was removed from its recorded content")
        record = SourceFile(
            path=written, state=state, digest=hashlib.sha256(data).digest(), size=len(data), in_sources=True
        )
        record.mode = 0o100644
        _replace(code, record)
    code.sources.CopyFrom(store("sources", ".zip", make_archive(archived)))


def _archived(code: Code, directory: Path) -> dict[str, bytes]:
    """The contents that are recorded already."""
    if not code.sources.size:
        return {}
    data = code.sources.data or (directory / code.sources.path).read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _replace(code: Code, record: SourceFile) -> None:
    files = [file for file in code.files if file.path != record.path]
    del code.files[:]
    code.files.extend(sorted([*files, record], key=lambda file: file.path))
