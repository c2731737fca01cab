"""What the machine and its user are called."""

from __future__ import annotations

import getpass
import os


def host_name() -> str:
    """The machine's name."""
    if hasattr(os, "uname"):
        return os.uname().nodename
    import socket

    return socket.gethostname()


def user_name() -> str:
    """The user who runs this process; their number where it has no name, as in containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return str(os.getuid()) if hasattr(os, "getuid") else ""
