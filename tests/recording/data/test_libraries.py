from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import datasets
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset
import pytest
import scipy.sparse
import tensorflow as tf
import torch
from torch.utils.data import ConcatDataset, DataLoader, Dataset, IterableDataset, Subset, TensorDataset

from tb_lifecycle.recording.data.describe_dataset import check_source, describe_dataset


class Squares(Dataset[Any]):
    """Makes its elements, and must not be asked for them: that may change the state of a generator."""

    def __len__(self) -> int:
        return 5

    def __getitem__(self, index: int) -> Any:
        raise AssertionError("read")


class Stream(IterableDataset[Any]):
    def __iter__(self) -> Iterator[int]:
        raise AssertionError("read")


class Raises:
    def __iter__(self) -> Iterator[int]:
        raise RuntimeError("no")

    def __getattr__(self, name: str) -> object:
        raise RuntimeError("not connected")


def frame(v: float) -> pd.DataFrame:
    return pd.DataFrame({"a": [1.0, 2.0, v], "b": ["x", "y", "z"]})


WITH_DIGEST: dict[str, Any] = {
    "tensors": lambda v: TensorDataset(torch.tensor([[v]]), torch.tensor([1])),
    "loader of tensors": lambda v: DataLoader(
        TensorDataset(torch.tensor([[v], [2.0]])), batch_size=2, shuffle=True
    ),
    "subset": lambda v: Subset(TensorDataset(torch.arange(9.0)), [0, int(v)]),
    "both": lambda v: ConcatDataset([TensorDataset(torch.tensor([v])), TensorDataset(torch.tensor([2.0]))]),
    "hugging face": lambda v: datasets.Dataset.from_dict(
        {"text": ["a", None], "x": [v, 2.0], "l": [[1], []]}
    ),
    "hugging face by split": lambda v: datasets.DatasetDict(train=datasets.Dataset.from_dict({"x": [v]})),
    "selected": lambda v: datasets.Dataset.from_dict({"x": list(range(9))}).select([0, int(v)]),
    "arrow": lambda v: pa.table({"x": [1.0, v, None], "n": [{"a": 1}, {"a": None}, None]}),
    "arrow batch": lambda v: pa.record_batch({"x": [1.0, v]}),
    "polars": lambda v: pl.DataFrame({"x": [1.0, v]}),
    "sparse": lambda v: scipy.sparse.csr_matrix(np.diag([1.0, v])),
    "ragged": lambda v: tf.ragged.constant([[1.0, v], [3.0]]),
    "sparse tensor": lambda v: tf.sparse.from_dense([[0.0, v]]),
    "frame and series": lambda v: (frame(v), pd.Series([0, 1])),
    "frames": lambda v: [frame(v), frame(1)],
    "frames by name": lambda v: {"train": frame(v), "labels": pd.Series([0])},
    "records": lambda v: [{"a": 1, "b": "x"}, {"a": v, "b": None}],
    "pairs": lambda v: [("a text", 0), ("another", v)],
    "texts": lambda v: ["a text", f"text {v}"],
    "sparse and series": lambda v: (scipy.sparse.eye(3) * v, pd.Series([0])),
}


@pytest.mark.parametrize("name", WITH_DIGEST)
def test_the_digest_is_that_of_the_content(name: str) -> None:
    make = WITH_DIGEST[name]
    one, same, other = (describe_dataset("x", make(v)) for v in (3.0, 3.0, 4.0))
    assert one.digest, one.skipped
    assert one.digest == same.digest
    assert one.digest != other.digest
    assert one.source != ""
    check_source(make(3.0))


WITHOUT: dict[str, tuple[Any, int, str]] = {
    "torch": (Squares, 5, "made when they are read"),
    "loader": (lambda: DataLoader(Squares(), batch_size=2), 5, "made when they are read"),
    "stream of torch": (Stream, 0, "made when they are read"),
    "stream of hugging face": (
        lambda: datasets.IterableDataset.from_generator(lambda: iter(())), 0, "a stream",
    ),
    "lazy": (lambda: pl.LazyFrame({"x": [1]}), 0, "made when they are read"),
    "raises": (Raises, 0, "made when they are read"),
    "no numbers in memory": (lambda: torch.empty(3, device="meta"), 0, "there is no digest: "),
}  # fmt: skip


@pytest.mark.parametrize("name", WITHOUT)
def test_what_is_not_read_is_described_with_the_reason(name: str) -> None:
    make, rows, reason = WITHOUT[name]
    described = describe_dataset("x", make())
    assert described.digest == b""
    assert reason in described.skipped
    assert described.rows == rows or name.startswith("no numbers")
    check_source(make())


def test_arranging_and_chunks_do_not_matter() -> None:
    tensors = TensorDataset(torch.arange(6.0))
    assert describe_dataset("x", DataLoader(tensors, 2)).digest == describe_dataset("x", tensors).digest
    table = pa.table({"x": list(range(10)), "s": [str(n) for n in range(10)]})
    chunked = pa.concat_tables([table.slice(0, 3), table.slice(3)])
    assert describe_dataset("x", chunked).digest == describe_dataset("x", table).digest
    matrix = scipy.sparse.csr_matrix(np.diag([1.0, 2.0]))
    assert describe_dataset("x", matrix.tocoo()).digest == describe_dataset("x", matrix).digest
    assert describe_dataset("x", matrix.tolil()).digest == describe_dataset("x", matrix).digest


def test_a_table_s_labels_and_schema() -> None:
    described = describe_dataset("x", datasets.Dataset.from_dict({"text": ["a", "b"], "label": [1, 1]}))
    assert [(item.name, item.dtype) for item in described.schema] == [("text", "string"), ("label", "int64")]
    assert dict(described.label_counts) == {"1": 2}
    assert (described.kind, described.rows) == ("table", 2)


def test_a_list_of_paths(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.csv").write_text(f"x\n{name}\n")
    paths = [tmp_path / "a.csv", str(tmp_path / "b.csv")]
    described = describe_dataset("x", paths)
    assert (described.kind, described.files) == ("files", 2)
    assert describe_dataset("x", paths[::-1]).digest == described.digest
    assert describe_dataset("x", pyarrow.dataset.dataset([os.fspath(p) for p in paths], format="csv")).digest
    with pytest.raises(FileNotFoundError, match=r"nothing is at .*c\.csv"):
        describe_dataset("x", [*paths, tmp_path / "c.csv"])
    with pytest.raises(FileNotFoundError):
        describe_dataset("x", ["nowhere/a.csv", "nowhere/b.csv"])


@pytest.mark.parametrize("source", [threading.Lock(), range, torch.nn.Linear(1, 1), np.float32(1), b"x"])
def test_what_is_no_data_is_a_mistake(source: Any) -> None:
    with pytest.raises(TypeError, match="log_dataset takes a path"):
        describe_dataset("x", source)
