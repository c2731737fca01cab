"""One secret through every call and every field: it is in no byte of the run's directory."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.recording.scripts import run_script

CANARY = "ghp_" + "c4N4rY" * 6
PLAIN = "pl41nS3cr3tW0rd"  # known as a secret only by what stands beside it

TRAIN = """
import argparse, dataclasses, logging, os, pathlib, subprocess, sys, warnings
warnings.simplefilter("ignore")
import numpy as np
import tb_lifecycle

CANARY, PLAIN = sys.argv[2], sys.argv[4]
home = pathlib.Path(sys.argv[1]).parent
os.environ["XLA_FLAGS"] = f"--token={CANARY}"
logging.basicConfig(level=logging.INFO)

def git(*argv):
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    subprocess.run(["git", *identity, *argv], cwd=home, check=True)

git("init", "--quiet")
git("add", "train.py")
git("commit", "--quiet", "-m", f"Train with {CANARY}")
git("branch", "-m", CANARY)
git("remote", "add", "origin", f"https://user:{PLAIN}@example.com/{CANARY}.git")
(home / "settings.py").write_text(f"TOKEN = '{CANARY}'\\npassword = '{PLAIN}'\\n")
sys.path.insert(0, str(home))
import settings

parser = argparse.ArgumentParser()
parser.add_argument("--name", default=CANARY, help=f"such as {CANARY}")
parser.add_argument("--api_key", default=PLAIN)
FLAGS = parser.parse_args([])

@dataclasses.dataclass
class Nested:
    password: str = PLAIN
    inner: tuple = (CANARY, {"x": CANARY})

notes = f"notes {CANARY}\\npassword={PLAIN}"
run = tb_lifecycle.start_run(sys.argv[1], tags=["first", CANARY], notes=notes)
run.log_flags(FLAGS, parser=parser)
run.log_flags({"nested": Nested(), "url": f"https://a:{PLAIN}@example.com/x", CANARY: 1})
run.log_scalar(f"loss/{CANARY}", 1.0, 0)
run.log_scalars({f"accuracy {CANARY}": 1.0}, 0)
elsewhere = home.parent / (home.name + "-elsewhere")  # not among the sources, whose names are kept
elsewhere.mkdir()
data = elsewhere / f"{CANARY}.csv"
data.write_text(f"text,token\\n{CANARY},{PLAIN}\\n")
run.log_dataset(f"data {CANARY}", data, split=CANARY)
run.log_dataset("uri", f"s3://key:{PLAIN}@bucket/{CANARY}?X-Amz-Signature={PLAIN}")
run.log_dataset("arrays", {CANARY: np.ones(2)})
(elsewhere / CANARY).mkdir()
(elsewhere / CANARY / "weights").write_bytes(b"1")
run.log_export(elsewhere / CANARY, name=f"export {CANARY}")
print("token", CANARY)
sys.stderr.write(f"password={PLAIN}\\n")
logging.getLogger(CANARY).info("key %s", CANARY)
raise ValueError(f"could not log in with {CANARY}")
"""


def secrets_in(directory: Path) -> dict[str, list[bytes]]:
    """Where a secret is found: the file's path, and what stands around it."""
    found: dict[str, list[bytes]] = {}
    for path in sorted(directory.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                data += b"".join(archive.read(name) for name in archive.namelist())
        name = str(path.relative_to(directory)).encode()
        for secret in (CANARY.encode(), PLAIN.encode()):
            start = (name + b"\n" + data).find(secret)
            while start >= 0:
                found.setdefault(path.name, []).append((name + b"\n" + data)[max(0, start - 60) : start + 60])
                start = (name + b"\n" + data).find(secret, start + 1)
    return found


def test_a_secret_is_in_no_byte_of_the_run(tmp_path: Path) -> None:
    done = run_script(tmp_path / "run", TRAIN, CANARY, "--password", PLAIN)
    assert done.returncode == 1
    assert "could not log in" in done.stderr
    assert secrets_in(tmp_path / "run") == {}
