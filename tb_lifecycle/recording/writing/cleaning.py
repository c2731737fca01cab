"""What is logged, without its secrets, as the record holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from google.protobuf.message import Message

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.recording.values import from_value, to_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tb_lifecycle.recording.endings import Ending
    from tb_lifecycle.recording.flags.read_flags import CapturedFlags
    from tb_lifecycle.recording.redaction.redactor import Redactor


_FILES = frozenset({"tb_lifecycle.SourceFile", "tb_lifecycle.File"})


def clean_flags(redactor: Redactor, captured: CapturedFlags) -> dict[str, lifecycle_pb2.Value]:
    """Flags by name."""
    return {
        _clean_name(redactor, name): to_value(redactor.value("flag", name, value))
        for name, value in captured.values.items()
    }


def clean_details(redactor: Redactor, captured: CapturedFlags) -> dict[str, lifecycle_pb2.FlagDetail]:
    """What is known of flags, by name."""
    return {
        _clean_name(redactor, name): _clean_detail(redactor, name, detail)
        for name, detail in captured.details.items()
    }


def _clean_name(redactor: Redactor, name: str) -> str:
    return redactor.text("flag", "name", name)


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
    return ending._replace(
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


def clean_message(redactor: Redactor, where: str, message: Any) -> None:
    """Takes secrets out of every text of a message, whoever has filled it, and out of its maps' keys.

    Files keep their paths: what is recorded of them could not be found otherwise.
    """
    for field, value in message.ListFields():
        if field.message_type is not None and field.message_type.full_name in _FILES:
            continue
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            _clean_map(redactor, where, value)
        elif field.type == field.TYPE_MESSAGE:
            for item in value if _is_repeated(value) else [value]:
                clean_message(redactor, where, item)
        elif field.type == field.TYPE_STRING and _is_repeated(value):
            value[:] = [redactor.text(where, field.name, text) for text in value]
        elif field.type == field.TYPE_STRING:
            setattr(message, field.name, redactor.text(where, field.name, value))


def _clean_map(redactor: Redactor, where: str, entries: Any) -> None:
    for key in list(entries):
        entry = entries[key]
        if isinstance(entry, Message):
            clean_message(redactor, where, entry)
        elif isinstance(entry, str):
            entries[key] = redactor.text(where, key, entry)
        cleaned = redactor.text(where, "name", key) if isinstance(key, str) else key
        if cleaned == key:
            continue
        if isinstance(entry, Message):
            entries[cleaned].CopyFrom(entry)
        else:
            entries[cleaned] = entries[key]
        del entries[key]


def _is_repeated(value: Any) -> bool:
    return not isinstance(value, (str, bytes, Message))
