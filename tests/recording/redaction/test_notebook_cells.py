"""Each cell of a notebook is cleaned as what it is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tb_lifecycle.recording.redaction.notebook_cells import clean_notebook


class Cleaner:
    """Removes one word, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def __call__(self, name: str, text: str) -> str:
        self.asked.append((name, text))
        return text.replace("planted", "gone")


def notebook(**cell: Any) -> str:
    return json.dumps({"cells": [cell], "note": "ä"}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("cell", "name", "text"),
    [
        ({"cell_type": "code", "source": "planted"}, "cell.py", "planted"),
        ({"cell_type": "markdown", "source": "planted"}, "cell.md", "planted"),
        ({"source": ["planted ", "line\n", "two"]}, "cell.md", "planted line\ntwo"),
        ({"outputs": [{"text": "planted"}]}, "output.txt", "planted"),
        ({"outputs": [7, {"text": ["a", "planted"]}]}, "output.txt", "aplanted"),
        ({"outputs": [{"traceback": ["planted\n", "b"]}]}, "output.txt", "planted\nb"),
        ({"outputs": [{"data": {"image/png": 1, "text/plain": ["planted"]}}]}, "output.txt", "planted"),
        ({"outputs": [{"text": "a", "data": {"a": "b", "c": "planted"}}]}, "output.txt", "planted"),
        ({"outputs": [{"text": "planted"}, {"text": "clean"}]}, "output.txt", "planted"),
    ],
)
def test_a_part_is_cleaned_as_what_it_is(cell: dict[str, Any], name: str, text: str) -> None:
    clean = Cleaner()
    cleaned = clean_notebook(notebook(**cell), clean, "a.ipynb")
    assert (name, text) in clean.asked
    assert "planted" not in cleaned
    assert cleaned.endswith("}\n")
    assert cleaned.startswith('{\n "cells": [\n')  # as Jupyter writes it
    assert '"note": "ä"' in cleaned
    assert clean.asked[-1][0] == "a.ipynb"


def test_lists_stay_lists_and_texts_stay_texts() -> None:
    whole = {
        "cell_type": "code",
        "source": ["planted\n", "b\n"],
        "outputs": [{"text": "planted\nb"}],
        "id": "x",
    }
    [cell] = json.loads(clean_notebook(notebook(**whole), Cleaner(), "a.ipynb"))["cells"]
    assert cell == {
        "cell_type": "code",
        "source": ["gone\n", "b\n"],
        "outputs": [{"text": "gone\nb"}],
        "id": "x",
    }


@pytest.mark.parametrize(
    "text",
    [
        notebook(cell_type="code", source="clean", outputs=None),
        notebook(source=["a", 1], outputs=["x", {"data": ["y"], "text": {"a": "b"}}]),
        '{"cells": [3, "x"], "b":1}',
        '{"b": 1}',
    ],
)
def test_a_clean_notebook_stays_byte_for_byte(text: str) -> None:
    assert clean_notebook(text, Cleaner(), "a.ipynb") == text


@pytest.mark.parametrize(
    "text", ["{planted", "[1, 2]", '{"cells": ' + "[" * 100_000, "7", "{" + '"a":{' * 100_000]
)
def test_what_is_no_notebook_is_cleaned_as_a_text(text: str) -> None:
    clean = Cleaner()
    assert clean_notebook(text, clean, "a.ipynb") == text.replace("planted", "gone")
    assert clean.asked == [("a.ipynb", text)]


def test_what_is_outside_of_cells_is_cleaned_too() -> None:
    text = '{"cells": [], "metadata": "planted"}'
    assert clean_notebook(text, Cleaner(), "a.ipynb") == '{"cells": [], "metadata": "gone"}'
