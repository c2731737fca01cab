"""What is logged, without its secrets, as the record holds it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.recording.values import from_value, to_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tb_lifecycle.recording.endings import Ending
    from tb_lifecycle.recording.flags.read_flags import CapturedFlags
    from tb_lifecycle.recording.redaction.redactor import Redactor


def clean_flags(redactor: Redactor, captured: CapturedFlags) -> dict[str, lifecycle_pb2.Value]:
    """Flags by name."""
    return {name: to_value(redactor.value("flag", name, value)) for name, value in captured.values.items()}


def clean_details(redactor: Redactor, captured: CapturedFlags) -> dict[str, lifecycle_pb2.FlagDetail]:
    """What is known of flags, by name."""
    return {name: _clean_detail(redactor, name, detail) for name, detail in captured.details.items()}


def _clean_detail(
    redactor: Redactor, name: str, detail: lifecycle_pb2.FlagDetail
) -> lifecycle_pb2.FlagDetail:
    cleaned = lifecycle_pb2.FlagDetail()
    cleaned.CopyFrom(detail)
    if detail.HasField("default"):
        cleaned.default.CopyFrom(to_value(redactor.value("flag", name, from_value(detail.default))))
    cleaned.help = redactor.text("flag", name, detail.help)
    return cleaned


def clean_ending(redactor: Redactor, ending: Ending) -> Ending:
    """An end."""
    return replace(
        ending,
        exception=redactor.text("output", "traceback", ending.exception),
        traceback=redactor.text("output", "traceback", ending.traceback),
        reason=redactor.text("output", "reason", ending.reason),
    )


def clean_reasons(redactor: Redactor, reasons: Mapping[str, str]) -> dict[str, str]:
    """Why something is not recorded."""
    return {
        redactor.text("output", "faults", what): redactor.text("output", "faults", why)
        for what, why in list(reasons.items())
    }
