from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from tb_lifecycle.recording.data import tf_data
from tb_lifecycle.recording.data.describe_dataset import describe_dataset

IMAGES = np.arange(40, dtype=np.float32).reshape(10, 4)
LABELS = np.arange(10) % 3


def pairs() -> Any:
    return tf.data.Dataset.from_tensor_slices((IMAGES, LABELS))


def test_a_data_set_of_pairs() -> None:
    described = describe_dataset("x", pairs())
    assert (described.kind, described.rows, described.size) == ("tf.data", 10, IMAGES.nbytes + LABELS.nbytes)
    assert [(field.name, field.dtype, list(field.shape)) for field in described.schema] == [
        ("0", "float32", [4]),
        ("1", "int64", []),
    ]
    assert dict(described.label_counts) == {"0": 4, "1": 3, "2": 3}
    assert len(described.digest) == 32
    assert described.skipped == ""


@pytest.mark.parametrize(
    "arrange",
    [
        lambda data: data.shuffle(10),
        lambda data: data.shuffle(10).batch(4).prefetch(2),
        lambda data: data.batch(3, num_parallel_calls=2),
        lambda data: data.cache().batch(5),
        lambda data: data.with_options(tf.data.Options()),
    ],
)
def test_arranging_does_not_change_the_digest(arrange: Any) -> None:
    assert describe_dataset("x", arrange(pairs())).digest == describe_dataset("x", pairs()).digest


def test_content_does() -> None:
    digest = describe_dataset("x", pairs()).digest
    assert describe_dataset("x", pairs().map(lambda x, y: (x * 2, y))).digest != digest
    assert describe_dataset("x", pairs().take(9)).digest != digest
    assert describe_dataset("x", pairs().concatenate(pairs().take(1))).digest != digest


def test_a_cache_is_not_filled() -> None:
    calls: list[int] = []

    def count(x: Any) -> Any:
        calls.append(int(x))
        return x

    cached = tf.data.Dataset.range(3).map(lambda x: tf.py_function(count, [x], tf.int64)).cache()
    describe_dataset("x", cached)
    calls.clear()
    assert len(list(cached)) == 3
    assert sorted(calls) == [0, 1, 2]


def test_an_endless_one_has_no_digest() -> None:
    described = describe_dataset("x", pairs().repeat().batch(2))
    assert described.digest == b""
    assert (
        described.skipped == "there is no digest: the data set never ends; log it as it is before .repeat()"
    )


@pytest.mark.parametrize(
    ("limit", "value"), [("MOST_ELEMENTS", 5), ("MOST_BYTES", 100), ("MOST_SECONDS", -1.0)]
)
def test_a_limit_is_kept_and_said(limit: str, value: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tf_data, limit, value)
    described = describe_dataset("x", pairs())
    assert described.digest == b""
    assert described.rows == 0
    assert described.skipped.startswith("there is no digest: only the first ")


def test_one_that_would_take_too_long_is_given_up_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tf_data, "_TRIED_SECONDS", 0.0)
    monkeypatch.setattr(tf_data, "MOST_SECONDS", 3600.0)
    described = describe_dataset("x", tf.data.Dataset.range(10**15).map(lambda x: x + 1))
    assert "only the first 1 elements" in described.skipped


def test_random_elements_have_no_digest() -> None:
    described = describe_dataset("x", pairs().map(lambda x, y: (x + tf.random.uniform([]), y)).batch(2))
    assert described.digest == b""
    assert described.rows == 10
    assert "differ from pass to pass" in described.skipped
    assert described.label_counts


def test_dictionaries_and_texts() -> None:
    data = tf.data.Dataset.from_tensor_slices({"text": ["a", "bc"], "n": [1, 2]})
    described = describe_dataset("x", data)
    assert [field.name for field in described.schema] == ["text", "n"]
    assert [field.dtype for field in described.schema] == ["string", "int32"]
    assert described.digest


def test_a_generator_is_read_and_can_be_read_again() -> None:
    data = tf.data.Dataset.from_generator(
        lambda: iter(range(5)), output_signature=tf.TensorSpec([], tf.int32)
    )
    assert describe_dataset("x", data).rows == 5
    assert len(list(data)) == 5


def test_a_pipeline_that_fails_says_how() -> None:
    def fail(_: Any) -> Any:
        raise ValueError("no such picture")

    data = tf.data.Dataset.range(3).map(lambda x: tf.py_function(fail, [x], tf.int64))
    described = describe_dataset("x", data)
    assert described.digest == b""
    assert "reading failed with " in described.skipped


def test_without_eager_execution() -> None:
    with tf.Graph().as_default():
        described = describe_dataset("x", tf.data.Dataset.range(3))
    assert described.digest == b""
    assert described.skipped.startswith("there is no digest: ")


def test_ragged_elements() -> None:
    data = tf.data.Dataset.from_tensor_slices(tf.ragged.constant([[1, 2], [3]]))
    described = describe_dataset("x", data)
    assert described.digest or described.skipped
