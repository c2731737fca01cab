from __future__ import annotations

import dataclasses
import json
import shlex
import subprocess
from pathlib import Path

from tb_lifecycle.serving import hints
from tb_lifecycle.serving.export_location import locate
from tb_lifecycle.serving.model import Input, Model
from tests.serving.conftest import Client


def _body_as_the_shell_sees_it(word: str) -> object:
    done = subprocess.run(["bash", "-c", f"printf %s {word}"], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def test_the_example_of_every_signature_is_answered(client: Client, model: Model) -> None:
    for name, inputs in model.signatures.items():
        body = _body_as_the_shell_sees_it(hints.example_body(name, inputs))
        answer = client.predict(body)
        assert answer.status == 200 or "has no shape information" in answer.error


def test_a_long_example_is_computed() -> None:
    inputs = {"image": Input("float32", (None, 28, 28, 1)), "tag": Input("string", (None,))}
    word = hints.example_body("classify", inputs)
    assert len(word) < 250
    instance = {"image": [[[0]] * 28] * 28, "tag": ""}
    assert _body_as_the_shell_sees_it(word) == {"signature_name": "classify", "instances": [instance]}


def test_the_start_says_where_and_how(run: Path, model: Model) -> None:
    text = hints.describe(locate(run), "http://127.0.0.1:8501", model.signatures)
    assert text.splitlines()[0].endswith("at http://127.0.0.1:8501/v1/models/expert")
    assert f"recorded in {run}" in text
    curl = next(line for line in text.splitlines() if "curl" in line)
    assert shlex.split(curl)[:2] == ["curl", "http://127.0.0.1:8501/v1/models/expert:predict"]
    assert "tensorflow_model_server --rest_api_port=8501 --model_name=expert" in text
    assert "docker run" in text
    assert "serving.kserve.io/v1beta1" in text


def test_a_run_whose_name_a_shell_would_take_apart(run: Path, model: Model) -> None:
    location = dataclasses.replace(locate(run), model="my run#1")
    text = hints.describe(location, "http://127.0.0.1:8501", model.signatures)
    curl = next(line for line in text.splitlines() if "curl" in line)
    assert shlex.split(curl)[:2] == ["curl", "http://127.0.0.1:8501/v1/models/my%20run%231:predict"]
