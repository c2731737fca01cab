"""The words that metrics' names are made of, and which way each of them is better."""

from __future__ import annotations

import re
from functools import lru_cache


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


ACCURACY = _set("accuracy acc")
UP = ACCURACY | _set("""
    auc auroc auprc aucpr f1 f2 fbeta fscore fmeasure precision recall sensitivity specificity tpr tnr ppv npv
    ap map miou iou giou diou dice jaccard pck oks mota hota idf1 kappa qwk mcc pearson spearman kendall
    correlation concordance cindex similarity r2 ndcg dcg mrr hit hits top1 top5 ctr cvr
    bleu sacrebleu rouge rouge1 rouge2 rougel rougelsum meteor chrf cider bertscore bleurt comet em
    pass passed reward rewards rew return returns win wins winrate success successes solved profit revenue
    sharpe elo likelihood elbo psnr ssim msssim snr snri sdr sdri sisdr sisdri sisnr sisnri pesq stoi estoi
    mos visqol dnsmos lddt gdt silhouette ari nmi ami purity improvement improvements faithfulness helpfulness
""")
OBJECTIVES = _set("""
    loss losses logloss hinge crossentropy xent nll bce divergence deviance cost costs penalty penalties
""")
DOWN = OBJECTIVES | _set("""
    error errors err rmse mae mse nrmse rmsle msle mape smape wape mase medae crps rae rse logcosh
    brier ece mce kld jsd wasserstein emd perplexity ppl bpc bpd bpb
    wer cer ter der eer mer wil far frr hter fpr fnr fdr fid kid fvd lpips mcd distortion
    epe aepe mpjpe pampjpe nmpjpe ade fde minade minfde chamfer hausdorff hd95 assd levenshtein frechet
    hamming misclassification misclassified regret drawdown residual residuals toxicity
    hallucination hallucinations
    collision collisions violation violations infraction infractions crash crashes failure failures
    dropped timeouts forgetting
""")
# Better one way, but about what a run takes rather than how good it is.
COST_UP = _set("throughput goodput fps qps rps iops tflops speed speedup mfu hfu utilization utilisation")
COST_DOWN = _set("""
    latency time duration seconds secs sec ms millis milliseconds elapsed runtime walltime ttft tpot
    memory mem vram rss watts joules kwh carbon emissions
""")
# Says a direction only where no other word does.
WEAK_UP = _set("score scores quality")
KNOWN = UP | DOWN | COST_UP | COST_DOWN | WEAK_UP

# Words that tell only side by side.
PAIRS_UP = frozenset({("exact", "match"), ("explained", "variance"), ("variance", "explained")})
PAIRS_DOWN = frozenset({
    ("cross", "entropy"),
    ("edit", "distance"),
    ("mean", "rank"),
    ("median", "rank"),
    ("average", "rank"),
    ("davies", "bouldin"),
    ("bits", "per"),
    ("nats", "per"),
})  # fmt: skip

# A name that ends so is not itself the metric that it names: the scale of a loss is no loss, and how far two
# accuracies are apart is good or bad by what they are of.
NEUTRAL_ENDS = _set("""
    lr scale weight weights coef coefficient std stddev var variance norm threshold step steps timesteps epoch
    epochs count counts size schedule iteration iterations episodes updates gap diff difference delta change
    target goal limit
""")
# Turns the direction of what stands before it.
FALLING = _set("drop drops degradation decrease reduction")
# What stands after one of these only says where or against what it was measured.
CONDITIONS = _set("at vs versus given")
DENIALS = _set("not non no without inverse inv")
NEGATIVE = _set("neg negative minus")

_PIECE = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@lru_cache(maxsize=16384)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, in lower case: `Val_lossTop1` is val, loss, top1; `fpr@95tpr` fpr, at, 95, tpr."""
    words: list[str] = []
    for piece in _PIECE.findall(name.replace("IoU", "Iou").replace("@", " at ")):
        words.extend(_known_word(piece) or _split_camel(piece))
    return tuple(words)


def _known_word(piece: str) -> list[str] | None:
    """The piece as one word where it is a known one, `mAP`, or one with a number, `acc1`, `map50`."""
    lower = piece.lower()
    for word in (lower, lower.rstrip("0123456789")):
        if word in KNOWN:
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
    return [word if word in UP else word.rstrip("0123456789") or word for word in joined]
