"""`tb-lifecycle completion`: prints what makes a shell complete the command's names, options and paths."""

from __future__ import annotations

import argparse
from typing import Any

from tb_lifecycle.commands.main import COMMANDS, PROGRAM, Parser, load_command
from tb_lifecycle.errors import LifecycleError

SHELLS = ("bash", "zsh", "tcsh")
# The arguments that are directories, by the names that the help gives them; LOGDIR is an option of `demo`.
_DIRECTORIES = {"LOGDIR", "RUNDIR", "DIR"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    parser.add_argument("shell", choices=SHELLS, help=f"one of {', '.join(SHELLS)}")


def run(arguments: argparse.Namespace) -> int:
    """Prints the script for a shell and returns the exit status.

    Raises:
      LifecycleError: shtab, which writes it, is not installed.
    """
    try:
        import shtab
    except ImportError:
        raise LifecycleError(
            "shtab writes the completion and is not installed: pip install 'tb_lifecycle[completion]'."
        ) from None
    print(shtab.complete(_whole_parser(shtab), shell=arguments.shell))
    return 0


def _whole_parser(shtab: Any) -> argparse.ArgumentParser:
    """All subcommands in one parser; a call itself loads only the one that was asked for."""
    parser = Parser(prog=PROGRAM, allow_abbrev=False)
    parser.add_argument("--version", action="store_true", help="print the version")
    commands = parser.add_subparsers(dest="command")
    for name, summary in COMMANDS.items():
        own = commands.add_parser(name, help=summary, description=summary)
        load_command(name).add_arguments(own)
        for action in own._actions:
            if _is_directory(action):
                setattr(action, "complete", shtab.DIRECTORY)  # noqa: B010 (shtab's own attribute)
    return parser


def _is_directory(action: argparse.Action) -> bool:
    shown = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    return not _DIRECTORIES.isdisjoint(shown.split("|"))
