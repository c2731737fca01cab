"""The peers, each in a virtual environment of its own below `.benchmark/`, made when first asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

DIRECTORY = Path(__file__).parent.parent / ".benchmark"

PACKAGES = {
    "torch": ["torch==2.13.0", "tensorboard"],
    "tensorboardX": ["tensorboardX"],
    "wandb": ["wandb"],
    "mlflow": ["mlflow"],
    "aim": ["aim"],
    "guildai": ["guildai", "setuptools<80"],
}


def versions() -> dict[str, str]:
    """The version of each peer that is installed."""
    found = {}
    for peer in PACKAGES:
        for file in (DIRECTORY / peer).glob("lib/python*/site-packages/*.dist-info"):
            if file.name.lower().startswith(f"{peer.lower()}-"):
                found[peer] = file.name.removesuffix(".dist-info").rpartition("-")[2]
    return found


def python(peer: str) -> str:
    """The Python of a peer's environment."""
    environment = DIRECTORY / peer
    interpreter = environment / "bin" / "python"
    if not (environment / "installed").exists():
        print(f"Installing {peer} …", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
        subprocess.run([str(interpreter), "-m", "pip", "install", "-q", *PACKAGES[peer]], check=True)
        (environment / "installed").touch()
    return str(interpreter)
