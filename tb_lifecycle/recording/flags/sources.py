"""The things that hold flags, told apart by their shape: none of their libraries is imported."""

from __future__ import annotations

import argparse
import dataclasses
import sys
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tb_lifecycle.recording.flags.declared_flag import DeclaredFlag
from tb_lifecycle.recording.flags.of_absl import is_absl_flags, read_absl_flags
from tb_lifecycle.recording.values import is_plain, type_name

Items = list[tuple[str, Any]]

ACCEPTED = (
    "an argparse.Namespace, absl FLAGS, a mapping, a dataclass, attrs, pydantic or OmegaConf object, a named "
    "tuple, or an object with plain attributes"
)


@dataclass
class TopLevel:
    """A holder's own flags.

    Attributes:
      items: name and value, in order.
      declared: what the holder knows of them, by name.
    """

    items: Items
    declared: dict[str, DeclaredFlag] = field(default_factory=dict)


def read_top_level(flags: Any) -> TopLevel:
    """Reads a holder of flags.

    Raises:
      TypeError: it is no holder of flags.
      ValueError: it holds absl flags that are not parsed yet.
    """
    if is_absl_flags(flags):
        declared = read_absl_flags(flags)
        return TopLevel([(name, flag.value) for name, flag in declared.items()], declared)
    if isinstance(flags, type):
        raise TypeError(
            f"log_flags takes {ACCEPTED}, not the class {flags.__name__}; "
            f"pass an instance: {flags.__name__}()"
        )
    items = children(flags) if not isinstance(flags, (list, tuple)) or _is_named_tuple(flags) else None
    if items is None:
        items = _attributes(flags)
    if items is None:
        raise TypeError(f"log_flags takes {ACCEPTED}, not {_shown(flags)}")
    return TopLevel(items, _dataclass_defaults(flags) if dataclasses.is_dataclass(flags) else {})


def children(x: Any) -> Items | None:
    """The flags inside a flag that groups others, or None for one that is a value by itself."""
    for holds, read in _READERS:
        if holds(x):
            return read(x)
    return None


def _is_named_tuple(x: Any) -> bool:
    return isinstance(x, tuple) and hasattr(x, "_fields")


def _is_omegaconf(x: Any) -> bool:
    return _is_from(x, "omegaconf") and type(x).__name__ == "DictConfig"


def _is_config_dict(x: Any) -> bool:
    return _is_from(x, "ml_collections") and callable(getattr(x, "items", None))


def _is_pydantic(x: Any) -> bool:
    return any(
        base.__name__ == "BaseModel" and base.__module__.startswith("pydantic") for base in type(x).__mro__
    )


def _is_attrs(x: Any) -> bool:
    return hasattr(type(x), "__attrs_attrs__")


def _is_click_context(x: Any) -> bool:
    return type(x).__name__ == "Context" and _is_from(x, "click") and isinstance(x.params, Mapping)


def _is_list_of_groups(x: Any) -> bool:
    return isinstance(x, (list, tuple)) and any(
        children(item) for item in x[:256] if item is not x and not _is_list(item)
    )


def _is_list(x: Any) -> bool:
    return isinstance(x, (list, tuple)) and not _is_named_tuple(x)


def _is_from(x: Any, package: str) -> bool:
    return any(base.__module__.split(".")[0] == package for base in type(x).__mro__)


def _named(pairs: Iterable[tuple[Any, Any]]) -> Items:
    return [(str(key), value) for key, value in pairs]


def _read_omegaconf(x: Any) -> Items:
    convert = sys.modules["omegaconf"].OmegaConf.to_container
    try:
        plain = convert(x, resolve=True)
    except Exception:  # an interpolation that points nowhere: show it as it is written
        plain = convert(x, resolve=False)
    return _named(plain.items())


def _read_pydantic(x: Any) -> Items:
    return _named({**vars(x), **(getattr(x, "__pydantic_extra__", None) or {})}.items())


def _read_dataclass(x: Any) -> Items:
    return [(item.name, getattr(x, item.name, None)) for item in dataclasses.fields(x)]


def _is_instance_of_dataclass(x: Any) -> bool:
    return dataclasses.is_dataclass(x) and not isinstance(x, type)


_READERS: tuple[tuple[Callable[[Any], bool], Callable[[Any], Items]], ...] = (
    (lambda x: isinstance(x, (argparse.Namespace, types.SimpleNamespace)), lambda x: _named(vars(x).items())),
    (_is_omegaconf, _read_omegaconf),
    (_is_config_dict, lambda x: _named(x.items())),
    (lambda x: isinstance(x, Mapping), lambda x: _named(x.items())),
    (_is_instance_of_dataclass, _read_dataclass),
    (_is_attrs, lambda x: [(item.name, getattr(x, item.name, None)) for item in type(x).__attrs_attrs__]),
    (_is_pydantic, _read_pydantic),
    (_is_named_tuple, lambda x: list(zip(x._fields, x, strict=False))),
    (_is_click_context, lambda x: _named(x.params.items())),
    (_is_list_of_groups, lambda x: _named(enumerate(x))),
)


def _attributes(x: Any) -> Items | None:
    """Attributes of the object and of its classes, methods left out; None if it has no plain one."""
    if not hasattr(x, "__dict__") or isinstance(x, (types.ModuleType, types.FunctionType, types.MethodType)):
        return None
    found: dict[str, Any] = {}
    for base in reversed(type(x).__mro__[:-1]):
        found.update({name: value for name, value in vars(base).items() if _is_setting(value)})
    found.update(vars(x))
    items = [(name, value) for name, value in found.items() if not name.startswith("_")]
    return items if any(is_plain(value) or children(value) is not None for _, value in items) else None


def _is_setting(value: Any) -> bool:
    return not callable(value) and not hasattr(type(value), "__get__")


def _dataclass_defaults(x: Any) -> dict[str, DeclaredFlag]:
    declared = {}
    for item in dataclasses.fields(x):
        value = getattr(x, item.name, None)
        known = item.default is not dataclasses.MISSING and is_plain(item.default)
        declared[item.name] = DeclaredFlag(
            value=value,
            default=item.default if known else None,
            known=known,
            type=item.type if isinstance(item.type, str) else getattr(item.type, "__name__", str(item.type)),
            help=str(item.metadata.get("help", "")),
            set_by_user=known and _differs(value, item.default),
        )
    return declared


def _differs(a: Any, b: Any) -> bool:
    return type(a) is not type(b) or repr(a) != repr(b)


def _shown(x: Any) -> str:
    if x is None or isinstance(x, (str, bytes, int, float)):
        text = repr(x)
        return f"{type_name(x)} {text if len(text) <= 60 else text[:60] + '…'}" if x is not None else "None"
    return type_name(x)
