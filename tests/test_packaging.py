"""What is built from this tree is whole: it installs without Node and runs."""

from __future__ import annotations

import email
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import tb_lifecycle

ROOT = Path(__file__).parent.parent
SOURCE = (
    "tb_lifecycle", "examples", "tests", "docs", "setup.py", "pyproject.toml", "MANIFEST.in", "LICENSE",
    "*.md",
)  # fmt: skip


def tracked_files(*paths: str) -> list[str]:
    """The files of the tree that git does not ignore."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *paths]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return sorted({name for name in listed.split("\0") if name and (ROOT / name).is_file()})


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the sdist, and the wheel that was built from that sdist."""
    source = tmp_path_factory.mktemp("source")
    for name in tracked_files(*SOURCE):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, source / name)
    built = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(built), str(source)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    said = (line for line in (done.stdout + done.stderr).splitlines() if "warning" in line.lower())
    assert [line for line in said if "no previously-included files" not in line] == []
    return built


@pytest.fixture(scope="module")
def wheel(distributions: Path) -> Path:
    (path,) = distributions.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory into which the wheel was installed, without what it depends on."""
    target = tmp_path_factory.mktemp("installed")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--no-index",
        "--target",
        str(target),
        str(wheel),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def run_installed(installed: Path, *command: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    done = subprocess.run(
        command, cwd=installed, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_every_file_of_the_package(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    assert set(tracked_files("tb_lifecycle")) - held == set()
    assert {
        "tb_lifecycle/plugin/static/index.js",
        "tb_lifecycle/plugin/http_api.md",
        "tb_lifecycle/format/lifecycle_pb2.py",
        "tb_lifecycle/py.typed",
    } <= held
    assert {name.split("/")[0].split("-")[0] for name in held} == {"tb_lifecycle"}


def test_the_sdist_holds_every_file_of_the_package(distributions: Path):
    (path,) = distributions.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    wanted = set(tracked_files(*SOURCE))
    assert wanted - held == set()


def test_a_package_index_shows_the_readme_and_where_the_project_lives(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = email.message_from_bytes(archive.read(name))
    assert metadata["Version"] == tb_lifecycle.__version__
    assert len(metadata.get_all("Project-URL")) >= 4
    targets = re.findall(r"\]\(([^)\s]+)", str(metadata.get_payload()))
    assert any(target.endswith(".png") for target in targets)
    assert [target for target in targets if not re.match("https:|#", target)] == []


def test_the_installed_command_runs(installed: Path):
    help_text = run_installed(installed, sys.executable, str(installed / "bin" / "tb-lifecycle"), "--help")
    for command in ("demo", "runs", "show", "compare", "serve"):
        assert command in help_text


def test_tensorboard_finds_the_installed_plugin(installed: Path):
    code = """
from tensorboard import default
(loader,) = {plugin for plugin in default.get_dynamic_plugins() if plugin.__name__ == "LifecycleLoader"}
import sys
print(sys.modules[loader.__module__].__file__)
"""
    found = run_installed(installed, sys.executable, "-W", "ignore", "-c", code).strip()
    assert Path(found).is_relative_to(installed)


def test_the_wheel_brings_the_scripts_and_data_of_the_demo(wheel: Path, installed: Path):
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    expected = {f"tb_lifecycle/{name}" for name in tracked_files("examples")}
    assert "tb_lifecycle/examples/digits/digits.csv.gz" in expected
    assert expected - held == set()
    program = (
        "from pathlib import Path; from tb_lifecycle.commands.demo import planned_runs\n"
        "print(planned_runs.plan(Path('runs'))[0].command[1])"
    )
    script = run_installed(installed, sys.executable, "-c", program).strip()
    assert Path(script) == installed / "tb_lifecycle" / "examples" / "prepare.py"
