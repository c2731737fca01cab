"""The kinds of tests: server, framework, slow; and `--fast`, which leaves all of them out.

A test has the kind of what its module imports, of the fixtures that it asks for, or of its marker.
Tests of one kind that share what is slow to make run in one worker, one after the other.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

FRAMEWORKS = {
    "datasets", "flax", "hydra", "jax", "keras", "lightgbm", "lightning", "nbclient", "nbformat", "optuna",
    "polars", "pyarrow", "ray", "scipy", "sklearn", "tensorflow", "tensorboardX", "torch", "transformers",
    "xgboost",
}  # fmt: skip
ROOT = Path(__file__).parent

# What a fixture makes, by its name: the kind of the tests that ask for it.
FIXTURES = {
    "demo": "framework",
    "distributions": "slow",
    "fast_tensorboard": "server",
    "installed": "slow",
    "models": "framework",
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
    """Adds `--fast`."""
    parser.addoption("--fast", action="store_true", help="leave out servers, frameworks and what is slow")


def pytest_configure(config: pytest.Config) -> None:
    """Declares the kinds."""
    for kind, what in {
        "server": "starts TensorBoard, another server or a browser",
        "framework": "needs TensorFlow, PyTorch or another framework",
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
    if config.getoption("--fast"):
        slow = [item for item in items if any(map(item.get_closest_marker, ("server", "framework", "slow")))]
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


_IMPORTED: dict[Path, set[str]] = {}


def imported_at_once(path: Path) -> set[str]:
    """The packages that a module imports when it is imported."""
    if path not in _IMPORTED:
        body = ast.parse(path.read_text(encoding="utf-8")).body
        names = [name.name for node in body if isinstance(node, ast.Import) for name in node.names]
        names += [node.module or "" for node in body if isinstance(node, ast.ImportFrom)]
        _IMPORTED[path] = {name.split(".")[0] for name in names}
    return _IMPORTED[path]
