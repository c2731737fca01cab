"""The signals that end a run, and whose they stay."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from tb_lifecycle.format import lifecycle_pb2
from tests.recording.runs_on_disk import read_details, read_run, read_tensor
from tests.recording.scripts import START, run_script, start_script

WAIT = "print('ready', flush=True)\nimport time\n[time.sleep(0.1) for _ in range(600)]"
IMPORT = "import os, signal, sys, threading, time, tb_lifecycle\n"


def kill(directory: Path, code: str, number: signal.Signals, **variables: str) -> int:
    """The exit status of a script that is sent a signal when it says that it is ready."""
    with start_script(directory, code, **variables) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", process.stderr and process.stderr.read()
        process.send_signal(number)
        process.communicate(timeout=60)
    return process.returncode


def ending(directory: Path) -> tuple[str, str, int]:
    """Status, signal and exit code."""
    last = read_details(directory).incarnations[-1]
    assert read_run(directory).status == last.status
    return lifecycle_pb2.Status.Name(last.status), last.signal, last.exit_code


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGXCPU"])
def test_a_signal_ends_the_run_and_then_the_process(tmp_path: Path, name: str) -> None:
    number = signal.Signals[name]
    defaults = "import signal\nsignal.signal(signal.SIGHUP, signal.SIG_DFL)\n"  # a runner may ignore it
    assert kill(tmp_path / "r", defaults + START + WAIT, number) == -number
    assert ending(tmp_path / "r") == ("TERMINATED", name, 0)


# How the main thread waits while another one has started the run.
MAIN_WAITS = {
    "joins": "thread.join()",
    "sleeps now and then": "while True: time.sleep(0.1)",
    "waits for an event": "threading.Event().wait()",
}


@pytest.mark.parametrize("wait", MAIN_WAITS.values(), ids=list(MAIN_WAITS))
def test_of_a_run_that_a_thread_has_started(tmp_path: Path, wait: str) -> None:
    code = f"""
def train():
    tb_lifecycle.start_run(sys.argv[1])
    while signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        time.sleep(0.01)
    print("ready", flush=True)
    [time.sleep(0.1) for _ in range(600)]
thread = threading.Thread(target=train)
thread.start()
{wait}
"""
    assert kill(tmp_path / "r", IMPORT + code, signal.SIGTERM) == -signal.SIGTERM
    assert ending(tmp_path / "r") == ("TERMINATED", "SIGTERM", 0)


def test_a_handler_of_the_script_is_left_alone(tmp_path: Path) -> None:
    theirs = "import signal, sys\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(9))\n"
    assert kill(tmp_path / "r", theirs + START + WAIT, signal.SIGTERM) == 9
    assert ending(tmp_path / "r") == ("FAILED", "", 9)


# How a trainer's handler, put around what it has found, lets the script go on; and the exit status.
LEAVES = {
    "by an exit": ("sys.exit(143)", 143),
    "by an exit without a word": ("sys.exit()", 0),
    "at the end of the script": ("pass", 0),
    "by an end of the run": ("run.end_run()", 0),
}


@pytest.mark.parametrize(("leave", "status"), LEAVES.values(), ids=list(LEAVES))
def test_called_by_a_trainers_handler_ours_takes_a_note(tmp_path: Path, leave: str, status: int) -> None:
    code = f"""
import os, signal, time
found, asked = signal.getsignal(signal.SIGTERM), []
def compose(number, frame):
    asked.append(number)
    found(number, frame)
signal.signal(signal.SIGTERM, compose)
os.kill(os.getpid(), signal.SIGTERM)
while not asked:
    time.sleep(0.01)
run.log_scalar("checkpoint", 1, 0)
signal.signal(signal.SIGTERM, found)
{leave}
"""
    done = run_script(tmp_path / "r", START + code)
    assert done.returncode == status, done.stderr
    assert ending(tmp_path / "r") == ("TERMINATED", "SIGTERM", status)
    assert read_run(tmp_path / "r").metrics["checkpoint"].count == 1


def test_what_the_call_says_counts_more_than_the_note(tmp_path: Path) -> None:
    code = """
import os, signal
found = signal.getsignal(signal.SIGTERM)
signal.signal(signal.SIGTERM, lambda number, frame: found(number, frame))
os.kill(os.getpid(), signal.SIGTERM)
run.end_run(status="completed", reason="the last step was done")
"""
    run_script(tmp_path / "r", START + code)
    assert ending(tmp_path / "r") == ("COMPLETED", "", 0)
    assert read_details(tmp_path / "r").incarnations[0].reason == "the last step was done"


def test_a_note_is_not_taken_over_to_the_next_run(tmp_path: Path) -> None:
    code = """
import os, signal
found = signal.getsignal(signal.SIGTERM)
signal.signal(signal.SIGTERM, lambda number, frame: found(number, frame))
os.kill(os.getpid(), signal.SIGTERM)
run.end_run()
with tb_lifecycle.start_run(sys.argv[1] + "/../next"):
    pass
"""
    run_script(tmp_path / "r", START + code)
    assert ending(tmp_path / "r")[0] == "TERMINATED"
    assert ending(tmp_path / "next")[0] == "COMPLETED"


def test_to_a_trainer_that_takes_what_is_free_all_but_sigterm_is(tmp_path: Path) -> None:
    code = """
import signal
names = ("SIGUSR1", "SIGUSR2", "SIGHUP", "SIGQUIT", "SIGXCPU", "SIGTERM")
print(*[n for n in names if signal.getsignal(getattr(signal, n)) not in (None, signal.SIG_DFL)])
"""
    defaults = "import signal\nsignal.signal(signal.SIGHUP, signal.SIG_DFL)\n"
    assert run_script(tmp_path / "r", defaults + START + code).stdout == "SIGTERM\n"


def test_a_signal_that_is_ignored_or_that_a_library_handles_stays_so(tmp_path: Path) -> None:
    code = """
import faulthandler, os, signal, sys, tb_lifecycle
signal.signal(signal.SIGHUP, signal.SIG_IGN)
faulthandler.register(signal.SIGQUIT, file=open(sys.argv[1] + ".stack", "w"))
with tb_lifecycle.start_run(sys.argv[1]):
    os.kill(os.getpid(), signal.SIGHUP)
    os.kill(os.getpid(), signal.SIGQUIT)
"""
    done = run_script(tmp_path / "r", code)
    assert done.returncode == 0, done.stderr
    assert "train.py" in (tmp_path / "r.stack").read_text()
    assert ending(tmp_path / "r") == ("COMPLETED", "", 0)


def test_signals_are_given_back_when_the_last_run_has_ended(tmp_path: Path) -> None:
    code = """
import signal
print(signal.getsignal(15) is signal.SIG_DFL)
run.end_run()
print(signal.getsignal(15) is signal.SIG_DFL)
"""
    assert run_script(tmp_path / "r", START + code).stdout.split() == ["False", "True"]


LIGHTNING = """
import os, pathlib, signal, sys, time, tb_lifecycle
run = tb_lifecycle.start_run(sys.argv[1], console=False)
import torch, lightning.pytorch as pl
from lightning.pytorch.callbacks import OnExceptionCheckpoint
from lightning.pytorch.plugins.environments import SLURMEnvironment

class Line(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(2, 1)
    def training_step(self, batch, index):
        if index == 1:
            os.kill(os.getpid(), getattr(signal, sys.argv[2]))
        loss = self.layer(batch[0]).square().mean()
        tb_lifecycle.log_scalar("loss", loss, index)
        return loss
    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), 0.1)

slurm = [SLURMEnvironment(requeue_signal=getattr(signal, sys.argv[3]))] if len(sys.argv) > 3 else None
loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(torch.ones(8, 2)), batch_size=2)
pl.Trainer(
    max_epochs=1, accelerator="cpu", devices=1, num_nodes=1, logger=False, enable_progress_bar=False,
    enable_model_summary=False, default_root_dir=".", plugins=slurm, callbacks=[OnExceptionCheckpoint(".")],
).fit(Line(), loader)
print("trained")
"""


def train_with_lightning(
    tmp_path: Path, *arguments: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    process = start_script(tmp_path / "r", LIGHTNING, *arguments, **variables)
    stdout, stderr = process.communicate(timeout=240)  # Lightning alone takes long to import
    return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)


@pytest.mark.framework
def test_lightning_saves_its_checkpoint_under_sigterm(tmp_path: Path) -> None:
    done = train_with_lightning(tmp_path, "SIGTERM")
    assert done.returncode == 0, done.stderr  # Lightning's own: it raises a SystemExit without a code
    assert (tmp_path / "on_exception.ckpt").exists()
    assert ending(tmp_path / "r") == ("TERMINATED", "SIGTERM", 0)


@pytest.mark.framework
def test_lightning_requeues_a_job_of_slurm(tmp_path: Path) -> None:
    """As Slurm's `--signal` asks for it, some time before the job ends."""
    scontrol = tmp_path / "scontrol"
    scontrol.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/requeued\n')
    scontrol.chmod(0o755)
    variables = {"PATH": f"{tmp_path}:/usr/bin:/bin", "SLURM_JOB_ID": "17", "SLURM_JOB_NAME": "train"}
    variables |= {"SLURM_NTASKS": "1", "SLURM_NTASKS_PER_NODE": "1"}
    variables |= dict.fromkeys(("SLURM_PROCID", "SLURM_LOCALID", "SLURM_NODEID"), "0")
    done = train_with_lightning(tmp_path, "SIGUSR1", "SIGUSR1", **variables)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "trained"), done.stderr
    assert (tmp_path / "requeued").read_text() == "requeue 17\n"
    assert list(tmp_path.glob("hpc_ckpt_*"))
    assert ending(tmp_path / "r") == ("COMPLETED", "", 0)


AGENT = """
import os, pathlib, sys, time, tb_lifecycle
tb_lifecycle.start_run(sys.argv[1], console=False)
pathlib.Path(sys.argv[1] + f".ready{os.environ['RANK']}").touch()
if os.environ["RANK"] == "0":
    while not os.path.exists(sys.argv[1] + ".ready1"):
        time.sleep(0.01)
    print("ready", flush=True)
[time.sleep(0.1) for _ in range(600)]
"""


@pytest.mark.framework
def test_torchruns_agent_passes_sigterm_on_to_every_rank(tmp_path: Path) -> None:
    (tmp_path / "worker.py").write_text(AGENT, encoding="utf-8")
    launcher = (
        "import sys\nfrom torch.distributed.run import main\n"
        f"main(['--standalone', '--nproc-per-node=2', {str(tmp_path / 'worker.py')!r}, sys.argv[1]])"
    )
    assert kill(tmp_path / "r", launcher, signal.SIGTERM) != 0
    assert ending(tmp_path / "r") == ("TERMINATED", "SIGTERM", 0)
    rank = lifecycle_pb2.RankRecord.FromString(read_tensor(tmp_path / "r", "lifecycle/rank/1"))
    assert (rank.status, rank.signal) == (lifecycle_pb2.TERMINATED, "SIGTERM")
