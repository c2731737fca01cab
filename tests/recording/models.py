"""Models as TensorFlow and Keras save them, made once: they are only read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Models:
    """Where each model lies."""

    root: Path
    module: Path
    session: Path
    session_checkpoint: Path
    keras_saved_model: Path
    keras_file: Path
    keras_weights: Path
    keras_parameters: int
    checkpoint: Path
    tflite: Path


def make_models(root: Path) -> Models:
    """Makes them all below a directory."""
    parameters = _keras(root)
    _module(root)
    _session(root)
    return Models(
        root=root,
        module=root / "module",
        session=root / "session",
        session_checkpoint=root / "session.ckpt",
        keras_saved_model=root / "keras_saved_model",
        keras_file=root / "model.keras",
        keras_weights=root / "model.weights.h5",
        keras_parameters=parameters,
        checkpoint=root / "checkpoints" / "ckpt-1",
        tflite=root / "model.tflite",
    )


def _module(root: Path) -> None:
    import tensorflow as tf

    class Classifier(tf.Module):
        def __init__(self) -> None:
            super().__init__()
            self.weights = tf.Variable(tf.zeros([4, 3]), name="weights")
            self.bias = tf.Variable(tf.zeros([3]), name="bias")
            self.step = tf.Variable(0, dtype=tf.int64, name="iterations", trainable=False)

        @tf.function(input_signature=[tf.TensorSpec([None, 4], tf.float32, name="images")])
        def serve(self, images: tf.Tensor) -> dict[str, tf.Tensor]:
            scores = images @ self.weights + self.bias
            return {"scores": scores, "classes": tf.argmax(scores, axis=1)}

    classifier = Classifier()
    tf.saved_model.save(classifier, str(root / "module"), signatures=classifier.serve)
    converter = tf.lite.TFLiteConverter.from_concrete_functions(
        [
            tf.function(lambda x: x @ classifier.weights).get_concrete_function(
                tf.TensorSpec([1, 4], tf.float32)
            )
        ],
        classifier,
    )
    (root / "model.tflite").write_bytes(converter.convert())


def _keras(root: Path) -> int:
    import keras
    import numpy as np
    import tensorflow as tf

    layers = [
        keras.Input([4]),
        keras.layers.Dense(8),
        keras.layers.BatchNormalization(),
        keras.layers.Dropout(0.5),
    ]
    model = keras.Sequential([*layers, keras.layers.Dense(3)])
    model.compile("adam", "mse")
    model.fit(np.zeros([8, 4]), np.zeros([8, 3]), verbose=0)
    model.export(str(root / "keras_saved_model"), verbose=False)
    model.save(root / "model.keras")
    model.save_weights(root / "model.weights.h5")
    checkpoint = tf.train.Checkpoint(model=model, optimizer=model.optimizer)
    tf.train.CheckpointManager(checkpoint, str(root / "checkpoints"), max_to_keep=2).save()
    return int(model.count_params())


def _session(root: Path) -> None:
    """As TensorFlow 1 did it: a graph, a session, a builder."""
    import tensorflow as tf

    v1 = tf.compat.v1
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [None, 4], name="x")
        weights = v1.get_variable("weights", [4, 3], use_resource=False)
        bias = v1.get_variable("bias", [3], use_resource=False)
        y = tf.matmul(x, weights) + bias
        v1.train.AdamOptimizer().minimize(tf.reduce_sum(y), v1.train.get_or_create_global_step())
        session.run(v1.global_variables_initializer())
        v1.train.Saver().save(session, str(root / "session.ckpt"), write_meta_graph=False)
        builder = v1.saved_model.Builder(str(root / "session"))
        signature = v1.saved_model.predict_signature_def({"x": x}, {"y": y})
        builder.add_meta_graph_and_variables(session, ["serve"], {"serving_default": signature})
        builder.save()
