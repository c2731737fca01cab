from __future__ import annotations

import collections
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tb_lifecycle.recording.data.describe_dataset import describe_dataset
from tb_lifecycle.recording.redaction.redactor import Redactor


def test_name_and_split_are_recorded() -> None:
    described = describe_dataset("mnist", np.arange(3), "train")
    assert (described.name, described.split) == ("mnist", "train")
    assert describe_dataset("mnist", np.arange(3)).split == ""


@pytest.mark.parametrize(
    "source",
    [
        1,
        2.0,
        None,
        True,
        {"a": 1},
        {},
        (),
        [1, 2],
        {"x": [object()]},
        {1, 2},
        object,
        len,
    ],
)
def test_a_wrong_source_is_a_mistake(source: Any) -> None:
    with pytest.raises(
        TypeError, match=r"log_dataset takes a path to a file or directory.*tf\.data\.Dataset, not "
    ):
        describe_dataset("x", source)


def test_what_would_be_used_up_is_not_touched() -> None:
    source = (n for n in range(3))
    with pytest.raises(TypeError, match=r"would use it up\. Pass what it reads from"):
        describe_dataset("x", source)
    assert list(source) == [0, 1, 2]
    with pytest.raises(TypeError, match="use it up"):
        describe_dataset("x", iter([1]))
    with pytest.raises(TypeError, match="use it up"):
        describe_dataset("x", zip([1], [2], strict=True))


@pytest.mark.parametrize("name", ["", None, 3])
def test_a_name_is_needed(name: Any) -> None:
    with pytest.raises(TypeError, match="needs a name"):
        describe_dataset(name, np.arange(3))


def test_a_split_is_a_text() -> None:
    with pytest.raises(TypeError, match="split is a text"):
        describe_dataset("x", np.arange(3), 3)  # type: ignore[arg-type]


@pytest.mark.parametrize("uri", ["s3://bucket/key", "gs://bucket/key", "https://example.com/data.csv"])
def test_a_uri_is_recorded_and_not_read(uri: str) -> None:
    described = describe_dataset("x", uri)
    assert (described.kind, described.source, described.digest) == ("uri", uri, b"")
    assert described.skipped.startswith("the content was not read")


def test_a_uri_is_recorded_without_credentials() -> None:
    redactor = Redactor()
    described = describe_dataset(
        "x", "https://ana:pa55@example.com/x.csv?X-Amz-Signature=0a1b", None, redactor
    )
    assert described.source == "https://[removed]@example.com/x.csv?X-Amz-Signature=[removed]"
    assert {(entry.where, entry.name) for entry in redactor.entries} == {("remote", "data set x")}


def test_a_file_uri_is_a_path(tmp_path: Path) -> None:
    path = tmp_path / "a b.csv"
    path.write_text("x\n1\n")
    described = describe_dataset("x", path.as_uri())
    assert (described.kind, described.source) == ("file", str(path))


@pytest.mark.parametrize("path", ["nowhere/at/all.csv", "nowhere/*.csv", "~/nowhere-at-all"])
def test_a_missing_path_says_which_and_what_to_do(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    with pytest.raises(FileNotFoundError, match=f"{tmp_path}.*nowhere.*Check the p"):
        describe_dataset("x", path)


def test_an_empty_path() -> None:
    with pytest.raises(FileNotFoundError, match="empty path"):
        describe_dataset("x", "")


Pair = collections.namedtuple("Pair", "images labels")


@pytest.mark.parametrize(
    ("source", "names"),
    [
        (np.zeros(3), [""]),
        ([np.zeros(3), np.zeros(3)], ["0", "1"]),
        ({"a": np.zeros(3), "b": {"c": np.zeros(3)}}, ["a", "b/c"]),
        (((np.zeros(3), np.zeros(3)), (np.zeros(2), np.zeros(2))), ["0/0", "0/1", "1/0", "1/1"]),
        (Pair(np.zeros(3), np.zeros(3)), ["images", "labels"]),
        (
            {"x": [[0, 0], [0, 1]], "y": [0, 1], "text": ["a", "b"], "rows": [[1], [2, 3]]},
            ["x", "y", "text", "rows"],
        ),
    ],
)
def test_arrays_by_name(source: Any, names: list[str]) -> None:
    described = describe_dataset("x", source)
    assert described.kind == "arrays"
    assert [field.name for field in described.schema] == names
    assert len(described.digest) == 32


def test_frames_and_series() -> None:
    assert describe_dataset("x", pd.DataFrame({"a": [1]})).kind == "frame"
    assert describe_dataset("x", pd.Series([1], name="a")).kind == "frame"
