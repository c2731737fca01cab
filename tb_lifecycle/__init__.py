"""Where a model came from, recorded in TensorBoard's own event files.

Importing this module is cheap: what is behind a name is imported when the name is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tb_lifecycle.errors import (
        ExpressionError,
        LifecycleError,
        LifecycleWarning,
        LogdirError,
        NoActiveRunError,
        RecordingError,
        RunNotFoundError,
    )
    from tb_lifecycle.reading.load_runs import load_runs
    from tb_lifecycle.reading.table.run_table import RunTable
    from tb_lifecycle.recording.active import (
        active_run,
        end_run,
        log_dataset,
        log_export,
        log_flags,
        log_scalar,
        log_scalars,
        start_run,
    )
    from tb_lifecycle.recording.run import Run

__version__ = "0.1.0"

__all__ = [
    "ExpressionError",
    "LifecycleError",
    "LifecycleWarning",
    "LogdirError",
    "NoActiveRunError",
    "RecordingError",
    "Run",
    "RunNotFoundError",
    "RunTable",
    "__version__",
    "active_run",
    "end_run",
    "load_runs",
    "log_dataset",
    "log_export",
    "log_flags",
    "log_scalar",
    "log_scalars",
    "start_run",
]

_HOMES = {
    "ExpressionError": "errors",
    "LifecycleError": "errors",
    "LifecycleWarning": "errors",
    "LogdirError": "errors",
    "NoActiveRunError": "errors",
    "RecordingError": "errors",
    "Run": "recording.run",
    "RunNotFoundError": "errors",
    "RunTable": "reading.table.run_table",
    "active_run": "recording.active",
    "end_run": "recording.active",
    "load_runs": "reading.load_runs",
    "log_dataset": "recording.active",
    "log_export": "recording.active",
    "log_flags": "recording.active",
    "log_scalar": "recording.active",
    "log_scalars": "recording.active",
    "start_run": "recording.active",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value  # the next use costs a plain look-up
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
