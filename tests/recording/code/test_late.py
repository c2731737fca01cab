from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

from tb_lifecycle.commands.run_directory import describe_directory

SCRIPT = """
import pathlib, threading, tb_lifecycle
run = tb_lifecycle.start_run("run")
for thread in threading.enumerate():
    if "capture" in thread.name:
        thread.join(30)
import ignored_late
import tracked
pathlib.Path("changed.py").write_text("c = 2\\n")
import changed
run.end_run()
"""


def test_what_is_imported_after_the_start_belongs_to_the_code(tmp_path: Path) -> None:
    for name, text in {
        "train.py": SCRIPT, "ignored_late.py": "v = 7\n", "tracked.py": "t = 1\n", "changed.py": "c = 1\n",
        ".gitignore": "run/\nignored*\n__pycache__/\n",
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text)
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "one"]):
        subprocess.run([*git, *command], cwd=tmp_path, check=True)
    subprocess.run([sys.executable, "train.py"], cwd=tmp_path, check=True)
    seen = describe_directory(str(tmp_path / "run"))
    files = {file["path"]: file for file in seen["code"]["files"]}
    assert files["ignored_late.py"]["state"] == "ignored"
    assert files["ignored_late.py"]["content"]
    assert "tracked.py" not in files or not files["tracked.py"]["state"]
    assert seen["code"]["lost"] == ["changed.py: changed after the start, and imported after that"]
    assert seen["stages"]["code"]["state"] == "partial"
    archives = list((tmp_path / "run/lifecycle").glob("sources-*.zip"))
    for archive in archives:
        with zipfile.ZipFile(io.BytesIO(archive.read_bytes())) as opened:
            assert "ignored_late.py" in opened.namelist() or archive != archives[-1]
