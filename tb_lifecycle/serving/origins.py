"""Whether a web page of somebody else sends a request.

A browser sends what any page asks for, also to servers that only this machine can reach.
"""

from __future__ import annotations

import ipaddress
from http import HTTPStatus
from urllib.parse import SplitResult, urlsplit

from werkzeug.wrappers import Request

from tb_lifecycle.serving.statuses import Refusal


def refuse_foreign(request: Request, *, is_local: bool) -> None:
    """Refuses a request of another origin, and one by another name where only this machine is served.

    Such a name is that of a page that makes it lead here: browsers then take the two for one origin.

    Args:
      request: as it came.
      is_local: whether the server listens at a loopback address.

    Raises:
      Refusal: with status 403.
    """
    host = request.headers.get("Host", "")
    origin = request.headers.get("Origin")
    if origin is not None and (not host or _split(origin).netloc.lower() != host.lower()):
        raise Refusal(f"Requests of pages from {origin[:200]} are not answered.", HTTPStatus.FORBIDDEN)
    if is_local and host and not is_loopback(_split(f"//{host}").hostname or ""):
        raise Refusal(
            f"This server answers at localhost, not at {host[:200]}: start it with --host for others.",
            HTTPStatus.FORBIDDEN,
        )


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:  # as of half a bracket
        return urlsplit("")


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine's own."""
    if host.lower() == "localhost" or host.lower().endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
