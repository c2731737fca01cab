"""Files that are never kept whole, because their names say that they hold a secret."""

from __future__ import annotations

from pathlib import PurePosixPath

from tb_lifecycle.recording.redaction.secret_names import is_secret_name

_NAMES = {".netrc", "_netrc", ".pgpass", ".npmrc", ".pypirc", ".git-credentials", ".htpasswd", "kaggle.json"}
_BEGINNINGS = (".env", "credentials", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519")
_SUFFIXES = {".pem", ".key", ".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".ovpn"}
_PROGRAMS = {
    ".py",
    ".pyi",
    ".pyx",
    ".ipynb",
    ".js",
    ".ts",
    ".c",
    ".cc",
    ".cpp",
    ".cu",
    ".h",
    ".r",
    ".jl",
    ".sh",
}


def is_withheld(name: str) -> bool:
    """Whether a file of this name is left out whatever it holds."""
    path = PurePosixPath(name.lower())
    if path.suffix in _PROGRAMS:
        return False
    return (
        path.name in _NAMES
        or path.name.startswith(_BEGINNINGS)
        or path.suffix in _SUFFIXES
        or is_secret_name(path.stem)
    )
