import random
from statistics import fmean

import pytest

from tb_lifecycle.reading.significance.best_of_many import expected_maximum


@pytest.mark.parametrize(
    ("draws", "expected"),
    [(1, 0.0), (2, 0.56419), (3, 0.84628), (5, 1.16296), (10, 1.53875), (100, 2.50759), (400, 2.96818)],
)
def test_it_agrees_with_harters_table(draws: int, expected: float) -> None:
    assert expected_maximum(draws) == pytest.approx(expected, abs=1e-5)


def test_it_agrees_with_drawing() -> None:
    draw = random.Random(5)
    best = fmean(max(draw.gauss(0, 1) for _ in range(30)) for _ in range(4000))
    assert expected_maximum(30) == pytest.approx(best, abs=0.04)


def test_there_is_no_best_of_none() -> None:
    with pytest.raises(ValueError, match="no maximum of 0 draws"):
        expected_maximum(0)
