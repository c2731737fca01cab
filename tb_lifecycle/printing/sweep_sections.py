"""How a sweep is printed: the sentence, the settings, the flags' shares, and where it is good."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tb_lifecycle.printing import cells, output
from tb_lifecycle.reading.number_text import decimals_for, fixed, signed

if TYPE_CHECKING:
    from tb_lifecycle.reading.sweeps.sweep import Sweep

SHOWN = 10


def sweep_sections(sweep: Sweep, commands: Sequence[str], limit: int) -> list[output.Section]:
    """All of it: at most `limit` settings, and the commands that try the next one."""
    sections = [_say(sweep, commands), _settings(sweep, limit), _importance(sweep)]
    if sweep.marginals:
        best = [marginal.best.text if marginal.best else None for marginal in sweep.marginals]
        sections.append(
            output.Section(
                "where",
                "Where it is good",
                [
                    output.PrintedColumn("flag", [marginal.flag for marginal in sweep.marginals]),
                    output.PrintedColumn("best tenth of the runs", best, cells.show_or_blank),
                ],
            )
        )
    return sections


def _say(sweep: Sweep, commands: Sequence[str]) -> output.Section:
    found = sweep.found
    quick = sweep.describe_counts()
    left_out = [f"{count} {why}" for why, count in quick["left_out"].items()]
    diverged = sum(setting.diverged for setting in found.settings)
    counts = (
        f"{_count(quick['runs'], 'run')} in {_count(len(found.settings), 'setting')} by {found.metric}; "
        f"{found.direction} is better"
        + (" (taken for granted: the name does not tell)" if found.assumed else "")
        + (f"; {diverged} diverged" if diverged else "")
        + (f"; left out: {', '.join(left_out)}" if left_out else "")
        + "."
    )
    notes = [counts, sweep.sentence.text, *commands]
    return output.Section("sweep", "Sweep", [], notes=[note for note in notes if note])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _settings(sweep: Sweep, limit: int) -> output.Section:
    rows = sweep.describe_settings(limit)
    decimals = decimals_for([row["mean"] for row in rows])
    deltas = decimals_for([row["delta"] for row in rows])
    lift = sweep.lift
    notes = []
    if sweep.ranking.tests:
        notes.append(
            "Intervals are of the difference from the baseline, corrected for all "
            f"{sweep.ranking.tests} settings with two runs or more (Holm); the word follows them."
        )
    if lift is not None:
        amount = fixed(lift.amount, max(decimals, deltas))
        notes.append(
            f"Picking the best of {lift.among} settings that cannot be told apart lifts it by about "
            f"{amount} of noise: run it again before you print it."
        )
    if barred := len(sweep.found.barred):
        whose = "1 setting was" if barred == 1 else f"{barred} settings were"
        notes.append(f"{whose} evaluated on other data than the baseline, and counted nowhere.")
    if not sweep.ranking.chosen and sweep.ranking.base is not None:
        notes.append("The baseline is the first setting that was started; --baseline chooses another.")
    columns = [
        output.PrintedColumn("setting", [row["label"] for row in rows]),
        output.PrintedColumn("rank", [row["rank"] for row in rows], cells.show_or_blank, right=True),
        output.PrintedColumn("n", [row["n"] for row in rows], right=True),
        output.PrintedColumn(
            sweep.found.metric,
            [row["mean"] for row in rows],
            right=True,
            readable=[_with_spread(row, decimals) for row in rows],
        ),
        output.PrintedColumn(
            "difference",
            [row["delta"] for row in rows],
            right=True,
            readable=["" if row["delta"] is None else signed(row["delta"], deltas) for row in rows],
        ),
        output.PrintedColumn(
            "corrected 95 %",
            [None if row["corrected"] is None else list(row["corrected"]) for row in rows],
            readable=[_interval(row["corrected"], deltas) for row in rows],
        ),
        output.PrintedColumn("in words", [row["word"] for row in rows]),
    ]
    return output.Section("settings", "Best settings", columns, notes=notes)


def _with_spread(row: dict[str, Any], decimals: int) -> str:
    if row["mean"] is None:
        return "diverged" if row["diverged"] else ""
    spread = "" if row["sd"] is None else f" ± {fixed(row['sd'], decimals)}"
    return f"{fixed(row['mean'], decimals)}{spread}"


def _interval(ends: Sequence[float] | None, decimals: int) -> str:
    return "" if ends is None else f"{fixed(ends[0], decimals)} … {fixed(ends[1], decimals)}"


def _importance(sweep: Sweep) -> output.Section:
    found = sweep.importance
    shares = found.shares
    notes = [found.silent] if found.silent else []
    if found.extra:
        notes.append(f"Install it with: {found.extra}")
    if shares:
        notes.append(
            "Share of the variation in a setting's rank that the flag alone explains: functional ANOVA on a "
            f"random forest, {found.resamples} resamples of {found.settings} settings; 90 % of them lie in "
            "the interval."
        )
    notes += [f"{name}: {why}." for name, why in found.unclear[:SHOWN]]
    if len(found.unclear) > SHOWN:
        notes.append(f"{len(found.unclear) - SHOWN} more flags vary too rarely to say.")
    if found.dropped:
        notes.append(f"{found.dropped} more flags vary that say less by themselves.")
    if found.constant:
        said = ", ".join(f"{name} {value}" for name, value in found.constant[:SHOWN])
        more = len(found.constant) - SHOWN
        notes.append(f"The same in all: {said}{f' and {more} more' if more > 0 else ''}.")
    columns = [
        output.PrintedColumn("flag", [" × ".join([*share.flags, *share.together]) for share in shares]),
        output.PrintedColumn("tried", [share.tried for share in shares]),
        output.PrintedColumn(
            "share %",
            [share.share for share in shares],
            right=True,
            readable=[say_share(share.share) for share in shares],
        ),
        output.PrintedColumn(
            "90 %",
            [[share.low, share.high] for share in shares],
            right=True,
            readable=[f"{100 * share.low:.0f} … {100 * share.high:.0f}" for share in shares],
        ),
    ]
    return output.Section("importance", "What matters", columns if shares else [], notes=notes)


def say_share(share: float) -> str:
    """A share in per cent, never as 0."""
    return "< 1" if share < 0.01 else f"{100 * share:.0f}"
