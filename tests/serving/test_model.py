from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tb_lifecycle.errors import ServingError
from tb_lifecycle.serving.model import Input, Model
from tb_lifecycle.serving.statuses import Refusal


def test_signatures_have_types_and_shapes(model: Model) -> None:
    assert model.inputs("serving_default") == {"images": Input("float32", (None, 4))}
    assert model.inputs("two") == {"tag": Input("string", (None,)), "signal": Input("float32", (None, 2))}


def test_a_signature_that_is_not_there_is_said(model: Model) -> None:
    with pytest.raises(Refusal, match='"nope" not found'):
        model.predict("nope", {})


def test_tensorflows_own_error_is_passed_on(model: Model) -> None:
    with pytest.raises(Refusal, match="x is too large") as caught:
        model.predict("pick", {"x": np.asarray([7], np.int32)})
    assert caught.value.status == 400


def test_a_graph_of_tensorflow_1_is_served(tmp_path: Path) -> None:
    program = """
import sys, tensorflow.compat.v1 as tf
tf.disable_eager_execution()
x = tf.placeholder(tf.float32, [None, 2], name="x")
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    tf.saved_model.simple_save(session, sys.argv[1], {"x": x}, {"y": 2 * x})
"""
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "v1")], check=True, capture_output=True)
    outputs = Model(tmp_path / "v1").predict("serving_default", {"x": np.asarray([[1, 2]], np.float32)})
    assert outputs["y"].tolist() == [[2.0, 4.0]]


def test_a_damaged_export_is_said(tmp_path: Path, export: Path) -> None:
    shutil.copytree(export, tmp_path / "bad")
    (tmp_path / "bad" / "saved_model.pb").write_bytes(b"\xff\xff\xff")
    with pytest.raises(ServingError, match="is damaged"):
        Model(tmp_path / "bad")


def test_missing_variables_are_said(tmp_path: Path, export: Path) -> None:
    shutil.copytree(export, tmp_path / "bad")
    shutil.rmtree(tmp_path / "bad" / "variables")
    with pytest.raises(ServingError, match="cannot load"):
        Model(tmp_path / "bad")


def test_without_tensorflow_it_says_how_to_install_it(export: Path) -> None:
    program = (
        "import sys; sys.modules['tensorflow'] = None\n"
        "from pathlib import Path\n"
        "from tb_lifecycle.serving.model import Model, ServingError\n"
        "try: Model(Path(sys.argv[1]))\n"
        "except ServingError as error: print(error)"
    )
    command = [sys.executable, "-c", program, str(export)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "pip install 'tb_lifecycle[tensorflow]'" in done.stdout
