"""The shape of the code: rooms with a door each, imports that go one way, a map that names every room."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "tb_lifecycle"
MOST_MODULES = 22
MOST_WORDS = 12

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_pb2" not in path.name)
ROOMS = sorted({path.parent for path in MODULES})


def dotted(path: Path) -> str:
    inside = path.relative_to(ROOT).with_suffix("")
    return ".".join(inside.parts[:-1] if inside.name == "__init__" else inside.parts)


NAMES = {dotted(path) for path in MODULES} | {"tb_lifecycle.format.lifecycle_pb2"}


def imports(path: Path) -> set[str]:
    """The modules of this package that a module imports, also late and for types only."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module in NAMES | {"tb_lifecycle"}:
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                found.add(inner if inner in NAMES else node.module)
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names if name.name in NAMES}
    return found - {dotted(path)}


IMPORTS = {dotted(path): imports(path) for path in MODULES}


def circle(graph: dict[str, set[str]]) -> list[str]:
    """One circle of the graph; empty where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def room_of(module: str) -> str:
    """A package's room, or the module itself where it stands at the door of its layer."""
    parts = module.split(".")
    return ".".join(parts[:3]) if len(parts) > 3 else module


def between_rooms() -> dict[str, set[str]]:
    graph: dict[str, set[str]] = defaultdict(set)
    for module, imported in IMPORTS.items():
        graph[room_of(module)] |= {room_of(name) for name in imported} - {room_of(module)}
    return graph


def test_modules_import_each_other_in_no_circle() -> None:
    assert circle(IMPORTS) == []


def test_rooms_import_each_other_in_no_circle() -> None:
    assert circle(between_rooms()) == []


# What a layer may know of: data flows from the record to the page.
LAYERS: dict[str, set[str]] = {
    "errors": set(),
    "local_paths": {"errors"},
    "format": {"errors"},
    "recording": {"errors", "local_paths", "format"},
    "reading": {"errors", "local_paths", "format", "recording"},
    "printing": {"errors", "local_paths", "format", "reading", "recording"},
    "reporting": {"errors", "local_paths", "format", "reading", "recording", "printing"},
    "plugin": {"errors", "local_paths", "format", "reading", "recording", "printing", "reporting"},
    "serving": {"errors", "local_paths", "format", "reading", "recording"},
    "commands": {
        "errors",
        "local_paths",
        "format",
        "reading",
        "recording",
        "printing",
        "reporting",
        "serving",
    }
    | {"plugin"},
}


def layer(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


@pytest.mark.parametrize("name", sorted(LAYERS))
def test_a_layer_knows_only_those_below(name: str) -> None:
    seen = {
        f"{module} imports {other}"
        for module, imported in IMPORTS.items()
        for other in imported
        if layer(module) == name and layer(other) not in LAYERS[name] | {name, ""}
    }
    assert seen == set()


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(ROOT)))
def test_a_room_is_small_enough_to_know(room: Path) -> None:
    assert (
        len([path for path in MODULES if path.parent == room and path.name != "__init__.py"]) <= MOST_MODULES
    )


@pytest.mark.parametrize("room", [room for room in ROOMS if room != PACKAGE], ids=lambda room: room.name)
def test_a_room_says_what_lives_in_it_and_imports_nothing(room: Path) -> None:
    tree = ast.parse((room / "__init__.py").read_text(encoding="utf-8"))
    [said] = tree.body
    text = ast.get_docstring(tree)
    assert isinstance(said, ast.Expr)
    assert text
    assert len(text.splitlines()) <= 3


def sliced(path: Path) -> list[int]:
    """The lines of literals that hold a literal unpacked: one list cut into groups that mean nothing."""
    literals = (ast.Tuple, ast.List, ast.Set)
    return [
        item.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, literals)
        for item in node.elts
        if isinstance(item, ast.Starred) and isinstance(item.value, literals)
    ]


def test_no_constant_is_sliced() -> None:
    assert {dotted(path): lines for path in MODULES if (lines := sliced(path))} == {}


def lone_words(path: Path) -> list[str]:
    """The lines of docstrings that hold one word, left over from the line before."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, documented)
    ]
    texts = [(ast.get_docstring(node) or "").splitlines() for node in nodes]
    return [
        line
        for lines in texts
        for before, line in pairwise(lines)
        if len(before) > 70 and len(line.split()) == 1
    ]


def test_no_docstring_is_wrapped_to_a_line_of_one_word() -> None:
    assert {dotted(path): lines for path in MODULES if (lines := lone_words(path))} == {}


def definitions() -> Iterator[tuple[str, str]]:
    """The public classes of the package, each with where it is defined."""
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                yield node.name, dotted(path)


def test_no_two_classes_have_one_name() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for name, module in definitions():
        homes[name].append(module)
    assert {name: modules for name, modules in homes.items() if len(modules) > 1} == {}


def map_rows() -> dict[str, str]:
    """The map of the code in CONTRIBUTING: what it says of each place."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.split("## Map of the code")[1].split("\n## ")[0]
    return dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", section, re.MULTILINE))


def test_the_map_names_every_room() -> None:
    rooms = {f"{room.relative_to(ROOT).as_posix()}/" for room in ROOMS if room != PACKAGE}
    assert rooms - map_rows().keys() == set()


def test_the_map_names_nothing_that_is_gone() -> None:
    assert [place for place in map_rows() if not (ROOT / place).exists()] == []


def test_a_row_of_the_map_is_short() -> None:
    assert {place: said for place, said in map_rows().items() if len(said.split()) > MOST_WORDS} == {}
