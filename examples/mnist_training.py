"""What the two TensorFlow models have in common: a training loop, its summaries, and the export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import digit_images
import numpy as np
import tensorflow as tf

REPORTS = 20  # lines of progress in a whole training


class Figures(NamedTuple):
    """Mean log loss in nats, and the share of images recognised."""

    loss: float
    accuracy: float


class Writers(NamedTuple):
    """Where TensorBoard finds the curves: below the run's directory, one directory a split."""

    train: tf.summary.SummaryWriter
    validation: tf.summary.SummaryWriter
    test: tf.summary.SummaryWriter


def open_writers(rundir: str) -> Writers:
    """Opens train/, validation/ and test/ below the run's directory."""
    return Writers(*(tf.summary.create_file_writer(str(Path(rundir) / name)) for name in Writers._fields))


def make_step(model: tf.Module, optimizer: Callable[[list[tf.Tensor]], None]) -> Callable[..., tf.Tensor]:
    """Compiles one step of training: (images, labels) → mean log loss of the batch."""

    @tf.function
    def step(images: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            loss = log_loss(model.logits(images, training=True), labels)
        optimizer(tape.gradient(loss, model.trainable_variables))
        return loss

    return step


def log_loss(logits: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
    """The mean log loss of a batch, in nats."""
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))


def evaluate(model: tf.Module, part: digit_images.Images) -> Figures:
    """Evaluates the model on one split."""
    logits = np.concatenate([model.evaluate(chunk) for chunk in _chunks(part.images)])
    accuracy = np.mean(np.argmax(logits, axis=1) == part.labels)
    return Figures(float(log_loss(logits, part.labels)), float(accuracy))


def train(
    model: tf.Module,
    step: Callable[..., tf.Tensor],
    data: dict[str, digit_images.Images],
    writers: Writers,
    *,
    epochs: int,
    batch_size: int,
    seed: int,
) -> None:
    """Trains, and evaluates before the first step and after every epoch, so that a bad start shows early."""
    rng = np.random.default_rng(seed)
    done = report(model, data, writers, epoch=0, epochs=epochs, step=0)
    for epoch in range(1, epochs + 1):
        for batch in digit_images.batches(data["train"], batch_size, rng):
            step(batch.images, batch.labels)
            done += 1
        report(model, data, writers, epoch=epoch, epochs=epochs, step=done)
    test = evaluate(model, data["test"])
    write(writers.test, test, done)
    print(f"test: loss {test.loss:.4f} accuracy {test.accuracy:.4f}")


def report(
    model: tf.Module,
    data: dict[str, digit_images.Images],
    writers: Writers,
    *,
    epoch: int,
    epochs: int,
    step: int,
) -> int:
    """Writes loss and accuracy of train and validation, prints some of them, and returns the step."""
    figures = {name: evaluate(model, data[name]) for name in ("train", "validation")}
    write(writers.train, figures["train"], step)
    write(writers.validation, figures["validation"], step)
    if epoch % max(1, epochs // REPORTS) == 0 or epoch == epochs:
        parts = [f"{name} loss {f.loss:.4f} accuracy {f.accuracy:.4f}" for name, f in figures.items()]
        print(f"epoch {epoch}/{epochs}, step {step}: {', '.join(parts)}", flush=True)
    return step


def write(writer: tf.summary.SummaryWriter, figures: Figures, step: int) -> None:
    """Writes one point of each curve."""
    with writer.as_default(step=step):
        tf.summary.scalar("loss", figures.loss)
        tf.summary.scalar("accuracy", figures.accuracy)
    writer.flush()


def write_graph(writer: tf.summary.SummaryWriter, model: tf.Module) -> None:
    """Writes the model's graph for TensorBoard's Graphs tab."""
    with writer.as_default(step=0):
        tf.summary.graph(model.serve.get_concrete_function().graph)


def export(model: tf.Module, rundir: str) -> Path:
    """Saves the model for serving, images in and scores out, and returns the directory."""
    directory = Path(rundir) / "model" / "export"
    signatures = {"serving_default": model.serve.get_concrete_function()}
    tf.saved_model.save(model, str(directory), signatures=signatures)
    return directory


def _chunks(images: np.ndarray) -> list[np.ndarray]:
    return np.array_split(images, max(1, len(images) // 5000))
