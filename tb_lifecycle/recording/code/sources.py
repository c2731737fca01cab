"""The contents of the project's own files, in one archive: entry script, changed,
untracked and imported files."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import zipfile
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tb_lifecycle.format.lifecycle_pb2 import Code, File, SourceFile
from tb_lifecycle.recording.code.git_changes import Change
from tb_lifecycle.recording.code.imported import find_imported
from tb_lifecycle.recording.code.installed import is_installed
from tb_lifecycle.recording.code.left_out import LeftOut, is_odd
from tb_lifecycle.recording.code.withheld import is_withheld
from tb_lifecycle.recording.paths import readable
from tb_lifecycle.recording.redaction.redactor import Redactor

LARGEST_FILE = 256 * 1024
"""Bytes of a file whose content is recorded."""

LARGEST_ARCHIVE = 2 * 1024 * 1024
"""Bytes of all contents together, before they are compressed."""

MOST_IMPORTED = 500
"""Imported files that are listed."""

LARGEST_DIGESTED = 64 * 1024 * 1024
"""Bytes of a changed file that is read at all."""

MOST_DIGESTED = 512 * 1024 * 1024
"""Bytes that are read of all files together."""

LINK_MODE = 0o120000

SUFFIXES = frozenset({
    ".py", ".pyi", ".pyx", ".pxd", ".ipynb", ".r", ".jl", ".lua", ".js", ".jsx", ".ts", ".tsx", ".css",
    ".go", ".rs", ".sh", ".bash", ".sql", ".c", ".cc", ".cpp", ".cu", ".cuh", ".h", ".hpp", ".proto",
    ".cmake", ".patch", ".md", ".rst", ".yaml", ".yml", ".toml", ".cfg", ".ini", ".json", ".jsonnet",
    ".gin", ".textproto", ".pbtxt",
})  # fmt: skip
NAMES = frozenset({"Dockerfile", "Makefile", "Pipfile", "BUILD", "CMakeLists.txt"})
_BYPRODUCTS = {"__pycache__", ".ipynb_checkpoints", ".pytest_cache", ".mypy_cache", ".ruff_cache"}
_STATES_WITHOUT_PATCH = ("untracked", "ignored", "program")


@dataclass
class _Content:
    """A file's content: `data` is None where it is not kept, `needed` where nothing else gives it back."""

    name: str
    change: Change | None = None
    data: bytes | None = None
    digest: bytes = b""
    size: int = 0
    mode: int = 0
    needed: bool = False
    withheld: str = ""


def is_source(path: Path) -> bool:
    """Whether a file is program text or configuration, by its name."""
    name = path.name
    requirements = name.endswith(".txt") and name.startswith(("requirements", "constraints"))
    return path.suffix.lower() in SUFFIXES or name in NAMES or requirements


def is_byproduct(name: str) -> bool:
    """Whether a file is only left there by a tool that ran."""
    path = PurePosixPath(name)
    return not _BYPRODUCTS.isdisjoint(path.parts) or ".tfevents." in path.name or path.name == ".DS_Store"


class SourceReader:
    """Reads one run's source files, the ones first that may be edited next."""

    def __init__(self, redactor: Redactor, left_out: LeftOut, outputs: Sequence[Path] = ()) -> None:
        self._redactor = redactor
        self._left_out = left_out
        self._outputs = [Path(os.path.realpath(directory)) for directory in outputs]
        self._with_events: dict[Path, bool] = {}
        self._contents: dict[Path, _Content] = {}
        self._entry: Path | None = None
        self._read_bytes = 0

    def read_entry(self, path: Path) -> None:
        """Reads the entry script, which is recorded whatever its name and whatever git says of it."""
        self._entry = Path(os.path.realpath(path))
        self._read(self._entry, self._entry.name, None)

    def read_changed(self, root: Path, change: Change) -> None:
        """Reads a changed or untracked file of the working tree."""
        path = Path(os.path.realpath(root), change.path)
        if change.repository or change.state == "deleted" or not os.path.lexists(path):
            self._contents[path] = _Content(change.path, change)
        else:
            self._read(path, change.path, change)

    def add_program(self, name: str, text: str) -> None:
        """Adds the program's text, which lies in no file."""
        data = text.encode("utf-8", "surrogateescape")
        self._contents[Path(name)] = _Content(
            name, Change(name, "program"), data, hashlib.sha256(data).digest(), len(data), needed=True
        )

    def own(self, root: Path, changes: Iterable[Change]) -> list[Change]:
        """Leaves out untracked files of a run's output directory, this run's or another's."""
        real = Path(os.path.realpath(root))
        return [
            change
            for change in changes
            if change.state != "untracked"
            or not (is_byproduct(change.path) or self._is_output(real, real / change.path))
        ]

    def finish(
        self,
        root: Path,
        code: Code,
        store: Callable[[str, str, bytes], File],
        tracked: Collection[str] | None = None,
    ) -> None:
        """Adds the imported modules, stores the archive, and fills `files` and `sources` of the record.

        Args:
          root: the project's directory.
          code: the record.
          store: keeps the archive.
          tracked: the paths that the commit holds; None where it holds nothing.
        """
        real = Path(os.path.realpath(root))
        self._read_imported(real, tracked)
        for path, content in self._contents.items():
            if content.change is None:
                content.name = _name_in(path, real)
            self._decide_need(path, content, real, tracked)
        archived: dict[str, bytes] = {}
        total = 0
        records: list[SourceFile] = []
        for path, content in sorted(self._contents.items(), key=lambda item: not item[1].needed):
            record = _record(content, self._free_name(content.name, records))
            total += self._archive(path, record, content, archived, total)
            records.append(record)
        code.files.extend(sorted(records, key=lambda record: record.path))
        if archived:
            code.sources.CopyFrom(store("sources", ".zip", make_archive(archived)))

    def _free_name(self, name: str, records: Sequence[SourceFile]) -> str:
        """The name as it is recorded: without a secret, and as no other file's."""
        written = readable(name)
        cleaned = free = self._redactor.text("code", "file name", written)
        taken = {record.path for record in records} if cleaned != written else set()
        number = 1
        while free in taken:
            number += 1
            free = f"{cleaned}-{number}"
        return free

    def _read_imported(self, root: Path, tracked: Collection[str] | None) -> None:
        directories = [root]
        if self._entry is not None and not is_installed(self._entry):
            directories.append(self._entry.parent)
        imported = find_imported(directories)
        for path in imported.gone:
            self._left_out.lose(f"{_name_in(path, root)}: was imported, and is no longer there")
        if imported.outside:
            more = f" and {len(imported.outside) - 1:,} more files" if len(imported.outside) > 1 else ""
            self._left_out.lose(f"{imported.outside[0]}{more}: imported from outside the working tree")
        ours = sorted(
            imported.inside, key=lambda path: tracked is not None and _name_in(path, root) in tracked
        )
        for path in ours[:MOST_IMPORTED]:
            self._read(path, _name_in(path, root), None)
        if len(ours) > MOST_IMPORTED:
            line = f"{len(ours) - MOST_IMPORTED:,} more imported files are not listed"
            safe = tracked is not None and all(
                _name_in(path, root) in tracked for path in ours[MOST_IMPORTED:]
            )
            (self._left_out.note if safe else self._left_out.lose)(line)

    def _decide_need(
        self, path: Path, content: _Content, root: Path, tracked: Collection[str] | None
    ) -> None:
        """Whether a content is needed, and what it is called, where neither commit nor patch has it."""
        change = content.change
        if change is None and not is_installed(path):
            if not path.is_relative_to(root):
                self._left_out.lose(f"{path}: lies outside the working tree")
            elif tracked is not None and content.name not in tracked:
                content.change = change = Change(content.name, "ignored")
        has_digest = bool(content.digest or content.mode)
        content.needed = has_digest and (
            tracked is None
            or (change is not None and (change.whole or change.state in _STATES_WITHOUT_PATCH))
        )

    def _archive(
        self, path: Path, record: SourceFile, content: _Content, archived: dict[str, bytes], total: int
    ) -> int:
        """Puts a content into the archive if it is needed or source; returns its size there."""
        why = self._why_not(path, content, total)
        if why:
            if content.needed:
                self._left_out.lose(f"{content.name}: its content is not recorded, {why}")
            elif is_source(path) or path == self._entry:
                self._left_out.note(f"{content.name}: its content is not recorded, {why}")
            return 0
        if content.data is None or not (content.needed or is_source(path) or path == self._entry):
            return 0
        text = content.data.decode("utf-8", "surrogateescape")
        cleaned = text if b"\0" in content.data else self._redactor.text("patch", record.path, text)
        is_binary = b"\0" in content.data or any("\udc80" <= character <= "\udcff" for character in text)
        if is_binary and self._redactor.holds_secret(record.path, content.data):
            self._left_out.lose(f"{record.path}: its content is not recorded, a secret is in it")
            return 0
        if cleaned != text:
            line = f"{record.path}: a secret was removed from its recorded content"
            (self._left_out.lose if content.needed else self._left_out.note)(line)
        archived[record.path] = cleaned.encode("utf-8", "surrogateescape")
        record.in_sources = True
        return len(content.data)

    def _why_not(self, path: Path, content: _Content, total: int) -> str:
        """Why a content that was read cannot be in the archive; empty where it can."""
        if content.withheld:
            return content.withheld
        if content.data is None:
            return ""
        if is_odd(content.name):
            return "its name is no UTF-8"
        if content.needed and path != self._entry and is_withheld(content.name):
            return "its name says that it holds a secret"
        if b"\0" in content.data and not content.needed:
            return "it is no text"
        if total + len(content.data) > LARGEST_ARCHIVE:
            return f"the archive is full ({LARGEST_ARCHIVE:,} bytes)"
        return ""

    def _read(self, path: Path, name: str, change: Change | None) -> None:
        if path in self._contents:
            known = self._contents[path]
            known.change = known.change or change
            if known.change is not None:
                known.name = known.change.path
            return
        try:
            self._contents[path] = self._read_file(path, name, change)
        except OSError as error:
            self._left_out.lose(f"{name}: could not be read: {error.strerror or error}")

    def _read_file(self, path: Path, name: str, change: Change | None) -> _Content:
        status = path.lstat()
        content = _Content(name, change, size=status.st_size)
        if stat.S_ISLNK(status.st_mode):
            content.data, content.mode = os.fsencode(path.readlink()), LINK_MODE
            content.size, content.digest = len(content.data), hashlib.sha256(content.data).digest()
            return content
        content.mode = 0o100755 if status.st_mode & stat.S_IXUSR else 0o100644
        if not stat.S_ISREG(status.st_mode):
            content.withheld = "it is neither a file nor a link"
            return content
        if status.st_size > min(LARGEST_DIGESTED, MOST_DIGESTED - self._read_bytes):
            content.withheld = f"it has {status.st_size:,} bytes and was not read"
            return content
        digest, kept, size = hashlib.sha256(), b"", 0
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
                size += len(chunk)
                kept = chunk if size <= LARGEST_FILE else b""
        self._read_bytes += size
        content.digest, content.size = digest.digest(), size
        if size > LARGEST_FILE:
            content.withheld = f"it has {size:,} bytes"
        else:
            content.data = kept
        return content

    def _is_output(self, root: Path, path: Path) -> bool:
        if any(path.is_relative_to(directory) and directory != root for directory in self._outputs):
            return True
        if root in self._outputs and path.relative_to(root).parts[0] == "lifecycle":
            return True
        return any(
            self._has_events(parent) for parent in path.parents if parent != root and root in parent.parents
        )

    def _has_events(self, directory: Path) -> bool:
        if directory not in self._with_events:
            try:
                with os.scandir(directory) as entries:
                    self._with_events[directory] = any(".tfevents." in entry.name for entry in entries)
            except OSError:
                self._with_events[directory] = False
        return self._with_events[directory]


def make_archive(contents: dict[str, bytes]) -> bytes:
    """A zip archive with the same bytes for the same contents."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(contents):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, contents[name], zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


def _name_in(path: Path, root: Path) -> str:
    """The path relative to the root where it is inside, else absolute; with /."""
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def _record(content: _Content, name: str) -> SourceFile:
    change = content.change
    odd = is_odd(content.name)
    return SourceFile(
        path=name,
        state=change.state if change is not None else "",
        digest=b"" if odd else content.digest,
        size=content.size,
        added=change.added if change is not None else 0,
        removed=change.removed if change is not None else 0,
        mode=content.mode,
    )
