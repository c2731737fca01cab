from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from tb_lifecycle.recording.process.with_statement import called_by_with


class Made(contextlib.AbstractContextManager["Made"]):
    """Like a run that `start_run` returns."""

    def __init__(self, *, in_block: bool) -> None:
        self.in_block = in_block

    def __exit__(self, *_: object) -> None:
        """Leaves the block."""


_MODULE: dict[str, Any] = {
    "__name__": "tb_lifecycle.somewhere",  # the question is asked by tb_lifecycle, of who called it
    "called_by_with": called_by_with,
    "Made": Made,
}
exec("def make(*_, **__):\n    return Made(in_block=called_by_with())", _MODULE)
make: Callable[..., Made] = _MODULE["make"]


def make_for_caller(number: int) -> Made:
    return make(number, key=[number])


def test_the_expression_of_a_with() -> None:
    with make() as made:
        assert made.in_block
    with make(1, key={"a": 2}), make(3) as second:
        assert second.in_block
    with (
        make(
            1,
            2,
        ) as third,
    ):
        assert third.in_block
    with make(), make() as inner:
        assert inner.in_block


def test_of_a_function_that_makes_it_for_its_caller() -> None:
    with make_for_caller(1) as made:
        assert made.in_block
    assert not make_for_caller(1).in_block


def test_anything_else_is_none() -> None:
    made = make()
    assert not made.in_block
    with made:
        assert not make().in_block
    assert not [make() for _ in range(2)][1].in_block
    with contextlib.ExitStack() as stack:
        assert not stack.enter_context(make()).in_block
