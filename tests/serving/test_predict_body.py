from __future__ import annotations

import numpy as np
import pytest

from tb_lifecycle.serving.predict_body import PredictBody, parse_body
from tb_lifecycle.serving.statuses import Refusal

ROWS = PredictBody("serving_default", rows=True, value=[])
COLUMNS = PredictBody("serving_default", rows=False, value=[])


def test_outputs_of_unequal_batch_sizes_cannot_be_told_as_rows() -> None:
    outputs = {"a": np.zeros((2, 3)), "b": np.zeros((3, 3))}
    with pytest.raises(Refusal) as caught:
        ROWS.answer(outputs)
    assert caught.value.message == "Tensor name: b has inconsistent batch size: 3 expecting: 2"
    assert COLUMNS.answer(outputs) == {"outputs": {"a": [[0.0] * 3] * 2, "b": [[0.0] * 3] * 3}}


def test_outputs_of_equal_batch_sizes_are_rows() -> None:
    outputs = {"a": np.asarray([1, 2]), "b": np.asarray([[True], [False]])}
    assert ROWS.answer(outputs) == {"predictions": [{"a": 1, "b": [True]}, {"a": 2, "b": [False]}]}


@pytest.mark.parametrize("value", ["true", "1", "null", "[]", "{}"])
def test_a_signatures_name_is_a_text(value: str) -> None:
    body = f'{{"signature_name": {value}, "instances": [1]}}'.encode()
    with pytest.raises(Refusal, match="must be a string value"):
        parse_body(body, most=1)


def test_an_empty_signature_name_is_the_default() -> None:
    assert parse_body(b'{"signature_name": "", "inputs": 1}', most=1) == PredictBody(
        "serving_default", False, 1
    )


@pytest.mark.parametrize("rows", [[[1, 2], [1]], [[1], [1, 2]]])
def test_instances_of_unequal_sizes_are_refused(rows: list[list[int]]) -> None:
    body = PredictBody("serving_default", rows=True, value=rows)
    with pytest.raises(Refusal, match=r"element: 1 of 'instances' list\. Error: Expecting tensor size"):
        body.tensors({"x": "float32"})


def test_instances_of_unequal_shapes_are_refused() -> None:
    body = PredictBody("serving_default", rows=True, value=[[[1, 2]], [[1], [2]]])
    with pytest.raises(Refusal, match=r"Expecting shape \[1,2\] but got: \[2,1\]"):
        body.tensors({"x": "float32"})


def test_as_many_instances_as_may_be_are_taken_and_no_more() -> None:
    assert parse_body(b'{"instances": [1, 2]}', most=2).value == [1, 2]
    with pytest.raises(Refusal, match=r"3 instances are more than the 2"):
        parse_body(b'{"instances": [1, 2, 3]}', most=2)
