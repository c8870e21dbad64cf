"""Trains the detection's classifier on `tools/detection_data`: `python -m tools.train_detection [--check]`.

Writes bot/policies/detection/weights.npz; `--check` only prints the cross-validation. It needs what the bot needs.
"""

import argparse
import hashlib
import random
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from bot.policies.detection.encoder import SentenceEncoder, embed
from bot.policies.detection.features import buckets
from bot.policies.detection.model import VOCABULARY_BITS, Classifier, Floats, category_names, softmax, word_bit
from bot.policies.detection.normal import normal
from bot.policies.detection.verdict import CATEGORIES, SEVERITIES, Direction
from tools.detection_lines import Line, read, slips
from tools.detection_network import Inputs, fit, quantised

ROOT: Final = Path(__file__).resolve().parent.parent
SEED: Final = 20
NETWORKS: Final = 4
FOLDS: Final = 4
WEIGHTS: Final = ROOT / "bot/policies/detection/weights.npz"
# From which likelihood on a message worries, is high, is immediate: chosen with a look at the development messages and the first four
# held-out sets. `cross_validate` prints what they give on our own lines, which are odd on purpose.
THRESHOLDS: Final[dict[Direction, tuple[float, float, float]]] = {
    "young_person": (0.45, 0.35, 0.5),
    "tutor": (0.6, 0.885, 0.5),
}


def inputs(lines: list[Line], direction: Direction, encoder: SentenceEncoder) -> Inputs:
    """Everything that the networks are shown of these lines."""
    plain = [normal(line.text) for line in lines]
    names = category_names(direction)
    return Inputs(
        embedded=embed(encoder, plain, [line.text for line in lines]),
        buckets=[buckets(text) for text in plain],
        category=np.array([names.index(line.category) for line in lines]),
        severity=np.array([SEVERITIES.index(line.severity) for line in lines]),  # type: ignore[arg-type]
        weight=np.array([line.weight for line in lines], dtype=np.float32),
    )


def prepared(direction: Direction, encoder: SentenceEncoder) -> tuple[list[Line], Inputs, Inputs]:
    """The lines, as written and with slips of the fingers."""
    lines = read(direction, SEED)
    rng = random.Random(SEED)
    slipped = [replace(line, text=slips(line.text, rng)) for line in lines]
    return lines, inputs(lines, direction, encoder), inputs(slipped, direction, encoder)


def trained(direction: Direction, clean: Inputs, slipped: Inputs, chosen: np.ndarray) -> list[dict[str, Floats]]:
    """The networks that these lines make."""
    both = clean.take(chosen).with_more(slipped.take(chosen))
    return [fit(both, len(category_names(direction)), SEED + number) for number in range(NETWORKS)]


def likelihoods(networks: list[dict[str, Floats]], shown: Inputs) -> tuple[Floats, Floats]:
    """The networks' mean opinion on many lines."""
    pairs = []
    for layers in networks:
        wording = np.stack(
            [layers["wording"][found].sum(axis=0) / np.sqrt(max(1, len(found))) for found in shown.buckets]
        )
        hidden = np.maximum(
            np.hstack([shown.embedded @ layers["meaning"] + layers["meaning_bias"], wording + layers["wording_bias"]]),
            0,
        )
        pairs.append(
            (
                softmax(hidden @ layers["category"] + layers["category_bias"]),
                softmax(hidden @ layers["severity"] + layers["severity_bias"]),
            )
        )
    return np.mean([p[0] for p in pairs], axis=0), np.mean([p[1] for p in pairs], axis=0)


def cross_validate(direction: Direction, lines: list[Line], clean: Inputs, slipped: Inputs) -> None:
    """Prints what the thresholds give on lines that the networks have not seen."""
    groups = np.array([line.group for line in lines])
    fold = np.random.default_rng(SEED).integers(0, FOLDS, groups.max() + 1)[groups]
    score, high = np.zeros(len(lines)), np.zeros(len(lines))
    for number in range(FOLDS):
        networks = trained(direction, clean, slipped, np.flatnonzero(fold != number))
        unseen = np.flatnonzero(fold == number)
        categories, severities = likelihoods(networks, clean.take(unseen))
        score[unseen] = (2 - categories[:, 0] - severities[:, 0]) / 2
        high[unseen] = severities[:, 2:].sum(axis=1)
    harmless = clean.category == 0
    worry, raised, _ = THRESHOLDS[direction]
    worried = score >= worry
    print(
        f"{direction}: {len(lines)} messages of {groups.max() + 1} lines, {FOLDS}-fold, "
        f"thresholds {worry:.3f} {raised:.3f}"
    )
    print(
        f"  harmless {harmless.sum()}: worry {worried[harmless].mean():.3f}, "
        f"graded at least high {(worried & (high >= raised))[harmless].mean():.3f}"
    )
    for number, name in enumerate(SEVERITIES[1:], start=1):
        these = clean.severity == number
        if these.any():
            graded = (worried & (high >= raised))[these].mean()
            print(f"  {name} {these.sum()}: recall {worried[these].mean():.3f}, graded at least high {graded:.3f}")


def vocabulary() -> np.ndarray:
    """One bit for each word of the lines, so that a message in a language that we did not write can be told."""
    bits = np.zeros(VOCABULARY_BITS, dtype=np.uint8)
    for direction in CATEGORIES:
        for line in read(direction, SEED):
            if not line.foreign:
                bits[[word_bit(word) for word in normal(line.text).split()]] = 1
    return np.packbits(bits)


def main() -> None:
    """Trains both directions, and writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="cross-validate only")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    asked = parser.parse_args()
    encoder = SentenceEncoder()
    packed: dict[str, Any] = {"vocabulary": vocabulary()}
    for direction in CATEGORIES:
        lines, clean, slipped = prepared(direction, encoder)
        cross_validate(direction, lines, clean, slipped)
        packed[f"{direction}.thresholds"] = np.array(THRESHOLDS[direction])
        if asked.check:
            continue
        networks = trained(direction, clean, slipped, np.arange(len(lines)))
        packed[f"{direction}.networks"] = np.array(len(networks))
        for number, layers in enumerate(networks):
            packed |= {f"{direction}.{number}.{name}": values for name, values in quantised(layers).items()}
    if not asked.check:
        Classifier.unpack(packed)
        np.savez_compressed(asked.out, **packed)
        print(
            f"{asked.out.name}: {asked.out.stat().st_size} bytes, {hashlib.sha256(asked.out.read_bytes()).hexdigest()}"
        )


if __name__ == "__main__":
    main()
