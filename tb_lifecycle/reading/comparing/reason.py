"""One difference between two runs, and how likely it explains another result."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import IntEnum, auto

from tb_lifecycle.reading.comparing.effect_text import say_effect
from tb_lifecycle.reading.comparing.flag_effects import Effect


class Rank(IntEnum):
    """What is known of a difference, then its kind: what usually moves a figure most first."""

    MOVES = auto()
    DATA = auto()
    PROGRAM = auto()
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
    IDLE = auto()


@dataclass(frozen=True)
class Reason:
    """A difference between the baseline and another run.

    Attributes:
      rank: the lower first.
      weight: within a rank, the higher first.
      kind: `flag`, `code`, `dataset`, `package`, `python`, `variable`, `rank`, `hardware`, `seed`, `command`.
      name: what differs.
      a, b: the baseline's value, and that of `run`.
      run: the other run.
      effect: what other runs tell of it.
      beside: what else differs for the same cause.
    """

    rank: Rank
    weight: float
    kind: str
    name: str
    a: object
    b: object
    run: str
    effect: Effect | None = None
    beside: tuple[Reason, ...] = ()

    def as_dict(self, metric: str) -> dict[str, object]:
        """The reason as the `compare` route answers it; `metric` is what effects are on."""
        effect = self.effect
        return {
            "kind": self.kind,
            "name": self.name,
            "a": self.a,
            "b": self.b,
            "run": self.run,
            "effect": effect and {**asdict(effect), "text": say_effect(effect, metric, self.a, self.b)},
            "beside": [
                {"kind": each.kind, "name": each.name, "a": each.a, "b": each.b} for each in self.beside
            ],
        }
