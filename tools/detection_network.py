"""Fitting one of the detection's networks with numpy alone: the same lines and the same seed give the same weights."""

from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np

from bot.policies.detection.features import BUCKETS
from bot.policies.detection.model import EMBEDDED, Floats, softmax
from bot.policies.detection.verdict import SEVERITIES

MEANING: Final = 128  # hidden units over embeddings
WORDING: Final = 16  # hidden units over buckets
EPOCHS: Final = 12
BATCH: Final = 128
RATE: Final = 2e-3
HIDDEN_LOST: Final = 0.5
BUCKETS_LOST: Final = 0.15
DECAY: Final = 1e-3


@dataclass(frozen=True)
class Inputs:
    """Messages as the networks are shown them, and what they ought to say of each."""

    embedded: Floats
    buckets: list[list[int]]
    category: np.ndarray
    severity: np.ndarray
    weight: Floats

    def take(self, chosen: np.ndarray) -> Self:
        """Only the chosen ones."""
        return type(self)(
            self.embedded[chosen],
            [self.buckets[i] for i in chosen],
            self.category[chosen],
            self.severity[chosen],
            self.weight[chosen],
        )

    def with_more(self, other: Self) -> Self:
        """These, then the others."""
        return type(self)(
            np.vstack([self.embedded, other.embedded]),
            [*self.buckets, *other.buckets],
            np.concatenate([self.category, other.category]),
            np.concatenate([self.severity, other.severity]),
            np.concatenate([self.weight, other.weight]),
        )


def fit(shown: Inputs, categories: int, seed: int) -> dict[str, Floats]:
    """A network for these messages: cross-entropy on category and on severity, by Adam with decaying rate."""
    rng = np.random.default_rng(seed)
    layers = _start(rng, categories)
    first = {name: np.zeros_like(values) for name, values in layers.items()}
    second = {name: np.zeros_like(values) for name, values in layers.items()}
    step = 0
    count = len(shown.category)
    for epoch in range(EPOCHS):
        rate = RATE * (1 - 0.9 * epoch / EPOCHS)
        order = rng.permutation(count)
        for begin in range(0, count, BATCH):
            slopes = _slopes(layers, shown, order[begin : begin + BATCH], rng)
            step += 1
            for name, slope in slopes.items():
                first[name] += 0.1 * (slope - first[name])
                second[name] += 0.01 * (slope * slope - second[name])
                change = first[name] / (1 - 0.9**step) / (np.sqrt(second[name] / (1 - 0.99**step)) + 1e-7)
                if not name.endswith("bias"):
                    change = change + DECAY * layers[name]
                layers[name] -= np.float32(rate) * change.astype(np.float32)
    return layers


def quantised(layers: dict[str, Floats]) -> dict[str, Any]:
    """The layers as bytes, with a scale for each column."""
    packed: dict[str, Any] = {}
    for name, values in layers.items():
        scale = (np.abs(values).max(axis=0, keepdims=True) / 127 + 1e-12).astype(np.float32)
        if values.ndim == 1:
            scale = np.ones(1, dtype=np.float32)
        packed[f"{name}.scale"] = scale
        packed[name] = values if values.ndim == 1 else np.round(values / scale).astype(np.int8)
    return packed


def _start(rng: np.random.Generator, categories: int) -> dict[str, Floats]:
    def drawn(rows: int, columns: int, spread: float) -> Floats:
        return (rng.standard_normal((rows, columns)) * spread).astype(np.float32)

    hidden = MEANING + WORDING
    return {
        "meaning": drawn(EMBEDDED, MEANING, 0.05),
        "meaning_bias": np.zeros(MEANING, np.float32),
        "wording": drawn(BUCKETS, WORDING, 0.1),
        "wording_bias": np.zeros(WORDING, np.float32),
        "category": drawn(hidden, categories, hidden**-0.5),
        "category_bias": np.zeros(categories, np.float32),
        "severity": drawn(hidden, len(SEVERITIES), hidden**-0.5),
        "severity_bias": np.zeros(len(SEVERITIES), np.float32),
    }


def _slopes(layers: dict[str, Floats], shown: Inputs, batch: np.ndarray, rng: np.random.Generator) -> dict[str, Floats]:
    embedded = shown.embedded[batch]
    found, rows_found, share = _kept(shown, batch, rng)
    wording = np.zeros((len(batch), WORDING), np.float32)
    _add_at(wording, rows_found, layers["wording"][found] * share)
    hidden = np.maximum(
        np.hstack([embedded @ layers["meaning"] + layers["meaning_bias"], wording + layers["wording_bias"]]),
        0,
    )
    kept_hidden = (rng.random(hidden.shape) >= HIDDEN_LOST).astype(np.float32) / np.float32(1 - HIDDEN_LOST)
    hidden *= kept_hidden
    weight = (shown.weight[batch] / shown.weight[batch].sum())[:, None]
    rows = np.arange(len(batch))
    off_category = softmax(hidden @ layers["category"] + layers["category_bias"])
    off_category[rows, shown.category[batch]] -= 1
    off_category *= weight
    off_severity = softmax(hidden @ layers["severity"] + layers["severity_bias"])
    off_severity[rows, shown.severity[batch]] -= 1
    off_severity *= weight
    back = (off_category @ layers["category"].T + off_severity @ layers["severity"].T) * (hidden > 0) * kept_hidden
    of_wording = np.zeros((BUCKETS, WORDING), np.float32)
    order = np.argsort(found, kind="stable")
    _add_at(of_wording, found[order], (back[:, MEANING:][rows_found] * share)[order])
    return {
        "category": hidden.T @ off_category,
        "category_bias": off_category.sum(axis=0),
        "severity": hidden.T @ off_severity,
        "severity_bias": off_severity.sum(axis=0),
        "meaning": embedded.T @ back[:, :MEANING],
        "meaning_bias": back[:, :MEANING].sum(axis=0),
        "wording": of_wording,
        "wording_bias": back[:, MEANING:].sum(axis=0),
    }


def _kept(shown: Inputs, batch: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, Floats]:
    """The buckets of a batch less those that are lost, the row of each, and how much of its message each one is."""
    lists = [shown.buckets[i] for i in batch]
    sizes = np.array([len(found) for found in lists])
    found = np.concatenate([np.array(each, dtype=np.intp) for each in lists])
    kept = rng.random(len(found)) >= BUCKETS_LOST
    rows = np.repeat(np.arange(len(batch)), sizes)
    share = np.repeat(np.maximum(sizes, 1).astype(np.float32) ** -0.5, sizes)
    return found[kept], rows[kept], share[kept][:, None]


def _add_at(total: Floats, places: np.ndarray, values: Floats) -> None:
    """Adds each value at its place; the places come in order."""
    if len(places):
        starts = np.flatnonzero(np.diff(places, prepend=-1))
        total[places[starts]] += np.add.reduceat(values, starts, axis=0)
