"""How the process was started."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tb_lifecycle.format.lifecycle_pb2 import Command
from tb_lifecycle.recording.paths import absolute, readable
from tb_lifecycle.recording.redaction.command_lines import clean_arguments
from tb_lifecycle.recording.redaction.redactor import Redactor


def capture_command(redactor: Redactor) -> Command:
    """Reads the command line (its secrets removed), the working directory, and what was run.

    `entry` is the script as it was given, the notebook's path in a notebook, the module's file for `python
    -m`; empty in an interactive interpreter.
    """
    return Command(
        argv=clean_arguments(
            redactor, [argument.encode("utf-8", "replace").decode() for argument in sys.argv]
        ),
        directory=readable(_directory()),
        interpreter=readable(sys.executable or ""),
        entry=readable(_entry()),
        module=readable(_module()),
        pid=os.getpid(),
    )


def entry_path() -> Path | None:
    """The absolute path of the file that the process runs: script, module's file, notebook, or the archive
    that holds the program; None without one."""
    entry = _notebook() or _main_file()
    if not entry:
        return None
    path = absolute(entry)
    return next((place for place in (path, path.parent) if place.is_file()), None)


def _directory() -> str:
    try:
        return os.getcwd()  # noqa: PTH109
    except FileNotFoundError:  # it was removed
        return ""


def _module() -> str:
    """What `python -m` was given; a package's `__main__` is the package."""
    spec = getattr(sys.modules.get("__main__"), "__spec__", None)
    name: str = getattr(spec, "name", "") or ""
    return name.removesuffix(".__main__") if name != "__main__" else ""


def _entry() -> str:
    """What was run, as it was given where that is known."""
    notebook = _notebook()
    if notebook:
        return notebook
    file, given = _main_file(), sys.argv[0] if sys.argv else ""
    return given if given and file and absolute(given) == absolute(file) else file


def _main_file() -> str:
    file = str(getattr(sys.modules.get("__main__"), "__file__", None) or "")
    return "" if file.startswith("<") else file  # <stdin>


def _notebook() -> str:
    """The notebook's path, as Jupyter's server or the editor tells its kernel."""
    main = sys.modules.get("__main__")
    if main is None or "get_ipython" not in vars(main):
        return ""
    return str(vars(main).get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME", ""))
