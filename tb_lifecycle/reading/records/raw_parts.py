"""Takes one repeated field of a message apart without parsing its elements.

Elements with equal bytes are equal: what one of them says need be worked out only once. A map is such a field
too, of entries with a key and a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any


def split(message: bytes, number: int) -> tuple[Sequence[bytes], bytes]:
    """Splits a message into the elements of one field, and a message of all other fields.

    Args:
      message: its bytes.
      number: of the field, whose elements are messages, maps' entries, strings or bytes.

    Raises:
      DecodeError: it is no message.
    """
    found = _kind(number).FromString(message)
    parts = list(found.parts)
    found.ClearField("parts")
    return parts, found.SerializeToString()


@cache
def _kind(number: int) -> Any:
    """A message class that knows the one field, as bytes; the others are unknown to it, and kept."""
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    file = descriptor_pb2.FileDescriptorProto(
        name=f"raw_parts_{number}.proto", package=f"tb_lifecycle.raw_parts_{number}", syntax="proto3"
    )
    field = descriptor_pb2.FieldDescriptorProto
    file.message_type.add(name="Parts").field.add(
        name="parts", number=number, type=field.TYPE_BYTES, label=field.LABEL_REPEATED
    )
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{file.package}.Parts"))
