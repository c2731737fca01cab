"""The built page, as files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from werkzeug.wrappers import Request

from tb_lifecycle.plugin.responses import Answer, RequestError, bytes_answer

DIRECTORY = Path(__file__).parent / "static"

# The system's own map may be wrong: Windows takes it from a registry that any program writes to.
CONTENT_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
}

# The build names these by their content, so that one name is one content for good.
NAMED_BY_CONTENT = ("chunk-", "asset-")
A_YEAR = 365 * 24 * 3600


def static_file(request: Request, routes: Sequence[str] = ()) -> Answer:
    """Answers with the file of the page that the path names, and nothing outside it.

    Args:
      request: whose path is answered.
      routes: the names of what there is beside the page, for whoever has mistyped one.

    Raises:
      RequestError: there is none.
    """
    _, _, name = request.path.partition("/plugin/lifecycle/")
    path = _files().get(name)
    content_type = CONTENT_TYPES.get(path.suffix) if path is not None else None
    if path is None or content_type is None:
        raise RequestError(
            f"There is nothing at {request.path}.",
            status=404,
            hint=f"The routes are {', '.join(routes)}." if routes else None,
        )
    expires = A_YEAR if name.startswith(NAMED_BY_CONTENT) else 0
    return bytes_answer(path.read_bytes(), content_type, expires=expires)


def _files() -> dict[str, Path]:
    """The page's files by their path, listed anew so that a page built meanwhile is served whole."""
    return {path.relative_to(DIRECTORY).as_posix(): path for path in DIRECTORY.rglob("*") if path.is_file()}
