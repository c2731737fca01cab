"""The command `tb-lifecycle`: finds the subcommand, and turns errors into one line and an exit status.

Each subcommand is a module of this package with `add_arguments(parser)` and `run(arguments)`, which returns
the exit status; it is imported only when it is asked for.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any, NoReturn

from tb_lifecycle.errors import LifecycleError
from tb_lifecycle.printing.cells import printable

PROGRAM = "tb-lifecycle"
DONE, NO, BAD_USAGE = 0, 1, 2

COMMANDS = {
    "demo": "train, compare, export and serve two small models, and open TensorBoard on them",
    "runs": "list the runs of a logdir",
    "show": "show one run whole: code, data, flags, metrics, exports, machine",
    "sweep": "show the best settings, which flags matter, where it is good, and what to try next",
    "compare": "show how runs differ, by how much, and why",
    "report": "write a comparison to one file: HTML, Markdown, LaTeX or CSV",
    "verify": "check that code, data and exports still are what was recorded",
    "reproduce": "say or do what repeats a run",
    "serve": "serve a run's model over HTTP, as TensorFlow Serving does",
    "completion": "print what makes a shell complete these commands",
}

# The subcommands that have a room of their own; the others are a module of this package.
_HOMES = {"demo": "demo.command"}

# Options whose value is an expression, which may begin with a minus.
_EXPRESSION_OPTIONS = ("--where", "--columns", "--sort")


class Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong and what to do, and then ends with status 2."""

    def error(self, message: str) -> NoReturn:
        """Ends the program."""
        message = message[:1].upper() + message[1:]
        self.exit(BAD_USAGE, f"{self.prog}: {_sentence(message)} '{self.prog} --help' says more.\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs `tb-lifecycle` and returns its exit status: 0 done, 1 the answer is no, 2 bad usage.

    Args:
      arguments: what follows the program's name; by default the process's own.
    """
    _never_fail_to_print()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        with _quiet_when_nobody_reads():
            return _run(given)
    except LifecycleError as error:
        return _complain(given, str(error))
    except OSError as error:
        return _complain(given, f"{error.filename}: {error.strerror}." if error.filename else str(error))
    except KeyboardInterrupt:
        return 130
    return DONE


def _run(given: list[str]) -> int:
    parser = Parser(prog=PROGRAM, description=_summary(), epilog=_list_commands(), allow_abbrev=False)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--version", action="version", version=_version())
    parser.add_argument("command", metavar="COMMAND", type=_command, help=f"one of {', '.join(COMMANDS)}")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    if not given:
        parser.error(f"name a command: {', '.join(COMMANDS)}")
    command = parser.parse_args(given).command
    module = load_command(command)
    own = Parser(prog=f"{PROGRAM} {command}", description=COMMANDS[command], allow_abbrev=False)
    module.add_arguments(own)
    status: int = module.run(own.parse_args(list(_join_expressions(given[given.index(command) + 1 :]))))
    sys.stdout.flush()
    return status


def load_command(name: str) -> Any:
    """The module of a subcommand, with its `add_arguments(parser)` and `run(arguments)`."""
    return import_module(f"tb_lifecycle.commands.{_HOMES.get(name, name)}")


def _command(name: str) -> str:
    if name in COMMANDS:
        return name
    near = get_close_matches(name, COMMANDS, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"choose from {', '.join(COMMANDS)}"
    raise argparse.ArgumentTypeError(f"there is no '{name}': {hint}")


def _join_expressions(given: Iterable[str]) -> Iterator[str]:
    """Writes `--sort -x` as `--sort=-x`, which argparse would take for an option."""
    rest = iter(given)
    for argument in rest:
        if argument == "--":
            yield from (argument, *rest)
        elif argument in _EXPRESSION_OPTIONS and (value := next(rest, None)) is not None:
            yield f"{argument}={value}"
        else:
            yield argument


def _complain(given: Sequence[str], message: str) -> int:
    command = f" {given[0]}" if given and given[0] in COMMANDS else ""
    print(f"{PROGRAM}{command}: {_one_line(message)}", file=sys.stderr)
    return BAD_USAGE


def _sentence(text: str) -> str:
    line = _one_line(text)
    return line if line.endswith((".", "?")) else f"{line}."


def _one_line(text: str) -> str:
    line = printable(" ".join(text.split()))
    return line.rstrip(".") if text.endswith("..") else line


@contextlib.contextmanager
def _quiet_when_nobody_reads() -> Iterator[None]:
    """Ends without a word when the reader of a pipe has gone, as in `tb-lifecycle runs DIR | head`."""
    try:
        yield
    except BrokenPipeError:
        # Python flushes once more at exit: what is left goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _never_fail_to_print() -> None:
    """Shows a character that the terminal's encoding lacks as an escape."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _summary() -> str:
    return "Where a model came from and which of two is better, from TensorBoard's own event files."


def _list_commands() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:{width}}  {summary}" for name, summary in COMMANDS.items()]
    return "\n".join(["commands:", *lines, "", f"'{PROGRAM} COMMAND --help' says more of one."])


def _version() -> str:
    import tb_lifecycle

    return f"{PROGRAM} {tb_lifecycle.__version__}"


if __name__ == "__main__":
    sys.exit(main())
