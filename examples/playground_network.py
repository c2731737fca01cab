"""The Playground's network, in numpy."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import numpy as np
from playground_points import Points

ACTIVATIONS: dict[str, tuple[Callable, Callable]] = {  # the function, and its slope from its value
    "tanh": (np.tanh, lambda a: 1 - a * a),
    "relu": (lambda z: np.maximum(z, 0), lambda a: (a > 0).astype(float)),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda a: a * (1 - a)),
    "linear": (lambda z: z, np.ones_like),
}


class Network:
    """Fully connected, one output through tanh, trained by gradient descent on half the squared error."""

    def __init__(self, layers: Sequence[int], activation: str, rng: np.random.Generator) -> None:
        sizes = [2, *layers, 1]
        pairs = list(itertools.pairwise(sizes))
        self.weights = [rng.normal(0, 1 / np.sqrt(above), [above, below]) for above, below in pairs]
        self.biases = [np.full(below, 0.1) for _, below in pairs]
        kinds = [activation] * len(layers) + ["tanh"]
        self.functions = [ACTIVATIONS[kind] for kind in kinds]

    def forward(self, places: np.ndarray) -> list[np.ndarray]:
        """The values of every layer, the input first."""
        values = [places]
        for weight, bias, (function, _) in zip(self.weights, self.biases, self.functions, strict=True):
            values.append(function(values[-1] @ weight + bias))
        return values

    def step(self, batch: Points, lr: float, regularization: str, rate: float) -> None:
        """One step of gradient descent."""
        values = self.forward(batch.places)
        error = (values[-1][:, 0] - batch.colours)[:, None] / len(batch.colours)
        for layer in reversed(range(len(self.weights))):
            error = error * self.functions[layer][1](values[layer + 1])
            slope = values[layer].T @ error + rate * _penalty_slope(regularization, self.weights[layer])
            bias_slope = error.sum(axis=0)
            error = error @ self.weights[layer].T
            self.weights[layer] -= lr * slope
            self.biases[layer] -= lr * bias_slope

    def evaluate(self, points: Points) -> dict[str, float]:
        """Half the mean squared error, and the share of points of the right colour."""
        output = self.forward(points.places)[-1][:, 0]
        loss = float(np.mean((output - points.colours) ** 2) / 2)
        return {"loss": loss, "accuracy": float(np.mean(np.sign(output) == points.colours))}


def _penalty_slope(regularization: str, weights: np.ndarray) -> np.ndarray | float:
    if regularization == "l1":
        return np.sign(weights)
    return weights if regularization == "l2" else 0.0
