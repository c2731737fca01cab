import pytest

from tb_lifecycle.reading.comparing.package_versions import framework_rank, version_distance


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [
        ("1.0", None, 5),
        (None, "1.0", 5),
        ("1!1.4.0", "2!1.4.0", 4),
        ("1!1.4.0", "1.4.0", 4),
        ("1.9", "2.0rc1", 4),
        ("2024.1", "2025.1", 4),
        ("2.0rc1", "2.1", 3),
        ("2.13.0", "2.14", 3),
        ("3.0rc1", "3.0.1", 2),
        ("4.0.0rc2", "4.0.2", 2),
        ("4", "4.0.1", 2),
        ("1.2.3", "1.2.3.4", 1),
        ("1.2.3.4", "1.2.3.5", 1),
        ("2.0.0", "2.0.0rc1", 1),
        ("2.0.0rc1", "2.0.0rc2", 1),
        ("2.0.0a1", "2.0.0b1", 1),
        ("2.0.0", "2.0.0.post1", 1),
        ("6.1", "6.1.dev7", 1),
        ("2.13.0+cpu", "2.13.0+cu126", 1),
        ("2.13.0", "2.13.0+cu126", 1),
        ("1.0", "1.0.0", 0),
        ("2.0RC1", "2.0.0rc1", 0),
        ("v1.0", "1.0", 0),
        ("1.0-1", "1.0.post1", 0),
        ("release-2.3", "release-2.4", 3),
        ("2004d", "2004e", 1),
        ("nightly", "nightly", 0),
        ("nightly", "main", 1),
        ("1.0.0-custom build", "2.0.0-custom build", 4),
        ("9" * 5000 + "x", "8" * 5000 + "x", 4),
    ],
)
def test_the_distance_of_two_versions(a: str | None, b: str | None, distance: int) -> None:
    assert version_distance(a, b) == distance
    assert version_distance(b, a) == distance


@pytest.mark.parametrize(
    ("package", "rank"),
    [
        ("torch", 2),
        ("TF_Keras", 2),
        ("scikit-learn", 2),
        ("numpy", 1),
        ("nvidia-cudnn-cu12", 1),
        ("ml_dtypes", 1),
        ("requests", 0),
        ("torch-tb-profiler", 0),
    ],
)
def test_how_near_a_package_is_to_the_figures(package: str, rank: int) -> None:
    assert framework_rank(package) == rank
