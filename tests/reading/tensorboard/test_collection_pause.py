from __future__ import annotations

import gc

import pytest

from tb_lifecycle.reading.tensorboard.collection_pause import collection_paused


def test_pauses_may_overlap() -> None:
    assert gc.isenabled()
    first, second = collection_paused(), collection_paused()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert not gc.isenabled()
    second.__exit__(None, None, None)
    assert gc.isenabled()


def test_an_error_ends_the_pause() -> None:
    with pytest.raises(OSError, match="gone"), collection_paused():
        raise OSError("gone")
    assert gc.isenabled()


def test_a_program_that_collects_by_itself_goes_on_so() -> None:
    gc.disable()
    try:
        with collection_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
