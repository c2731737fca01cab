"""The data sets and exports of a run, as the `run` answer shows them; what is not known is None."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.reading.records.values import digest_text

Json = dict[str, Any]


def describe_dataset(data: lifecycle_pb2.Dataset) -> Json:
    """Describes a data set; `rows`, `files` and `size` are None where they are not known."""
    profile: Json = {}
    if data.label_counts:
        profile["label_counts"] = dict(
            sorted(data.label_counts.items(), key=lambda item: _numeric_first(item[0]))
        )
    profile.update(sorted(data.profile.items()))
    return {
        "name": data.name,
        "split": data.split,
        "digest": digest_text(data.digest),
        "kind": data.kind,
        "source": data.source,
        "rows": data.rows or None,
        "files": data.files or None,
        "size": data.size or None,
        "schema": _describe_fields(data.schema),
        "profile": profile,
        "skipped": data.skipped,
        "parts": _describe_parts(data.parts),
    }


def describe_export(export: lifecycle_pb2.Export) -> Json:
    """Describes an export."""
    return {
        "name": export.name,
        "path": export.path,
        "format": export.format,
        "digest": digest_text(export.digest),
        "size": export.size or None,
        "files": export.files or None,
        "created": export.created or None,
        "parameters": export.parameters or None,
        "step": export.step if export.step >= 0 else None,
        "skipped": export.skipped,
        "parts": _describe_parts(export.parts),
        "signatures": [
            {
                "name": signature.name,
                "inputs": _describe_fields(signature.inputs),
                "outputs": _describe_fields(signature.outputs),
            }
            for signature in export.signatures
        ],
    }


def _describe_parts(parts: Iterable[lifecycle_pb2.Part]) -> list[Json]:
    """The files of a small directory, each with the first digits of its digest."""
    return [{"name": part.name, "digest": part.digest.hex(), "size": part.size} for part in parts]


def _describe_fields(fields: Iterable[lifecycle_pb2.Field]) -> list[Json]:
    return [
        {
            "name": field.name,
            "dtype": field.dtype,
            "shape": [size if size >= 0 else None for size in field.shape],
        }
        for field in fields
    ]


def _numeric_first(label: str) -> tuple[bool, float, str]:
    try:
        return False, float(label), label
    except ValueError:
        return True, 0.0, label
