"""What is compared between runs, flat: each section of a run's description as names and values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from tb_lifecycle.reading.records.packages import Packages, packages_of
from tb_lifecycle.reading.records.values import split_name

SECTIONS = (
    "flags", "seeds", "datasets", "code", "environment", "variables", "hardware", "ranks", "command",
)  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """A run's facts.

    Attributes:
      run: its name.
      sections: for each of SECTIONS, values by name. What was not recorded is absent.
      packages: the installed packages by name; `environment` has them as text.
      files: its source files by path, each as in `code.files`.
      entry: the script that was run, by its path in the working tree, or the module; "" if unknown.
      set_flags: the flags that are known to have been set by the user.
      sources: where each data set was read from, by its name; "" where that was not recorded.
    """

    run: str
    sections: Mapping[str, Mapping[str, object]]
    packages: Packages
    files: Mapping[str, Mapping[str, Any]]
    entry: str
    set_flags: frozenset[str]
    sources: Mapping[str, str]


def facts_of(description: Mapping[str, Any]) -> Facts:
    """Takes the facts from a run's description, as the `run` route answers it."""
    command = description.get("command") or {}
    details = description.get("flag_details") or {}
    environment = description.get("environment") or {}
    packages = packages_of(description)
    return Facts(
        run=description["run"],
        sections={
            "flags": dict(description.get("flags") or {}),
            "seeds": _seeds(environment),
            "datasets": _datasets(description),
            "code": _code(description.get("code") or {}),
            "environment": _environment(environment, packages),
            "variables": dict(environment.get("variables") or {}),
            "hardware": _hardware(description),
            "ranks": _ranks(description),
            "command": _present(command, "line", "directory", "interpreter", "entry", "module"),
        },
        packages=packages,
        files={file["path"]: file for file in (description.get("code") or {}).get("files") or ()},
        entry=command.get("module") or _script(command, (description.get("code") or {}).get("root") or ""),
        set_flags=frozenset(name for name, detail in details.items() if detail.get("set")),
        sources={
            split_name(data["name"], data.get("split") or ""): data.get("source") or ""
            for data in description.get("datasets") or ()
        },
    )


def _script(command: Mapping[str, Any], root: str) -> str:
    """The script's path in the working tree, as `code.files` has it; its name where it lies elsewhere."""
    if not (entry := command.get("entry")):
        return ""
    path = PurePath(command.get("directory") or "", entry)
    return path.relative_to(root).as_posix() if root and path.is_relative_to(root) else path.name


def _datasets(description: Mapping[str, Any]) -> dict[str, object]:
    return {
        split_name(data["name"], data.get("split") or ""): data.get("digest") or None
        for data in description.get("datasets") or ()
    }


def _code(code: Mapping[str, Any]) -> dict[str, object]:
    facts = _present(code, "commit", "branch", "remote")
    if commit := code.get("commit"):
        facts.setdefault("branch", f"detached at {commit[:7]}")
        facts["dirty"] = bool(code.get("dirty"))
    if digest := (code.get("patch") or {}).get("digest"):
        facts["patch"] = digest
    return facts


def _environment(environment: Mapping[str, Any], packages: Packages) -> dict[str, object]:
    return {
        **_present(environment, "python", "implementation", "lock_file"),
        **(environment.get("builds") or {}),
        **{name: str(package) for name, package in packages.items()},
    }


def _seeds(environment: Mapping[str, Any]) -> dict[str, object]:
    """Seeds and switches seen in libraries; those that are variables are compared as such."""
    variables = environment.get("variables") or {}
    return {name: seed for name, seed in (environment.get("seeds") or {}).items() if name not in variables}


def _ranks(description: Mapping[str, Any]) -> dict[str, object]:
    """How many processes left a record beside the run's own, and in what each differed from it."""
    ranks = description.get("ranks") or ()
    differing = {f"rank {rank['rank']}": ", ".join(rank["differs"]) or "as the first" for rank in ranks}
    return {"processes": len(ranks) + 1, **differing} if ranks else {}


def _hardware(description: Mapping[str, Any]) -> dict[str, object]:
    hardware = description.get("hardware") or {}
    gpus = Counter(gpu.get("name") or "unnamed" for gpu in hardware.get("gpus") or ())
    drivers = sorted({gpu["driver"] for gpu in hardware.get("gpus") or () if gpu.get("driver")})
    facts = _present(
        hardware, "cpu", "cores", "usable_cores", "memory", "memory_limit", "platform", "container"
    )
    if gpus:
        facts["gpus"] = ", ".join(f"{count} × {name}" for name, count in sorted(gpus.items()))
    if drivers:
        facts["driver"] = ", ".join(drivers)
    facts |= hardware.get("scheduler") or {}
    return {**facts, **_present(description, "host")}


def _present(values: Mapping[str, Any], *names: str) -> dict[str, object]:
    return {name: values[name] for name in names if values.get(name) not in (None, "")}
