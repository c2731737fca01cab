"""How far apart two versions of a package are, and how near the package is to a model's figures."""

from __future__ import annotations

import re

from packaging.version import InvalidVersion, Version

# Compute the figures, make what they are computed from, or speed them up on a device.
_FRAMEWORKS = frozenset({
    "tensorflow", "tensorflow-cpu", "tensorflow-gpu", "tf-nightly", "keras", "tf-keras", "torch", "jax",
    "jaxlib", "flax", "optax", "lightning", "pytorch-lightning", "transformers", "scikit-learn", "xgboost",
    "lightgbm",
})  # fmt: skip
_NUMERIC = frozenset({
    "numpy", "scipy", "pandas", "torchvision", "torchaudio", "tensorflow-datasets", "tensorflow-text",
    "datasets", "tokenizers", "accelerate", "cuda", "cudnn", "triton", "numba", "opencv-python", "pillow",
    "ml-dtypes",
})  # fmt: skip
_NUMBERS = re.compile(r"\d+")


def framework_rank(package: str) -> int:
    """2 for a framework, 1 for what computes or loads beside one, 0 for any other package."""
    name = package.lower().replace("_", "-")
    return 2 if name in _FRAMEWORKS else 1 if name in _NUMERIC or name.startswith("nvidia-") else 0


def version_distance(a: object, b: object) -> int:
    """How far apart two versions of a package are, as Python's packaging standard reads them (PEP 440).

    Returns:
      5: one lacks the package; 4: the epoch or the major number differs; 3: the minor; 2: the patch; 1: what
      else tells two versions apart, such as a release candidate, a post release or a build (`+cu126`);
      0: they are the same version.
    """
    if not isinstance(a, str) or not isinstance(b, str):
        return 5
    ours, theirs = _parse(a), _parse(b)
    if ours is None or theirs is None:
        return _release_distance(_numbers(a), _numbers(b)) or int(a != b)
    if ours.epoch != theirs.epoch:
        return 4
    return _release_distance(ours.release, theirs.release) or int(ours != theirs)


def _parse(version: str) -> Version | None:
    try:
        return Version(version)
    except InvalidVersion:
        return None


def _numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version that follows no standard."""
    return tuple(int(number[:100]) for number in _NUMBERS.findall(version))


def _release_distance(ours: tuple[int, ...], theirs: tuple[int, ...]) -> int:
    """4, 3, 2, 1: the first, second, third, a later number differs first; 0: none does."""
    longest = max(len(ours), len(theirs))
    a, b = (numbers + (0,) * (longest - len(numbers)) for numbers in (ours, theirs))
    return next((max(1, 4 - place) for place in range(longest) if a[place] != b[place]), 0)
