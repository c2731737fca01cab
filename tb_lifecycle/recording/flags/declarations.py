"""What the holders of flags declare of them: default, type, help, and whether somebody set them."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from typing import Any

from tb_lifecycle.recording.flags import holders
from tb_lifecycle.recording.flags.declared_flag import DeclaredFlag
from tb_lifecycle.recording.values import is_plain

Declared = dict[str, DeclaredFlag]


def declarations(x: Any) -> Declared:
    """What a holder declares of its own flags, by name; nothing where that cannot be read."""
    for holds, read in _READERS:
        try:
            if holds(x):
                return read(x)
        except Exception:  # another version of the library, or an object that raises
            return {}
    return {}


def _declared(
    value: Any, default: Any, known: bool, type_of: Any, help_text: Any, given: bool | None = None
) -> DeclaredFlag:
    known = known and is_plain(default)
    changed = known and differs(value, default)
    return DeclaredFlag(
        value=value,
        default=default if known else None,
        known=known,
        type=_type_text(type_of),
        help=str(help_text or ""),
        set_by_user=changed if given is None else known and given,
    )


def differs(a: Any, b: Any) -> bool:
    """Whether a value is another than its default."""
    return type(a) is not type(b) or repr(a) != repr(b)


def _type_text(x: Any) -> str:
    if x is None or x is inspect.Parameter.empty:
        return ""
    return x if isinstance(x, str) else getattr(x, "__name__", str(x))


def _of_dataclass(x: Any) -> Declared:
    found = {}
    for item in dataclasses.fields(x):
        known, default = item.default is not dataclasses.MISSING, item.default
        value = getattr(x, item.name, None)
        found[item.name] = _declared(value, default, known, item.type, item.metadata.get("help"))
    return found


def _of_attrs(x: Any) -> Declared:
    found = {}
    for item in type(x).__attrs_attrs__:
        default = getattr(item, "default", None)
        known = type(default).__name__ not in ("_Nothing", "NoneType", "Factory") and hasattr(item, "default")
        known = known or (default is None and hasattr(item, "default"))
        metadata = getattr(item, "metadata", {})
        value = getattr(x, item.name, None)
        found[item.name] = _declared(value, default, known, getattr(item, "type", None), metadata.get("help"))
    return found


def _of_pydantic(x: Any) -> Declared:
    kind = type(x)
    fields = getattr(kind, "model_fields", None) or getattr(kind, "__fields__", {})
    given: Any = getattr(x, "__pydantic_fields_set__", None)
    if given is None:  # before version 2
        given = getattr(x, "__fields_set__", set())
    found = {}
    for name, item in fields.items():
        default = getattr(item, "default", None)
        required = item.is_required() if callable(getattr(item, "is_required", None)) else item.required
        known = not required and getattr(item, "default_factory", None) is None
        description = getattr(item, "description", None)
        if description is None:
            description = getattr(getattr(item, "field_info", None), "description", None)
        type_of = getattr(item, "annotation", None) or getattr(item, "outer_type_", None)
        found[name] = _declared(getattr(x, name, None), default, known, type_of, description, name in given)
    return found


def _of_click(x: Any) -> Declared:
    found = {}
    for item in x.command.params:
        if item.name in x.params:
            source = x.get_parameter_source(item.name)
            given = source is not None and source.name not in ("DEFAULT", "DEFAULT_MAP")
            default = item.get_default(x) if not callable(item.default) else None
            known = not callable(item.default) and type(default).__name__ != "Sentinel"
            type_of = getattr(getattr(item, "type", None), "name", None)
            help_text = getattr(item, "help", None)
            found[item.name] = _declared(x.params[item.name], default, known, type_of, help_text, given)
    return found


def _of_estimator(x: Any) -> Declared:
    values = dict(holders.children(x) or ())
    found = {}
    for name, parameter in inspect.signature(type(x).__init__).parameters.items():
        if name in values:
            known = parameter.default is not inspect.Parameter.empty
            found[name] = _declared(values[name], parameter.default, known, parameter.annotation, "")
    return found


_READERS: tuple[tuple[Callable[[Any], bool], Callable[[Any], Declared]], ...] = (
    (holders.is_dataclass, _of_dataclass),
    (holders.is_attrs, _of_attrs),
    (holders.is_pydantic, _of_pydantic),
    (holders.is_click_context, _of_click),
    (holders.is_estimator, _of_estimator),
)
