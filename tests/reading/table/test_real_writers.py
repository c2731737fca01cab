"""Rows of logdirs that the writers of other libraries made."""

from __future__ import annotations

from pathlib import Path

import pytest
from torch.utils.tensorboard import SummaryWriter

from tests.reading.conftest import Open


def train(directory: Path, *rates: float, scalars: bool = True) -> None:
    with SummaryWriter(str(directory)) as writer:
        for step in range(3):
            if scalars:
                writer.add_scalar("training/loss", 1 / (step + 1), step)
                writer.add_scalars("training/acc", {"upper": step + 0.5, "lower": step + 0.25}, step)
        for rate in rates:
            writer.add_hparams({"lr": rate}, {"metric/distance": rate + 2})


def test_one_writer_is_one_row(tmp_path: Path, open_reader: Open) -> None:
    train(tmp_path / "e1", 0.25)
    train(tmp_path / "e2", 0.5)
    table = open_reader(tmp_path).table().sort("name")
    assert table.names == ["e1", "e2"]
    assert table.column("flag.lr") == [0.25, 0.5]
    assert table.column('metric["metric/distance"]') == [2.25, 2.5]
    assert table.column('metric["training/loss"]') == pytest.approx([1 / 3, 1 / 3])
    assert table.column('metric["training_acc_upper/training/acc"]') == [2.5, 2.5]
    assert table.notices == ()


def test_two_sessions_are_two_rows_and_no_third(tmp_path: Path, open_reader: Open) -> None:
    train(tmp_path / "e", 0.25, 0.5, scalars=False)
    table = open_reader(tmp_path).table().sort("flag.lr")
    assert table.column("flag.lr") == [0.25, 0.5]
    assert all(name.startswith("e/") for name in table.names)
