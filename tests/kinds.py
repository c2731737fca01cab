"""The kinds of tests: server, framework, process, slow; and `--fast`, which leaves all of them out.

A test has the kind of what its module imports, itself or by another module of the tests, of the fixtures
that it asks for, or of its marker. Tests of one kind that share what is slow to make run in one worker, one
after the other.
"""

from __future__ import annotations

import ast
import functools
from pathlib import Path

import pytest

FRAMEWORKS = {
    "datasets", "flax", "hydra", "jax", "keras", "lightgbm", "lightning", "nbclient", "nbformat", "optuna",
    "polars", "pyarrow", "ray", "scipy", "sklearn", "tensorflow", "tensorboardX", "torch", "transformers",
    "xgboost",
}  # fmt: skip
PROCESSES = {"multiprocessing", "subprocess"}
KINDS = ("server", "framework", "process", "slow")
ROOT = Path(__file__).parent

# What a fixture makes, by its name: the kind of the tests that ask for it.
FIXTURES = {
    "board": "server",
    "demo": "framework",
    "distributions": "slow",
    "fast_tensorboard": "server",
    "installed": "slow",
    "models": "framework",
    "project": "process",
    "slow_tensorboard": "server",
    "tensorboard": "server",
    "wheel": "slow",
}

# Where all tests are of a kind.
DIRECTORIES = {
    ROOT / "examples": "framework",
    ROOT / "serving": "framework",
    ROOT / "commands" / "demo": "framework",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--fast` and `--processes`."""
    parser.addoption("--fast", action="store_true", help="leave out servers, frameworks, processes, the slow")
    parser.addoption("--processes", action="store_true", help="with --fast: but not processes")


def pytest_configure(config: pytest.Config) -> None:
    """Declares the kinds."""
    for kind, what in {
        "server": "starts TensorBoard, another server or a browser",
        "framework": "needs TensorFlow, PyTorch or another framework",
        "process": "starts processes: programs that record, commands, git",
        "slow": "takes many seconds",
    }.items():
        config.addinivalue_line("markers", f"{kind}: {what}")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With `--fast`, what cannot even be imported without a framework is not."""
    if not config.getoption("--fast"):
        return None
    if collection_path in DIRECTORIES:
        return True
    heavy = collection_path.suffix == ".py" and imported_at_once(collection_path) & FRAMEWORKS
    return True if heavy else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks each test with its kind, keeps together what shares something, leaves out what is not wanted."""
    for item in items:
        for kind, group in kinds(item):
            item.add_marker(kind)
            item.add_marker(pytest.mark.xdist_group(group))
        if starts_processes(item.path):
            item.add_marker("process")
    if config.getoption("--fast"):
        unwanted = [kind for kind in KINDS if kind != "process" or not config.getoption("--processes")]
        slow = [item for item in items if any(map(item.get_closest_marker, unwanted))]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]


def kinds(item: pytest.Item) -> list[tuple[str, str]]:
    """The kinds that a test has without saying so, each with what its tests share."""
    fixtures = getattr(item, "fixturenames", ())
    found = [(FIXTURES[name], name) for name in fixtures if name in FIXTURES]
    found += [(kind, place.name) for place, kind in DIRECTORIES.items() if place in item.path.parents]
    if imported_at_once(item.path) & FRAMEWORKS:
        found.append(("framework", item.path.stem))
    return found[:1]


def starts_processes(path: Path) -> bool:
    """Whether a module of tests imports what starts processes, or a module of the tests that does."""
    seen: set[Path] = set()
    waiting = [path]
    while waiting:
        module = waiting.pop()
        seen.add(module)
        if imported_at_once(module) & PROCESSES:
            return True
        waiting += [helper for helper in _helpers(module) if helper not in seen]
    return False


def imported_at_once(path: Path) -> set[str]:
    """The packages that a module imports when it is imported."""
    return {name.split(".")[0] for name in _modules(path)}


def _helpers(path: Path) -> list[Path]:
    """The other modules of the tests that a module imports; a conftest's fixtures have kinds of their own."""
    names = [name.split(".")[1:] for name in _modules(path) if name.startswith("tests.")]
    files = [ROOT.joinpath(*parts).with_suffix(".py") for parts in names]
    return [file for file in files if file.is_file() and file.name != "conftest.py"]


@functools.cache
def _modules(path: Path) -> frozenset[str]:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    names = {name.name for node in body if isinstance(node, ast.Import) for name in node.names}
    return frozenset(names | {node.module or "" for node in body if isinstance(node, ast.ImportFrom)})
