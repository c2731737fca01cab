"""The smallest graphs: a constant, a placeholder, variables, a matrix product.

Each is built, run once, and written as a run of its own below --rundir: open one in TensorBoard's Graphs tab.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import tensorflow.compat.v1 as tf

import tb_lifecycle


def constant() -> tuple[tf.Tensor, dict[tf.Tensor, object]]:
    """One node that always has the same value."""
    return tf.constant(42.0, name="answer"), {}


def placeholder() -> tuple[tf.Tensor, dict[tf.Tensor, object]]:
    """A node whose value is given when the graph is run."""
    x = tf.placeholder(tf.float32, shape=[], name="x")
    return tf.multiply(x, 2.0, name="doubled"), {x: 21.0}


def variables() -> tuple[tf.Tensor, dict[tf.Tensor, object]]:
    """State that training could change: y = weight · x + bias."""
    x = tf.placeholder(tf.float32, shape=[], name="x")
    weight = tf.Variable(3.0, name="weight")
    bias = tf.Variable(1.0, name="bias")
    return tf.add(weight * x, bias, name="y"), {x: 2.0}


def matmul() -> tuple[tf.Tensor, dict[tf.Tensor, object]]:
    """A matrix times a matrix, summed up."""
    a = tf.constant([[1.0, 2.0], [3.0, 4.0]], name="a")
    b = tf.constant([[1.0, 0.0], [0.0, 1.0]], name="b")
    return tf.reduce_sum(tf.matmul(a, b, name="product"), name="sum"), {}


GRAPHS = [constant, placeholder, variables, matmul]


def init_flags() -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rundir", default="./last-graphs", help="one run a graph is recorded below it")
    return parser.parse_args()


def train(build: Callable[[], tuple[tf.Tensor, dict[tf.Tensor, object]]], rundir: str) -> None:
    """Builds one graph, writes it for the Graphs tab, and runs it once."""
    name = build.__name__
    with (
        tb_lifecycle.start_run(Path(rundir) / name, tags=["graph"], notes=build.__doc__),
        tf.Graph().as_default(),
    ):
        tb_lifecycle.log_flags({"graph": name})
        result, feed = build()
        tf.summary.FileWriter(str(Path(rundir) / name / "graph"), tf.get_default_graph()).close()
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            value = float(session.run(result, feed))
        tb_lifecycle.log_scalar("result", value, step=0)
        print(f"{name}: {result.op.name} = {value}")


def main() -> None:
    """Runs the script."""
    flags = init_flags()
    for build in GRAPHS:
        train(build, flags.rundir)


if __name__ == "__main__":
    main()
