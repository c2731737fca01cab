from __future__ import annotations

import argparse
from pathlib import Path

import tb_lifecycle
from tb_lifecycle.commands.run_directory import describe_directory

TOKEN = "hf_" + "aB3" * 12


def test_defaults_and_help_hold_no_secret(tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--password", default="hunter2-is-the-default", help="who knows")
    parser.add_argument("--name", default=f"{TOKEN}", help=f"such as {TOKEN}")
    with tb_lifecycle.start_run(tmp_path / "run", console=False) as run:
        run.log_flags(parser.parse_args(["--password", "x1x2x3x4", "--name", "a"]), parser)
    details = describe_directory(str(tmp_path / "run"))["flag_details"]
    assert details["password"]["default"] == "[removed]"
    assert details["password"]["help"] == "who knows"
    assert details["name"]["default"] == "[removed]"
    assert details["name"]["help"] == "such as [removed]"
    written = b"".join(path.read_bytes() for path in (tmp_path / "run").rglob("*") if path.is_file())
    for secret in (TOKEN, "hunter2-is-the-default", "x1x2x3x4"):
        assert secret.encode() not in written


def test_flags_are_read_once(tmp_path: Path) -> None:
    """Also where they start the run: reading may cost, or use something up."""
    read: list[str] = []

    class Flags(dict[str, object]):
        def __getitem__(self, key: str) -> object:
            read.append(key)
            return super().__getitem__(key)

    try:
        tb_lifecycle.log_flags(Flags(rundir=str(tmp_path / "run"), lr=0.1))
    finally:
        tb_lifecycle.end_run()
    assert sorted(read) == ["lr", "rundir"]
