"""The plugin inside a real TensorBoard: its tab, its page, what it says on the terminal."""

import json
from pathlib import Path

import pytest
from tensorboard.plugins.base_plugin import TBContext

from tb_lifecycle.plugin import static_files
from tb_lifecycle.plugin.plugin import ROUTES, LifecyclePlugin
from tests.tensorboard_server import TensorBoard

STATIC = Path(static_files.DIRECTORY)


def test_the_tab_is_there_and_active(tensorboard: TensorBoard):
    listing = tensorboard.request("/data/plugins_listing").json()["lifecycle"]
    assert listing["enabled"] is True
    assert listing["tab_name"] == "Lifecycle"
    path = f"{tensorboard.prefix}/data/plugin/lifecycle/index.js"
    assert listing["loading_mechanism"] == {"type": "IFRAME", "module_path": path}


def test_the_page_is_served(tensorboard: TensorBoard):
    for path in STATIC.rglob("*"):
        if path.is_file():
            response = tensorboard.get(path.relative_to(STATIC).as_posix())
            assert (response.status, response.body) == (200, path.read_bytes())
    assert tensorboard.get("index.js").headers["Content-Type"] == "text/javascript; charset=utf-8"
    entry = tensorboard.request("/data/plugin_entry.html?name=lifecycle").body.decode()
    assert 'import("./index.js")' in entry
    assert '<base href="plugin/lifecycle/" />' in entry


@pytest.mark.parametrize(
    "path", ["nothing", "../plugin.py", "%2e%2e/plugin.py", "runs/more", "static/index.js"]
)
def test_what_is_not_there_is_an_error_in_json(fast_tensorboard: TensorBoard, path: str):
    response = fast_tensorboard.get(path)
    assert response.status == 404
    assert response.headers["Content-Type"] == "application/json"
    hint = response.json()["error"]["hint"]
    assert all(route.name in hint for route in ROUTES)


def test_the_plugin_reads_nothing_until_somebody_asks():
    class NoData:
        def __getattr__(self, name: str) -> None:
            raise AssertionError(f"{name} was asked for")

    plugin = LifecyclePlugin(TBContext(data_provider=NoData(), logdir="runs"))
    assert plugin.is_active() is False
    assert plugin.data_plugin_names() == ("lifecycle", "hparams", "scalars")
    assert set(plugin.get_plugin_apps()) == {*(f"/{route.name}" for route in ROUTES), "/index.js", "/*"}


def test_tensorboard_has_nothing_to_complain_of(tensorboard: TensorBoard):
    etag = tensorboard.get("runs").headers["ETag"]
    assert tensorboard.get("runs", headers={"If-None-Match": etag}).status == 304
    assert tensorboard.get("nothing").status == 404
    assert tensorboard.get("index.js").status == 200
    log = tensorboard.log()
    for complaint in ("Lifecycle", "lifecycle", "Traceback", "In 3.0, this warning will become an error"):
        assert complaint not in log, log


def test_the_answers_of_both_readers_are_the_same(
    fast_tensorboard: TensorBoard, slow_tensorboard: TensorBoard
):
    fast, slow = fast_tensorboard.json("runs"), slow_tensorboard.json("runs")
    for answer in (fast, slow):
        del answer["read"]
    assert json.dumps(fast, indent=1) == json.dumps(slow, indent=1)


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example:80"}, {"Origin": "http://evil.example"}, {"Origin": "null"}]
)
def test_it_answers_whom_tensorboard_answers_and_gives_no_other_origin_leave_to_read(
    fast_tensorboard: TensorBoard, headers: dict[str, str]
):
    tensorboards = fast_tensorboard.request("/data/runs", headers=headers)
    ours = fast_tensorboard.get("runs", headers=headers)
    assert ours.status == tensorboards.status
    for response in (ours, tensorboards):
        assert not [name for name in response.headers if name.lower().startswith("access-control-")]
