"""What a route is: a name, the parameters that it takes, and how it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tb_lifecycle.plugin.parameters import Parameters, nearest
from tb_lifecycle.plugin.responses import Answer, RequestError
from tb_lifecycle.plugin.snapshots import Published

if TYPE_CHECKING:
    from tb_lifecycle.reading.reader import LogdirReader

# That an answer with exact figures may spend on reading event files.
SECONDS = 10.0


@dataclass(frozen=True)
class Asked:
    """What an answer is made from."""

    parameters: Parameters
    snapshot: Published
    reader: LogdirReader

    def wants_exact(self) -> bool:
        """Whether figures are to be read from event files where TensorBoard's points are not enough.

        Raises:
          RequestError: `exact` has another value than 1.
        """
        return self.parameters.switch("exact", "1")

    def check_runs(self, names: Iterable[str], parameter: str = "run") -> None:
        """Checks that each of `names` is that of a run.

        Raises:
          RequestError: one is not; with the nearest as a suggestion and status 404.
        """
        known = self.snapshot.table.names
        taken = frozenset(known)
        for name in names:
            if name not in taken:
                raise self._unknown_run(name, known, parameter)

    def _unknown_run(self, name: str, known: Sequence[str], parameter: str) -> RequestError:
        near = nearest(name, known)
        hint = f"Did you mean {near!r}?" if near else "The runs route lists them."
        if not self.snapshot.complete:
            hint += " TensorBoard is still loading: ask again."
        message = f"There is no run {name!r} in the logdir."
        return RequestError(message, status=404, hint=hint, parameter=parameter, suggestion=near)


@dataclass(frozen=True)
class Route:
    """One route below `/data/plugin/lifecycle/`.

    Attributes:
      name: the last part of its path.
      parameters: names of the query parameters that it takes.
      answer: makes the answer; raises RequestError or a LifecycleError.
      kept: whether an answer may be kept for as long as its snapshot is the newest.
      repeated: whether it is made from the snapshot alone and asked over and over: what was asked a moment
        ago is answered for the next snapshot before anybody asks.
    """

    name: str
    parameters: frozenset[str]
    answer: Callable[[Asked], Answer]
    kept: bool = True
    repeated: bool = False
