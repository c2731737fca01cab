"""MNIST for experts: a convolutional network, in today's TensorFlow.

python examples/mnist_expert.py --datadir ./data --rundir ./last-run --epochs 20
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import digit_images
import mnist_training
import tensorflow as tf

import tb_lifecycle


class ConvolutionalNetwork(tf.Module):
    """Two convolutions, each with pooling, then a dense layer with dropout, then the scores."""

    def __init__(self, pixels: int, *, filters: int, hidden: int, dropout: float) -> None:
        super().__init__(name="convolutional_network")
        self.side = int(pixels**0.5)
        self.dropout = dropout
        flat = ((self.side + 3) // 4) ** 2 * 2 * filters  # after two poolings by 2, each rounding up
        self.conv1, self.bias1 = _layer("conv1", [3, 3, 1, filters])
        self.conv2, self.bias2 = _layer("conv2", [3, 3, filters, 2 * filters])
        self.dense, self.bias3 = _layer("dense", [flat, hidden])
        self.out, self.bias4 = _layer("out", [hidden, digit_images.CLASSES])
        images = tf.TensorSpec([None, pixels], tf.float32, name="images")
        self.evaluate = tf.function(self.logits, input_signature=[images])
        self.serve = tf.function(self.scores, input_signature=[images])

    def logits(self, images: tf.Tensor, training: bool = False) -> tf.Tensor:
        """Scores before the softmax, of shape [batch, classes]."""
        with tf.name_scope("conv1"):
            layer = _convolve(tf.reshape(images, [-1, self.side, self.side, 1]), self.conv1, self.bias1)
        with tf.name_scope("conv2"):
            layer = _convolve(layer, self.conv2, self.bias2)
        with tf.name_scope("dense"):
            flat = tf.reshape(layer, [-1, self.dense.shape[0]])
            layer = tf.nn.relu(tf.matmul(flat, self.dense) + self.bias3)
        if training:
            layer = tf.nn.dropout(layer, self.dropout)
        with tf.name_scope("out"):
            return tf.matmul(layer, self.out) + self.bias4

    def scores(self, images: tf.Tensor) -> dict[str, tf.Tensor]:
        """The probability of each digit, of shape [batch, classes]."""
        return {"scores": tf.nn.softmax(self.logits(images), name="scores")}


class Adam(tf.Module):
    """Adam (Kingma and Ba, 2015) with its usual constants."""

    def __init__(self, variables: tuple[tf.Variable, ...], lr: float) -> None:
        super().__init__(name="adam")
        self.lr = lr
        self.variables_trained = variables
        self.steps = tf.Variable(0.0, trainable=False)
        self.means = [tf.Variable(tf.zeros_like(v), trainable=False) for v in variables]
        self.squares = [tf.Variable(tf.zeros_like(v), trainable=False) for v in variables]

    def __call__(self, gradients: list[tf.Tensor]) -> None:
        """Moves every variable by one step."""
        steps = self.steps.assign_add(1.0)
        rate = self.lr * tf.sqrt(1 - tf.pow(0.999, steps)) / (1 - tf.pow(0.9, steps))
        each = zip(self.variables_trained, gradients, self.means, self.squares, strict=True)
        for variable, gradient, mean, square in each:
            mean.assign(0.9 * mean + 0.1 * gradient)
            square.assign(0.999 * square + 0.001 * tf.square(gradient))
            variable.assign_sub(rate * mean / (tf.sqrt(square) + 1e-7))


def init_flags() -> argparse.Namespace:
    """Reads the command line and records it: the run starts here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--datadir", default="./data", help="where prepare.py put the images")
    parser.add_argument("--rundir", default="./last-run", help="where this run is recorded")
    parser.add_argument("--data", default="digits", choices=["digits", "mnist"], help="which images")
    parser.add_argument("--epochs", type=int, default=20, help="how often every image is seen")
    parser.add_argument("--batch-size", type=int, default=50, help="images a step")
    parser.add_argument("--lr", type=float, default=0.003, help="learning rate of Adam")
    parser.add_argument(
        "--filters", type=int, default=16, help="of the first convolution; the second has twice as many"
    )
    parser.add_argument("--hidden", type=int, default=128, help="units of the dense layer")
    parser.add_argument(
        "--dropout", type=float, default=0.3, help="share of the dense layer left out in training"
    )
    parser.add_argument(
        "--seed", type=int, default=1, help="starts the weights, orders the images, drops units"
    )
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
) -> tuple[ConvolutionalNetwork, Callable[..., tf.Tensor]]:
    """Makes the model and a step of Adam."""
    tf.random.set_seed(flags.seed)
    tf.config.experimental.enable_op_determinism()
    pixels = data["train"].images.shape[1]
    model = ConvolutionalNetwork(pixels, filters=flags.filters, hidden=flags.hidden, dropout=flags.dropout)
    return model, mnist_training.make_step(model, Adam(model.trainable_variables, flags.lr))


def train(
    flags: argparse.Namespace,
    data: dict[str, digit_images.Images],
    model: ConvolutionalNetwork,
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


def _layer(name: str, shape: list[int]) -> tuple[tf.Variable, tf.Variable]:
    inputs = 1
    for size in shape[:-1]:
        inputs *= size
    weights = tf.random.truncated_normal(shape, stddev=(2 / inputs) ** 0.5)
    return tf.Variable(weights, name=f"{name}/weights"), tf.Variable(
        tf.zeros(shape[-1:]), name=f"{name}/biases"
    )


def _convolve(images: tf.Tensor, weights: tf.Variable, biases: tf.Variable) -> tf.Tensor:
    layer = tf.nn.relu(tf.nn.conv2d(images, weights, strides=1, padding="SAME") + biases)
    return tf.nn.max_pool2d(layer, ksize=2, strides=2, padding="SAME")


if __name__ == "__main__":
    main()
