"""The Playground's four data sets: points of two colours on a plane."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Points(NamedTuple):
    """Places within ±6, of shape [count, 2], and their colours, -1 or 1, of shape [count]."""

    places: np.ndarray
    colours: np.ndarray


def circle(count: int, noise: float, rng: np.random.Generator) -> Points:
    """One colour inside, the other in a ring around it."""
    inside = np.arange(count) < count // 2
    radius = np.where(inside, rng.uniform(0, 2.5, count), rng.uniform(3.5, 5, count))
    angle = rng.uniform(0, 2 * np.pi, count)
    places = np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)
    jittered = places + rng.uniform(-5, 5, places.shape) * noise
    return Points(places, np.where(np.hypot(*jittered.T) < 2.5, 1, -1))


def xor(count: int, noise: float, rng: np.random.Generator) -> Points:
    """Opposite quadrants share a colour."""
    places = rng.uniform(-5, 5, [count, 2])
    places += np.where(places > 0, 0.3, -0.3)
    jittered = places + rng.uniform(-5, 5, places.shape) * noise
    return Points(places, np.where(jittered[:, 0] * jittered[:, 1] >= 0, 1, -1))


def gauss(count: int, noise: float, rng: np.random.Generator) -> Points:
    """Two clouds, which overlap more with more noise."""
    colours = np.where(np.arange(count) < count // 2, 1, -1)
    spread = 0.7 + 3.3 * noise
    return Points(2.0 * colours[:, None] + rng.normal(0, spread, [count, 2]), colours)


def spiral(count: int, noise: float, rng: np.random.Generator) -> Points:
    """Two arms wound around each other."""
    turn = np.tile(np.arange(count // 2) / (count // 2), 2)
    colours = np.where(np.arange(len(turn)) < count // 2, 1, -1)
    angle = 1.75 * turn * 2 * np.pi + np.where(colours > 0, 0, np.pi)
    places = 5 * turn[:, None] * np.stack([np.sin(angle), np.cos(angle)], axis=1)
    return Points(places + rng.uniform(-1, 1, places.shape) * noise, colours)


KINDS: dict[str, Callable[[int, float, np.random.Generator], Points]] = {
    "circle": circle,
    "xor": xor,
    "gauss": gauss,
    "spiral": spiral,
}
