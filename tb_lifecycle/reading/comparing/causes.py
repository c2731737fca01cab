"""One cause is one reason: what differs only because something else does stands beside that.

- A commit and its patch stand beside the file that they changed; a patch beside its commit.
- A flag or a variable that says where data lie, or a file of the working tree that holds them, stands beside
  the data set whose digest differs; so do the other splits from the same source.
- A variable that repeats the seed of a flag stands beside that flag.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from tb_lifecycle.reading.comparing.facts import Facts
from tb_lifecycle.reading.comparing.reason import Rank, Reason
from tb_lifecycle.reading.flag_names import FlagRole, flag_role


def fold_causes(reasons: Sequence[Reason], a: Facts, b: Facts) -> list[Reason]:
    """The reasons of one run, each cause once; the likeliest of a cause has the others beside it."""
    folded = list(reasons)
    for head in [reason for reason in reasons if reason.kind == "dataset"]:
        _put_beside(folded, head, partial(_is_of_data, head=head, reasons=reasons, a=a, b=b))
    commits = [reason for reason in folded if reason.kind == "code"]
    if files := [reason for reason in commits if reason.name not in ("commit", "patch")]:
        first = min(files, key=lambda each: (each.rank, -each.weight, each.name))
        _put_beside(folded, first, lambda each: each.kind == "code" and each.name in ("commit", "patch"))
    elif len(commits) > 1:
        commit = next(each for each in commits if each.name == "commit")
        _put_beside(folded, commit, lambda each: each.kind == "code" and each.name == "patch")
    for head in [reason for reason in reasons if reason.kind == "seed"]:
        _put_beside(folded, head, partial(_repeats, head=head))
    return folded


def _put_beside(reasons: list[Reason], head: Reason, belongs: Callable[[Reason], bool]) -> None:
    """Takes those that belong to a reason out of the list, and puts them beside it."""
    place = next((place for place, each in enumerate(reasons) if _is_same(each, head)), None)
    if place is None:  # stands beside another one already
        return
    beside = [each for each in reasons if not _is_same(each, head) and belongs(each)]
    if not beside:
        return
    best = min([reasons[place], *beside], key=lambda each: (each.rank == Rank.IDLE, each.rank, -each.weight))
    taken = tuple(more for each in beside for more in (replace(each, beside=()), *each.beside))
    found = reasons[place]
    reasons[place] = replace(
        found,
        rank=min(found.rank, best.rank),
        weight=best.weight if best.rank < found.rank else found.weight,
        effect=found.effect or best.effect,
        beside=(*found.beside, *taken),
    )
    reasons[:] = [each for each in reasons if not any(each is one for one in beside)]


def _is_same(one: Reason, other: Reason) -> bool:
    return (one.kind, one.name) == (other.kind, other.name)


def _is_of_data(each: Reason, head: Reason, reasons: Sequence[Reason], a: Facts, b: Facts) -> bool:
    sources = (a.sources.get(head.name, ""), b.sources.get(head.name, ""))
    if each.kind == "dataset":
        same = (a.sources.get(each.name, ""), b.sources.get(each.name, "")) == sources and any(sources)
        return same and _whole(each.name) == _whole(head.name)
    if each.kind == "code":
        return any(_leads_to(each.name, source) for source in sources)
    if each.kind not in ("flag", "variable"):
        return False
    if _leads_to(each.a, sources[0]) or _leads_to(each.b, sources[1]):
        return True
    alone = len({_whole(reason.name) for reason in reasons if reason.kind == "dataset"}) == 1
    return each.kind == "flag" and flag_role(each.name) == FlagRole.INPUT and alone


def _whole(name: str) -> str:
    return name.rpartition("/")[0] or name


def _leads_to(value: object, source: str) -> bool:
    """Whether a text is the path of a source, or of a directory above it, as far as the texts tell."""
    if not isinstance(value, str):
        return False
    path, whole = (f"/{text.strip().replace(chr(92), '/').strip('/')}/" for text in (value, source))
    if len(path) < 5 or len(whole) < 5 or not ("/" in path[1:-1] or "." in path):
        return False
    return whole.endswith(path) or path.endswith(whole) or whole.startswith(path)


def _repeats(each: Reason, head: Reason) -> bool:
    return each.kind == "variable" and (str(each.a), str(each.b)) == (str(head.a), str(head.b))
