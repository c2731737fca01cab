import random

import pytest

from tb_lifecycle.reading.significance.sample import Sample
from tb_lifecycle.reading.significance.seed_noise import SeedNoise, typical_noise


@pytest.mark.parametrize("n", [2, 3, 5, 10])
def test_it_is_not_biased_by_how_small_the_groups_are(n: int) -> None:
    draw = random.Random(n)
    samples = [Sample([draw.gauss(7, 0.004) for _ in range(n)]) for _ in range(4000)]
    found = typical_noise(samples)
    assert found is not None
    assert found.sd == pytest.approx(0.004, rel=0.04)
    assert found.groups > 3970
    assert found.runs == found.groups * n


def test_one_setting_that_diverges_does_not_stand_for_all() -> None:
    samples = [Sample([0.90, 0.91, 0.92])] * 4 + [Sample([0.9, 1e6])]
    found = typical_noise(samples)
    assert found is not None
    assert (found.sd, found.groups) == (pytest.approx(0.01), 4)


def test_single_runs_say_nothing() -> None:
    assert typical_noise([]) is None
    assert typical_noise([Sample([0.5]), Sample([])]) is None
    assert typical_noise([Sample([0.5]), Sample([0.5, 0.5])]) == SeedNoise(0.0, 1, 2)
