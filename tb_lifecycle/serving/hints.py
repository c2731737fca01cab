"""What the server prints when it starts: where it is, how to call it, and where to go when it is outgrown."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from tb_lifecycle.serving.export_location import ExportLocation
from tb_lifecycle.serving.model import Input
from tb_lifecycle.serving.predict_body import DEFAULT_SIGNATURE

_INLINE_VALUES = 100  # in an example body; more are written as a Python expression
_EXAMPLES: Mapping[str, tuple[Any, str]] = {"string": ("", '""'), "bool": (False, "False")}


def describe(location: ExportLocation, url: str, signatures: Mapping[str, Mapping[str, Input]]) -> str:
    """The lines printed at the start.

    Args:
      location: what is served.
      url: the server's, such as `http://127.0.0.1:8501`.
      signatures: each signature's inputs.
    """
    model_url = f"{url}/v1/models/{quote(location.model)}"
    run = (
        f"Requests are recorded in {location.run}."
        if location.run
        else "Requests are not recorded: tb_lifecycle has recorded no run here."
    )
    lines = [f"Serving {location.path} at {model_url}", run, ""]
    signature = DEFAULT_SIGNATURE if DEFAULT_SIGNATURE in signatures else next(iter(signatures), None)
    if signature is not None:
        lines += [
            "Try it:",
            f"  curl {model_url}:predict -d {example_body(signature, signatures[signature])}",
            "",
        ]
    return "\n".join(
        [*lines, "The same export in TensorFlow Serving, when this is outgrown:", *_elsewhere(location)]
    )


def example_body(signature: str, inputs: Mapping[str, Input]) -> str:
    """A valid body for one row, as a shell word; long ones are computed by Python."""
    extra = {} if signature == DEFAULT_SIGNATURE else {"signature_name": signature}
    rows = {name: _row(info) for name, info in inputs.items()}
    if sum(count for _, _, count in rows.values()) <= _INLINE_VALUES:
        values = {name: value for name, (value, _, _) in rows.items()}
        instance = values if len(values) > 1 else next(iter(values.values()), {})
        return shlex.quote(json.dumps({**extra, "instances": [instance]}))
    parts = {name: expression for name, (_, expression, _) in rows.items()}
    named = ", ".join(f"{json.dumps(name)}: {expression}" for name, expression in parts.items())
    row = f"{{{named}}}" if len(parts) > 1 else next(iter(parts.values()))
    prefix = f'"signature_name": {json.dumps(signature)}, ' if extra else ""
    program = f'import json; print(json.dumps({{{prefix}"instances": [{row}]}}))'
    return f'"$(python3 -c {shlex.quote(program)})"'


def _row(info: Input) -> tuple[Any, str, int]:
    """One row of an input: its value, a Python expression for it, and its number of values."""
    value, expression = _EXAMPLES.get(info.dtype, (0, "0"))
    count = 1
    for size in reversed([size or 1 for size in (info.shape or ())[1:]]):
        value, expression, count = [value] * size, f"[{expression}]*{size}", count * size
    return value, expression, count


def _elsewhere(location: ExportLocation) -> list[str]:
    name, version = location.model, location.version
    quoted = shlex.quote(name)
    base = f"$PWD/serving/{name}"
    resource = re.sub(r"[^a-z0-9-]+", "-", name.lower()).strip("-") or "model"
    return [
        f"  mkdir -p {shlex.quote(f'serving/{name}')} && "
        f"cp -r {shlex.quote(str(location.path))} {shlex.quote(f'serving/{name}/{version}')}",
        f'  tensorflow_model_server --rest_api_port=8501 --model_name={quoted} --model_base_path="{base}"',
        f'  docker run -p 8501:8501 -v "{base}:/models/{name}" -e MODEL_NAME={quoted} tensorflow/serving',
        f"  kubectl apply -f - <<'END'    # KServe, with serving/{name} copied to the volume claim 'models'",
        "  apiVersion: serving.kserve.io/v1beta1",
        "  kind: InferenceService",
        f"  metadata: {{name: {resource}}}",
        "  spec: {predictor: {model: {modelFormat: {name: tensorflow}, "
        f"storageUri: {json.dumps(f'pvc://models/{name}')}}}}}}}",
        "  END",
    ]
