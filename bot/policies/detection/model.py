"""The classifier: small networks over what a message means (sentence embeddings) and how it is worded (buckets)."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final, Self
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.policies.detection.verdict import CATEGORIES, Direction

Floats = NDArray[np.float32]
EMBEDDED: Final = 1024  # the plain words' embedding, and the embedding of the message as it was typed
VOCABULARY_BITS: Final = 1 << 17
WEIGHTS: Final = "weights.npz"
_NAMES: Final = (
    "meaning",
    "meaning_bias",
    "wording",
    "wording_bias",
    "category",
    "category_bias",
    "severity",
    "severity_bias",
)


@dataclass(frozen=True)
class Opinion:
    """What the classifier thinks: the likelihood of each category and of each severity, "none" first in both."""

    categories: Floats
    severities: Floats

    @property
    def score(self) -> float:
        """How likely it is that the message worries, from 0 to 1."""
        return float(2.0 - self.categories[0] - self.severities[0]) / 2

    def at_least(self, severity: int) -> float:
        """How likely it is that the message is at least that severe (an index of SEVERITIES)."""
        return float(self.severities[severity:].sum())


@dataclass(frozen=True)
class Network:
    """One trained network; its layers are kept as they are multiplied."""

    layers: Mapping[str, Floats]

    def forward(self, embedded: Floats, buckets: list[int]) -> tuple[Floats, Floats]:
        """Likelihoods of categories and of severities."""
        got = self.layers
        meaning = embedded @ got["meaning"] + got["meaning_bias"]
        wording = got["wording"][buckets].sum(axis=0) / np.sqrt(max(1, len(buckets))) + got["wording_bias"]
        hidden = np.maximum(np.concatenate([meaning, wording]), 0)
        return (
            softmax(hidden @ got["category"] + got["category_bias"]),
            softmax(hidden @ got["severity"] + got["severity_bias"]),
        )


@dataclass(frozen=True)
class Thresholds:
    """From which likelihood on a message worries, is high, is immediate; chosen by cross-validation."""

    worry: float
    high: float
    immediate: float


@dataclass(frozen=True)
class Classifier:
    """The networks of both directions with their thresholds, and the words that they have learnt from."""

    networks: Mapping[Direction, tuple[Network, ...]]
    thresholds: Mapping[Direction, Thresholds]
    vocabulary: NDArray[np.uint8]

    @classmethod
    def shipped(cls) -> Self:
        """The weights that ship with the bot."""
        with (
            resources.files(__package__).joinpath(WEIGHTS).open("rb") as file,
            np.load(file, allow_pickle=False) as data,
        ):
            return cls.unpack(data)

    @classmethod
    def unpack(cls, data: Mapping[str, Any]) -> Self:
        """From what `pack` of the training script wrote: layers as bytes with one scale for each column."""
        networks: dict[Direction, tuple[Network, ...]] = {}
        thresholds: dict[Direction, Thresholds] = {}
        for direction in CATEGORIES:
            made = []
            for number in range(int(data[f"{direction}.networks"])):
                at = f"{direction}.{number}"
                made.append(
                    Network(
                        {
                            name: (data[f"{at}.{name}"] * data[f"{at}.{name}.scale"]).astype(np.float32)
                            for name in _NAMES
                        }
                    )
                )
            networks[direction] = tuple(made)
            worry, high, immediate = (float(value) for value in data[f"{direction}.thresholds"])
            thresholds[direction] = Thresholds(worry, high, immediate)
        return cls(networks, thresholds, np.unpackbits(data["vocabulary"]))

    def most_worrying(self, direction: Direction, wordings: list[list[int]]) -> list[int]:
        """The places of these wordings, the most worrying first, by their buckets alone."""
        nothing = np.zeros(EMBEDDED, dtype=np.float32)
        scores = [self.opinion(direction, nothing, wording).score for wording in wordings]
        return sorted(range(len(wordings)), key=lambda at: -scores[at])

    def knows(self, word: str) -> bool:
        """Whether the word, most likely, stands in the English lines that it learnt from."""
        return bool(self.vocabulary[word_bit(word)])

    def opinion(self, direction: Direction, embedded: Floats, buckets: list[int]) -> Opinion:
        """The mean of the networks."""
        pairs = [network.forward(embedded, buckets) for network in self.networks[direction]]
        return Opinion(
            np.mean([pair[0] for pair in pairs], axis=0, dtype=np.float32),
            np.mean([pair[1] for pair in pairs], axis=0, dtype=np.float32),
        )


def softmax(values: Floats) -> Floats:
    """Likelihoods that sum to one, along the last axis."""
    raised = np.exp(values - values.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def word_bit(word: str) -> int:
    """The bit of the vocabulary that stands for a word."""
    return crc32(word.encode("utf-8", "replace")) % VOCABULARY_BITS


def category_names(direction: Direction) -> tuple[str, ...]:
    """The classifier's categories in their order, "none" first."""
    return ("none", *CATEGORIES[direction])
