from __future__ import annotations

import pytest

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.reading.records.packages import Package, describe_packages, packages_of, read_packages

RECORDED = lifecycle_pb2.Environment(
    packages={"numpy": "2.0", "Jax": "0.4", "mine": "0.1", "both": "1"},
    editable=["mine", "both"],
    direct={"Jax": "git+https://h/jax", "both": "file:///src/both"},
)
PACKAGES = {
    "both": Package("1", "file:///src/both", True),
    "Jax": Package("0.4", "git+https://h/jax"),
    "mine": Package("0.1", editable=True),
    "numpy": Package("2.0"),
}


def test_the_packages_of_a_record_are_in_the_order_of_their_names() -> None:
    assert read_packages(RECORDED) == PACKAGES
    assert list(read_packages(RECORDED)) == ["both", "Jax", "mine", "numpy"]
    assert read_packages(lifecycle_pb2.Environment()) == {}


def test_a_description_tells_of_packages_all_that_was_read() -> None:
    described = describe_packages(PACKAGES)
    assert described == {
        "packages": {"both": "1", "Jax": "0.4", "mine": "0.1", "numpy": "2.0"},
        "editable": ["both", "mine"],
        "direct": {"both": "file:///src/both", "Jax": "git+https://h/jax"},
    }
    assert packages_of({"environment": described}) == PACKAGES


@pytest.mark.parametrize("description", [{}, {"environment": None}, {"environment": {"packages": None}}])
def test_a_run_without_a_recorded_environment_has_none(description: dict[str, object]) -> None:
    assert packages_of(description) == {}


@pytest.mark.parametrize(
    ("package", "text", "has_index"),
    [
        (Package("1"), "1", True),
        (Package("1", editable=True), "1, editable", False),
        (Package("1", "u"), "1 from u", False),
        (Package("1", "u", True), "1 from u", False),
    ],
)
def test_a_package_says_where_it_is_from(package: Package, text: str, has_index: bool) -> None:
    assert (str(package), package.has_index) == (text, has_index)
