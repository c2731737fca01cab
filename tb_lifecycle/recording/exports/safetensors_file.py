"""Reads the header of a safetensors file: how many parameters it holds.

Format: https://github.com/huggingface/safetensors#format
"""

from __future__ import annotations

import json
import math
from pathlib import Path

_LARGEST_HEADER = 8 * 1024 * 1024


def safetensors_parameters(path: Path) -> int:
    """Elements of all tensors.

    Raises:
      ValueError: the file is none.
      OSError: it cannot be read.
    """
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if not 0 < length <= min(_LARGEST_HEADER, path.stat().st_size - 8):
            raise ValueError("not a safetensors file")
        header = json.loads(file.read(length))
    if not isinstance(header, dict):
        raise ValueError("not a safetensors file")
    return sum(math.prod(tensor["shape"]) for name, tensor in header.items() if name != "__metadata__")
