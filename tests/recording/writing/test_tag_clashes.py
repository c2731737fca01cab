from __future__ import annotations

from pathlib import Path

import pytest
import tensorflow as tf

import tb_lifecycle
from tb_lifecycle.errors import LifecycleWarning
from tb_lifecycle.recording.writing.tag_clashes import foreign_tags


def write_with_tensorflow(directory: Path) -> None:
    writer = tf.summary.create_file_writer(str(directory))
    with writer.as_default():
        tf.summary.scalar("loss", 1.0, step=0)
    writer.close()


def test_the_tags_of_others(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path / "r") as run:
        run.log_scalar("ours", 1.0, 0)
    (tmp_path / "r" / "tfevents").write_bytes(b"nothing")
    assert foreign_tags(tmp_path / "r") == {}
    write_with_tensorflow(tmp_path / "r")
    assert list(foreign_tags(tmp_path / "r")) == ["loss"]


def test_a_tag_of_both_is_warned_of(tmp_path: Path) -> None:
    run = tb_lifecycle.start_run(tmp_path / "r")
    run.log_scalar("loss", 1.0, 0)
    write_with_tensorflow(tmp_path / "r")
    with pytest.warns(LifecycleWarning, match="Somebody else writes 'loss'"):
        run.end_run()
    assert run.status == "completed"
