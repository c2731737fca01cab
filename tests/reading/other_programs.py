"""Small trainings by other libraries, each as its documentation writes it; none of them knows of this one."""

from __future__ import annotations

import functools
from pathlib import Path

RATES = (0.25, 0.5)


def hparams(logdir: Path) -> None:
    """TensorBoard's HParams beside Keras: a session and its curves in one directory."""
    import tensorflow as tf
    from tensorboard.plugins.hparams import api as hp

    for number, rate in enumerate(RATES):
        directory = str(logdir / f"run-{number}")
        _fit(tf, rate, [tf.keras.callbacks.TensorBoard(directory), hp.KerasCallback(directory, {"lr": rate})])


def keras(logdir: Path) -> None:
    """Keras' callback: `train` and `validation` below each directory."""
    import tensorflow as tf

    for name in ("first", "second"):
        _fit(tf, 0.25, [tf.keras.callbacks.TensorBoard(str(logdir / name))])


def keras_tuner(logdir: Path) -> None:
    """KerasTuner's search with Keras' callback, of which it makes one a trial."""
    import keras_tuner as kt
    import tensorflow as tf

    def build(choices: kt.HyperParameters) -> tf.keras.Model:
        return _model(tf, choices.Choice("lr", list(RATES)))

    tuner = kt.GridSearch(
        build, objective="val_loss", directory=str(logdir.with_name("tuner")), project_name="x"
    )
    x, y = _points(tf)
    callback = tf.keras.callbacks.TensorBoard(str(logdir))
    tuner.search(x, y, epochs=2, validation_data=(x, y), callbacks=[callback], verbose=0)


def torch(logdir: Path) -> None:
    """PyTorch's writer: a session and each line of `add_scalars` in directories below its own."""
    from torch.utils.tensorboard import SummaryWriter

    for number, rate in enumerate(RATES):
        with SummaryWriter(str(logdir / f"e{number}")) as writer:
            _write(writer, rate)


def tensorboardx(logdir: Path) -> None:
    """The same calls of the other writer of that name."""
    from tensorboardX import SummaryWriter

    for number, rate in enumerate(RATES):
        with SummaryWriter(str(logdir / f"e{number}")) as writer:
            _write(writer, rate)


def two_sessions(logdir: Path) -> None:
    """One writer of which two sessions are all that it has."""
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(str(logdir / "e")) as writer:
        for number, rate in enumerate(RATES):
            writer.add_hparams({"lr": rate}, {"metric/distance": rate + 2}, run_name=f"s{number}")


def lightning(logdir: Path) -> None:
    """Lightning's logger and its `save_hyperparameters`."""
    import lightning
    import torch as pytorch
    from lightning.pytorch.loggers import TensorBoardLogger

    class Model(lightning.LightningModule):
        def __init__(self, lr: float) -> None:  # noqa: ARG002 - save_hyperparameters finds it
            super().__init__()
            self.save_hyperparameters()
            self.layer = pytorch.nn.Linear(1, 1)

        def training_step(self, batch: list[pytorch.Tensor], _: int) -> pytorch.Tensor:
            loss = (self.layer(batch[0]) ** 2).mean()
            self.log("train_loss", loss)
            return loss

        def configure_optimizers(self) -> pytorch.optim.Optimizer:
            return pytorch.optim.SGD(self.parameters(), lr=self.hparams["lr"])

    data = pytorch.utils.data.DataLoader(pytorch.utils.data.TensorDataset(pytorch.ones(4, 1)))
    for rate in RATES:
        trainer = lightning.Trainer(
            logger=TensorBoardLogger(str(logdir)),
            max_epochs=1,
            log_every_n_steps=1,
            accelerator="cpu",
            enable_checkpointing=False,
            enable_progress_bar=False,
            enable_model_summary=False,
        )
        trainer.fit(Model(rate), data)


def ray_tune(logdir: Path) -> None:
    """Ray Tune's trials, which it logs by tensorboardX of its own accord."""
    import ray
    from ray import tune
    from ray.tune.logger import TBXLoggerCallback

    ray.init(num_cpus=1, include_dashboard=False, log_to_driver=False, ignore_reinit_error=True)
    try:
        tune.Tuner(
            _trial,
            param_space={"lr": tune.grid_search(list(RATES))},
            run_config=tune.RunConfig(
                name=logdir.name, storage_path=str(logdir.parent), verbose=0, callbacks=[TBXLoggerCallback()]
            ),
        ).fit()
    finally:
        ray.shutdown()


def _trial(config: dict[str, float]) -> None:
    from ray import tune

    for step in range(3):
        tune.report({"loss": config["lr"] / (step + 1)})


def clu(logdir: Path) -> None:
    """CLU's writer for JAX."""
    from clu.metric_writers.summary_writer import SummaryWriter

    for number, rate in enumerate(RATES):
        writer = SummaryWriter(str(logdir / f"w{number}"))
        writer.write_hparams({"lr": rate})
        for step in range(3):
            writer.write_scalars(step, {"loss": rate / (step + 1)})
        writer.flush()
        writer.close()


def transformers(logdir: Path) -> None:
    """Hugging Face's Trainer, which puts its files below `runs`, named by time and host."""
    import torch as pytorch
    from transformers import Trainer, TrainingArguments

    class Model(pytorch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layer = pytorch.nn.Linear(1, 1)

        def forward(self, x: pytorch.Tensor, labels: pytorch.Tensor) -> dict[str, pytorch.Tensor]:
            guess = self.layer(x)
            return {"loss": ((guess - labels) ** 2).mean(), "logits": guess}

    rows = [{"x": [float(one)], "labels": [float(one)]} for one in range(4)]
    for number, rate in enumerate(RATES):
        arguments = TrainingArguments(
            str(logdir / f"out{number}"),
            learning_rate=rate,
            num_train_epochs=2,
            logging_steps=1,
            save_strategy="no",
            report_to=["tensorboard"],
            use_cpu=True,
            disable_tqdm=True,
        )
        Trainer(Model(), arguments, train_dataset=rows).train()


def _write(writer: object, rate: float) -> None:
    for step in range(3):
        writer.add_scalar("training/loss", rate / (step + 1), step)
        writer.add_scalars("training/acc", {"upper": step + 0.5, "lower": step + 0.25}, step)
    writer.add_hparams({"lr": rate}, {"metric/distance": rate + 2})


def _fit(tf: object, rate: float, callbacks: list[object]) -> None:
    x, y = _points(tf)
    _model(tf, rate).fit(x, y, epochs=2, validation_data=(x, y), callbacks=callbacks, verbose=0)


def _model(tf: object, rate: float) -> object:
    model = tf.keras.Sequential([tf.keras.layers.Input((1,)), tf.keras.layers.Dense(1)])
    model.compile(optimizer=tf.keras.optimizers.SGD(rate / 100), loss="mse")
    return model


@functools.cache
def _points(tf: object) -> tuple[object, object]:
    x = tf.reshape(tf.range(4.0), (4, 1))
    return x, 2 * x
