"""`GET file`: a file that a run recorded, as bytes."""

from __future__ import annotations

import codecs

from tb_lifecycle.plugin.responses import Answer, bytes_answer
from tb_lifecycle.plugin.routes.route import Asked, Route

TEXT = "text/plain; charset=utf-8"
BINARY = "application/octet-stream"


def answer(asked: Asked) -> Answer:
    """Answers with the file's bytes from `offset`, at most `limit` of them.

    Never as HTML, SVG or a script: a recorded file must not run in TensorBoard's page.
    """
    parameters = asked.parameters
    name = parameters.required("run", "Name a run and a file: file?run=NAME&path=PATH.")
    path = parameters.required("path", "The run route lists the paths, in code.files and in files.")
    offset = parameters.number("offset", least=0) or 0
    limit = parameters.number("limit", least=1)
    asked.check_runs([name])
    content, total = asked.reader.file(name, path, offset, limit)
    content_type = TEXT if is_text(content, cut=offset > 0) else BINARY
    return bytes_answer(content, content_type, headers=(("X-File-Size", str(total)),))


def is_text(content: bytes, *, cut: bool) -> bool:
    """Whether bytes of a file are UTF-8 without a NUL; `cut`: the file does not begin with them."""
    if b"\0" in content:
        return False
    start = 0
    while cut and start < min(3, len(content)) and content[start] & 0xC0 == 0x80:
        start += 1  # the rest of a character
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content[start:])
    except UnicodeDecodeError:
        return False
    return True


# A log grows between two snapshots, and large files would push the other answers out.
ROUTE = Route("file", frozenset({"run", "path", "offset", "limit"}), answer, kept=False)
