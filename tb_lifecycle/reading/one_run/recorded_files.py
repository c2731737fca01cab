"""The contents of the files that a run recorded: sources, patch, console log.

A path is looked up in the record, never followed on disk as a client gives it.
"""

from __future__ import annotations

import hashlib
import io
import shlex
import zipfile
from pathlib import Path

from tb_lifecycle.errors import NotRecordedError
from tb_lifecycle.format import lifecycle_pb2, metadata
from tb_lifecycle.reading.one_run.details_json import file_path


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
        """
        if path in self._files:
            return self._read_file(self._files[path], offset, limit)
        if path in self._sources:
            content = self._read_source(self._sources[path])
            return _cut(content, offset, limit), len(content)
        raise NotRecordedError(
            f"The run {self._name} recorded no file {path!r}.", hint=self._hint_where_else(path)
        )

    def _read_file(self, file: lifecycle_pb2.File, offset: int, limit: int | None) -> tuple[bytes, int]:
        if file.data or not file.path:
            return _cut(file.data, offset, limit), len(file.data)
        path = self._place(file.path)
        try:
            with path.open("rb") as stream:
                if file.kind == "console":
                    total = stream.seek(0, io.SEEK_END)
                    stream.seek(min(offset, total))
                    return stream.read(total if limit is None else limit), total
                content = stream.read()
        except OSError as error:
            raise NotRecordedError(
                f"The file {file.path} of the run {self._name} cannot be read: {error.strerror}.",
                hint="It lies beside the event file; copy it there again if the run was moved.",
            ) from error
        if hashlib.sha256(content).digest() != file.digest:
            raise NotRecordedError(
                f"The file {file.path} of the run {self._name} is not what was recorded: its digest differs."
            )
        return _cut(content, offset, limit), len(content)

    def _place(self, path: str) -> Path:
        """Where a recorded file lies: within the run's directory, whatever the record says."""
        if self._directory is None:
            raise NotRecordedError(
                f"The file {path} lies beside the event file, and its place is not known here.",
                hint="Start TensorBoard with --logdir and a local directory.",
            )
        whole = (self._directory / path).resolve()
        if not whole.is_relative_to(self._directory.resolve()):
            raise NotRecordedError(f"The path {path} leaves the directory of the run {self._name}.")
        return whole

    def _read_source(self, source: lifecycle_pb2.SourceFile) -> bytes:
        if not source.in_sources:
            raise NotRecordedError(
                f"The content of {source.path} was not recorded.", hint=self._git_hint(source)
            )
        archive, _ = self._read_file(self._code.sources, 0, None)
        try:
            with zipfile.ZipFile(io.BytesIO(archive)) as sources:
                return sources.read(source.path)
        except (zipfile.BadZipFile, KeyError) as error:
            raise NotRecordedError(
                f"{source.path} is not in the archive of sources that the run {self._name} saved.",
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
    return content[offset:] if limit is None else content[offset : offset + limit]
