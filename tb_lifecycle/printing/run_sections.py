"""A run as sections to print: from who ran what to what is missing from each stage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tb_lifecycle.printing import cells
from tb_lifecycle.printing import surroundings_sections as around
from tb_lifecycle.printing.output import PrintedColumn, Section
from tb_lifecycle.printing.section_shapes import grid, pairs

Description = Mapping[str, Any]
_FIGURES = ("last", "min", "max", "first", "mean")


def make_sections(description: Description) -> list[Section]:
    """The sections of a run that have something to show, in the order of its life."""
    first = (_run, around.stages_section, _command, _code, _files, _flags, _datasets, _metrics, _exports)
    more = (_signatures, _serving, around.incarnations_section, around.changes_section, around.ranks_section)
    last = (
        around.redactions_section,
        around.hardware_section,
        around.environment_section,
        around.packages_section,
    )
    return [section for make in (*first, *more, *last) if (section := make(description)) is not None]


def _run(description: Description) -> Section | None:
    ending = description.get("exit") or {}
    return pairs(
        "run",
        f"{description['run']} · {description['status']}",
        {
            "status": (description["status"], cells.show_plain),
            "started": (description["started"], cells.show_time),
            "ended": (description["ended"], cells.show_time),
            "duration": (description["duration"], cells.show_duration),
            "user": (description["user"], cells.show_plain),
            "host": (description["host"], cells.show_plain),
            "tags": (description["tags"], cells.show_plain),
            "notes": (description["notes"], cells.show_plain),
            "exit status": (ending.get("code") or None, cells.show_plain),
            "signal": (ending.get("signal"), cells.show_plain),
            "exception": (ending.get("exception"), cells.show_plain),
        },
    )


def _command(description: Description) -> Section | None:
    command = description.get("command") or {}
    names = {"line": "line", "directory": "directory", "interpreter": "interpreter"}
    return pairs(
        "command", "Command", {shown: (command.get(name), cells.show_plain) for name, shown in names.items()}
    )


def _code(description: Description) -> Section | None:
    code = description.get("code") or {}
    patch = code.get("patch") or {}
    return pairs(
        "code",
        "Code",
        {
            "commit": (code.get("commit"), cells.show_whole),
            "subject": (code.get("subject"), cells.show_plain),
            "author": (code.get("author"), cells.show_plain),
            "committed": (code.get("committed"), cells.show_time),
            "branch": (code.get("branch"), cells.show_plain),
            "remote": (code.get("remote"), cells.show_plain),
            "uncommitted changes": ((code.get("dirty") if code.get("commit") else None), _show_yes),
            "patch": (patch.get("path"), cells.show_plain),
            "left out": (code.get("cut"), cells.show_plain),
        },
    )


def _files(description: Description) -> Section | None:
    files = [file for file in (description.get("code") or {}).get("files") or () if file.get("state")]
    return grid(
        "files",
        "Files that are not as committed",
        files,
        {
            "path": cells.show_plain,
            "state": cells.show_plain,
            "added": cells.show_plain,
            "removed": cells.show_plain,
        },
    )


def _flags(description: Description) -> Section | None:
    flags = description.get("flags") or {}
    if not flags:
        return None
    details = [(description.get("flag_details") or {}).get(name) or {} for name in flags]
    columns = [PrintedColumn("name", list(flags)), PrintedColumn("value", list(flags.values()))]
    if any(detail.get("default") is not None for detail in details):
        columns.append(PrintedColumn("default", [detail.get("default") for detail in details]))
    if any(detail.get("help") for detail in details):
        columns.append(PrintedColumn("help", [detail.get("help") for detail in details]))
    return Section("flags", "Flags", columns)


def _datasets(description: Description) -> Section | None:
    data = [
        {**each, "name": f"{each['name']}/{each['split']}" if each.get("split") else each["name"]}
        for each in description.get("datasets") or ()
    ]
    looks = {"name": cells.show_plain, "digest": cells.show_whole, "kind": cells.show_plain}
    looks |= {"rows": cells.show_plain, "files": cells.show_plain, "size": cells.show_size}
    return grid("data", "Data", data, looks | {"source": cells.show_plain, "skipped": cells.show_plain})


def _metrics(description: Description) -> Section | None:
    metrics = description.get("metrics") or {}
    if not metrics:
        return None
    figures = list(metrics.values())
    sampled = frozenset(row for row, figure in enumerate(figures) if not figure.get("exact", True))
    mixed = frozenset(row for row, figure in enumerate(figures) if not figure.get("last_exact", True))
    columns = [PrintedColumn("name", list(metrics))]
    for name in _FIGURES:
        values = [figure.get(name) for figure in figures]
        readable = [_show_as(figure)(figure.get(name)) for figure in figures]
        marks = mixed if name == "last" else sampled
        columns.append(PrintedColumn(name, values, right=True, marks=marks, readable=readable))
    for name in ("step", "count"):
        columns.append(PrintedColumn(name, [figure.get(name) for figure in figures], right=True))
    return Section("metrics", "Metrics", columns)


def _exports(description: Description) -> Section | None:
    looks = {"name": cells.show_plain, "format": cells.show_plain, "digest": cells.show_whole}
    looks |= {"size": cells.show_size, "files": cells.show_plain, "parameters": cells.show_plain}
    return grid("exports", "Exports", description.get("exports") or (), looks | {"path": cells.show_plain})


def _signatures(description: Description) -> Section | None:
    rows = [
        {
            "export": export["name"],
            "signature": signature["name"],
            "inputs": [_show_field(field) for field in signature.get("inputs") or ()],
            "outputs": [_show_field(field) for field in signature.get("outputs") or ()],
        }
        for export in description.get("exports") or ()
        for signature in export.get("signatures") or ()
    ]
    return grid(
        "signatures",
        "Signatures",
        rows,
        dict.fromkeys(("export", "signature", "inputs", "outputs"), cells.show_plain),
    )


def _serving(description: Description) -> Section | None:
    serving = description.get("serving") or {}
    return pairs(
        "served",
        "Served",
        {
            "requests": (serving.get("requests"), cells.show_plain),
            "errors": (serving.get("errors"), cells.show_plain),
            "mean": (serving.get("mean_ms"), _show_milliseconds),
            "max": (serving.get("max_ms"), _show_milliseconds),
            "last": (serving.get("last"), cells.show_time),
        },
    )


def _show_as(figure: Mapping[str, Any]) -> cells.Show:
    """How the figures of one metric look."""
    return cells.show_figures([figure.get(name) for name in _FIGURES])


def _show_field(field: Mapping[str, Any]) -> str:
    shape = "×".join("?" if size in (None, -1) else str(size) for size in field.get("shape") or ())
    return f"{field['name']} {field['dtype']}[{shape}]"


def _show_milliseconds(value: object) -> str:
    return f"{value:.1f} ms" if isinstance(value, (int, float)) else cells.show_plain(value)


def _show_yes(value: object) -> str:
    return "yes" if value else "no"
