"""A SavedModel with many kinds of signatures, the run that it belongs to, and a server of it."""

from __future__ import annotations

import contextlib
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import tensorflow as tf

import tb_lifecycle
from tb_lifecycle.serving.bounds import Bounds
from tb_lifecycle.serving.connections import BoundedServer
from tb_lifecycle.serving.export_location import locate
from tb_lifecycle.serving.model import Model
from tb_lifecycle.serving.rest import DEFAULT_BOUNDS, RestApi
from tb_lifecycle.serving.server import bind

WEIGHTS = [[0.1, -1.0], [0.2, 2.0], [0.3, 0.5], [1e-8, 3e8]]


def _vector(dtype: tf.DType, name: str, *shape: int) -> tf.TensorSpec:
    return tf.TensorSpec([None, *shape], dtype, name=name)


class Toy(tf.Module):
    def __init__(self) -> None:
        super().__init__()
        self.weights = tf.Variable(WEIGHTS)

    @tf.function(input_signature=[_vector(tf.float32, "images", 4)])
    def scores(self, images: tf.Tensor) -> dict[str, tf.Tensor]:
        return {"scores": tf.matmul(images, self.weights)}

    @tf.function(input_signature=[_vector(tf.string, "tag"), _vector(tf.float32, "signal", 2)])
    def two(self, tag: tf.Tensor, signal: tf.Tensor) -> dict[str, tf.Tensor]:
        return {"tag": tag, "raw_bytes": tag, "sum": tf.reduce_sum(signal, axis=1)}

    @tf.function(
        input_signature=[
            _vector(tf.int32, "i"),
            _vector(tf.uint8, "u"),
            _vector(tf.bool, "b"),
            _vector(tf.float64, "d"),
        ]
    )
    def types(self, i: tf.Tensor, u: tf.Tensor, b: tf.Tensor, d: tf.Tensor) -> dict[str, tf.Tensor]:
        return {"i": i, "u": u, "b": b, "d": d}

    @tf.function(input_signature=[_vector(tf.float32, "x")])
    def log(self, x: tf.Tensor) -> dict[str, tf.Tensor]:
        return {"y": tf.math.log(x)}

    @tf.function(input_signature=[_vector(tf.float32, "x")])
    def total(self, x: tf.Tensor) -> dict[str, tf.Tensor]:
        return {"total": tf.reduce_sum(x)}

    @tf.function(input_signature=[_vector(tf.int32, "x")])
    def pick(self, x: tf.Tensor) -> dict[str, tf.Tensor]:
        with tf.control_dependencies([tf.debugging.assert_less(x, 2, message="x is too large")]):
            return {"picked": tf.gather([10, 20], x)}


def save(path: Path) -> Path:
    toy = Toy()
    names = ["two", "types", "log", "total", "pick"]
    signatures = {"serving_default": toy.scores, **{name: getattr(toy, name) for name in names}}
    tf.saved_model.save(toy, str(path), signatures=signatures)
    return path


@pytest.fixture(scope="package")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SavedModel that belongs to no run."""
    return save(tmp_path_factory.mktemp("models") / "toy")


@pytest.fixture(scope="package")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A completed run with a recorded SavedModel."""
    directory = tmp_path_factory.mktemp("runs") / "expert"
    with tb_lifecycle.start_run(directory):
        tb_lifecycle.log_export(save(directory / "model" / "export"))
    return directory


@pytest.fixture(scope="package")
def model(export: Path) -> Model:
    return Model(export)


class Answer(NamedTuple):
    status: int
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def error(self) -> str:
        assert list(self.json) == ["error"]
        return str(self.json["error"])


class Client(NamedTuple):
    url: str
    counted: list[bool]

    def ask(self, path: str, body: object = None, *, data: bytes | None = None) -> Answer:
        if body is not None:
            data = json.dumps(body).encode()
        try:
            with urllib.request.urlopen(self.url + path, data=data, timeout=30) as response:
                return Answer(response.status, response.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.read().decode())

    def predict(self, body: object) -> Answer:
        return self.ask("/v1/models/toy:predict", body)


@pytest.fixture(scope="package")
def client(export: Path, model: Model) -> Iterator[Client]:
    """A client of the model's REST API; `counted` gathers which requests were answered."""
    counted: list[bool] = []
    api = RestApi(model, locate(export), lambda _seconds, answered: counted.append(answered))
    with serving(api) as port:
        yield Client(f"http://127.0.0.1:{port}", counted)


@contextlib.contextmanager
def serving(application: Any, bounds: Bounds = DEFAULT_BOUNDS) -> Iterator[int]:
    """The port at which a WSGI application is served, as `tb-lifecycle serve` does."""
    with bind("127.0.0.1", 0) as listening:
        server = BoundedServer(application, listening, bounds)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.port
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
