from __future__ import annotations

import hashlib
import json
import platform
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tb_lifecycle.recording.machine.environment import LOCK_FILES, capture_environment
from tb_lifecycle.recording.machine.seeds import read_seeds
from tb_lifecycle.recording.redaction.redactor import Redactor


def test_python_and_packages() -> None:
    environment = capture_environment(Redactor())
    assert environment.python == platform.python_version()
    assert environment.implementation == platform.python_implementation()
    assert environment.packages["numpy"] == np.__version__
    assert environment.builds["numpy"] == np.__version__


def test_only_listed_variables_and_without_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    variables = {
        "CUDA_VISIBLE_DEVICES": "0,1",
        "OMP_NUM_THREADS": "4",
        "TF_CONFIG": '{"token": "0123456789abcdef"}',
        "XLA_FLAGS": "--xla_gpu_deterministic_ops=true",
        "SLURM_NTASKS": "2",
        "TF_VAR_password": "terraform",
        "AWS_SECRET_ACCESS_KEY": "aws",
        "HOME_MADE": "x",
        "PYTHONHASHSEED": "0",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    redactor = Redactor()
    environment = capture_environment(redactor)
    found = {name: value for name, value in environment.variables.items() if name in variables}
    assert found == {
        "CUDA_VISIBLE_DEVICES": "0,1",
        "OMP_NUM_THREADS": "4",
        "TF_CONFIG": '{"token": "[removed]"}',
        "XLA_FLAGS": "--xla_gpu_deterministic_ops=true",
        "SLURM_NTASKS": "2",
        "PYTHONHASHSEED": "0",
    }
    assert [(entry.where, entry.name) for entry in redactor.entries] == [("environment", "TF_CONFIG")]
    assert environment.seeds["PYTHONHASHSEED"] == "0"
    assert environment.seeds["XLA_FLAGS"] == "--xla_gpu_deterministic_ops=true"


def test_long_variables_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/x" * 5000)
    assert len(capture_environment(Redactor()).variables["LD_LIBRARY_PATH"]) == 1024


@pytest.mark.parametrize("name", LOCK_FILES)
def test_a_lock_file_above_the_working_directory(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_text("locked")
    (tmp_path / ".git").mkdir()
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    digest = hashlib.sha256(b"locked").hexdigest()
    assert capture_environment(Redactor()).lock_file == f"{name} sha256:{digest}"


def test_a_lock_file_above_the_repository_is_another_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "uv.lock").write_text("locked")
    (tmp_path / "project" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "project")
    assert capture_environment(Redactor()).lock_file == ""


def test_numpy_s_seed_is_seen_until_its_first_number() -> None:
    state = np.random.get_state()
    try:
        np.random.seed(1234)
        assert read_seeds()["numpy"] == "1234"
        np.random.random(1000)
        assert "numpy" not in read_seeds()
    finally:
        np.random.set_state(state)


TENSORFLOW = """
import json
import tensorflow as tf
from tb_lifecycle.recording.machine.environment import capture_environment
from tb_lifecycle.recording.redaction.redactor import Redactor
from tb_lifecycle.recording.machine.seeds import read_seeds

before = read_seeds()
tf.keras.utils.set_random_seed(42)
tf.config.experimental.enable_op_determinism()
builds = dict(capture_environment(Redactor()).builds)
print(json.dumps([before, read_seeds(), builds, tf.version.GIT_VERSION]))
"""


@pytest.mark.framework
def test_tensorflow_s_build_and_seeds() -> None:
    import json

    done = subprocess.run([sys.executable, "-c", TENSORFLOW], capture_output=True, text=True, check=True)
    before, after, builds, git_version = json.loads(done.stdout.splitlines()[-1])
    assert before == {}
    assert after == {"tensorflow": "42", "keras": "42", "numpy": "42", "tensorflow deterministic": "True"}
    assert builds["tensorflow build"] == git_version


def test_capturing_imports_no_framework() -> None:
    program = (
        "import sys\n"
        "from tb_lifecycle.recording.machine.environment import capture_environment\n"
        "from tb_lifecycle.recording.machine.hardware import capture_hardware\n"
        "from tb_lifecycle.recording.code.capture_code import capture_code\n"
        "from tb_lifecycle.recording.data import describe_dataset\n"
        "from tb_lifecycle.recording.exports.describe_export import describe_export\n"
        "from tb_lifecycle.recording.flags.read_flags import read_flags\n"
        "from tb_lifecycle.recording.redaction.redactor import Redactor\n"
        "capture_environment(Redactor()); capture_hardware()\n"
        "print({'tensorflow', 'torch', 'jax', 'keras', 'pandas', 'absl', 'h5py'} & set(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_package_s_url_is_recorded_without_its_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    metadata = tmp_path / "odd_package-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Name: odd-package\nVersion: 1.0\n")
    url = "https://ana:hunter2secret@example.com/odd.whl"
    (metadata / "direct_url.json").write_text(json.dumps({"url": url, "archive_info": {}}))
    monkeypatch.syspath_prepend(str(tmp_path))
    environment = capture_environment(Redactor())
    assert environment.direct["odd-package"] == "https://[removed]@example.com/odd.whl"
