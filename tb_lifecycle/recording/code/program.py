"""The program's text where it lies in no file: `python -c`, standard input, the cells of a notebook."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import sys
from collections.abc import Sequence
from dataclasses import dataclass

PROGRAM_FILE = "lifecycle-program.py"
CELLS_FILE = "lifecycle-cells.py"

_LARGEST = 256 * 1024
_OPTION_WITH_CODE = re.compile(r"-[bBdEhiIOPqRsSuvVx]*c")
_OPTIONS_WITH_VALUE = ("-W", "-X", "--check-hash-based-pycs")


@dataclass(frozen=True)
class Program:
    """A program without a file.

    Attributes:
      file: the name under which its text is recorded.
      text: None where it is not known.
      reason: why it is not known, or not all of it yet; empty where it is.
    """

    file: str
    text: str | None
    reason: str = ""


def read_program() -> Program | None:
    """The text of what the process runs; None where that lies in a file."""
    main = sys.modules.get("__main__")
    if main is None:
        return None
    if "get_ipython" in vars(main):
        return Program(CELLS_FILE, _cells(vars(main).get("In")), "the cells that are run after the start")
    if not (getattr(main, "__file__", None) or "<stdin>").startswith("<"):
        return None
    if sys.argv[:1] == ["-c"]:
        text = find_code(getattr(sys, "orig_argv", ()))
        return Program(PROGRAM_FILE, text, "" if text is not None else "the text after -c is not known")
    if sys.argv[:1] in (["-"], [""], ["<stdin>"]):
        return _standard_input()
    return Program(PROGRAM_FILE, None, "the program came from no file")


def cells_so_far() -> str | None:
    """The cells that a notebook has run; None in anything else."""
    program = read_program()
    return program.text if program is not None and program.file == CELLS_FILE else None


def find_code(arguments: Sequence[str]) -> str | None:
    """The text after the interpreter's `-c`, also where it is written together with other options."""
    rest = iter(arguments[1:])
    for argument in rest:
        if argument in _OPTIONS_WITH_VALUE:
            next(rest, None)
        elif found := _OPTION_WITH_CODE.match(argument):
            return argument[found.end() :] or next(rest, None)
    return None


def _cells(inputs: object) -> str | None:
    if not isinstance(inputs, list):
        return None
    cells = [cell for cell in inputs if isinstance(cell, str) and cell.strip()]
    return "".join(f"# %% [{number}]\n{cell.rstrip()}\n\n" for number, cell in enumerate(cells, 1))


def _standard_input() -> Program:
    """A program that came from standard input can be read again where that is a file."""
    with contextlib.suppress(OSError, ValueError, UnicodeError):
        status = os.fstat(0)
        if stat.S_ISREG(status.st_mode) and status.st_size <= _LARGEST:
            return Program(PROGRAM_FILE, os.pread(0, _LARGEST, 0).decode("utf-8"))
        if os.isatty(0):
            return Program(PROGRAM_FILE, None, "the program was typed into the interpreter")
    return Program(PROGRAM_FILE, None, "the program came from standard input")
