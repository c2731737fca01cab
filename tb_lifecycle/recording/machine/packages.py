"""Which packages are installed, read from their metadata's directories: a few milliseconds
for hundreds of them."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_NAME = re.compile(r"^Name:[ \t]*(\S+)", re.MULTILINE)
_VERSION = re.compile(r"^Version:[ \t]*(\S+)", re.MULTILINE)
_SEPARATORS = re.compile(r"[-_.]+")
_PACKAGE_DIRECTORIES = {"site-packages", "dist-packages"}
_HEADER = 4096


@dataclass
class Packages:
    """What is installed, by name as the package spells it.

    Attributes:
      versions: of each package.
      editable: packages that are imported from a source tree.
      direct: where a package came from that no index gave: an URL, with the commit if it
      came from a repository.
    """

    versions: dict[str, str] = field(default_factory=dict)
    editable: list[str] = field(default_factory=list)
    direct: dict[str, str] = field(default_factory=dict)


def read_packages(path: list[str] | None = None) -> Packages:
    """Reads the packages that the interpreter would find, the first of a name on the path wins.

    Args:
      path: directories to look in; by default `sys.path`.
    """
    packages = Packages()
    seen: dict[str, str] = {}
    for entry in dict.fromkeys(sys.path if path is None else path):
        directory = Path(entry or ".")
        for metadata in _metadata_entries(directory):
            _add(metadata, packages, seen)
    packages.versions = dict(sorted(packages.versions.items(), key=lambda item: item[0].lower()))
    packages.editable = sorted(set(packages.editable), key=str.lower)
    return packages


def digest_packages(python: str, versions: Mapping[str, str], direct: Mapping[str, str]) -> bytes:
    """Digests the Python version, each package's version, and where those came from that no index gave."""
    lines = [f"{canonical(name)}\0{version}" for name, version in versions.items()]
    lines += [f"{canonical(name)}\0\0{url}" for name, url in direct.items()]
    return hashlib.sha256("\n".join([python, *sorted(lines)]).encode()).digest()


def canonical(name: str) -> str:
    """The form in which two spellings of a package's name are equal (PEP 503)."""
    return _SEPARATORS.sub("-", name).lower()


def _metadata_entries(directory: Path) -> list[Path]:
    try:
        with os.scandir(directory) as entries:
            return sorted(
                Path(item.path) for item in entries if item.name.endswith((".dist-info", ".egg-info"))
            )
    except OSError:  # a zip file, or a directory that is not there
        return []


def _add(metadata: Path, packages: Packages, seen: dict[str, str]) -> None:
    header = _read_header(metadata)
    name, version = _NAME.search(header), _VERSION.search(header)
    if name is None or version is None:
        return
    key = canonical(name[1])
    spelled = seen.setdefault(key, name[1])
    first = spelled not in packages.versions
    if first:
        packages.versions[spelled] = version[1]
    source_tree = metadata.suffix == ".egg-info" and metadata.parent.name not in _PACKAGE_DIRECTORIES
    direct = _direct_url(metadata)
    if source_tree or direct.get("dir_info", {}).get("editable"):
        packages.editable.append(spelled)
    if direct and spelled not in packages.direct:
        packages.direct[spelled] = _as_url(direct)


def _read_header(metadata: Path) -> str:
    candidates = ("METADATA",) if metadata.suffix == ".dist-info" else ("PKG-INFO", "")
    for name in candidates:
        with contextlib.suppress(OSError), (metadata / name).open("rb") as file:
            return file.read(_HEADER).decode("utf-8", "replace")
    return ""


def _direct_url(metadata: Path) -> dict[str, Any]:
    """The contents of direct_url.json (PEP 610), or an empty mapping."""
    try:
        found = json.loads((metadata / "direct_url.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and isinstance(found.get("url"), str) else {}


def _as_url(direct: dict[str, Any]) -> str:
    version_control = direct.get("vcs_info") or {}
    url = str(direct["url"])
    if version_control.get("vcs"):
        url = f"{version_control['vcs']}+{url}"
    if version_control.get("commit_id"):
        url = f"{url}@{version_control['commit_id']}"
    return url
