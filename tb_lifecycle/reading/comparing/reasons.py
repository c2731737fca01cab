"""Why two runs differ: every recorded difference that can explain another result, the best explanation first.

What moves the metric over the other runs of the logdir comes first, by how much, whatever it is; then that of
which they tell nothing; last what moves nothing there. Among equals what usually moves a figure most comes
first: other data, another program, changed code, flags (model first, then optimisation; by how much they
changed), the number of processes, the seed, packages (frameworks first, by how far apart their versions are),
environment variables, Python, hardware. One cause is one reason. Where a run wrote its output explains
nothing and is left out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeGuard

from tb_lifecycle.reading.comparing.causes import fold_causes
from tb_lifecycle.reading.comparing.facts import Facts
from tb_lifecycle.reading.comparing.flag_effects import Effect, Peer, factor, find_effects
from tb_lifecycle.reading.comparing.package_versions import framework_rank, version_distance
from tb_lifecycle.reading.comparing.reason import Rank, Reason
from tb_lifecycle.reading.comparing.same_values import same_value
from tb_lifecycle.reading.flag_names import FlagRole, flag_role

# Hardware that can change a result, most likely first; a host's name cannot.
_HARDWARE_NAMES = (
    "gpus", "driver", "cpu", "cores", "usable_cores", "memory", "memory_limit", "platform", "container",
)  # fmt: skip
# Variables that say where a process stands and how it talks, not what it computes.
_IDLE_VARIABLES = re.compile(
    r"TF_CPP_.*|RANK|LOCAL_RANK|MASTER_ADDR|VIRTUAL_ENV|CONDA_DEFAULT_ENV|LANG|LC_ALL|TZ|.*_VISIBLE_DEVICES"
)
_TESTS = frozenset(["test", "tests", "doc", "docs"])
_PROGRAMS = (
    ".py", ".pyx", ".ipynb", ".r", ".jl", ".lua", ".c", ".cc", ".cpp", ".cu", ".cuh", ".h", ".rs", ".sh",
    ".yaml", ".yml", ".toml", ".cfg", ".ini", ".json", ".jsonnet", ".gin", ".textproto", ".pbtxt",
)  # fmt: skip


def find_reasons(
    facts: Sequence[Facts], base: int, peers: Sequence[Peer] = (), metric: str = ""
) -> list[dict[str, object]]:
    """The differences between run `base` and each other one, best explanation first.

    Args:
      facts: of the runs.
      base: the baseline's place.
      peers: other runs that they can be compared with, which tell what moves the metric.
      metric: which that is.

    Returns:
      Of each what `Reason.as_dict` has; equals by run, then name.
    """
    reasons = [
        (reason.rank, -reason.weight, index, reason.name, reason)
        for index, other in enumerate(facts)
        if index != base
        for reason in fold_causes(_compare(facts[base], other, peers), facts[base], other)
    ]
    return [reason.as_dict(metric) for *_, reason in sorted(reasons, key=lambda each: each[:4])]


def _compare(a: Facts, b: Facts, peers: Sequence[Peer]) -> list[Reason]:
    found = [
        *_datasets(a, b),
        *_program(a, b),
        *_code(a, b),
        *_flags(a, b),
        *_ranks(a, b),
        *_seeds(a, b),
        *_environment(a, b),
        *_variables(a, b),
        *_hardware(a, b),
    ]
    return _listen(found, peers) if peers else found


def _listen(reasons: Sequence[Reason], peers: Sequence[Peer]) -> list[Reason]:
    """The reasons, ranked anew by what other runs tell of each."""
    asked = {_factor(reason): (reason.a, reason.b) for reason in reasons if _is_told(reason)}
    effects = find_effects(asked, peers)
    return [_hear(reason, effects.get(_factor(reason))) for reason in reasons]


def _hear(reason: Reason, effect: Effect | None) -> Reason:
    if effect is None:
        return reason
    if effect.moves:
        return replace(reason, rank=Rank.MOVES, weight=effect.size, effect=effect)
    return replace(reason, rank=Rank.IDLE, weight=-float(reason.rank), effect=effect)


def _is_told(reason: Reason) -> bool:
    """Whether a table of runs has a column of what differs, so that other runs may tell of it."""
    return reason.kind in ("flag", "seed", "dataset") or (reason.kind, reason.name) == ("code", "commit")


def _factor(reason: Reason) -> str:
    """What a peer calls what differs; of flags, their names."""
    return reason.name if reason.kind in ("flag", "seed") else factor(reason.kind, reason.name)


def _differences(section: str, a: Facts, b: Facts) -> Iterator[tuple[str, Any, Any]]:
    """Name, `a`'s and `b`'s value of what differs in a section; None for what one of them lacks."""
    ours, theirs = a.sections[section], b.sections[section]
    for name in sorted({*ours, *theirs}):
        if not same_value(ours.get(name), theirs.get(name)):
            yield name, ours.get(name), theirs.get(name)


def _datasets(a: Facts, b: Facts) -> Iterator[Reason]:
    for name, ours, theirs in _differences("datasets", a, b):
        known = ours is not None and theirs is not None
        yield Reason(Rank.DATA, float(known), "dataset", name, ours, theirs, b.run)


def _program(a: Facts, b: Facts) -> Iterator[Reason]:
    if a.entry and b.entry and a.entry != b.entry:
        yield Reason(Rank.PROGRAM, 0.0, "command", "entry", a.entry, b.entry, b.run)
    elif not any(_differences("flags", a, b)):
        ours, theirs = a.sections["command"].get("line"), b.sections["command"].get("line")
        if ours is not None and theirs is not None and ours != theirs:
            yield Reason(Rank.COMMAND, 0.0, "command", "line", ours, theirs, b.run)


def _code(a: Facts, b: Facts) -> Iterator[Reason]:
    changed = [path for path in sorted({*a.files, *b.files}) if _is_changed(path, a, b)]
    for path in changed:
        ours, theirs = a.files.get(path, {}), b.files.get(path, {})
        digests = (ours.get("digest") or None, theirs.get("digest") or None)
        rank = Rank.UNSEEN_CODE if _is_aside(path) else Rank.CODE
        yield Reason(rank, float(path in (a.entry, b.entry)), "code", path, *digests, b.run)
    # Two commits whose recorded files are all the same hardly explain anything; without such files, they may.
    seen = bool(set(a.files) & set(b.files))
    rank = Rank.UNSEEN_CODE if seen and not changed else Rank.CODE
    for name, ours, theirs in _differences("code", a, b):
        if name == "commit" or (name == "patch" and not changed):  # the files say what a patch does
            yield Reason(rank, -1.0, "code", name, ours, theirs, b.run)


def _is_aside(path: str) -> bool:
    """Whether a file is hardly part of a training: a test, or no program and no configuration."""
    parts = path.lower().split("/")
    return (
        bool(_TESTS & set(parts[:-1])) or parts[-1].startswith("test_") or not parts[-1].endswith(_PROGRAMS)
    )


def _is_changed(path: str, a: Facts, b: Facts) -> bool:
    """Whether a file is known to have been another: unlike contents, or changed in one run only.

    A file that one run did not use, and the other used as it was committed, is no change.
    """
    ours, theirs = a.files.get(path), b.files.get(path)
    if ours and theirs:
        return bool(ours.get("digest") != theirs.get("digest"))
    return bool((ours or theirs or {}).get("state"))


def _flags(a: Facts, b: Facts) -> Iterator[Reason]:
    data = a.sections["datasets"]
    same_data = bool(data) and data == b.sections["datasets"] and None not in data.values()
    for name, ours, theirs in _differences("flags", a, b):
        role = flag_role(name)
        if _is_place(role, same_data):
            continue
        rank = _FLAG_RANKS[role]
        if rank == Rank.OTHER_FLAG and name in a.set_flags | b.set_flags:
            rank = Rank.SET_BY_USER
        kind = "seed" if role == FlagRole.SEED else "flag"
        yield Reason(rank, _change(ours, theirs), kind, name, ours, theirs, b.run)


def _is_place(role: FlagRole, same_data: bool) -> bool:
    """Whether a flag only says where results go, or where data lie that are known to be the same."""
    return role == FlagRole.OUTPUT or (role == FlagRole.INPUT and same_data)


_FLAG_RANKS = {
    FlagRole.MODEL: Rank.MODEL,
    FlagRole.TRAINING: Rank.TRAINING,
    FlagRole.SEED: Rank.SEED,
    FlagRole.INPUT: Rank.OTHER_FLAG,
    FlagRole.REPORTING: Rank.MINOR_FLAG,
    FlagRole.MINOR: Rank.MINOR_FLAG,
    FlagRole.OTHER: Rank.OTHER_FLAG,
}


def _change(a: object, b: object) -> float:
    """How much a flag has changed: for two positive numbers the logarithm of their ratio, else 1."""
    if _is_positive(a) and _is_positive(b):
        return abs(math.log(a) - math.log(b))
    return 1.0


def _is_positive(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < math.inf


def _ranks(a: Facts, b: Facts) -> Iterator[Reason]:
    for name, ours, theirs in _differences("ranks", a, b):
        yield Reason(Rank.RANKS, float(name == "processes"), "rank", name, ours, theirs, b.run)


def _seeds(a: Facts, b: Facts) -> Iterator[Reason]:
    """Seeds seen in libraries, unless a flag that is a seed says the same already."""
    if any(flag_role(name) == FlagRole.SEED for name, _, _ in _differences("flags", a, b)):
        return
    for name, ours, theirs in _differences("seeds", a, b):
        yield Reason(Rank.SEED, -1.0, "seed", name, ours, theirs, b.run)


def _environment(a: Facts, b: Facts) -> Iterator[Reason]:
    for name, ours, theirs in _differences("environment", a, b):
        if name in ("python", "implementation"):
            yield Reason(Rank.PYTHON, 0.0, "python", name, ours, theirs, b.run)
        elif name != "lock_file":  # what it pins shows in the packages
            distance = version_distance(_version(a, name, ours), _version(b, name, theirs))
            yield Reason(
                Rank.PACKAGE, 10.0 * framework_rank(name) + distance, "package", name, ours, theirs, b.run
            )


def _version(facts: Facts, name: str, value: object) -> object:
    package = facts.packages.get(name)
    return value if package is None else package.version


def _variables(a: Facts, b: Facts) -> Iterator[Reason]:
    for name, ours, theirs in _differences("variables", a, b):
        if not _IDLE_VARIABLES.fullmatch(name):
            yield Reason(Rank.VARIABLE, 0.0, "variable", name, ours, theirs, b.run)


def _hardware(a: Facts, b: Facts) -> Iterator[Reason]:
    for name, ours, theirs in _differences("hardware", a, b):
        if name in _HARDWARE_NAMES:
            weight = -float(_HARDWARE_NAMES.index(name))
            yield Reason(Rank.HARDWARE, weight, "hardware", name, ours, theirs, b.run)
