"""What a metric's name says: which way is better, its unit, and which of many to judge a run by."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Literal

Direction = Literal["up", "down"]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ACCURACY = _set("accuracy acc")
_UP = _ACCURACY | _set("""
    auc auroc auprc f1 f2 fbeta precision recall sensitivity specificity tpr tnr ap map miou iou dice jaccard
    kappa mcc pearson spearman correlation similarity r2 ndcg mrr hit hits top1 top5 bleu rouge meteor chrf
    cider reward rewards return returns win wins winrate success likelihood elbo psnr ssim elo
""")
_DOWN = _set("""
    loss losses error errors err rmse mae mse nrmse rmsle mape smape logloss hinge logcosh crossentropy xent
    nll bce brier deviance divergence kld perplexity ppl bpc bpd wer cer ter der eer fpr fnr fid kid lpips
    misclassification regret cost penalty
""")
# Better one way, but about what a run takes rather than how good it is.
_COST_UP = _set("throughput fps speed speedup")
_COST_DOWN = _set("latency time duration seconds secs sec ms millis milliseconds elapsed runtime walltime")
# Says a direction only where no other word does.
_WEAK_UP = _set("score scores quality")
_KNOWN = _UP | _DOWN | _COST_UP | _COST_DOWN | _WEAK_UP
# A name that ends so is not itself the metric that it names: the scale of a loss is no loss.
_NEUTRAL_ENDS = _set("""
    lr scale weight weights coef coefficient std stddev var variance norm threshold step steps epoch epochs
    count size schedule iteration
""")
_HELD_OUT = ("validation", "val", "valid", "dev", "eval", "evaluation", "test", "testing", "holdout")
_TRAINING = ("train", "training")

_RATE = re.compile(r"(?:per[\W_]*(?:s|secs?|seconds?|ms|minute|hour)|/(?:s|secs?|seconds?))$", re.IGNORECASE)
_PIECE = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@lru_cache(maxsize=4096)
def better(name: str) -> Direction | None:
    """Which way a metric is better: "up", "down", or None where its name does not tell."""
    words = _words(name)
    if not words or words[-1] in _NEUTRAL_ENDS:
        return None
    if _is_rate(name):
        return "up"
    direction = _direction(words)
    if direction and {"neg", "negative"} & set(words) and "false" not in words and "true" not in words:
        return "down" if direction == "up" else "up"
    return direction


def unit(name: str) -> str | None:
    """The unit of a metric: "s" (seconds), or None where its name does not tell."""
    words = _words(name)
    if not words or _is_rate(name):
        return None
    return "s" if words[-1] in ("duration", "seconds", "secs", "sec") else None


def main_metric(names: Collection[str]) -> str | None:
    """The metric to judge runs by: on held-out data rather than in training, accuracy rather than loss.

    Returns:
      One of `names`, or None where no name tells which way is better.
    """
    judging = [name for name in names if better(name) and not _is_cost(_words(name))]
    return min(judging, key=_rank, default=None)


def main_first(names: Iterable[str]) -> list[str]:
    """The names in alphabetical order, but the main metric first."""
    ordered = sorted(names)
    main = main_metric(ordered)
    return ordered if main is None else [main, *(name for name in ordered if name != main)]


def _rank(name: str) -> tuple[int, int, int, int, str]:
    words = _words(name)
    splits = [_HELD_OUT.index(word) for word in words if word in _HELD_OUT]
    training = any(word in _TRAINING for word in words)
    place = 0 if splits else 2 if training else 1
    kind = 0 if _ACCURACY & set(words) and better(name) == "up" else 1 if better(name) == "up" else 2
    return place, kind, min(splits, default=0), len(name), name


def _is_cost(words: list[str]) -> bool:
    known = [word for word in words if word in _KNOWN]
    return not known or known[-1] in _COST_UP | _COST_DOWN


def _is_rate(name: str) -> bool:
    """Whether the name ends as `steps per second` or `examples/sec` do."""
    return bool(_RATE.search(name))


def _direction(words: list[str]) -> Direction | None:
    """The direction that the last telling word has."""
    pairs = set(pairwise(words))
    for second in ("positive", "positives", "negative", "negatives"):
        if ("false", second) in pairs:
            return "down"
        if ("true", second) in pairs:
            return "up"
    if ("cross", "entropy") in pairs:
        return "down"
    for word in reversed(words):
        if word in _UP or word in _COST_UP:
            return "up"
        if word in _DOWN or word in _COST_DOWN:
            return "down"
    return "up" if _WEAK_UP & set(words) else None


@lru_cache(maxsize=4096)
def _words(name: str) -> list[str]:
    """The words of a name, in lower case: `Val_lossTop1` is val, loss, top1."""
    words: list[str] = []
    for piece in _PIECE.findall(name.replace("IoU", "Iou")):
        words.extend(_known_word(piece) or _split_camel(piece))
    return words


def _known_word(piece: str) -> list[str] | None:
    """The piece as one word where it is a known one, `mAP`, or one with a number, `acc1`, `map50`."""
    lower = piece.lower()
    for word in (lower, lower.rstrip("0123456789")):
        if word in _KNOWN:
            return [word]
    return None


def _split_camel(piece: str) -> list[str]:
    parts = _CAMEL.findall(piece) if piece.isascii() else [piece]
    words = [part.lower() for part in parts]
    # A number belongs to the word before it: top5, f1.
    joined: list[str] = []
    for word in words:
        if word.isdigit() and joined:
            joined[-1] += word
        else:
            joined.append(word)
    return [word if word in _UP else word.rstrip("0123456789") or word for word in joined]
