from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tb_lifecycle.recording.data import profiles
from tb_lifecycle.recording.data.profiles import profile


@pytest.mark.parametrize("chunk", [3, 7, 1000])
def test_chunks_give_what_the_whole_gives(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiles, "_CHUNK", chunk)
    array = 1e6 + np.random.default_rng(0).normal(size=(20, 5))
    figures = profile(array)
    assert figures["mean"] == pytest.approx(array.mean())
    assert figures["sd"] == pytest.approx(array.std())
    assert (figures["min"], figures["max"]) == (array.min(), array.max())


@pytest.mark.parametrize(
    ("array", "figures"),
    [
        (np.array([], float), {}),
        (np.array(["a"]), {}),
        (np.array([1j]), {}),
        (np.array([np.nan]), {"missing": 1.0}),
        (np.array([True, False]), {"mean": 0.5, "sd": 0.5, "min": 0.0, "max": 1.0}),
        (np.array([1.0, np.nan]), {"mean": 1.0, "sd": 0.0, "min": 1.0, "max": 1.0, "missing": 1.0}),
        (np.array(3), {"mean": 3.0, "sd": 0.0, "min": 3.0, "max": 3.0}),
    ],
)
def test_figures(array: Any, figures: dict[str, float]) -> None:
    assert profile(array) == figures


def test_infinities_do_not_warn() -> None:
    figures = profile(np.array([1.0, np.inf]))
    assert (figures["min"], figures["max"]) == (1.0, np.inf)
