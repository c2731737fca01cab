"""What runs have in common that differ by nothing but their seed: flags, code, data, packages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Protocol

from tb_lifecycle.reading.expressions.source import Kind
from tb_lifecycle.reading.flag_names import BESIDE_THE_SETTING, FlagRole, flag_role
from tb_lifecycle.reading.groups.partition import partition

_OWN_PLACE = ("where the run writes",)
# A flag of such a name may say what the run is called, without a directory.
_NAMES = frozenset({"name", "run", "id", "exp", "experiment", "trial", "job", "label", "version"})
# A path in these is read from, not written to.
_READ = frozenset({FlagRole.INPUT, FlagRole.MODEL})


class SettingSource(Protocol):
    """Runs, as far as their settings go; every sequence has one value a run."""

    @property
    def names(self) -> Sequence[str]:
        """The runs' names."""

    def known(self, kind: Kind) -> Collection[str]:
        """The names that some run has."""

    def field(self, kind: Kind, name: str) -> Sequence[object] | None:
        """The values of one column."""

    def origins(self) -> Sequence[object]:
        """What the records say of each run's code and packages, beside the commit; None without a record."""

    def sessions(self) -> Sequence[object]:
        """The groups that HParams sessions say they are of; None where they say nothing."""


def setting_columns(runs: SettingSource) -> Iterator[Sequence[object]]:
    """The columns in which runs of one setting are equal, as far as their records tell in a table.

    All flags but those `BESIDE_THE_SETTING` by their names, and output paths by their values: a path that
    leads to the run's own directory is one of its outputs. The commit, the digest of what ran beside it, the
    packages. The data sets' digests. A run of another program, of which nothing was recorded, is like another
    only where both have a seed, or the same group of HParams sessions; one without flags only by the latter.
    """
    names = runs.names
    for name in runs.known("flag"):
        if flag_role(name) not in BESIDE_THE_SETTING:
            yield _without_own_places(name, runs.field("flag", name) or (), names)
    for name in ("commit", "dirty"):
        yield runs.field("code", name) or ()
    origins = runs.origins()
    yield origins
    if (strangers := _strangers(runs, origins)) is not None:
        yield strangers
    for name in runs.known("dataset"):
        yield runs.field("dataset", name) or ()


def setting_flags(run: str, flags: Mapping[str, object]) -> dict[str, object]:
    """Those of one run's flags, and what they say, in which runs of one setting are equal."""
    return {
        name: _without_own_places(name, [value], [run])[0]
        for name, value in flags.items()
        if flag_role(name) not in BESIDE_THE_SETTING
    }


def _strangers(runs: SettingSource, origins: Sequence[object]) -> Sequence[object] | None:
    """What keeps runs apart of which too little is known: their names; None where there are none.

    That are runs without a record, of which no seed tells that they are repetitions, and runs without any
    flag: what they were called with may differ. HParams' sessions may tell of their fellows.
    """
    seeded = [any(value is not None for value in seeds) for seeds in seeds_of(runs)]
    alone = {row for row, origin in enumerate(origins) if origin is None and not seeded[row]}
    alone |= _without_flags(runs)
    if not alone:
        return None
    sessions = runs.sessions()
    return [
        None if row not in alone else (session if session is not None else f"\0{name}")
        for row, (session, name) in enumerate(zip(sessions, runs.names, strict=True))
    ]


def name_settings(runs: SettingSource) -> list[str]:
    """For each run the name of its setting: of the runs that are the same but for their seed, the first."""
    names = runs.names
    found = [""] * len(names)
    for rows in partition(setting_columns(runs), len(names)):
        first = min(names[row] for row in rows)
        for row in rows:
            found[row] = first
    return found


def seeds_of(runs: SettingSource) -> list[tuple[object, ...]]:
    """The values of each run's seeds, in the order of the flags' names; () where no flag is one."""
    seeds = [
        runs.field("flag", name) or ()
        for name in sorted(runs.known("flag"))
        if flag_role(name) == FlagRole.SEED
    ]
    return list(zip(*seeds, strict=True)) if seeds else [()] * len(runs.names)


def _without_flags(runs: SettingSource) -> set[int]:
    """Which runs have no flag at all, by their places."""
    left = set(range(len(runs.names)))
    for name in runs.known("flag"):
        if not left:
            break
        values = runs.field("flag", name) or ()
        left = {row for row in left if values[row] is None}
    return left


def _without_own_places(flag: str, values: Sequence[object], names: Sequence[str]) -> Sequence[object]:
    if str not in set(map(type, values)) or flag_role(flag) in _READ:
        return values
    called = flag.replace("/", ".").rpartition(".")[2].lower() in _NAMES
    return [
        _OWN_PLACE
        if isinstance(value, str)
        and (called or "/" in value or "\\" in value)
        and _is_own(value, name, called=called)
        else value
        for value, name in zip(values, names, strict=True)
    ]


def _is_own(value: str, name: str, *, called: bool) -> bool:
    """Whether a text is a path to the run's directory, or into it; where it is `called` so, its name."""
    if called and value in (name, name.rpartition("/")[2]):
        return True
    path = f"/{value}/".replace("\\", "/")
    return "/" in path[1:-1] and name != "." and f"/{name}/" in path
