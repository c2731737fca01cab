"""Seeds and determinism switches that can be seen from outside, in the libraries that
the script has imported."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from tb_lifecycle.recording.machine.loaded_modules import loaded

_VARIABLES = (
    "PYTHONHASHSEED",
    "TF_DETERMINISTIC_OPS",
    "TF_CUDNN_DETERMINISTIC",
    "CUBLAS_WORKSPACE_CONFIG",
    "XLA_FLAGS",
)
_GENERATORS = frozenset({"numpy", "torch", "tensorflow", "keras"})
_SEED_WORD = re.compile(r"(?<![a-z])(?:seeds?|rng|random_?state)(?![a-z])")
_TORCH_UNSEEDED = 67280421310721
"""torch's generator starts with it; see default_rng_seed_val in its c10/core/GeneratorImpl.h."""


def read_seeds() -> dict[str, str]:
    """Reads what is set now, by name: variables, and a seed for each library that was seen seeded."""
    found = {name: os.environ[name] for name in _VARIABLES if os.environ.get(name)}
    if "deterministic" not in found.get("XLA_FLAGS", ""):
        found.pop("XLA_FLAGS", None)
    for module, read in _LIBRARIES.items():
        library = loaded(module)
        if library is None:
            continue
        try:
            seen = read(library)
        except Exception:  # another version of the library than the ones known here
            continue
        found.update({name: str(value) for name, value in seen.items() if value is not None})
    return found


def seeded_generators(seeds: Iterable[str]) -> list[str]:
    """Those of the names that `read_seeds` gives that are generators with a seed, and no switches."""
    return sorted(_GENERATORS.intersection(seeds))


def is_seed_flag(name: str) -> bool:
    """Whether a flag of this name is a seed: `seed`, `np_seed`, `dataSeed`, `random_state`."""
    return _SEED_WORD.search(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()) is not None


def _torch(torch: Any) -> dict[str, Any]:
    seed = torch.initial_seed()
    return {
        "torch": None if seed == _TORCH_UNSEEDED else seed,
        "torch deterministic": True if torch.are_deterministic_algorithms_enabled() else None,
        "cudnn deterministic": True if torch.backends.cudnn.deterministic else None,
    }


def _tensorflow(context: Any) -> dict[str, Any]:
    return {"tensorflow": getattr(context._context, "_seed", None)}


def _tensorflow_determinism(config: Any) -> dict[str, Any]:
    return {"tensorflow deterministic": True if config.is_op_determinism_enabled() else None}


def _keras(state: Any) -> dict[str, Any]:
    return {"keras": state.get_global_attribute("global_random_seed")}


def _numpy(random: Any) -> dict[str, Any]:
    """The seed of numpy's global generator, which can be seen until it gives its first number."""
    _, key, position, *_ = random.get_state()
    word = int(key[0])
    if position != 624:
        return {}
    for index in range(1, 8):  # the recurrence with which a seed fills the state
        word = (1812433253 * (word ^ (word >> 30)) + index) & 0xFFFFFFFF
        if word != int(key[index]):
            return {}
    return {"numpy": int(key[0])}


_LIBRARIES: dict[str, Callable[[Any], dict[str, Any]]] = {
    "torch": _torch,
    "tensorflow.python.eager.context": _tensorflow,
    "tensorflow.python.framework.config": _tensorflow_determinism,
    "keras.src.backend.common.global_state": _keras,
    "numpy.random": _numpy,
}
