"""How far apart two versions of a package are, and how near the package is to a model's figures."""

from __future__ import annotations

import re

# Computes the figures, makes what they are computed from, or speeds them up on a device.
_FRAMEWORKS = frozenset(
    [
        *(
            "tensorflow",
            "tensorflow-cpu",
            "tensorflow-gpu",
            "tf-nightly",
            "keras",
            "tf-keras",
            "torch",
            "jax",
            "jaxlib",
        ),
        *(
            "flax",
            "optax",
            "lightning",
            "pytorch-lightning",
            "transformers",
            "scikit-learn",
            "xgboost",
            "lightgbm",
        ),
    ]
)
_NUMERIC = frozenset(
    [
        *(
            "numpy",
            "scipy",
            "pandas",
            "torchvision",
            "torchaudio",
            "tensorflow-datasets",
            "tensorflow-text",
            "datasets",
        ),
        *(
            "tokenizers",
            "accelerate",
            "cuda",
            "cudnn",
            "triton",
            "numba",
            "opencv-python",
            "pillow",
            "ml-dtypes",
        ),
    ]
)
_NUMBERS = re.compile(r"\d+")


def framework_rank(package: str) -> int:
    """2 for a framework, 1 for what computes or loads beside one, 0 for any other package."""
    name = package.lower().replace("_", "-")
    return 2 if name in _FRAMEWORKS else 1 if name in _NUMERIC or name.startswith("nvidia-") else 0


def version_distance(a: object, b: object) -> int:
    """4: one lacks the package; 3, 2, 1: the major, minor, patch number differs first; 0: a later one."""
    if not isinstance(a, str) or not isinstance(b, str):
        return 4
    ours, theirs = (
        ([int(number) for number in _NUMBERS.findall(version)] + [0, 0, 0])[:3] for version in (a, b)
    )
    return next((3 - place for place in range(3) if ours[place] != theirs[place]), 0)
