from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from tb_lifecycle.recording.data.describe_dataset import describe_dataset


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "x": [1.0, np.nan, 3.0, 4.0],
            "n": pd.array([1, None, 3, 4], dtype="Int64"),
            "text": ["a", "b", None, "a"],
            "kind": pd.Categorical(["p", "q", "p", "p"]),
            "when": pd.to_datetime(["2026-01-01", None, "2026-01-03", "2026-01-04"]),
            "label": ["cat", "dog", "cat", "cat"],
        }
    )


def test_a_frame() -> None:
    described = describe_dataset("pets", frame())
    assert (described.kind, described.rows) == ("frame", 4)
    assert [field.name for field in described.schema] == ["x", "n", "text", "kind", "when", "label"]
    assert [field.dtype for field in described.schema][:2] == ["float64", "Int64"]
    assert dict(described.label_counts) == {"cat": 3, "dog": 1}
    profile = described.profile
    assert (profile["x.mean"], profile["x.missing"]) == (pytest.approx(8 / 3), 1.0)
    assert (profile["n.mean"], profile["n.missing"]) == (pytest.approx(8 / 3), 1.0)
    assert (profile["text.missing"], profile["when.missing"]) == (1.0, 1.0)
    assert described.skipped == ""


def test_the_digest_is_stable_whatever_the_blocks_in_memory() -> None:
    digest = describe_dataset("x", frame()).digest
    rebuilt = pd.concat([frame().iloc[:2], frame().iloc[2:]], ignore_index=True)
    assert describe_dataset("x", rebuilt.astype(frame().dtypes.to_dict())).digest == digest
    assert describe_dataset("x", frame().copy()).digest == digest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (pd.array([1, 2], dtype="int64"), pd.array([1, 2], dtype="Int64")),
        (pd.Categorical(["a", "b"]), ["a", "b"]),
        (pd.array(["a", None], dtype="string"), pd.Series(["a", None], dtype=object)),
        (np.array(["2026-01-02"], "datetime64[ns]"), np.array(["2026-01-02"], "datetime64[s]")),
    ],
)
def test_ways_to_hold_the_same_values_do_not_matter(one: Any, other: Any) -> None:
    digests = {describe_dataset("x", pd.DataFrame({"a": values})).digest for values in (one, other)}
    assert len(digests) == 1


def test_nanoseconds_are_kept() -> None:
    times = [pd.DataFrame({"a": np.array([n], "datetime64[ns]")}) for n in (1000, 1001)]
    assert describe_dataset("x", times[0]).digest != describe_dataset("x", times[1]).digest


def changes() -> list[pd.DataFrame]:
    value, renamed, order = (
        frame(),
        frame().rename(columns={"x": "z"}),
        frame()[["n", "x", "text", "kind", "when", "label"]],
    )
    value.loc[0, "text"] = "c"
    return [
        value,
        renamed,
        order,
        frame().iloc[::-1],
        frame().astype({"x": "float32"}),
        frame().fillna({"n": 0}),
    ]


@pytest.mark.parametrize("index", range(6))
def test_the_digest_changes_with_the_content(index: int) -> None:
    assert describe_dataset("x", changes()[index]).digest != describe_dataset("x", frame()).digest


def test_columns_of_the_same_name() -> None:
    twice = pd.DataFrame([[1, 2.0]], columns=["a", "a"])
    assert [field.name for field in describe_dataset("x", twice).schema] == ["a", "a#2"]


def test_an_index_that_is_data_counts() -> None:
    plain = pd.DataFrame({"a": [1, 2]})
    digest = describe_dataset("x", plain).digest
    assert describe_dataset("x", plain.set_axis([0, 1])).digest == digest
    assert describe_dataset("x", plain.set_axis(["p", "q"])).digest != digest


@pytest.mark.parametrize(
    "odd",
    [
        pd.DataFrame(),
        pd.DataFrame({"a": []}),
        pd.DataFrame({"o": [[1, 2], {"no", "order"}]}),
        pd.DataFrame({("a", "b"): [1]}),
        pd.DataFrame({"p": pd.period_range("2026-01", periods=2, freq="M")}),
        pd.DataFrame({"z": pd.to_datetime(["2026-01-01"]).tz_localize("Europe/Berlin")}),
        pd.DataFrame({"b": pd.array([True, None], dtype="boolean")}),
        pd.DataFrame({"i": pd.IntervalIndex.from_breaks([0, 1, 2])}),
    ],
)
def test_odd_frames_are_described(odd: Any) -> None:
    described = describe_dataset("x", odd)
    assert described.digest or described.skipped.startswith(
        ("there is no digest: it holds objects of type ", "there is no digest: it holds nothing")
    )
