"""What surrounds a run, as sections to print: its stages, starts, processes, machine and packages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tb_lifecycle.printing import cells
from tb_lifecycle.printing.output import PrintedColumn, Section
from tb_lifecycle.printing.section_shapes import grid, pairs
from tb_lifecycle.reading.records.packages import packages_of

Description = Mapping[str, Any]


def stages_section(description: Description) -> Section | None:
    """The five stages: how far each is recorded and what is missing."""
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
    return grid("stages", "Stages", rows, looks)


def incarnations_section(description: Description) -> Section | None:
    """Every start of a run that was started more than once."""
    incarnations = description.get("incarnations") or ()
    if len(incarnations) < 2:
        return None
    looks = {"started": cells.show_time, "ended": cells.show_time, "status": cells.show_plain}
    looks |= {"host": cells.show_plain, "commit": cells.show_digest}
    return grid(
        "incarnations",
        "Incarnations",
        incarnations,
        looks | {"first_step": cells.show_plain, "last_step": cells.show_plain},
    )


def changes_section(description: Description) -> Section | None:
    """What each start has otherwise than the one before."""
    rows: list[dict[str, object]] = []
    for number, incarnation in enumerate(description.get("incarnations") or (), 1):
        rows += [{"incarnation": number, **change} for change in incarnation.get("changes") or ()]
        if more := incarnation.get("more_changes"):
            rows.append({"incarnation": number, "kind": "", "name": f"and {more:,} more"})
    looks = {"incarnation": cells.show_plain, "kind": cells.show_or_blank, "name": cells.show_plain}
    return grid(
        "changes",
        "Changed at a restart",
        rows,
        looks | {"before": cells.show_plain, "after": cells.show_plain},
    )


def ranks_section(description: Description) -> Section | None:
    """The other processes of a distributed run."""
    looks = {"rank": cells.show_plain, "host": cells.show_plain, "status": cells.show_plain}
    looks |= {"differs": cells.show_plain}
    return grid("ranks", "Ranks", description.get("ranks") or (), looks)


def redactions_section(description: Description) -> Section | None:
    """What was removed before anything was written."""
    looks = {"where": cells.show_plain, "name": cells.show_plain, "why": cells.show_plain}
    return grid("removed", "Removed before writing", description.get("redactions") or (), looks)


def hardware_section(description: Description) -> Section | None:
    """The machine."""
    hardware = description.get("hardware") or {}
    gpus = [f"{gpu.get('name')} ({cells.show_size(gpu.get('memory'))})" for gpu in hardware.get("gpus") or ()]
    return pairs(
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


def environment_section(description: Description) -> Section | None:
    """Python and what frameworks were built for."""
    environment = description.get("environment") or {}
    builds = environment.get("builds") or {}
    facts: dict[str, tuple[object, cells.Show]] = {"python": (environment.get("python"), cells.show_plain)}
    facts |= {name: (version, cells.show_plain) for name, version in sorted(builds.items())}
    facts["lock file"] = (environment.get("lock_file"), cells.show_plain)
    facts["seeds"] = (_join(environment.get("seeds") or {}), cells.show_plain)
    return pairs("environment", "Environment", facts)


def packages_section(description: Description) -> Section | None:
    """Every installed package."""
    packages = packages_of(description)
    if not packages:
        return None
    versions = [package.version for package in packages.values()]
    return Section(
        "packages",
        "Packages",
        [PrintedColumn("name", list(packages)), PrintedColumn("version", versions)],
        heads=False,
    )


def _join(values: Mapping[str, object]) -> str:
    return ", ".join(f"{name}={value}" for name, value in values.items())
