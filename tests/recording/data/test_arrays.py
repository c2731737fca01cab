from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tb_lifecycle.recording.data import arrays
from tb_lifecycle.recording.data.describe_dataset import describe_dataset


def test_images_with_labels() -> None:
    images = np.arange(40, dtype=np.uint8).reshape(10, 2, 2)
    labels = np.array([0, 1, 2, 0, 1, 2, 0, 1, 2, 0])
    described = describe_dataset("digits", (images, labels), "train")
    assert (described.rows, described.size, described.source) == (10, 40 + 80, "tuple")
    schema = [(field.name, field.dtype, list(field.shape)) for field in described.schema]
    assert schema == [("0", "uint8", [10, 2, 2]), ("1", "int64", [10])]
    assert dict(described.label_counts) == {"0": 4, "1": 3, "2": 3}
    assert described.profile["0.mean"] == pytest.approx(19.5)
    assert described.profile["0.sd"] == pytest.approx(images.std())
    assert (described.profile["0.min"], described.profile["0.max"]) == (0.0, 39.0)
    assert described.skipped == ""


@pytest.mark.parametrize("name", ["label", "labels", "y", "target", "y_train"])
def test_labels_by_name(name: str) -> None:
    described = describe_dataset("x", {"x": np.zeros((3, 2)), name: np.array([[5], [5], [7]])})
    assert dict(described.label_counts) == {"5": 2, "7": 1}


@pytest.mark.parametrize("values", [np.arange(51), np.linspace(0, 1, 10), np.zeros((3, 4), int)])
def test_what_is_no_label(values: Any) -> None:
    assert not describe_dataset("x", {"y": values}).label_counts


def test_missing_numbers_are_counted() -> None:
    profile = describe_dataset("x", np.array([1.0, np.nan, 3.0])).profile
    assert dict(profile) == {"mean": 2.0, "sd": 1.0, "min": 1.0, "max": 3.0, "missing": 1.0}


def test_lengths_that_differ_are_no_rows() -> None:
    assert describe_dataset("x", (np.zeros(3), np.zeros(4))).rows == 0


def test_objects_without_bytes_have_no_digest() -> None:
    described = describe_dataset("x", np.array([object()], dtype=object))
    assert described.digest == b""
    assert described.skipped == "there is no digest: it holds objects of type object"


def test_the_digest_is_that_of_the_content() -> None:
    array = np.arange(6.0).reshape(2, 3)
    digest = describe_dataset("x", array).digest
    assert describe_dataset("other", np.asfortranarray(array), "test").digest == digest
    assert describe_dataset("x", array + 1).digest != digest


@pytest.mark.framework
def test_the_type_is_part_of_a_tensor_s_digest() -> None:
    import torch

    values = torch.tensor([[1.0, 2.0], [0.5, -4.0]], requires_grad=True)
    kinds = (torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.float8_e5m2)
    described = [describe_dataset("x", values.to(kind)) for kind in kinds]
    names = [item.schema[0].dtype for item in described]
    assert names == ["float32", "float64", "float16", "bfloat16", "float8_e5m2"]
    assert len({item.digest for item in described}) == len(kinds)
    assert described[0].digest == describe_dataset("x", values.detach().numpy()).digest
    assert described[3].profile["mean"] == described[0].profile["mean"]
    assert described[3].digest == describe_dataset("x", values.bfloat16().T.contiguous().T).digest


@pytest.mark.framework
def test_an_array_in_an_hdf5_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import h5py

    array = np.arange(6, dtype=np.float32)
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["x"] = array
        assert describe_dataset("x", file["x"]).digest == describe_dataset("x", array).digest
        monkeypatch.setattr(arrays, "LARGEST_LOADED", 23)
        described = describe_dataset("x", file["x"])
        assert described.digest == b""
        assert described.skipped.endswith("would load 0 GB; log the path of its file")


@pytest.mark.framework
def test_tensors_of_tensorflow() -> None:
    import tensorflow as tf

    array = np.arange(6, dtype=np.float32)
    assert describe_dataset("x", tf.constant(array)).digest == describe_dataset("x", array).digest
