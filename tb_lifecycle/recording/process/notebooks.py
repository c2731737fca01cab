"""A notebook's cell that fails: the process goes on, so nothing but the notebook tells of it."""

from __future__ import annotations

import sys
from typing import Any

from tb_lifecycle.recording import endings
from tb_lifecycle.recording.process import open_runs

_watched: list[Any] = []


def watch() -> None:
    """Asks IPython, if the process runs under it, to tell how each cell ends; once."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is not None and shell not in _watched:
        _watched.append(shell)
        shell.events.register("post_run_cell", _on_cell)


def _on_cell(result: Any) -> None:
    """The open runs have failed with the cell, unless a later one logs on and ends well."""
    error = getattr(result, "error_in_exec", None)
    for entry in open_runs.every:
        if not entry.flow.is_main or entry.run._is_block:
            continue
        if error is not None:
            entry.failure = endings.of_exception(error)
            entry.logged = entry.run._recorder.logged()
        elif entry.failure is not None and entry.run._recorder.logged() > entry.logged:
            entry.failure = None
