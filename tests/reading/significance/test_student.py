"""Student's t against printed tables and closed forms."""

import math

import pytest

from tb_lifecycle.reading.significance.student import regularized_beta, t_cdf, t_quantile, t_tail

# NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, critical values of Student's t.
TABLE = [
    (1, 0.975, 12.706), (1, 0.90, 3.078), (2, 0.975, 4.303), (3, 0.975, 3.182), (4, 0.975, 2.776),
    (5, 0.95, 2.015), (9, 0.995, 3.250), (10, 0.975, 2.228), (29, 0.999, 3.396), (100, 0.975, 1.984),
]  # fmt: skip


@pytest.mark.parametrize(("freedom", "probability", "critical"), TABLE)
def test_printed_quantiles(freedom: float, probability: float, critical: float) -> None:
    assert t_quantile(probability, freedom) == pytest.approx(critical, abs=0.0006)
    assert t_quantile(1 - probability, freedom) == pytest.approx(-critical, abs=0.0006)


def test_closed_forms() -> None:
    for t in (-7.0, -1.0, 0.0, 0.3, 2.0, 40.0):
        assert t_cdf(t, 1) == pytest.approx(0.5 + math.atan(t) / math.pi, rel=1e-12)
        assert t_cdf(t, 2) == pytest.approx(0.5 + t / (2 * math.sqrt(2 + t * t)), rel=1e-9)
    for x in (0.001, 0.3, 0.7, 0.999):
        assert regularized_beta(1, 3, x) == pytest.approx(1 - (1 - x) ** 3, rel=1e-12)
        assert regularized_beta(2.5, 1, x) == pytest.approx(x**2.5, rel=1e-12)


def test_many_degrees_of_freedom_are_the_normal_distribution() -> None:
    for freedom in (1e6, 1e7, 1e8, 1e12):
        assert t_quantile(0.975, freedom) == pytest.approx(1.959963984540054, rel=2e-6)


def test_a_small_tail_keeps_its_digits() -> None:
    assert t_tail(1e6, 1) == pytest.approx(math.atan(1e-6) / math.pi, rel=1e-9)
    assert t_tail(math.inf, 3) == 0.0


@pytest.mark.parametrize("freedom", [0.7, 1.3, 4.56, 27.9, 512.0])
def test_a_quantile_is_the_inverse(freedom: float) -> None:
    for probability in (0.51, 0.8, 0.975, 0.9999):
        assert t_cdf(t_quantile(probability, freedom), freedom) == pytest.approx(probability, rel=1e-12)
