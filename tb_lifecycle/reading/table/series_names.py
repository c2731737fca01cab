"""How a row's metrics are named: by the path below the run and the tag, without what only a writer needs.

Writers put a directory of their own between the run and its data: PyTorch's `Nov25_22-08-24_host`,
`add_hparams`' `1700000003.76`, Lightning's `lightning_logs/version_0`, Transformers' `runs/Nov25_…`. It says
nothing of the metric, and another run's is called otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tb_lifecycle.reading.table.logged_run import LoggedRun

Series = tuple[str, str]  # TensorBoard's run, its tag

_TIME = re.compile(
    r"[A-Z][a-z]{2}\d\d_\d\d-\d\d-\d\d(_.*)?"  # PyTorch: month, day, time, host and comment
    r"|\d{9,19}(\.\d+)?"  # since the epoch
    r"|\d{8}[-_T]\d{4,6}"
    r"|\d{4}[-_]\d\d[-_]\d\d([-_ T]\d\d[-_:.]\d\d([-_:.]\d\d)?)?"
    r"|\d\d[-_:]\d\d[-_:]\d\d"
)
_COUNTER = re.compile(r"(version|events)_\d+")
_BEFORE_TIME = "runs"
_BEFORE_COUNTER = "lightning_logs"


@dataclass(frozen=True, slots=True)
class _Path:
    """A path below a run.

    Attributes:
      full: as it is on disk.
      short: without times and counters.
      timed: as `short`, but for its counters.
    """

    full: str
    short: str
    timed: str


def name_series(members: Iterable[tuple[str, LoggedRun]]) -> dict[str, Series]:
    """Names the series of one row.

    Args:
      members: the path below the run that names its metrics, and the TensorBoard run; where names collide,
        the first one's wins.

    Returns:
      Where each metric's points are, by the metric's name.
    """
    paths = [(_read_path(path), run) for path, run in members]
    taken = {_name(path.full, tag) for path, run in paths if path.full == path.short for tag in run.tags}
    rivals: dict[str, list[tuple[_Path, LoggedRun]]] = {}
    for path, run in paths:
        if path.full != path.short:
            for tag in run.tags:
                rivals.setdefault(_name(path.short, tag), []).append((path, run))
    winners = {name: _choose(found) for name, found in rivals.items() if name not in taken}
    series: dict[str, Series] = {}
    for path, run in paths:
        for tag in run.tags:
            short = _name(path.short, tag)
            wins = path.full == path.short or winners.get(short) == run.name
            series.setdefault(short if wins else _name(path.full, tag), (run.name, tag))
    return series


def _choose(rivals: Sequence[tuple[_Path, LoggedRun]]) -> str | None:
    """Which of several runs takes a short name: the newest of a training that was started again, else none.

    Runs that differ by a counter may as well stand side by side.
    """
    if len({path.timed for path, _ in rivals}) > 1:
        return None
    return max(rivals, key=lambda rival: (rival[1].started or 0.0, rival[1].name))[1].name


@lru_cache(maxsize=4096)
def _read_path(path: str) -> _Path:
    parts = path.split("/")
    short, timed = [], []
    for index, part in enumerate(parts):
        after = parts[index + 1] if index + 1 < len(parts) else ""
        if _TIME.fullmatch(part) or (part == _BEFORE_TIME and _TIME.fullmatch(after)):
            continue
        timed.append(part)
        if not (_COUNTER.fullmatch(part) or (part == _BEFORE_COUNTER and _COUNTER.fullmatch(after))):
            short.append(part)
    return _Path(path, "/".join(short), "/".join(timed))


def _name(path: str, tag: str) -> str:
    return f"{path}/{tag}" if path else tag
