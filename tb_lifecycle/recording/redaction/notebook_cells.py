"""A notebook's cells as the texts that they are: code as a program, outputs as what was printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

Clean = Callable[[str, str], str]
"""Takes a file's name and its text."""


def clean_notebook(text: str, clean: Clean, name: str) -> str:
    """Returns the notebook's JSON without secrets: the same text where there are none, else written anew, as
    Jupyter writes it. What is no notebook is cleaned as the text that it is."""
    try:
        notebook = json.loads(text)
        cells = [cell for cell in notebook.get("cells", ()) if isinstance(cell, dict)]
    except (ValueError, AttributeError, RecursionError):
        return clean(name, text)
    changed = False
    for cell in cells:
        inner = "cell.py" if cell.get("cell_type") == "code" else "cell.md"
        changed |= _clean_lines(cell, "source", clean, inner)
        for output in cell.get("outputs") or ():
            changed |= _clean_output(output, clean)
    if changed:
        text = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
    return clean(name, text)


def _clean_output(output: Any, clean: Clean) -> bool:
    if not isinstance(output, dict):
        return False
    changed = _clean_lines(output, "text", clean, "output.txt") | _clean_lines(
        output, "traceback", clean, "output.txt"
    )
    data = output.get("data")
    if isinstance(data, dict):
        for kind in list(data):
            changed |= _clean_lines(data, kind, clean, "output.txt")
    return changed


def _clean_lines(holder: dict[str, Any], key: str, clean: Clean, name: str) -> bool:
    """Cleans a text, or a list of lines, in its place; whether it has changed."""
    value = holder.get(key)
    lines = [value] if isinstance(value, str) else value
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        return False
    whole = "".join(lines)
    cleaned = clean(name, whole)
    if cleaned == whole:
        return False
    holder[key] = cleaned if isinstance(value, str) else cleaned.splitlines(keepends=True)
    return True
