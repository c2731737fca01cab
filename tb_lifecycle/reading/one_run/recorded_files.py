"""The contents of the files that a run recorded: sources, patch, console log.

A path is looked up in the record, never followed on disk as a client gives it.
"""

from __future__ import annotations

import hashlib
import shlex
from pathlib import Path
from typing import BinaryIO

from tb_lifecycle.errors import NotRecordedError, RequestTooLargeError
from tb_lifecycle.format import lifecycle_pb2, metadata
from tb_lifecycle.reading.one_run.archives import ArchiveError, read_member
from tb_lifecycle.reading.one_run.details_json import file_path
from tb_lifecycle.reading.one_run.safe_files import UnsafeFileError, open_regular

# Bytes. More is answered by parts.
LARGEST_ANSWER = 16 * 1024 * 1024

# Bytes of a file that is read whole to see whether it is what was recorded; ours are at most a few millions.
LARGEST_CHECKED = 64 * 1024 * 1024


class RunFiles:
    """The recorded files of one run."""

    def __init__(self, name: str, details: lifecycle_pb2.RunDetails, directory: Path | None) -> None:
        """Opens nothing yet.

        Args:
          name: the run's name.
          details: what it recorded at length.
          directory: the run's directory; None where it is not known.
        """
        self._name = name
        self._code = details.code
        self._directory = directory
        files = [file for file in (self._code.patch, self._code.sources) if file.size]
        self._files = {file_path(file): file for file in [*files, *details.files]}
        # It is recorded when the run has ended, and is worth seeing before.
        self._files.setdefault(
            metadata.CONSOLE_PATH, lifecycle_pb2.File(path=metadata.CONSOLE_PATH, kind="console")
        )
        self._sources = {source.path: source for source in self._code.files}

    def read(self, path: str, offset: int = 0, limit: int | None = None) -> tuple[bytes, int]:
        """Reads a file's bytes.

        Args:
          path: as in `code.files` or `files` of the run.
          offset: the first byte.
          limit: how many bytes at most; all of them where it is None.

        Returns:
          The bytes, and how many the whole file has.

        Raises:
          NotRecordedError: the run did not record this file's content, or it is no longer there.
          RequestTooLargeError: more than LARGEST_ANSWER bytes.
        """
        part = LARGEST_ANSWER + 1 if limit is None else min(limit, LARGEST_ANSWER + 1)
        if path in self._files:
            content, size = self._read_file(self._files[path], offset, part)
            return _bounded(path, content, size), size
        if path in self._sources:
            content = self._read_source(self._sources[path])
            return _bounded(path, _cut(content, offset, part), len(content)), len(content)
        raise NotRecordedError(
            f"The run {self._name} recorded no file {path!r}.", hint=self._hint_where_else(path)
        )

    def _read_file(self, file: lifecycle_pb2.File, offset: int, limit: int | None) -> tuple[bytes, int]:
        if file.data or not file.path:
            return _cut(file.data, offset, limit), len(file.data)
        if self._directory is None:
            raise NotRecordedError(
                f"The file {file.path} lies beside the event file, and its place is not known here.",
                hint="Start TensorBoard with --logdir and a local directory.",
            )
        try:
            with open_regular(self._directory, file.path) as (stream, size):
                if file.kind == "console":
                    stream.seek(min(offset, size))
                    return stream.read(_length(size, offset, limit)), size
                return self._read_checked(file, stream, size, offset, limit), size
        except (UnsafeFileError, OSError) as error:
            reason = error if isinstance(error, UnsafeFileError) else f"cannot be read: {error.strerror}"
            raise NotRecordedError(
                f"The file {file.path} of the run {self._name} {reason}.",
                hint="It lies beside the event file; copy it there again if the run was moved.",
            ) from error

    def _read_checked(
        self, file: lifecycle_pb2.File, stream: BinaryIO, size: int, offset: int, limit: int | None
    ) -> bytes:
        """Reads a part of a file that must be as it was recorded."""
        content = stream.read(size + 1) if size == file.size and size <= LARGEST_CHECKED else b""
        if len(content) != size or hashlib.sha256(content).digest() != file.digest:
            raise NotRecordedError(
                f"The file {file.path} of the run {self._name} is not what was recorded: its digest differs."
            )
        return _cut(content, offset, limit)

    def _read_source(self, source: lifecycle_pb2.SourceFile) -> bytes:
        if not source.in_sources:
            raise NotRecordedError(
                f"The content of {source.path} was not recorded.", hint=self._git_hint(source)
            )
        archive, _ = self._read_file(self._code.sources, 0, None)
        try:
            return read_member(archive, source.path, LARGEST_ANSWER)
        except ArchiveError as error:
            raise NotRecordedError(
                f"{source.path} of the sources that the run {self._name} saved {error}.",
                hint=self._git_hint(source),
            ) from error

    def _hint_where_else(self, path: str) -> str:
        parts = path.split("/")
        if self._code.commit and path.isprintable() and parts[0] and ".." not in parts:
            return f"If it was committed, git has it: git show {shlex.quote(f'{self._code.commit}:{path}')}"
        return "The run route lists the recorded ones."

    def _git_hint(self, source: lifecycle_pb2.SourceFile) -> str | None:
        """The command that shows the file as it was, if git has it."""
        if not self._code.commit or source.state in ("added", "untracked"):
            return None
        show = f"git show {shlex.quote(f'{self._code.commit}:{source.path}')}"
        if not source.state:
            return show
        if self._code.patch.size:
            return f"{show}, then git apply {shlex.quote(file_path(self._code.patch))} of the run's directory"
        return f"{show} shows it before its changes, which were not saved"


def _cut(content: bytes, offset: int, limit: int | None) -> bytes:
    return content[offset : offset + _length(len(content), offset, limit)]


def _length(size: int, offset: int, limit: int | None) -> int:
    """How many bytes are answered of a file of `size` bytes."""
    rest = max(0, size - offset)
    return rest if limit is None else min(rest, limit)


def _bounded(path: str, content: bytes, size: int) -> bytes:
    if len(content) > LARGEST_ANSWER:
        raise RequestTooLargeError(
            f"{path} has {size:,} bytes, and at most {LARGEST_ANSWER:,} are answered at once: "
            "ask for parts of it with offset and limit."
        )
    return content
