"""The contents of the project's own files, in one archive: entry script, changed, untracked and imported
files."""

from __future__ import annotations

import hashlib
import io
import os
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tb_lifecycle.format.lifecycle_pb2 import Code, File, SourceFile
from tb_lifecycle.recording.code.git_changes import Change
from tb_lifecycle.recording.code.installed import is_installed
from tb_lifecycle.recording.redaction.redactor import Redactor

LARGEST_FILE = 256 * 1024
"""Bytes of a file whose content is recorded."""

LARGEST_ARCHIVE = 2 * 1024 * 1024
"""Bytes of all contents together, before they are compressed."""

MOST_IMPORTED = 500
"""Imported files that are listed."""

LARGEST_DIGESTED = 64 * 1024 * 1024
"""Bytes of a changed file that is read at all."""

SUFFIXES = frozenset(
    {
        *(
            ".py",
            ".pyi",
            ".pyx",
            ".pxd",
            ".ipynb",
            ".r",
            ".jl",
            ".lua",
            ".js",
            ".jsx",
            ".ts",
            ".tsx",
            ".css",
            ".go",
            ".rs",
            ".sh",
            ".bash",
            ".sql",
        ),
        *(".c", ".cc", ".cpp", ".cu", ".cuh", ".h", ".hpp", ".proto", ".cmake", ".patch", ".md", ".rst"),
        *(".yaml", ".yml", ".toml", ".cfg", ".ini", ".json", ".jsonnet", ".gin", ".textproto", ".pbtxt"),
    }
)
NAMES = frozenset({"Dockerfile", "Makefile", "Pipfile", "BUILD", "CMakeLists.txt"})


@dataclass
class _Content:
    path: Path
    change: Change | None
    data: bytes
    digest: bytes
    size: int


def is_source(path: Path) -> bool:
    """Whether a file is program text or configuration, by its name."""
    name = path.name
    requirements = name.endswith(".txt") and name.startswith(("requirements", "constraints"))
    return path.suffix.lower() in SUFFIXES or name in NAMES or requirements


class SourceReader:
    """Reads one run's source files, the ones first that may be edited next."""

    def __init__(self, redactor: Redactor, outputs: Sequence[Path] = ()) -> None:
        self._redactor = redactor
        self._outputs = [Path(os.path.realpath(directory)) for directory in outputs]
        self._with_events: dict[Path, bool] = {}
        self._contents: dict[Path, _Content] = {}
        self._cut: list[str] = []
        self._entry: Path | None = None

    def read_entry(self, path: Path) -> None:
        """Reads the entry script, which is recorded whatever its name and whatever git says of it."""
        self._entry = Path(os.path.realpath(path))
        self._read(self._entry, None)

    def read_changed(self, root: Path, change: Change) -> None:
        """Reads a changed or untracked file of the working tree."""
        path = Path(os.path.realpath(root), change.path)
        if change.submodule or change.state == "deleted" or not path.is_file():
            self._contents[path] = _Content(path, change, b"", b"", 0)
        else:
            self._read(path, change)

    def own(self, root: Path, changes: Iterable[Change]) -> list[Change]:
        """Leaves out untracked files of a run's output directory, this run's or another's."""
        real = Path(os.path.realpath(root))
        return [c for c in changes if c.state != "untracked" or not self._is_output(real, real / c.path)]

    def finish(self, root: Path, code: Code, store: Callable[[str, str, bytes], File]) -> None:
        """Adds the imported modules, stores the archive, and fills `files`, `sources` and `cut` of the
        record."""
        real = Path(os.path.realpath(root))
        imported = _imported_files([real, self._entry.parent] if self._entry is not None else [real])
        for path in imported[:MOST_IMPORTED]:
            self._read(path, None)
        if len(imported) > MOST_IMPORTED:
            self._cut.append(f"{len(imported) - MOST_IMPORTED:,} more imported files are not listed")
        archived: dict[str, bytes] = {}
        total = 0
        for content in self._contents.values():
            record = _record(content, real)
            total += self._archive(record, content, archived, total)
            code.files.append(record)
        code.files.sort(key=lambda record: record.path)
        if archived:
            code.sources.CopyFrom(store("sources", ".zip", make_archive(archived)))
        code.cut.extend(self._cut)

    def _archive(self, record: SourceFile, content: _Content, archived: dict[str, bytes], total: int) -> int:
        """Puts a content into the archive if it may be there; returns its size there."""
        text_kept = content.digest and (content.data or not content.size)
        if not text_kept or not (is_source(content.path) or content.path == self._entry):
            return 0
        if total + len(content.data) > LARGEST_ARCHIVE:
            self._cut.append(
                f"{record.path}: its content is not recorded, the archive is full ({LARGEST_ARCHIVE:,} bytes)"
            )
            return 0
        text = content.data.decode("utf-8", "surrogateescape")
        cleaned = self._redactor.text("patch", record.path, text)
        if cleaned != text:
            self._cut.append(f"{record.path}: a secret was removed from its recorded content")
        archived[record.path] = cleaned.encode("utf-8", "surrogateescape")
        record.in_sources = True
        return len(content.data)

    def _read(self, path: Path, change: Change | None) -> None:
        if path in self._contents:
            known = self._contents[path]
            known.change = known.change or change
            return
        try:
            self._contents[path] = self._read_file(path, change)
        except OSError as error:
            self._cut.append(f"{path.name}: could not be read: {error.strerror or error}")

    def _read_file(self, path: Path, change: Change | None) -> _Content:
        name = change.path if change is not None else path.name
        on_disk = path.stat().st_size
        if on_disk > LARGEST_DIGESTED:
            self._cut.append(f"{name}: not read, it has {on_disk:,} bytes")
            return _Content(path, change, b"", b"", on_disk)
        digest = hashlib.sha256()
        data = b""
        size = 0
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
                size += len(chunk)
                data = chunk if size <= LARGEST_FILE else b""
        if size > LARGEST_FILE:
            self._cut.append(f"{name}: its content is not recorded, it has {size:,} bytes")
        elif b"\0" in data:
            self._cut.append(f"{name}: its content is not recorded, it is no text")
            data = b""
        return _Content(path, change, data, digest.digest(), size)

    def _is_output(self, root: Path, path: Path) -> bool:
        if any(path.is_relative_to(directory) and directory != root for directory in self._outputs):
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


def _imported_files(directories: Sequence[Path]) -> list[Path]:
    """Files of the imported modules that lie in the project, in the order of import."""
    found: dict[Path, None] = {}
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if not isinstance(file, str) or not file.endswith((".py", ".pyw")) or is_installed(file):
            continue
        path = Path(os.path.realpath(file))
        if any(path.is_relative_to(directory) for directory in directories) and not is_installed(path):
            found[path] = None
    return list(found)


def _record(content: _Content, root: Path) -> SourceFile:
    change = content.change
    relative = content.path.relative_to(root) if content.path.is_relative_to(root) else content.path
    return SourceFile(
        path=relative.as_posix(),
        state=change.state if change is not None else "",
        digest=content.digest,
        size=content.size,
        added=change.added if change is not None else 0,
        removed=change.removed if change is not None else 0,
    )
