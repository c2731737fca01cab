"""The demo's Serve stage: a real server, one real digit, one prediction over HTTP."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tb_lifecycle.errors import LifecycleError

_INK = " .:*#"
_SERVER_URL = re.compile(r"at (http://\S+)")


def ask_once(run: Path, datadir: Path) -> None:
    """Serves the run's export, asks for one digit of the test data, and prints digit and answer.

    Raises:
      LifecycleError: the server did not start or did not answer.
    """
    with np.load(datadir / "digits-test.npz") as data:
        image, label = data["images"][0], int(data["labels"][0])
    with _server(run) as url:
        body = json.dumps({"instances": [image.tolist()]}).encode()
        try:
            with urllib.request.urlopen(f"{url}:predict", data=body, timeout=60) as response:
                scores = json.load(response)["predictions"][0]
        except OSError as error:
            raise LifecycleError(f"{url} did not answer: {error}") from error
    print(_draw(image))
    digit = int(np.argmax(scores))
    print(f"    POST {url}:predict says {digit} ({scores[digit]:.1%}); the writer meant {label}.")


@contextlib.contextmanager
def _server(run: Path) -> Iterator[str]:
    """The URL of a served model, while a server runs."""
    command = [sys.executable, "-m", "tb_lifecycle.commands.main", "serve", str(run), "--port", "0"]
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, encoding="utf-8") as process,
    ):
        first_line = process.stdout.readline() if process.stdout else ""
        found = _SERVER_URL.search(first_line)
        if found is None:
            process.wait()
            errors.seek(0)
            print(errors.read(), file=sys.stderr)
            raise LifecycleError(f"{' '.join(command)} did not start; its output is above.")
        try:
            yield found[1]
        finally:
            process.terminate()


def _draw(image: np.ndarray) -> str:
    """The image in characters."""
    side = int(len(image) ** 0.5)
    levels = (image.reshape(side, side) * (len(_INK) - 1)).round().astype(int)
    return "\n".join("      " + "".join(_INK[level] * 2 for level in row) for row in levels)
