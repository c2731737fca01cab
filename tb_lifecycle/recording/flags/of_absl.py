"""Reads absl's FLAGS without importing absl: only the main module's own flags, not those of every library."""

from __future__ import annotations

import enum
import sys
from typing import Any

from tb_lifecycle.recording.code.installed import is_installed
from tb_lifecycle.recording.flags.declared_flag import DeclaredFlag

_NO_HELP = "(no help available)"
_TYPES = {
    "string": "str",
    "string enum": "enum",
    "enum class": "enum",
    "comma separated list of strings": "list",
}


def is_absl_flags(x: Any) -> bool:
    """Whether x is absl's FlagValues, or TensorFlow's wrapper around it."""
    return type(x).__name__ in ("FlagValues", "_FlagValuesWrapper") and type(x).__module__.split(".")[0] in (
        "absl",
        "tensorflow",
    )


def read_absl_flags(flags: Any) -> dict[str, DeclaredFlag]:
    """Reads the main module's flags, by name and sorted as absl declares them.

    Raises:
      ValueError: they are not parsed yet, so they have no values.
    """
    flags = vars(flags).get("__wrapped", flags)  # TensorFlow's wrapper
    if not flags.is_parsed():
        raise ValueError(
            "absl FLAGS are not parsed yet, so they have no values: call log_flags(FLAGS) inside main(argv), "
            "which app.run(main) calls, or after FLAGS(sys.argv)"
        )
    return {flag.name: _declared(flag) for flag in _own_flags(flags)}


def _own_flags(flags: Any) -> list[Any]:
    """The main module's flags; where it declares none, those of every module that is the project's own."""
    for main in ("__main__", sys.argv[0] if sys.argv else ""):
        own = list(flags.get_key_flags_for_module(main))
        if own:
            return own
    found: list[Any] = []
    for name, declared in flags.flags_by_module_dict().items():
        module = sys.modules.get(name)
        file = getattr(module, "__file__", None)
        if file is not None and not is_installed(file):
            found += [flag for flag in declared if flag not in found]
    return found


def _declared(flag: Any) -> DeclaredFlag:
    return DeclaredFlag(
        value=_by_name(flag.value),
        default=_by_name(flag.default),
        known=True,
        type=_type(flag),
        help="" if flag.help in (None, _NO_HELP) else str(flag.help),
        set_by_user=bool(flag.present) or not flag.using_default_value,
    )


def _type(flag: Any) -> str:
    kind = flag.flag_type()
    return _TYPES.get(kind, str(kind))


def _by_name(value: Any) -> Any:
    """A member of an enumeration by its name, as it is given on the command line."""
    return value.name if isinstance(value, enum.Enum) else value
