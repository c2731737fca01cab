"""What recording adds to a one-second script, end to end."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks import peers
from benchmarks.measure import Result, pair, run, seconds

_BODY = """
import time
for step in range(100):
    time.sleep(0.01)
    {log}
"""
_PLAIN = _BODY.format(log="pass")
_OURS = (
    "import sys, tb_lifecycle\ntb_lifecycle.start_run(sys.argv[1])\ntb_lifecycle.log_flags({'lr': 0.1})\n"
    + _BODY.format(log="tb_lifecycle.log_scalar('loss', 1 / (step + 1), step=step)")
)
_WANDB = (
    "import os, sys\nos.environ.update(WANDB_MODE='offline', WANDB_SILENT='true')\nimport wandb\n"
    "run = wandb.init(dir=sys.argv[1], project='p', config={'lr': 0.1})\n"
    + _BODY.format(log="run.log({'loss': 1 / (step + 1)}, step=step)")
)
_AIM = (
    "import sys\nfrom aim import Run\nrun = Run(repo=sys.argv[1])\nrun['hparams'] = {'lr': 0.1}\n"
    + _BODY.format(log="run.track(1 / (step + 1), name='loss', step=step)")
)


def measure(*, quick: bool) -> Iterator[Result]:
    """Whole processes: the plain script, and the same recorded by each peer."""

    def whole(python: str, script: str) -> float:
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory, "train.py")
            path.write_text(script)
            return seconds(lambda: run([python, str(path), str(Path(directory, "runs"))]))

    def guild() -> float:
        python = peers.python("guildai")
        with tempfile.TemporaryDirectory() as directory:
            Path(directory, "home").mkdir()
            Path(directory, "train.py").write_text(_PLAIN.replace("pass", "print('loss:', 1 / (step + 1))"))
            environment = {**os.environ, "GUILD_HOME": str(Path(directory, "home"))}
            command = [python, "-c", _GUILD, directory]
            return seconds(lambda: run(command, environment=environment))

    def ours() -> float:
        return whole(sys.executable, _OURS)

    rounds = 2 if quick else 5
    yield pair(
        "a one-second script, recorded",
        "the same script, unrecorded",
        ours,
        lambda: whole(sys.executable, _PLAIN),
        rounds=rounds,
        unit="s",
        more=0.4,
    )
    if quick:
        return
    for name, package, script in [("wandb offline", "wandb", _WANDB), ("aim", "aim", _AIM)]:
        python = peers.python(package)
        yield pair(
            "a one-second script, recorded",
            name,
            ours,
            partial(whole, python, script),
            rounds=3,
            unit="s",
        )
    yield pair("a one-second script, recorded", "guild run", ours, guild, rounds=3, unit="s")


_GUILD = """
import os, sys
os.chdir(sys.argv[1])
sys.argv = ["guild", "run", "train.py", "-y"]
from guild.main_bootstrap import main
main()
"""
