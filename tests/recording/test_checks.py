from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from tb_lifecycle.recording.checks import (
    check_directory,
    check_heartbeat,
    check_name,
    check_redact,
    check_tags,
    check_text,
    to_float,
    to_step,
)


@pytest.mark.parametrize(
    "value",
    [
        2, True, np.float32(2), np.int64(2), np.bool_(True), np.array(2.0), Decimal(2), Fraction(2),
        tf.constant(2.0), tf.Variable(2.0), tf.constant(2),
    ],
)  # fmt: skip
def test_numbers_of_many_libraries(value: Any) -> None:
    assert to_float("a", value) in (1.0, 2.0)
    assert type(to_float("a", value)) is float


@pytest.mark.parametrize(
    "value",
    ["1.0", b"1", None, [1.0], (1,), {}, 1j, np.array([1.0]), np.zeros((2, 2)), tf.constant([1.0]), object()],
)
def test_what_is_no_single_number(value: Any) -> None:
    with pytest.raises(TypeError, match="'accuracy' must be"):
        to_float("accuracy", value)


@pytest.mark.parametrize("step", [3, np.int32(3), np.array(3), tf.constant(3), tf.Variable(3)])
def test_steps_of_many_libraries(step: Any) -> None:
    assert to_step(step) == 3


@pytest.mark.parametrize("step", [1.0, "1", None, np.float32(1), [1]])
def test_what_is_no_step(step: Any) -> None:
    with pytest.raises(TypeError, match="whole number"):
        to_step(step)


@pytest.mark.parametrize("step", [-1, 2**63])
def test_steps_out_of_range(step: int) -> None:
    with pytest.raises(ValueError, match="0 or higher"):
        to_step(step)


def test_a_directory_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert check_directory("runs/../runs/a") == tmp_path / "runs" / "a"
    assert check_directory(Path("a")) == tmp_path / "a"


@pytest.mark.parametrize("directory", [3, None, b"runs", ["runs"]])
def test_a_directory_of_the_wrong_type(directory: Any) -> None:
    with pytest.raises(TypeError, match="must be a path"):
        check_directory(directory)


@pytest.mark.parametrize("directory", ["", "gs://bucket/runs", "s3://bucket/runs"])
def test_a_directory_that_cannot_be(directory: str) -> None:
    with pytest.raises(ValueError, match="director"):
        check_directory(directory)


def test_a_file_is_no_directory(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError, match="is a file"):
        check_directory(tmp_path / "file")


def test_tags() -> None:
    assert check_tags(("a", "b")) == ["a", "b"]
    for wrong in ("ab", 3, [1], None):
        with pytest.raises(TypeError, match="tags must be"):
            check_tags(wrong)  # type: ignore[arg-type]


def test_texts() -> None:
    assert check_text("notes", "") == ""
    with pytest.raises(TypeError, match="notes must be a string, not NoneType"):
        check_text("notes", None)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="tag must not be empty"):
        check_name("tag", "")


def test_heartbeats() -> None:
    assert check_heartbeat(5) == 5.0
    for wrong in ("5", True, None):
        with pytest.raises(TypeError, match="number of seconds"):
            check_heartbeat(wrong)  # type: ignore[arg-type]
    for impossible in (0, -1, float("inf"), float("nan")):
        with pytest.raises(ValueError, match="positive"):
            check_heartbeat(impossible)


@pytest.mark.parametrize(
    ("redact", "error", "said"),
    [
        (["acme"], TypeError, "redact must be a mapping"),
        ({"rule": []}, ValueError, "not rule"),
        ({"rules": ["("]}, ValueError, "no regular expression"),
        ({"rules": ["a*"]}, ValueError, "matches nothing at all"),
        ({"rules": "acme"}, TypeError, "must be a list of strings"),
        ({"allow": [1]}, TypeError, "1 is int"),
    ],
)
def test_what_redact_may_not_be(redact: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        check_redact(redact)
