"""Runs with curves, images, histograms, texts and PR curves, written by PyTorch's SummaryWriter."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from torch.utils.tensorboard import SummaryWriter

STEPS = 40
MEDIA_STEPS = (100, 200, 300)


def write_runs(logdir: Path, count: int, *, with_media: int = 6, steps: int = STEPS) -> list[str]:
    """Writes `count` runs, the first `with_media` of them with media, and returns their names.

    The second run has no image at step 200; the third run's loss ends in NaN; the last run never learns.
    """
    names = [f"lr{number:03d}" for number in range(count)]
    for number, name in enumerate(names):
        with SummaryWriter(str(logdir / name)) as writer:
            _write_curves(writer, number, last=number == count - 1, steps=steps)
            if number < with_media:
                _write_media(writer, number)
    return names


def _write_curves(writer: SummaryWriter, number: int, *, last: bool, steps: int) -> None:
    random = np.random.default_rng(number)
    rate = 3.0 / (1 + number * 0.2)
    for index in range(steps):
        step, time = index * 10, 1_700_000_000 + index * (1 + number / 10)
        part = index / steps
        accuracy = 0.1 if last else 0.99 - number * 0.001 - 0.9 * math.exp(-part * rate * 6)
        loss = 2 * math.exp(-part * rate) + 0.01 * random.random()
        nan = number == 2 and index > steps * 0.8
        writer.add_scalar("validation/accuracy", accuracy, step, walltime=time)
        writer.add_scalar("train/loss", math.nan if nan else loss, step, walltime=time)
        writer.add_scalar("epoch", index // 4, step, walltime=time)


def _write_media(writer: SummaryWriter, number: int) -> None:
    random = np.random.default_rng(number)
    labels = random.integers(0, 2, 200)
    for step in MEDIA_STEPS:
        if (number, step) != (1, 200):
            image = np.zeros((3, 24, 48), np.uint8)
            image[number % 3, : 4 * (number + 1), : step // 8] = 255
            writer.add_image("digits", image, step)
        writer.add_histogram("dense/kernel", random.normal(0, 0.03 * (1 + number), 2000), step)
        figures = f"accuracy {0.9 + number / 100:.2f}, loss {0.2 - number / 100:.2f}"
        writer.add_text("report", f"## Report\n{figures}\nworst class: 8", step)
        guesses = np.clip(labels * 0.2 * (number + 1) + random.random(200) * 0.5, 0, 1)
        writer.add_pr_curve("class_8", labels, guesses, step)
