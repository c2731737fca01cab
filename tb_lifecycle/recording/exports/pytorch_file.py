"""Counts the parameters in a file that torch.save wrote, without torch and without running
what the pickle names.

The file is a zip archive; its `data.pkl` names each tensor's storage and shape. Nothing that it names is
imported: every class is a stand-in. Format: torch/serialization.py.

The pickle is read by the interpreter's own reader in Python, whose every step is counted: the one in C gives
as much memory as a crafted file asks for.
"""

from __future__ import annotations

import math
import pickle
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

_LARGEST_PICKLE = 16 * 1024 * 1024
_LARGEST_DIRECTORY = 2 * 1024 * 1024
_MOST_STEPS = 400_000
_MOST_CLASSES = 5_000
_DEEPEST = 64
_NUMBERS = ("float", "double", "half", "bfloat16", "complex")
_NOT_PARAMETERS = ("optim", "scheduler", "ema_")
_BUFFERS = ("running_mean", "running_var")
_REFUSED = (pickle.BYTEARRAY8, pickle.EXT1, pickle.EXT2, pickle.EXT4, pickle.NEXT_BUFFER)


def pytorch_parameters(path: Path) -> int:
    """Elements of the tensors of floating point numbers, without an optimizer's; 0 for
    the format before 2020.

    Raises:
      ValueError: the archive is damaged.
      OSError: it cannot be read.
    """
    if not zipfile.is_zipfile(path) or _directory_size(path) > _LARGEST_DIRECTORY:
        return 0
    try:
        with zipfile.ZipFile(path) as archive:
            name = next((name for name in archive.namelist() if name.endswith("data.pkl")), "")
            if not name or archive.getinfo(name).file_size > _LARGEST_PICKLE:
                return 0
            with archive.open(name) as file:
                whole = _Unpickler(file).load()
    except Exception as error:  # a pickle may fail in any way
        raise ValueError(f"not a file of torch.save: {error}") from None
    return sum({tensor.place: tensor.size for tensor in _tensors(whole, _DEEPEST, set())}.values())


def _directory_size(path: Path) -> int:
    """Bytes of a zip archive's directory, which is read into memory whole."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 66_000))
        end = file.read()
    at = end.rfind(b"PK\5\6")
    return int.from_bytes(end[at + 12 : at + 16], "little") if at >= 0 else 0


class _Tensor:
    """A tensor's place in its storage, which tensors may share, and how many elements it has."""

    def __init__(self, storage: tuple[str, str], offset: int, shape: tuple[int, ...]) -> None:
        kind, key = storage
        self.place = (key, offset)
        self.size = math.prod(shape) if kind.lower().startswith(_NUMBERS) else 0


class _Standin:
    """Stands for an object of any class: keeps what it was made of."""

    def __init__(self, *parts: Any) -> None:
        self.parts: list[Any] = list(parts)

    def __call__(self, *parts: Any) -> _Standin:
        return _Standin(*parts)

    def __setstate__(self, state: Any) -> None:
        self.parts = [*getattr(self, "parts", ()), state]

    def __setitem__(self, key: Any, value: Any) -> None:
        self.parts = [*getattr(self, "parts", ()), {key: value}]

    def append(self, value: Any) -> None:
        self.parts = [*getattr(self, "parts", ()), value]


class _State(dict[Any, Any]):
    """Stands for an OrderedDict: what is set on it besides (`_metadata` of a state dictionary) is ignored."""

    def __setstate__(self, state: Any) -> None:
        """Takes nothing."""


def _steps(kind: type[pickle._Unpickler]) -> dict[int, Callable[[Any], None]]:
    """The reader's steps, each of which is counted; without those that ask for memory by a number."""

    def counted(step: Callable[[Any], None]) -> Callable[[Any], None]:
        def take(reader: _Unpickler) -> None:
            reader.left -= 1
            if reader.left < 0:
                raise ValueError("too long")
            step(reader)

        return take

    return {code: counted(step) for code, step in kind.dispatch.items() if bytes([code]) not in _REFUSED}


class _Unpickler(pickle._Unpickler):
    dispatch = _steps(pickle._Unpickler)

    def __init__(self, file: Any) -> None:
        super().__init__(file)
        self.left = _MOST_STEPS
        self._classes: dict[str, type] = {}

    def find_class(self, module: str, name: str) -> Any:
        if module == "torch._utils" and name in ("_rebuild_tensor", "_rebuild_tensor_v2"):
            return lambda storage, offset, shape, *_: _Tensor(storage, offset, shape)
        if (module, name) == ("torch._utils", "_rebuild_tensor_v3"):
            return _rebuild_with_type
        if module == "torch._utils" and name.startswith("_rebuild_parameter"):
            return lambda tensor, *_: tensor
        if (module, name) == ("torch._tensor", "_rebuild_from_type_v2"):
            return lambda function, _kind, parts, *_: function(*parts)
        if (module, name) == ("collections", "OrderedDict"):
            return _State
        if len(self._classes) >= _MOST_CLASSES:
            raise ValueError("too many classes")
        return self._classes.setdefault(f"{module}.{name}"[:200], type(name[:100], (_Standin,), {}))

    def persistent_load(self, identity: Any) -> tuple[str, str]:
        _, kind, key, *_ = identity
        return getattr(kind, "__name__", str(kind)), str(key)


def _rebuild_with_type(storage: tuple[str, str], offset: int, shape: tuple[int, ...], *rest: Any) -> _Tensor:
    """A tensor of a newer type, which is named beside its storage."""
    return _Tensor((getattr(rest[3], "__name__", ""), storage[1]), offset, shape)


def _tensors(x: Any, depth: int, seen: set[int]) -> Iterator[_Tensor]:
    """The tensors inside a structure, each part once, none below a name that says optimizer or buffer."""
    if isinstance(x, _Tensor):
        yield x
        return
    if not depth or id(x) in seen:
        return
    seen.add(id(x))
    if isinstance(x, Mapping):
        for key, value in x.items():
            name = str(key).lower()
            if not name.startswith(_NOT_PARAMETERS) and not name.endswith(_BUFFERS):
                yield from _tensors(value, depth - 1, seen)
    elif isinstance(x, (list, tuple)):
        for value in x:
            yield from _tensors(value, depth - 1, seen)
    elif isinstance(x, _Standin):
        yield from _tensors(getattr(x, "parts", []), depth - 1, seen)
