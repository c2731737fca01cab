"""What the machine and its user are called."""

from __future__ import annotations

import functools
import os

_USER_VARIABLES = ("LOGNAME", "USER", "LNAME", "USERNAME")  # in the order of Python's `getpass`


def host_name() -> str:
    """The machine's name."""
    if hasattr(os, "uname"):
        return os.uname().nodename
    import socket

    return socket.gethostname()


def user_name() -> str:
    """The user who runs this process; their number where it has no name, as in containers."""
    named = (os.environ.get(name) for name in _USER_VARIABLES)
    return next(filter(None, named), None) or _name_of_user(os.getuid() if hasattr(os, "getuid") else None)


@functools.cache
def _name_of_user(number: int | None) -> str:
    if number is None:
        return ""
    try:
        import pwd

        return pwd.getpwuid(number).pw_name
    except (KeyError, OSError, ImportError):
        return str(number)
