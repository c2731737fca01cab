"""What other runs tell of a difference, in words."""

from __future__ import annotations

from tb_lifecycle.reading.comparing.flag_effects import Effect
from tb_lifecycle.reading.number_text import decimals_for, fixed, plain


def say_effect(effect: Effect, metric: str, a: object, b: object) -> str:
    """`over 46 other runs, loss is 0.91 near 0.5 and 0.97 near 0.003, −0.03 a decade`, and the like."""
    over = f"over {effect.n:,} other {'run' if effect.n == 1 else 'runs'}"
    if not effect.moves:
        return f"{over}, {metric} does not move with it"
    if effect.a is None or effect.b is None:
        told = f"{over}, it moves {metric}"
    else:
        decimals = decimals_for([effect.a, effect.b])
        one, other = (fixed(value, decimals) for value in (effect.a, effect.b))
        told = f"{over}, {metric} is {one}{_near(a)} and {other}{_near(b)}"
    if effect.slope is None:
        return told
    slope = fixed(effect.slope, max(2, decimals_for([effect.slope])))
    return f"{told}, {'+' if effect.slope > 0 else ''}{slope} a decade"


def _near(value: object) -> str:
    """Which runs are meant: those with a value like this one; of what is long, its side."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return f" with {value}" if isinstance(value, bool) else ""
    if isinstance(value, str):
        return f" with {value}" if 0 < len(value) <= 24 else ""
    return f" near {plain(value)}"
