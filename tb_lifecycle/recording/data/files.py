"""Data sets that are files: one, a directory of them, or those that a pattern names."""

from __future__ import annotations

import glob
import re
from pathlib import Path

from tb_lifecycle.format.lifecycle_pb2 import Dataset, Part
from tb_lifecycle.recording.data.file_contents import Contents, read_contents
from tb_lifecycle.recording.digests.cache import file_state
from tb_lifecycle.recording.digests.of_files import (
    digest_file,
    digest_tree,
    is_temporary,
    say_left_out,
    tree_files,
    walk_tree,
)
from tb_lifecycle.recording.digests.progress import progress_of
from tb_lifecycle.recording.paths import absolute, readable

_MAGIC = re.compile(r"[*?\[]")
_MOST_CLASSES = 50


def describe_files(path: str, cached: bool = True) -> Dataset:
    """Describes a file, a directory, or what a glob pattern (with `**`) names.

    Hidden and temporary files are not counted, see digests.tree_files. The digest does not depend on where
    the files lie: only on their names below the directory, or below the pattern's
    last directory without wildcards.

    Raises:
      FileNotFoundError: nothing is there.
    """
    at = absolute(path)
    if at.is_file():
        return _describe_file(at, cached)
    if not at.is_dir():
        base, files = find_files(path)
        return describe_tree(base, files, str(at), cached)
    tree = walk_tree(at)
    described = describe_tree(at, tree.files, str(at), cached)
    if tree.unreadable:
        described.digest = b""
        described.skipped = f"there is no digest: could not be read whole: {readable(tree.unreadable[0])}"
    elif tree.left_out:
        described.skipped = "; ".join(filter(None, [described.skipped, say_left_out(tree.left_out)]))
    return described


def find_files(path: str) -> tuple[Path, dict[str, Path]]:
    """The files of a data set, by their paths below the directory that comes with them.

    Raises:
      FileNotFoundError: nothing is there.
    """
    at = absolute(path)
    if at.is_file():
        return at.parent, {at.name: at}
    if at.is_dir():
        return at, tree_files(at)
    if _MAGIC.search(path):
        return _find_glob(str(at))
    raise FileNotFoundError(
        f"log_dataset: nothing is at {at}. Check the path (it is relative to the working directory), "
        "or log the data set after it was made"
    )


def _describe_file(path: Path, cached: bool) -> Dataset:
    size = path.stat().st_size
    described = Dataset(kind="file", source=readable(path), size=size, files=1)
    try:
        with progress_of(path.name, size) as advance:
            described.digest, described.size = digest_file(path, cached=cached)
            advance(size)
        _add_contents(described, read_contents(path))
    except OSError as error:
        described.skipped = f"could not be read: {error.strerror or error}"
    return described


def _find_glob(pattern: str) -> tuple[Path, dict[str, Path]]:
    base = _fixed_part(pattern)
    found = [Path(name) for name in glob.glob(pattern, recursive=True)]  # noqa: PTH207
    files = {
        path.relative_to(base).as_posix(): path
        for path in found
        if path.is_file() and not _hidden(path, base)
    }
    if not files:
        raise FileNotFoundError(
            f"log_dataset: no file matches {pattern}. Check the pattern (it is relative to the "
            "working directory; ** stands for any directories)"
        )
    return base, files


def describe_tree(root: Path, files: dict[str, Path], source: str, cached: bool) -> Dataset:
    """Describes files by their names below a directory."""
    described = Dataset(kind="directory", source=readable(source), files=len(files))
    if not files:
        described.skipped = "there is no digest: the directory holds no file"
        return described
    try:
        described.size = sum(file_state(path)[0] for path in files.values())
        with progress_of(root.name, described.size) as advance:
            tree = digest_tree(files, advance, cached=cached)
        described.digest, described.size = tree.digest, tree.size
        described.parts.extend(Part(name=readable(n), digest=d[:8], size=size) for n, d, size in tree.parts)
    except OSError as error:
        described.skipped = readable(f"could not be read whole: {error.filename}: {error.strerror or error}")
        return described
    described.label_counts.update(_class_directories(files))
    if not described.label_counts:
        _add_tables(described, files)
    return described


def _add_tables(described: Dataset, files: dict[str, Path]) -> None:
    """Rows and schema of a directory whose files all hold rows of the same columns."""
    suffixes = {path.suffix.lower() for path in files.values()}
    if len(suffixes) != 1 or len(files) > 100:
        return
    contents = [read_contents(files[name]) for name in sorted(files)]
    fields = [item.fields for item in contents if item is not None]
    if len(fields) == len(contents) and all(item == fields[0] for item in fields):
        merged = contents[0]
        for other in contents[1:]:
            assert merged is not None
            assert other is not None
            merged = merged.plus(other)
        _add_contents(described, merged)


def _add_contents(described: Dataset, contents: Contents | None) -> None:
    if contents is not None:
        described.rows = contents.rows
        described.schema.extend(contents.fields)
        described.label_counts.update(contents.label_counts)


def _class_directories(files: dict[str, Path]) -> dict[str, int]:
    """Files a class, where each file lies in a directory named by its class, as pictures often do."""
    counts: dict[str, int] = {}
    for name in files:
        directory, _, rest = name.partition("/")
        if not rest:
            return {}
        counts[directory] = counts.get(directory, 0) + 1
    few = 2 <= len(counts) <= _MOST_CLASSES
    return counts if few and len(files) > len(counts) else {}


def _fixed_part(pattern: str) -> Path:
    parts = Path(pattern).parts
    fixed: list[str] = []
    for part in parts[:-1]:
        if _MAGIC.search(part):
            break
        fixed.append(part)
    return Path(*fixed)


def _hidden(path: Path, base: Path) -> bool:
    return any(is_temporary(part) for part in path.relative_to(base).parts)
