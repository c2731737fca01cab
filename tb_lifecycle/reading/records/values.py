"""From what a record holds to what Python, JSON and a table show."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from tb_lifecycle.format import lifecycle_pb2

DIGEST_PREFIX = "sha256:"

STATUS_WORDS = {
    lifecycle_pb2.RUNNING: "running",
    lifecycle_pb2.COMPLETED: "completed",
    lifecycle_pb2.PRUNED: "pruned",
    lifecycle_pb2.FAILED: "failed",
    lifecycle_pb2.TERMINATED: "terminated",
}


def to_python(value: lifecycle_pb2.Value) -> object:
    """Converts a recorded value to None, bool, int, float, str or a list of those."""
    kind = value.WhichOneof("kind")
    if kind is None or kind == "none":
        return None
    if kind == "list":
        return [to_python(item) for item in value.list.values]
    return getattr(value, kind)


def digest_text(digest: bytes) -> str | None:
    """Writes a digest as `sha256:` and hexadecimal digits; None for an empty one."""
    return DIGEST_PREFIX + digest.hex() if digest else None


def split_name(name: str, split: str) -> str:
    """Names a data set's split as expressions do: `digits/train`, or `digits` where there is no split."""
    return f"{name}/{split}" if split else name


def shortest_decimals(values: Iterable[float]) -> list[float]:
    """Gives each value that came out of 32 bits the fewest digits that mean the same 32 bits.

    TensorBoard keeps scalars in 32 bits: 0.92 comes back as 0.9200000166893005. A value that 32 bits cannot
    hold is returned as it is.
    """
    wide = np.fromiter(values, dtype=np.float64)
    with np.errstate(over="ignore"):
        narrow = wide.astype(np.float32)
    texts: list[float] = narrow.astype("U32").astype(np.float64).tolist()
    same = (narrow.astype(np.float64) == wide) & np.isfinite(wide)
    triples = zip(same.tolist(), texts, wide.tolist(), strict=True)
    return [text if use else value for use, text, value in triples]
