"""Softmax regression as TensorFlow 1 code, graph and session, with one line added: log_flags.

That line records flags, code, environment, status and output, and the summaries that the script writes below
--rundir anyway become the run's metrics.
"""

import argparse
import os

import digit_images
import numpy as np
import tensorflow.compat.v1 as tf

import tb_lifecycle


def init_flags():
    """Reads the command line."""
    global FLAGS
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--datadir", default="./data")
    parser.add_argument("--rundir", default="./last-run")
    parser.add_argument("--epochs", type=int, default=100)
    parser.add_argument("--batch-size", type=int, default=100)
    parser.add_argument("--lr", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=1)
    FLAGS, _ = parser.parse_known_args()
    tb_lifecycle.log_flags(FLAGS)


def init_data():
    """Loads the images."""
    global data
    data = digit_images.load(FLAGS.datadir, "digits")
    # Optional, names the data in the record:
    # tb_lifecycle.log_dataset("digits", digit_images.path(FLAGS.datadir, "digits", "train"), split="train")


def init_train():
    """Builds the graph and opens the session."""
    tf.disable_eager_execution()
    tf.set_random_seed(FLAGS.seed)
    init_model()
    init_train_op()
    init_eval_op()
    init_summaries()
    init_session()


def init_model():
    """Makes the regression: y is what the model says of x."""
    global x, y, W, b
    x = tf.placeholder(tf.float32, [None, data["train"].images.shape[1]], name="images")
    W = tf.Variable(tf.zeros([x.shape[1], 10]), name="weights")
    b = tf.Variable(tf.zeros([10]), name="biases")
    y = tf.nn.softmax(tf.matmul(x, W) + b, name="scores")


def init_train_op():
    """Makes the step of gradient descent."""
    global y_, loss, train_op
    y_ = tf.placeholder(tf.int64, [None], name="labels")
    picked = tf.reduce_sum(tf.one_hot(y_, 10) * y, axis=1)
    loss = -tf.reduce_mean(tf.math.log(tf.maximum(picked, 1e-10)))
    train_op = tf.train.GradientDescentOptimizer(FLAGS.lr).minimize(loss)


def init_eval_op():
    """Makes the share of images recognised."""
    global accuracy
    accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(y, 1), y_), tf.float32))


def init_summaries():
    """Opens one writer for each split."""
    global summaries, train_writer, validation_writer
    tf.summary.scalar("accuracy", accuracy)
    tf.summary.scalar("loss", loss)
    summaries = tf.summary.merge_all()
    train_writer = tf.summary.FileWriter(os.path.join(FLAGS.rundir, "train"), tf.get_default_graph())  # noqa: PTH118
    validation_writer = tf.summary.FileWriter(os.path.join(FLAGS.rundir, "validation"))  # noqa: PTH118


def init_session():
    """Opens the session."""
    global sess
    sess = tf.Session()
    sess.run(tf.global_variables_initializer())


def train():
    """Trains, evaluating before every epoch and at the end, then exports."""
    rng = np.random.default_rng(FLAGS.seed)
    step = 0
    for epoch in range(FLAGS.epochs):
        evaluate(epoch, step)
        for batch in digit_images.batches(data["train"], FLAGS.batch_size, rng):
            sess.run(train_op, {x: batch.images, y_: batch.labels})
            step += 1
    evaluate(FLAGS.epochs, step)
    export()


def evaluate(epoch, step):
    """Writes the summaries of both splits."""
    for split, writer in [("train", train_writer), ("validation", validation_writer)]:
        feed = {x: data[split].images, y_: data[split].labels}
        summary, value = sess.run([summaries, accuracy], feed)
        writer.add_summary(summary, step)
        writer.flush()
        if epoch % max(1, FLAGS.epochs // 10) == 0:
            print(f"epoch {epoch}: {split} accuracy {value:.4f}")


def export():
    """Saves the model for serving."""
    directory = os.path.join(FLAGS.rundir, "model", "export")  # noqa: PTH118
    if tf.gfile.Exists(directory):
        tf.gfile.DeleteRecursively(directory)
    tf.saved_model.simple_save(sess, directory, inputs={"images": x}, outputs={"scores": y})
    # Optional, records the export with its signature:
    # tb_lifecycle.log_export(directory)


if __name__ == "__main__":
    init_flags()
    init_data()
    init_train()
    train()
