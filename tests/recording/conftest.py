"""What the tests of recording share."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.recording.models import Models


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    """Models that TensorFlow and Keras saved, in a process of their own: their warnings are not ours."""
    root = tmp_path_factory.mktemp("models")
    program = (
        "import pathlib, pickle, sys\n"
        "from tests.recording.models import make_models\n"
        "sys.stdout.buffer.write(b'MODELS' + pickle.dumps(make_models(pathlib.Path(sys.argv[1]))))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(root)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-4000:]
    import pickle

    made = pickle.loads(done.stdout.split(b"MODELS", 1)[1])
    assert isinstance(made, Models)
    return made


@pytest.fixture(autouse=True)
def _outside_this_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a run that a test records hold no more code than the test has written."""
    monkeypatch.chdir(tmp_path)
