"""Every scalar of an event file, whoever wrote it: nothing sampled, preempted or dropped.

An event is told apart from the one before of its tag by its step, its time and its number only, so that most
need not be parsed: its bytes are compared with those of a template.
"""

from __future__ import annotations

import os
import struct
import time
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from google.protobuf.message import DecodeError

from tb_lifecycle.format.record_framing import masked_crc

if TYPE_CHECKING:
    from tensorboard.compat.proto.summary_pb2 import Summary

_HEADER = struct.Struct("<QI")
_CRC = struct.Struct("<I")
_TIME = struct.Struct("<d")
_TIME_KEY, _STEP_KEY, _SUMMARY_KEY, _VALUE_KEY, _TAG_KEY = 0x09, 0x10, 0x2A, 0x0A, 0x0A
_FLOAT, _DOUBLE = struct.Struct("<f"), struct.Struct("<d")
_SCALARS = "scalars"
_CHUNK = 2**22  # bytes


@dataclass(slots=True)
class Curve:
    """One series of one file, in the order of its events.

    Attributes:
      steps, times, values: of each event.
      wide: a value may have more than 32 bits.
    """

    steps: array[int] = field(default_factory=lambda: array("q"))
    times: array[float] = field(default_factory=lambda: array("d"))
    values: array[float] = field(default_factory=lambda: array("d"))
    wide: bool = False


@dataclass(slots=True)
class FileScalars:
    """The scalars of one file.

    Attributes:
      curves: by tag.
      whole: everything in the file was read: nothing damaged, nothing left for want of time. A record that is
        still being written at its end is no damage.
    """

    curves: dict[str, Curve] = field(default_factory=dict)
    whole: bool = True


@dataclass(slots=True)
class _Template:
    """What every value of a tag looks like, but for its number."""

    curve: Curve
    head: bytes
    tail: bytes
    size: int
    number: struct.Struct


def read_scalars(path: Path, *, deadline: float | None = None) -> FileScalars:
    """Reads every scalar of an event file.

    Args:
      path: the file; it may be growing.
      deadline: when to stop, by `time.monotonic`; what was read by then is returned.

    Raises:
      OSError: it cannot be read.
    """
    reader = ScalarReader()
    rest = b""
    with path.open("rb") as file:
        # Not mapped into memory: a file that is cut meanwhile would end the process.
        while chunk := file.read(_CHUNK):
            rest = reader.read(rest + chunk)
            late = deadline is not None and time.monotonic() > deadline
            if reader.is_lost or (late and file.tell() < os.fstat(file.fileno()).st_size):
                reader.found.whole = False
                return reader.found
    if len(rest) >= _HEADER.size:
        reader.found.whole &= _is_header(rest, 0)
    return reader.found


class ScalarReader:
    """Collects the scalars of one file, piece by piece.

    Attributes:
      found: what there was so far.
      is_lost: a length was damaged: where the next record begins is not known.
    """

    def __init__(self) -> None:
        self.found = FileScalars()
        self.is_lost = False
        self._templates: dict[bytes, _Template] = {}

    def read(self, content: bytes) -> bytes:
        """Takes the whole records of `content`; returns the rest of it."""
        place, size = 0, len(content)
        while place + _HEADER.size <= size:
            begin = place + _HEADER.size
            end = begin + _HEADER.unpack_from(content, place)[0]
            if end + _CRC.size > size:
                self.is_lost = not _is_header(content, place)
                break
            data = content[begin:end]
            if masked_crc(data) == _CRC.unpack_from(content, end)[0]:
                self._take(data)
            else:
                self.found.whole = False
                self.is_lost = not _is_header(content, place)
                if self.is_lost:
                    break
            place = end + _CRC.size
        return content[place:]

    def _take(self, data: bytes) -> None:
        try:
            self._take_plain(data)
        except (IndexError, struct.error, DecodeError):
            self.found.whole = False

    def _take_plain(self, data: bytes) -> None:
        """An event as everybody writes it: time, step, and values; any other has no scalars or is parsed."""
        if len(data) < 11 or data[0] != _TIME_KEY:
            self._take_parsed(data)
            return
        step, place = 0, 9
        if data[9] == _STEP_KEY:
            step, place = _varint(data, 10)
        if place >= len(data):
            return
        if data[place] != _SUMMARY_KEY:
            self._take_parsed(data)
            return
        size, place = _varint(data, place + 1)
        end = place + size
        if end != len(data):
            self._take_parsed(data)
            return
        wall_time = _TIME.unpack_from(data, 1)[0]
        while place < end:
            if data[place] != _VALUE_KEY:
                self._take_parsed(data)
                return
            size, place = _varint(data, place + 1)
            self._take_value(data[place : place + size], step, wall_time)
            place += size

    def _take_parsed(self, data: bytes) -> None:
        from tensorboard.compat.proto.event_pb2 import Event

        event = Event.FromString(data)
        for value in event.summary.value:
            self._take_value(value.SerializeToString(), event.step, event.wall_time)

    def _take_value(self, value: bytes, step: int, wall_time: float) -> None:
        if value[:1] != b"\x0a":
            return
        size, begin = _varint(value, 1)
        tag = value[begin : begin + size]
        template = self._templates.get(tag)
        if (
            template is not None
            and len(value) == template.size
            and value.startswith(template.head)
            and value.endswith(template.tail)
        ):
            curve = template.curve
            curve.values.append(template.number.unpack_from(value, len(template.head))[0])
        else:
            found = self._parse_value(tag, value)
            if found is None:
                return
            curve, number = found
            curve.values.append(number)
        curve.steps.append(step)
        curve.times.append(wall_time)

    def _parse_value(self, tag: bytes, value: bytes) -> tuple[Curve, float] | None:
        from tensorboard.compat.proto.summary_pb2 import Summary

        message = Summary.Value.FromString(value)
        name = message.tag
        known = name in self.found.curves
        if message.HasField("simple_value"):
            number, packed, wide = message.simple_value, b"\x15", False
        else:
            is_scalar = message.metadata.plugin_data.plugin_name == _SCALARS
            if not message.HasField("tensor") or not (known or is_scalar):
                return None
            tensor = _number_in(message)
            if tensor is None:
                return None
            number, packed, wide = tensor
        curve = self.found.curves.setdefault(name, Curve())
        curve.wide |= wide
        self._learn(tag, value, curve, number, packed, wide)
        return curve, number

    def _learn(self, tag: bytes, value: bytes, curve: Curve, number: float, key: bytes, wide: bool) -> None:
        kind = _DOUBLE if wide else _FLOAT
        try:
            mark = key + kind.pack(number)
        except OverflowError:
            return
        place = value.find(mark)
        if not key or place < 0 or value.find(mark, place + 1) >= 0:
            return
        place += len(key)
        self._templates[tag] = _Template(curve, value[:place], value[place + kind.size :], len(value), kind)


def _number_in(message: Summary.Value) -> tuple[float, bytes, bool] | None:
    """The number of a tensor of one element, the bytes that it stands behind, and whether it is a double."""
    from tensorboard.compat.proto import types_pb2
    from tensorboard.util import tensor_util

    tensor: Any = message.tensor
    if any(dimension.size != 1 for dimension in tensor.tensor_shape.dim):
        return None  # before it takes the memory that a damaged shape says
    try:
        content = tensor_util.make_ndarray(tensor)
        if content.size != 1:
            return None
        number = float(content.reshape(-1)[0])
    except (TypeError, ValueError, ArithmeticError):  # text, a shape that does not fit, a half of -1
        return None
    if tensor.dtype == types_pb2.DT_FLOAT:
        return number, b"\x22\x04" if tensor.tensor_content else b"\x2a\x04", False
    if tensor.dtype == types_pb2.DT_DOUBLE:
        return number, b"\x22\x08" if tensor.tensor_content else b"\x32\x08", True
    return number, b"", True


def _is_header(content: bytes, place: int) -> bool:
    crc: int = _HEADER.unpack_from(content, place)[1]
    return masked_crc(content[place : place + 8]) == crc


def _varint(data: bytes, place: int) -> tuple[int, int]:
    """A varint's value, as a signed number of 64 bits, and the place behind it."""
    byte = data[place]
    if byte < 0x80:
        return byte, place + 1
    number, shift = byte & 0x7F, 7
    while True:
        place += 1
        byte = data[place]
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            break
        shift += 7
        if shift > 63:
            raise IndexError("a varint of more than 64 bits")
    number &= 0xFFFFFFFFFFFFFFFF
    return (number - (1 << 64) if number >> 63 else number), place + 1
