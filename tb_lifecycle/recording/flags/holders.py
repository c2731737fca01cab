"""The things that hold flags, told apart by their shape: none of their libraries is imported.

They are other people's objects: each question and each reading may raise, and then has no answer.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import sys
import types
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tb_lifecycle.recording.values import is_plain

Items = list[tuple[str, Any]]


class UnreadableError(Exception):
    """It holds flags, and raises when it is read; the text says what."""


def children(x: Any) -> Items | None:
    """The flags inside a flag that groups others, or None for one that is a value by itself.

    Raises:
      UnreadableError: they cannot be read.
    """
    for holds, read in _READERS:
        if _holds(holds, x):
            try:
                return read(x)
            except Exception as error:
                raise UnreadableError(f"{type(error).__name__}: {_text(error)}") from None
    return None


def attributes(x: Any) -> Items | None:
    """Attributes of the object and of its classes, methods left out; None if it has no plain one."""
    left_alone = (types.ModuleType, types.FunctionType, types.MethodType, types.BuiltinFunctionType)
    if isinstance(x, left_alone) or not (hasattr(x, "__dict__") or hasattr(type(x), "__slots__")):
        return None
    found: dict[str, Any] = {}
    for base in reversed(type(x).__mro__[:-1]):
        found.update({name: value for name, value in vars(base).items() if _is_setting(value)})
    for name in (name for base in type(x).__mro__ for name in _slots(base)):
        found[name] = getattr(x, name, None)
    found.update(getattr(x, "__dict__", {}))
    fitted = "_" if hasattr(type(x), "fit") else "\0"  # what fitting has computed is no flag
    items = [
        (name, value)
        for name, value in found.items()
        if not name.startswith("_") and not name.endswith(fitted)
    ]
    return items if any(is_plain(value) or _is_group(value) for _, value in items) else None


def is_named_tuple(x: Any) -> bool:
    """Whether x is a tuple whose items have names."""
    return isinstance(x, tuple) and hasattr(x, "_fields")


def is_pydantic(x: Any) -> bool:
    """Whether x is a pydantic model's instance."""
    return any(
        base.__name__ == "BaseModel" and base.__module__.startswith("pydantic") for base in type(x).__mro__
    )


def is_attrs(x: Any) -> bool:
    """Whether x is an instance of an attrs class."""
    return not isinstance(x, type) and hasattr(type(x), "__attrs_attrs__")


def is_dataclass(x: Any) -> bool:
    """Whether x is an instance of a dataclass."""
    return not isinstance(x, type) and dataclasses.is_dataclass(x)


def is_click_context(x: Any) -> bool:
    """Whether x is a context of click, or of typer."""
    return any(
        base.__name__ == "Context" and base.__module__.split(".")[0] in ("click", "typer", "asyncclick")
        for base in type(x).__mro__
    )


def is_estimator(x: Any) -> bool:
    """Whether x says its own parameters, as scikit-learn's estimators do."""
    return not isinstance(x, type) and callable(getattr(type(x), "get_params", None))


def _holds(question: Callable[[Any], bool], x: Any) -> bool:
    try:
        return question(x)
    except Exception:
        return False


def _text(error: Exception) -> str:
    try:
        return (str(error).splitlines() or [""])[0][:200]
    except Exception:
        return ""


def _is_group(x: Any) -> bool:
    return any(_holds(holds, x) for holds, _ in _READERS)


def _slots(kind: type) -> tuple[str, ...]:
    slots = vars(kind).get("__slots__", ())
    return (slots,) if isinstance(slots, str) else tuple(slots)


def _is_setting(value: Any) -> bool:
    return not callable(value) and not hasattr(type(value), "__get__")


def _is_omegaconf(x: Any) -> bool:
    return _is_from(x, "omegaconf") and type(x).__name__ == "DictConfig"


def _is_config_dict(x: Any) -> bool:
    return _is_from(x, "ml_collections") and callable(getattr(x, "items", None))


def _is_list_of_groups(x: Any) -> bool:
    return isinstance(x, (list, tuple)) and any(
        _is_group(item) for item in x[:256] if item is not x and not _is_list(item)
    )


def _is_list(x: Any) -> bool:
    return isinstance(x, (list, tuple)) and not is_named_tuple(x)


def _is_from(x: Any, package: str) -> bool:
    return any(base.__module__.split(".")[0] == package for base in type(x).__mro__)


def _named(pairs: Iterable[tuple[Any, Any]]) -> Items:
    return [(str(key), value) for key, value in pairs]


def _read_mapping(x: Any) -> Items:
    """Each value by itself: one that cannot be had leaves the others."""
    return [(str(key), _value_of(x, key)) for key in list(x)]


def _value_of(x: Any, key: Any) -> Any:
    try:
        return x[key]
    except Exception as error:
        return Unreadable(f"{type(error).__name__}: {_text(error)}")


@dataclasses.dataclass(frozen=True)
class Unreadable:
    """Stands for a value that could not be had."""

    reason: str


def _read_omegaconf(x: Any) -> Items:
    convert = sys.modules["omegaconf"].OmegaConf.to_container
    try:
        plain = convert(x, resolve=True, enum_to_str=True)
    except Exception:  # an interpolation that points nowhere: show it as it is written
        plain = convert(x, resolve=False, enum_to_str=True)
    return _named(plain.items())


def _read_pydantic(x: Any) -> Items:
    return _named({**vars(x), **(getattr(x, "__pydantic_extra__", None) or {})}.items())


def _read_dataclass(x: Any) -> Items:
    return [(item.name, getattr(x, item.name, None)) for item in dataclasses.fields(x)]


def _read_struct(x: Any) -> Items:
    return [(name, getattr(x, name, None)) for name in type(x).__struct_fields__]


def _read_estimator(x: Any) -> Items:
    """The parameters, those of estimators within with dotted names in the place of `base__depth`."""
    try:
        parameters = dict(x.get_params())
    except Exception:
        return attributes(x) or []
    groups = {name.rpartition("__")[0] for name in parameters if "__" in name}
    return [
        (name.replace("__", "."), value)
        for name, value in parameters.items()
        if is_plain(value) or name not in groups
    ]


_READERS: tuple[tuple[Callable[[Any], bool], Callable[[Any], Items]], ...] = (
    (lambda x: isinstance(x, (argparse.Namespace, types.SimpleNamespace)), lambda x: _named(vars(x).items())),
    (_is_omegaconf, _read_omegaconf),
    (_is_config_dict, lambda x: _named(x.items())),
    (lambda x: isinstance(x, Mapping) and not isinstance(x, os._Environ), _read_mapping),
    (is_dataclass, _read_dataclass),
    (is_attrs, lambda x: [(item.name, getattr(x, item.name, None)) for item in type(x).__attrs_attrs__]),
    (is_pydantic, _read_pydantic),
    (is_named_tuple, lambda x: list(zip(x._fields, x, strict=False))),
    (is_click_context, lambda x: _named(x.params.items())),
    (lambda x: hasattr(type(x), "__struct_fields__"), _read_struct),
    (is_estimator, _read_estimator),
    (_is_list_of_groups, lambda x: _named(enumerate(x))),
)
