"""`http_api.md` names every route, every parameter, and every key that answers have; no more, no less."""

import json
import re
from pathlib import Path

import pytest

from tb_lifecycle.plugin import plugin
from tests.tensorboard_server import TensorBoard

PAGE = (Path(plugin.__file__).parent / "http_api.md").read_text(encoding="utf-8")

# Objects whose keys are names of the run's own: only the form of their values is documented.
BY_NAME = {
    "run": {
        "environment.packages", "environment.direct", "environment.builds", "environment.variables",
        "environment.seeds", "hardware.scheduler", "flags", "flag_details", "metrics", "stages",
        "datasets.profile", "datasets.profile.*", "conflicts",
    },
    "compare": {"metrics", "flags", "datasets", "code", "environment", "hardware", "command",
                "seeds", "variables", "ranks"},
    "sweep": {"left_out", "ranking.left_out", "next.changes"},
}  # fmt: skip
QUERIES = {
    "runs": {},
    "run": {"run": "expert/b"},
    "compare": {"run": ["intro/a", "expert/b"]},
    "scalars": {"run": "intro/a", "tag": "loss"},
    "lineage": {"run": "intro/a"},
    "bands": {"run": ["intro/a", "expert/b"], "tag": "loss"},
    "media_tags": {"run": "intro/a"},
    "sweep": {"metric": "loss"},
}


def sections() -> dict[str, str]:
    """The text of each route, by its heading."""
    parts = re.split(r"^## `GET ([^`]+)`$", PAGE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def example(text: str):
    (block,) = re.findall(r"^```json\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    return json.loads(block)


def test_every_route_is_there_with_its_parameters():
    documented = {}
    for heading in sections():
        name, _, query = heading.partition("?")
        documented[name] = frozenset(re.findall(r"(\w+)=", query))
    assert documented == {route.name: route.parameters for route in plugin.ROUTES}


@pytest.mark.parametrize("route", QUERIES)
def test_an_answer_has_the_keys_that_are_there(fast_tensorboard: TensorBoard, route: str):
    (text,) = [text for heading, text in sections().items() if heading.partition("?")[0] == route]
    same_keys(fast_tensorboard.json(route, **QUERIES[route]), example(text), "", BY_NAME.get(route, set()))


def test_an_error_has_the_keys_that_are_there(fast_tensorboard: TensorBoard):
    error = fast_tensorboard.get("runs", where="flag.modle == 1").json()
    same_keys(error, example(PAGE.split("\n## ")[0]), "", set())


def same_keys(answered, documented, where: str, by_name: set[str]) -> None:
    if isinstance(answered, dict) and isinstance(documented, dict):
        if where in by_name or where.startswith("same."):
            for value in answered.values():
                same_keys(value, next(iter(documented.values()), None), f"{where}.*", by_name)
            return
        optional = {"sampled"} if where == "columns" else set()
        assert set(answered) - optional == set(documented) - optional, where
        for key, value in answered.items():
            same_keys(value, documented.get(key), f"{where}.{key}".lstrip("."), by_name)
    elif isinstance(answered, list) and isinstance(documented, list) and answered and documented:
        for value in answered:
            same_keys(value, documented[0], where, by_name)
