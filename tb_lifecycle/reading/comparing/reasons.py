"""Why two runs differ: every recorded difference that can explain another result, the best explanation first.

The order is that of what usually moves a figure most: other data, another program, flags that move the metric
over other runs of the logdir, whatever they are called, changed code, other flags (model first, then
optimisation; by how much they changed), the number of processes, the seed, packages (frameworks first, by how
far apart their versions are), environment variables, Python, hardware, and last what moves nothing over other
runs. Where a run wrote its output explains nothing and is left out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import IntEnum, auto
from typing import Any, TypeGuard

from tb_lifecycle.reading.comparing.facts import Facts
from tb_lifecycle.reading.comparing.flag_effects import Effect, Peer, find_effects
from tb_lifecycle.reading.comparing.package_versions import framework_rank, version_distance
from tb_lifecycle.reading.comparing.same_values import same_value
from tb_lifecycle.reading.flag_names import FlagRole, flag_role


class _Rank(IntEnum):
    """Kinds of differences, those that usually move a figure most first."""

    DATA = auto()
    PROGRAM = auto()
    MOVING_FLAG = auto()
    CODE = auto()
    MODEL = auto()
    TRAINING = auto()
    SET_BY_USER = auto()
    OTHER_FLAG = auto()
    RANKS = auto()
    SEED = auto()
    UNSEEN_CODE = auto()
    PACKAGE = auto()
    VARIABLE = auto()
    PYTHON = auto()
    HARDWARE = auto()
    COMMAND = auto()
    MINOR_FLAG = auto()
    IDLE_FLAG = auto()


# Hardware that can change a result, most likely first; a host's name cannot.
_HARDWARE_NAMES = (
    *("gpus", "driver", "cpu", "cores", "usable_cores", "memory", "memory_limit", "platform", "container"),
)
# Variables that say where a process stands and how it talks, not what it computes.
_IDLE_VARIABLES = re.compile(
    r"TF_CPP_.*|RANK|LOCAL_RANK|MASTER_ADDR|VIRTUAL_ENV|CONDA_DEFAULT_ENV|LANG|LC_ALL|TZ|.*_VISIBLE_DEVICES"
)
_TESTS = frozenset(["test", "tests", "doc", "docs"])
_PROGRAMS = (
    *(".py", ".pyx", ".ipynb", ".r", ".jl", ".lua", ".c", ".cc", ".cpp", ".cu", ".cuh", ".h", ".rs", ".sh"),
    *(".yaml", ".yml", ".toml", ".cfg", ".ini", ".json", ".jsonnet", ".gin", ".textproto", ".pbtxt"),
)


@dataclass(frozen=True)
class _Reason:
    rank: int
    weight: float  # within a rank, the higher first
    kind: str
    name: str
    a: object
    b: object
    run: str
    effect: Effect | None = None

    def as_dict(self) -> dict[str, object]:
        """The reason as the `compare` route answers it."""
        return {
            "kind": self.kind,
            "name": self.name,
            "a": self.a,
            "b": self.b,
            "run": self.run,
            "effect": None if self.effect is None else asdict(self.effect),
        }


def find_reasons(facts: Sequence[Facts], base: int, peers: Sequence[Peer] = ()) -> list[dict[str, object]]:
    """The differences between run `base` and each other one, best explanation first.

    Args:
      facts: of the runs.
      base: the baseline's place.
      peers: other runs that they can be compared with, which tell what moves the metric.

    Returns:
      `kind`, `name`, `a` (the baseline's value), `b`, `run` and `effect` of each; equals by run, then name.
    """
    reasons = [
        (reason.rank, -reason.weight, index, reason.name, reason)
        for index, other in enumerate(facts)
        if index != base
        for reason in _compare(facts[base], other, peers)
    ]
    return [reason.as_dict() for *_, reason in sorted(reasons, key=lambda each: each[:4])]


def _compare(a: Facts, b: Facts, peers: Sequence[Peer]) -> Iterator[_Reason]:
    yield from _datasets(a, b)
    yield from _program(a, b)
    yield from _code(a, b)
    yield from _flags(a, b, peers)
    yield from _ranks(a, b)
    yield from _seeds(a, b)
    yield from _environment(a, b)
    yield from _variables(a, b)
    yield from _hardware(a, b)


def _differences(section: str, a: Facts, b: Facts) -> Iterator[tuple[str, Any, Any]]:
    """Name, `a`'s and `b`'s value of what differs in a section; None for what one of them lacks."""
    ours, theirs = a.sections[section], b.sections[section]
    for name in sorted({*ours, *theirs}):
        if not same_value(ours.get(name), theirs.get(name)):
            yield name, ours.get(name), theirs.get(name)


def _datasets(a: Facts, b: Facts) -> Iterator[_Reason]:
    for name, ours, theirs in _differences("datasets", a, b):
        known = ours is not None and theirs is not None
        yield _Reason(_Rank.DATA, float(known), "dataset", name, ours, theirs, b.run)


def _program(a: Facts, b: Facts) -> Iterator[_Reason]:
    if a.entry and b.entry and a.entry != b.entry:
        yield _Reason(_Rank.PROGRAM, 0.0, "command", "entry", a.entry, b.entry, b.run)
    elif not a.sections["flags"] and not b.sections["flags"]:
        ours, theirs = a.sections["command"].get("line"), b.sections["command"].get("line")
        if ours != theirs:
            yield _Reason(_Rank.COMMAND, 0.0, "command", "line", ours, theirs, b.run)


def _code(a: Facts, b: Facts) -> Iterator[_Reason]:
    changed = [path for path in sorted({*a.files, *b.files}) if _is_changed(path, a, b)]
    for path in changed:
        ours, theirs = a.files.get(path, {}), b.files.get(path, {})
        digests = (ours.get("digest") or None, theirs.get("digest") or None)
        rank = _Rank.UNSEEN_CODE if _is_aside(path) else _Rank.CODE
        yield _Reason(rank, float(path in (a.entry, b.entry)), "code", path, *digests, b.run)
    # Two commits whose recorded files are all the same hardly explain anything; without such files, they may.
    seen = bool(set(a.files) & set(b.files))
    rank = _Rank.UNSEEN_CODE if seen and not changed else _Rank.CODE
    for name, ours, theirs in _differences("code", a, b):
        if name == "commit" or (name == "patch" and not changed):
            yield _Reason(rank, -1.0, "code", name, ours, theirs, b.run)


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


def _flags(a: Facts, b: Facts, peers: Sequence[Peer]) -> Iterator[_Reason]:
    data = a.sections["datasets"]
    same_data = bool(data) and data == b.sections["datasets"] and None not in data.values()
    differing = {
        name: (ours, theirs)
        for name, ours, theirs in _differences("flags", a, b)
        if not _is_place(flag_role(name), same_data)
    }
    effects = find_effects(differing, peers) if peers else {}
    for name, (ours, theirs) in differing.items():
        role, effect = flag_role(name), effects.get(name)
        kind = "seed" if role == FlagRole.SEED else "flag"
        if effect is not None:
            rank = _Rank.MOVING_FLAG if effect.moves else _Rank.IDLE_FLAG
            weight = effect.size if effect.moves else _change(ours, theirs)
            yield _Reason(rank, weight, kind, name, ours, theirs, b.run, effect)
            continue
        rank = _FLAG_RANKS[role]
        if rank == _Rank.OTHER_FLAG and name in a.set_flags | b.set_flags:
            rank = _Rank.SET_BY_USER
        yield _Reason(rank, _change(ours, theirs), kind, name, ours, theirs, b.run)


def _is_place(role: FlagRole, same_data: bool) -> bool:
    """Whether a flag only says where results go, or where data lie that are known to be the same."""
    return role == FlagRole.OUTPUT or (role == FlagRole.INPUT and same_data)


_FLAG_RANKS = {
    FlagRole.MODEL: _Rank.MODEL,
    FlagRole.TRAINING: _Rank.TRAINING,
    FlagRole.SEED: _Rank.SEED,
    FlagRole.INPUT: _Rank.OTHER_FLAG,
    FlagRole.REPORTING: _Rank.MINOR_FLAG,
    FlagRole.MINOR: _Rank.MINOR_FLAG,
    FlagRole.OTHER: _Rank.OTHER_FLAG,
}


def _change(a: object, b: object) -> float:
    """How much a flag has changed: for two positive numbers the logarithm of their ratio, else 1."""
    if _is_positive(a) and _is_positive(b):
        return abs(math.log(a) - math.log(b))
    return 1.0


def _is_positive(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < math.inf


def _ranks(a: Facts, b: Facts) -> Iterator[_Reason]:
    for name, ours, theirs in _differences("ranks", a, b):
        yield _Reason(_Rank.RANKS, float(name == "processes"), "rank", name, ours, theirs, b.run)


def _seeds(a: Facts, b: Facts) -> Iterator[_Reason]:
    """Seeds seen in libraries, unless a flag that is a seed says the same already."""
    if any(flag_role(name) == FlagRole.SEED for name, _, _ in _differences("flags", a, b)):
        return
    for name, ours, theirs in _differences("seeds", a, b):
        yield _Reason(_Rank.SEED, -1.0, "seed", name, ours, theirs, b.run)


def _environment(a: Facts, b: Facts) -> Iterator[_Reason]:
    for name, ours, theirs in _differences("environment", a, b):
        if name in ("python", "implementation"):
            yield _Reason(_Rank.PYTHON, 0.0, "python", name, ours, theirs, b.run)
        elif name != "lock_file":  # what it pins shows in the packages
            distance = version_distance(_version(a, name, ours), _version(b, name, theirs))
            yield _Reason(
                _Rank.PACKAGE, 10.0 * framework_rank(name) + distance, "package", name, ours, theirs, b.run
            )


def _version(facts: Facts, name: str, value: object) -> object:
    package = facts.packages.get(name)
    return value if package is None else package.version


def _variables(a: Facts, b: Facts) -> Iterator[_Reason]:
    for name, ours, theirs in _differences("variables", a, b):
        if not _IDLE_VARIABLES.fullmatch(name):
            yield _Reason(_Rank.VARIABLE, 0.0, "variable", name, ours, theirs, b.run)


def _hardware(a: Facts, b: Facts) -> Iterator[_Reason]:
    for name, ours, theirs in _differences("hardware", a, b):
        if name in _HARDWARE_NAMES:
            weight = -float(_HARDWARE_NAMES.index(name))
            yield _Reason(_Rank.HARDWARE, weight, "hardware", name, ours, theirs, b.run)
