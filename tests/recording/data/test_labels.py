from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tb_lifecycle.recording.data.labels import count_labels, is_label_name


@pytest.mark.parametrize(
    "name", ["label", "Labels", "y", "target", "y_test", "train/labels", "image_label", "Class"]
)
def test_names_of_labels(name: str) -> None:
    assert is_label_name(name)


@pytest.mark.parametrize("name", ["x", "labelled", "image", "", "yes", "0"])
def test_other_names(name: str) -> None:
    assert not is_label_name(name)


@pytest.mark.parametrize(
    ("array", "counts"),
    [
        (np.array([3, 1, 3]), {"1": 1, "3": 2}),
        (np.array([[3], [1]]), {"1": 1, "3": 1}),
        (np.array(["a", "b", "a"]), {"a": 2, "b": 1}),
        (np.array([b"a"]), {"a": 1}),
        (np.array([True, False, True]), {"False": 1, "True": 2}),
        (np.array([1.0, 2.0]), {}),
        (np.arange(51), {}),
        (np.zeros((2, 2), int), {}),
        (np.array([], int), {}),
    ],
)
def test_counts(array: Any, counts: dict[str, int]) -> None:
    assert count_labels(array) == counts
