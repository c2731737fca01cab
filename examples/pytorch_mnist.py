"""A small network in PyTorch, without TensorFlow: PyTorch's own SummaryWriter writes the curves."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import digit_images
import numpy as np

import tb_lifecycle

try:
    import torch
    from torch.utils.tensorboard import SummaryWriter
except ModuleNotFoundError as error:
    print(f"This example needs PyTorch ({error}). Install it: pip install torch", file=sys.stderr)
    sys.exit(2)


def init_flags() -> argparse.Namespace:
    """Reads the command line and records it: the run starts here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--datadir", default="./data", help="where prepare.py put the images")
    parser.add_argument("--rundir", default="./last-run", help="where this run is recorded")
    parser.add_argument("--epochs", type=int, default=20, help="how often every image is seen")
    parser.add_argument("--batch-size", type=int, default=50, help="images a step")
    parser.add_argument("--lr", type=float, default=0.003, help="learning rate of Adam")
    parser.add_argument("--hidden", type=int, default=64, help="units of the hidden layer")
    parser.add_argument("--seed", type=int, default=1, help="starts the weights and orders the images")
    flags = parser.parse_args()
    tb_lifecycle.log_flags(flags, parser=parser)
    return flags


def init_data(flags: argparse.Namespace) -> dict[str, digit_images.Images]:
    """Loads the images and records which ones they are."""
    data = digit_images.load(flags.datadir, "digits")
    for split in data:
        tb_lifecycle.log_dataset("digits", digit_images.path(flags.datadir, "digits", split), split=split)
    return data


def init_train(
    flags: argparse.Namespace, data: dict[str, digit_images.Images]
) -> tuple[torch.nn.Module, torch.optim.Optimizer]:
    """Makes a network with one hidden layer, and its optimizer."""
    torch.manual_seed(flags.seed)
    model = torch.nn.Sequential(
        torch.nn.Linear(data["train"].images.shape[1], flags.hidden),
        torch.nn.ReLU(),
        torch.nn.Linear(flags.hidden, digit_images.CLASSES),
    )
    return model, torch.optim.Adam(model.parameters(), lr=flags.lr)


def train(
    flags: argparse.Namespace,
    data: dict[str, digit_images.Images],
    model: torch.nn.Module,
    optimizer: torch.optim.Optimizer,
) -> None:
    """Trains, evaluating before the first epoch and after each, then saves and records the weights."""
    writers = {split: SummaryWriter(Path(flags.rundir) / split) for split in ("train", "validation")}
    rng = np.random.default_rng(flags.seed)
    for epoch in range(flags.epochs + 1):
        for split, writer in writers.items():
            evaluate(model, data[split], writer, split, epoch)
        if epoch < flags.epochs:
            train_epoch(model, optimizer, digit_images.batches(data["train"], flags.batch_size, rng))
    for writer in writers.values():
        writer.close()
    file = Path(flags.rundir) / "model" / "weights.pt"
    file.parent.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), file)
    tb_lifecycle.log_export(file)


def train_epoch(model: torch.nn.Module, optimizer: torch.optim.Optimizer, batches: object) -> None:
    """Shows every batch to the model once."""
    for batch in batches:
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(
            model(torch.from_numpy(batch.images)), torch.from_numpy(batch.labels)
        ).backward()
        optimizer.step()


def evaluate(
    model: torch.nn.Module, part: digit_images.Images, writer: SummaryWriter, split: str, epoch: int
) -> None:
    """Writes log loss and accuracy of one split."""
    labels = torch.from_numpy(part.labels)
    with torch.no_grad():
        logits = model(torch.from_numpy(part.images))
    loss = torch.nn.functional.cross_entropy(logits, labels).item()
    accuracy = (logits.argmax(1) == labels).float().mean().item()
    writer.add_scalar("loss", loss, epoch)
    writer.add_scalar("accuracy", accuracy, epoch)
    print(f"epoch {epoch}: {split} loss {loss:.4f} accuracy {accuracy:.4f}", flush=True)


def main() -> None:
    """Runs the script."""
    flags = init_flags()
    data = init_data(flags)
    model, optimizer = init_train(flags, data)
    train(flags, data, model, optimizer)


if __name__ == "__main__":
    main()
