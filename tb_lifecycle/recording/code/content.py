"""A digest of the code that ran, as far as the commit does not tell it."""

from __future__ import annotations

import hashlib

from tb_lifecycle.format.lifecycle_pb2 import Code
from tb_lifecycle.recording.code.left_out import UNTOLD


def digest_content(code: Code) -> bytes:
    """Digests every recorded file that is not as the commit has it, and the commits of nested repositories.

    Two runs at one commit that have the same digest ran the same code. Without a commit it is over all that
    was recorded of the program. Empty where that is not known: no file was recorded, git could not tell what
    is changed, or a changed file could not be read or changed again while the run went on. Modules from
    outside of the working tree are not in it.
    """
    untold = any(line.endswith(UNTOLD) for line in code.cut[: code.decisive])
    if untold or code.changes_unknown or not (code.commit or code.files):
        return b""
    files = [file for file in code.files if file.state or not code.commit]
    if any(not file.digest and file.state != "deleted" for file in files):
        return b""
    lines = [
        *(f"{file.path}\0{file.state}\0{file.mode:o}\0{file.digest.hex()}" for file in files),
        *(f"{nested.path}\0{nested.commit}" for nested in code.repositories),
    ]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).digest()
