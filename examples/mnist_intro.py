"""MNIST for beginners: softmax regression, in today's TensorFlow.

python examples/mnist_intro.py --datadir ./data --rundir ./last-run --epochs 100
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import digit_images
import mnist_training
import tensorflow as tf

import tb_lifecycle


class SoftmaxRegression(tf.Module):
    """One weight for each pixel and class."""

    def __init__(self, pixels: int) -> None:
        super().__init__(name="softmax_regression")
        self.weights = tf.Variable(tf.zeros([pixels, digit_images.CLASSES]), name="weights")
        self.biases = tf.Variable(tf.zeros([digit_images.CLASSES]), name="biases")
        images = tf.TensorSpec([None, pixels], tf.float32, name="images")
        self.evaluate = tf.function(self.logits, input_signature=[images])
        self.serve = tf.function(self.scores, input_signature=[images])

    def logits(self, images: tf.Tensor, training: bool = False) -> tf.Tensor:
        """Scores before the softmax, of shape [batch, classes]."""
        del training  # the same in training and in use
        return tf.matmul(images, self.weights) + self.biases

    def scores(self, images: tf.Tensor) -> dict[str, tf.Tensor]:
        """The probability of each digit, of shape [batch, classes]."""
        return {"scores": tf.nn.softmax(self.logits(images), name="scores")}


def init_flags() -> argparse.Namespace:
    """Reads the command line and records it: the run starts here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--datadir", default="./data", help="where prepare.py put the images")
    parser.add_argument("--rundir", default="./last-run", help="where this run is recorded")
    parser.add_argument("--data", default="digits", choices=["digits", "mnist"], help="which images")
    parser.add_argument("--epochs", type=int, default=100, help="how often every image is seen")
    parser.add_argument("--batch-size", type=int, default=100, help="images a step")
    parser.add_argument("--lr", type=float, default=0.5, help="learning rate of gradient descent")
    parser.add_argument("--seed", type=int, default=1, help="orders the images")
    flags = parser.parse_args()
    tb_lifecycle.log_flags(flags, parser=parser)
    return flags


def init_data(flags: argparse.Namespace) -> dict[str, digit_images.Images]:
    """Loads the images and records which ones they are."""
    data = digit_images.load(flags.datadir, flags.data)
    for split in data:
        tb_lifecycle.log_dataset(flags.data, digit_images.path(flags.datadir, flags.data, split), split=split)
    return data


def init_train(
    flags: argparse.Namespace, data: dict[str, digit_images.Images]
) -> tuple[SoftmaxRegression, Callable[..., tf.Tensor]]:
    """Makes the model and a step of gradient descent."""
    tf.random.set_seed(flags.seed)
    model = SoftmaxRegression(pixels=data["train"].images.shape[1])

    def descend(gradients: list[tf.Tensor]) -> None:
        for variable, gradient in zip(model.trainable_variables, gradients, strict=True):
            variable.assign_sub(flags.lr * gradient)

    return model, mnist_training.make_step(model, descend)


def train(
    flags: argparse.Namespace,
    data: dict[str, digit_images.Images],
    model: SoftmaxRegression,
    step: Callable[..., tf.Tensor],
) -> None:
    """Trains, then exports the model and records the export."""
    writers = mnist_training.open_writers(flags.rundir)
    mnist_training.write_graph(writers.train, model)
    mnist_training.train(
        model, step, data, writers, epochs=flags.epochs, batch_size=flags.batch_size, seed=flags.seed
    )
    tb_lifecycle.log_export(mnist_training.export(model, flags.rundir))


def main() -> None:
    """Runs the script."""
    flags = init_flags()
    data = init_data(flags)
    model, step = init_train(flags, data)
    train(flags, data, model, step)


if __name__ == "__main__":
    main()
