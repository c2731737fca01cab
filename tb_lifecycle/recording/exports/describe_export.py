"""Describes what a run leaves behind: a saved model, a checkpoint, any file or directory."""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from tb_lifecycle.format.lifecycle_pb2 import Export, Part, Signature
from tb_lifecycle.local_paths import explain_address
from tb_lifecycle.recording.digests.of_files import digest_file, digest_tree, say_left_out, walk_tree
from tb_lifecycle.recording.exports.formats import CHECKPOINT, DIRECTORY, FILES, SAVED_MODEL, Format
from tb_lifecycle.recording.exports.onnx_model import external_files
from tb_lifecycle.recording.paths import absolute
from tb_lifecycle.recording.values import type_name

_LATEST = re.compile(r'^model_checkpoint_path:\s*"(.+)"', re.MULTILINE)


@dataclass
class _Found:
    """What is at a path: its format, its files by relative name, and what the format says of itself."""

    path: Path
    format: str
    files: dict[str, Path]
    parameters: int = 0
    signatures: list[Signature] = field(default_factory=list)
    skipped: str = ""
    whole: bool = True


def _found_tree(path: Path, name: str) -> _Found:
    tree = walk_tree(path)
    found = _Found(path, name, tree.files, skipped=say_left_out(tree.left_out))
    if tree.unreadable:
        found.skipped, found.whole = f"there is no digest: could not be read: {tree.unreadable[0]}", False
    return found


def describe_export(
    path: str | os.PathLike[str],
    name: str | None,
    run_directory: str | os.PathLike[str],
    step: int = -1,
    *,
    cached: bool = True,
) -> Export:
    """Describes an export as it is on disk now.

    Args:
      path: a SavedModel's directory, or one with numbered versions of it (the newest is described); a Keras,
        ONNX, TFLite, PyTorch or safetensors file; a checkpoint's prefix or directory (its latest is
        described); any other file or directory.
      name: what it is called; by default the path's last part.
      run_directory: paths inside it are recorded relative to it.
      step: of the newest value that was logged; -1 without one.
      cached: a file that has not changed since it was last read need not be read again; False reads it.

    Raises:
      TypeError: the path is no path.
      FileNotFoundError: nothing is there.
      OSError: it cannot be read.
    """
    if not isinstance(path, (str, os.PathLike)):
        raise TypeError(f"log_export takes the path of a file or directory, not {type_name(path)}")
    if (problem := explain_address(path)) is not None:
        raise FileNotFoundError(f"log_export: {problem}")
    at = absolute(path)
    found = _find(at)
    tree = digest_tree(found.files, cached=cached)
    digest = tree.digest
    if len(found.files) == 1 and found.path.is_file():
        digest, _ = digest_file(found.path, cached=cached)
    if not found.whole:
        digest = b""
    elif not found.files or (not tree.size and len(found.files) == 1):
        digest, found.skipped = b"", found.skipped or "there is no digest: it holds nothing"
    parts = [Part(name=_text(n), digest=d[:8], size=size) for n, d, size in tree.parts]
    return Export(
        name=_text(name or at.name),
        path=_text(_recorded_path(found.path, absolute(run_directory))),
        format=found.format,
        digest=digest,
        size=tree.size,
        files=tree.files,
        created=max(
            (file.stat().st_mtime for file in found.files.values()), default=at.parent.stat().st_mtime
        ),
        parameters=found.parameters,
        signatures=found.signatures,
        step=step,
        parts=parts if len(found.files) > 1 else [],
        skipped=_text(found.skipped),
    )


def _find(path: Path) -> _Found:
    if path.is_file():
        return _find_file(path)
    if path.is_dir():
        return _find_directory(path)
    if path.with_name(path.name + ".index").is_file():
        return _find_checkpoint(path)
    raise FileNotFoundError(
        f"log_export: nothing is at {path}. "
        "Call it after the model is saved, with the path that it was saved to"
    )


def _find_directory(path: Path) -> _Found:
    if (path / "saved_model.pb").is_file():
        return _with_contents(_found_tree(path, "SavedModel"), SAVED_MODEL)
    versions = [
        child for child in path.iterdir() if child.name.isdecimal() and (child / "saved_model.pb").is_file()
    ]
    if versions:
        return _find_directory(max(versions, key=lambda child: int(child.name)))
    latest = _latest_checkpoint(path)
    if latest is not None:
        return _find_checkpoint(latest)
    return _with_contents(_found_tree(path, "directory"), DIRECTORY)


def _find_file(path: Path) -> _Found:
    if path.name.endswith(".index") and _data_files(path.with_name(path.name.removesuffix(".index"))):
        return _find_checkpoint(path.with_name(path.name.removesuffix(".index")))
    if path.name == "saved_model.pb":
        return _find_directory(path.parent)
    for known in FILES:
        if path.name.lower().endswith(known.suffixes) and known.recognises(path):
            found = _Found(path, known.name, {path.name: path})
            if known.name == "ONNX":
                with contextlib.suppress(Exception):  # whatever is wrong with it: the file itself is there
                    found.files.update(external_files(path))
            return _with_contents(found, known)
    return _Found(path, "file", {path.name: path})


def _with_contents(found: _Found, known: Format) -> _Found:
    """Adds what the format says of itself, if it can be read.

    Of a damaged file, or a later version of the format, digest and size are what remains: the parsers of
    other people's files may fail in any way.
    """
    with contextlib.suppress(Exception):
        signatures, parameters = known.read(found.path)
        if 0 <= parameters < 1 << 63:
            found.signatures, found.parameters = signatures, parameters
    return found


def _latest_checkpoint(path: Path) -> Path | None:
    try:
        text = (path / "checkpoint").read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        return None
    named = _LATEST.search(text)
    prefix = path / named[1] if named else None
    return prefix if prefix is not None and prefix.with_name(prefix.name + ".index").is_file() else None


def _find_checkpoint(prefix: Path) -> _Found:
    index = prefix.with_name(prefix.name + ".index")
    files = {file.name: file for file in [index, *_data_files(prefix)]}
    return _with_contents(_Found(prefix, "checkpoint", files), CHECKPOINT)


def _data_files(prefix: Path) -> list[Path]:
    start = prefix.name + ".data-"
    return sorted(file for file in prefix.parent.iterdir() if file.name.startswith(start))


def _recorded_path(path: Path, run_directory: Path) -> str:
    """Relative to the run's directory where it is inside, else absolute; with /."""
    for base, inside in (
        (run_directory, path),
        (Path(os.path.realpath(run_directory)), Path(os.path.realpath(path))),
    ):
        if inside.is_relative_to(base):
            return inside.relative_to(base).as_posix()
    return path.as_posix()


def _text(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
