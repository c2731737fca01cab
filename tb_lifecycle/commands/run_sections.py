"""A run as sections to print: from who ran what to what is missing from each stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tb_lifecycle.commands import cells
from tb_lifecycle.commands.output import Column, Section

Description = Mapping[str, Any]
_FIGURES = ("last", "min", "max", "first", "mean")


def make_sections(description: Description) -> list[Section]:
    """The sections of a run that have something to show, in the order of its life."""
    makers = (_run, _stages, _command, _code, _files, _flags, _datasets, _metrics, _exports, _signatures)
    more = (_serving, _incarnations, _ranks, _redactions, _hardware, _environment, _packages)
    return [section for make in (*makers, *more) if (section := make(description)) is not None]


def _pairs(key: str, title: str, pairs: Mapping[str, tuple[object, cells.Show]]) -> Section | None:
    """A section of names and values, each with the look of it; without those that are missing."""
    present = {name: pair for name, pair in pairs.items() if pair[0] not in (None, "", [], {})}
    if not present:
        return None
    values = [value for value, _ in present.values()]
    readable = [show(value) for value, show in present.values()]
    return Section(
        key, title, [Column("name", list(present)), Column("value", values, readable=readable)], heads=False
    )


def _run(description: Description) -> Section | None:
    ending = description.get("exit") or {}
    return _pairs(
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
    return _pairs(
        "command", "Command", {shown: (command.get(name), cells.show_plain) for name, shown in names.items()}
    )


def _code(description: Description) -> Section | None:
    code = description.get("code") or {}
    patch = code.get("patch") or {}
    return _pairs(
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
    return _grid(
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
    columns = [Column("name", list(flags)), Column("value", list(flags.values()))]
    if any(detail.get("default") is not None for detail in details):
        columns.append(Column("default", [detail.get("default") for detail in details]))
    if any(detail.get("help") for detail in details):
        columns.append(Column("help", [detail.get("help") for detail in details]))
    return Section("flags", "Flags", columns)


def _datasets(description: Description) -> Section | None:
    data = [
        {**each, "name": f"{each['name']}/{each['split']}" if each.get("split") else each["name"]}
        for each in description.get("datasets") or ()
    ]
    looks = {"name": cells.show_plain, "digest": cells.show_whole, "kind": cells.show_plain}
    looks |= {"rows": cells.show_plain, "files": cells.show_plain, "size": cells.show_size}
    return _grid("data", "Data", data, looks | {"source": cells.show_plain, "skipped": cells.show_plain})


def _metrics(description: Description) -> Section | None:
    metrics = description.get("metrics") or {}
    if not metrics:
        return None
    figures = list(metrics.values())
    sampled = frozenset(row for row, figure in enumerate(figures) if not figure.get("exact", True))
    columns = [Column("name", list(metrics))]
    for name in _FIGURES:
        values = [figure.get(name) for figure in figures]
        readable = [_show_as(figure)(figure.get(name)) for figure in figures]
        columns.append(Column(name, values, right=True, marks=sampled, readable=readable))
    for name in ("step", "count"):
        columns.append(Column(name, [figure.get(name) for figure in figures], right=True))
    return Section("metrics", "Metrics", columns)


def _exports(description: Description) -> Section | None:
    looks = {"name": cells.show_plain, "format": cells.show_plain, "digest": cells.show_whole}
    looks |= {"size": cells.show_size, "files": cells.show_plain, "parameters": cells.show_plain}
    return _grid("exports", "Exports", description.get("exports") or (), looks | {"path": cells.show_plain})


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
    return _grid(
        "signatures",
        "Signatures",
        rows,
        dict.fromkeys(("export", "signature", "inputs", "outputs"), cells.show_plain),
    )


def _serving(description: Description) -> Section | None:
    serving = description.get("serving") or {}
    return _pairs(
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


def _environment(description: Description) -> Section | None:
    environment = description.get("environment") or {}
    builds = environment.get("builds") or {}
    pairs: dict[str, tuple[object, cells.Show]] = {"python": (environment.get("python"), cells.show_plain)}
    pairs |= {name: (version, cells.show_plain) for name, version in sorted(builds.items())}
    pairs["lock file"] = (environment.get("lock_file"), cells.show_plain)
    pairs["seeds"] = (_join(environment.get("seeds") or {}), cells.show_plain)
    return _pairs("environment", "Environment", pairs)


def _hardware(description: Description) -> Section | None:
    hardware = description.get("hardware") or {}
    gpus = [f"{gpu.get('name')} ({cells.show_size(gpu.get('memory'))})" for gpu in hardware.get("gpus") or ()]
    return _pairs(
        "machine",
        "Machine",
        {
            "cpu": (hardware.get("cpu"), cells.show_plain),
            "cores": (hardware.get("cores"), cells.show_plain),
            "memory": (hardware.get("memory"), cells.show_size),
            "gpus": (gpus, cells.show_plain),
            "platform": (hardware.get("platform"), cells.show_plain),
            "container": (hardware.get("container"), cells.show_plain),
            "scheduler": (_join(hardware.get("scheduler") or {}), cells.show_plain),
        },
    )


def _packages(description: Description) -> Section | None:
    packages = (description.get("environment") or {}).get("packages") or {}
    if not packages:
        return None
    return Section(
        "packages",
        "Packages",
        [Column("name", list(packages)), Column("version", list(packages.values()))],
        heads=False,
    )


def _stages(description: Description) -> Section | None:
    rows: list[dict[str, object]] = []
    for name, stage in (description.get("stages") or {}).items():
        if name == "compare" and stage["state"] != "recorded":
            # Only this run was read; whether there is another to compare it with is not known here.
            rows.append(
                {"stage": name, "state": None, "missing": None, "call": "tb-lifecycle compare RUNDIR RUNDIR"}
            )
            continue
        gaps: Sequence[Mapping[str, Any]] = stage["gaps"] or [{}]
        for place, gap in enumerate(gaps):
            first = {"stage": name, "state": stage["state"]} if place == 0 else {"stage": "", "state": ""}
            rows.append({**first, "missing": gap.get("text"), "call": gap.get("call")})
    looks = {
        "stage": cells.show_or_blank,
        "state": cells.show_or_blank,
        "missing": cells.show_plain,
        "call": cells.show_plain,
    }
    return _grid("stages", "Stages", rows, looks)


def _incarnations(description: Description) -> Section | None:
    incarnations = description.get("incarnations") or ()
    if len(incarnations) < 2:
        return None
    looks = {"started": cells.show_time, "ended": cells.show_time, "status": cells.show_plain}
    looks |= {"host": cells.show_plain, "commit": cells.show_digest}
    return _grid(
        "incarnations",
        "Incarnations",
        incarnations,
        looks | {"first_step": cells.show_plain, "last_step": cells.show_plain},
    )


def _ranks(description: Description) -> Section | None:
    looks = {"rank": cells.show_plain, "host": cells.show_plain, "differs": cells.show_plain}
    return _grid("ranks", "Ranks", description.get("ranks") or (), looks)


def _redactions(description: Description) -> Section | None:
    looks = {"where": cells.show_plain, "name": cells.show_plain, "why": cells.show_plain}
    return _grid("removed", "Removed before writing", description.get("redactions") or (), looks)


def _grid(
    key: str, title: str, rows: Sequence[Mapping[str, Any]], looks: Mapping[str, cells.Show]
) -> Section | None:
    """A section with a column for each key that some row has a value for."""
    if not rows:
        return None
    columns = [
        Column(key, [row.get(key) for row in rows], show, right=_is_numeric([row.get(key) for row in rows]))
        for key, show in looks.items()
        if any(row.get(key) not in (None, "", []) for row in rows)
    ]
    return Section(key, title, columns)


def _is_numeric(values: Sequence[object]) -> bool:
    return all(value is None or isinstance(value, (int, float)) for value in values)


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


def _join(values: Mapping[str, object]) -> str:
    return ", ".join(f"{name}={value}" for name, value in values.items())
