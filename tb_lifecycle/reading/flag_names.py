"""What a flag's name says about its part in a run's result."""

from __future__ import annotations

import re
from enum import Enum


class FlagRole(Enum):
    """What a flag is for."""

    MODEL = "model"
    TRAINING = "training"
    SEED = "seed"
    INPUT = "input"  # where data are read from
    OUTPUT = "output"  # where or under which name results are written
    REPORTING = "reporting"  # what the program says while it runs
    MINOR = "minor"  # how the program runs
    OTHER = "other"


# Flags in which runs of one setting may differ: the seed, where results go, what is said meanwhile.
BESIDE_THE_SETTING = frozenset({FlagRole.SEED, FlagRole.OUTPUT, FlagRole.REPORTING})


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SEED = _set("seed seeds rng")
_MODEL = _set("""
    model arch architecture net network backbone encoder decoder layer layers hidden units filters
    channels kernel width depth heads activation embedding dropout pretrained
""")
_TRAINING = _set("""
    lr optimizer optimiser momentum batch epoch epochs steps decay warmup schedule scheduler loss
    regularization regularisation regularizer l1 l2 clip gamma beta beta1 beta2 epsilon temperature
    noise augment augmentation patience precision
""")
_SAYING = _set("""
    verbose verbosity quiet log logging logger print progress profile profiler tensorboard port
""")
# Of a flag that only says what is reported, every word is one of these: `log_level`, not `log_scale`.
_SAYING_AND_HOW = _SAYING | _set("""
    level every interval freq frequency bar rate show enable disable use no n
""")
_MINOR = _SAYING | _set("""
    debug workers threads num_workers device devices gpu gpus host resume overwrite force dry interval
    every keep save checkpoint
""")
_OUTPUT_NAMES = _set("""
    rundir logdir modeldir outputdir outdir savedir jobdir workdir workingdir checkpointdir ckptdir
    exportdir tensorboarddir trainingdir resultdir resultsdir runname runid experimentname expname
    exportpath outputpath output out outfile summarydir
""")
_INPUT_NAMES = _set("""
    datadir dataroot datapath datasetdir datasetpath traindir valdir testdir inputdir inputpath
    cachedir datasource
""")
# What says on what, and how much of it, a run was evaluated; not how often that was.
_EVALUATION = _set("eval evaluation evaluate val valid validation test dev threshold beam beams")
_HOW_OFTEN = _set("every interval freq frequency epoch epochs strategy delay start batch bs worker workers")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+\d*|\d+")


def flag_role(name: str) -> FlagRole:
    """What a flag is for, as far as its name tells; `optimizer.lr` goes by its last part first."""
    last = re.split(r"[./]", name)[-1]
    words = [word.lower() for word in _WORD.findall(last)]
    joined = "".join(words)
    if _SEED & set(words) or joined == "randomstate":
        return FlagRole.SEED
    if joined in _OUTPUT_NAMES:
        return FlagRole.OUTPUT
    if joined in _INPUT_NAMES:
        return FlagRole.INPUT
    if _SAYING & set(words) and _SAYING_AND_HOW.issuperset(words):
        return FlagRole.REPORTING
    if "learning" in words and "rate" in words:
        return FlagRole.TRAINING
    if _MINOR & set(words) and not _TRAINING & set(words):
        return FlagRole.MINOR
    if _MODEL & set(words):
        return FlagRole.MODEL
    return FlagRole.TRAINING if _TRAINING & {*words, name.split(".")[0].lower()} else FlagRole.OTHER


def is_evaluation(name: str) -> bool:
    """Whether a flag may say how a run was evaluated, as far as its name tells."""
    words = {word.lower() for part in re.split(r"[./]", name) for word in _WORD.findall(part)}
    if flag_role(name) in (FlagRole.SEED, FlagRole.OUTPUT, FlagRole.REPORTING, FlagRole.INPUT):
        return False
    return bool(_EVALUATION & words) and not _HOW_OFTEN & words
