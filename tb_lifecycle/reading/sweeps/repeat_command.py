"""The command of a run, with other values of some flags: what to paste into a shell."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from tb_lifecycle.reading.flag_names import FlagRole, flag_role
from tb_lifecycle.reading.sweeps.levels import text_of

_MOST_NAME = 60
_UNFIT = re.compile(r"[^\w.=+-]+")


def commands_of(
    line: str,
    flags: Mapping[str, object],
    changes: Mapping[str, object],
    seeds: Sequence[Mapping[str, object]],
) -> list[str]:
    """One command a seed; empty where the recorded one does not show how its flags are given.

    Args:
      line: the command as it was recorded.
      flags: the run's.
      changes: flags to give another value; one of None is left out.
      seeds: the seeds' flags of each command.
    """
    try:
        words = shlex.split(line)
    except ValueError:
        return []
    if not words or not any(_is_given(word) for word in words):
        return []
    found = []
    for seed in seeds or [{}]:
        given: list[str] | None = words
        for name, value in {**changes, **seed, **_places(words, flags, changes, seed)}.items():
            given = _give(given, name, value) if given is not None else None
        if given is None:
            return []
        found.append(shlex.join(given))
    return list(dict.fromkeys(found))


def _is_given(word: str) -> bool:
    return word.startswith("--") or ("=" in word and not word.startswith("-"))


def _places(
    words: Sequence[str],
    flags: Mapping[str, object],
    changes: Mapping[str, object],
    seed: Mapping[str, object],
) -> dict[str, object]:
    """A new place for each output that the command names: it must not write over the run that it is like."""
    told = "-".join(f"{name}{text_of(value)}" for name, value in {**changes, **seed}.items())
    name = _UNFIT.sub("-", told)[:_MOST_NAME]
    return {
        flag: str(PurePosixPath(value).parent / name)
        for flag, value in flags.items()
        if flag_role(flag) == FlagRole.OUTPUT and isinstance(value, str) and _find(words, flag) is not None
    }


def _find(words: Sequence[str], name: str) -> int | None:
    """Where a flag is given."""
    spelled = {name, name.replace("_", "-"), name.replace("-", "_")}
    for place, word in enumerate(words):
        if word.lstrip("-+").partition("=")[0] in spelled and (word.startswith("-") or "=" in word):
            return place
    return None


def _give(words: Sequence[str], name: str, value: object) -> list[str] | None:
    """The words with one flag given; None where it cannot be."""
    place = _find(words, name)
    if value is None:
        return _take_out(words, place)
    text = value if isinstance(value, str) else str(value)
    if place is None:
        dashes = any(word.startswith("--") for word in words)
        joined = not dashes or any(word.startswith("--") and "=" in word for word in words)
        if isinstance(value, bool):
            return None  # a switch, or not: nothing tells
        option = f"--{name}" if dashes else name
        return [*words, f"{option}={text}"] if joined else [*words, option, text]
    word = words[place]
    if "=" in word:
        return [*words[:place], f"{word.partition('=')[0]}={text}", *words[place + 1 :]]
    if isinstance(value, bool) or place + 1 == len(words) or words[place + 1].startswith("--"):
        return list(words) if value is True else None
    return [*words[: place + 1], text, *words[place + 2 :]]


def _take_out(words: Sequence[str], place: int | None) -> list[str]:
    if place is None:
        return list(words)
    alone = "=" in words[place] or place + 1 == len(words) or words[place + 1].startswith("--")
    return [*words[:place], *words[place + (1 if alone else 2) :]]
