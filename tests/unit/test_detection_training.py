"""The training: its lines, and that the same lines make the same network."""

import random
from functools import cache

import numpy as np
import pytest

from bot.policies.detection.model import EMBEDDED, category_names
from bot.policies.detection.verdict import CATEGORIES, Direction
from tools.detection_lines import Line, expand, held_out, read, slips
from tools.detection_network import Inputs, fit, quantised

SEED = 7


@cache
def lines_of(direction: Direction) -> list[Line]:
    """Reading them takes seconds: each is compared with every held-out message."""
    return read(direction, SEED)


def sample(count: int) -> Inputs:
    rng = np.random.default_rng(SEED)
    return Inputs(
        embedded=rng.standard_normal((count, EMBEDDED)).astype(np.float32),
        buckets=[sorted(int(b) for b in set(rng.integers(0, 2000, 12))) for _ in range(count)],
        category=np.arange(count) % 3,
        severity=np.arange(count) % 3,
        weight=np.ones(count, dtype=np.float32),
    )


def test_the_same_lines_and_seed_make_the_same_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.detection_network.EPOCHS", 2)
    one, other, third = fit(sample(60), 3, SEED), fit(sample(60), 3, SEED), fit(sample(60), 3, SEED + 1)
    for name, values in quantised(one).items():
        assert np.array_equal(values, quantised(other)[name])
    assert not np.array_equal(one["meaning"], third["meaning"])


@pytest.mark.parametrize("direction", list(CATEGORIES))
def test_there_are_thousands_of_lines_and_every_category_has_its_share(direction: Direction) -> None:
    lines = lines_of(direction)
    assert len(lines) > 2000
    assert {line.category for line in lines} == set(category_names(direction))
    for category in CATEGORIES[direction]:
        assert len({line.group for line in lines if line.category == category}) >= 50


def test_the_same_seed_reads_the_same_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.detection_lines.held_out", tuple)
    assert read("tutor", SEED) == read("tutor", SEED)
    assert read("tutor", SEED) != read("tutor", SEED + 1)


def test_alternatives_are_multiplied_up_to_the_limit() -> None:
    made = expand("{he|she} hit me {again|}", random.Random(SEED), 9)
    assert sorted(made) == ["he hit me", "he hit me again", "she hit me", "she hit me again"]
    assert len(expand("{a|b|c} {d|e|f}", random.Random(SEED), 4)) == 4


def test_slips_keep_a_message_a_message() -> None:
    rng = random.Random(SEED)
    texts = [slips("my dad hit me again", rng) for _ in range(200)]
    assert len(set(texts)) > 50
    assert all(text.strip() for text in texts)


def test_nothing_held_out_is_trained_on() -> None:
    """Nor anything that shares most of its words."""
    for direction in CATEGORIES:
        texts = {line.text.lower() for line in lines_of(direction)}
        assert not texts & {one.text.lower() for one in held_out() if one.direction == direction}
    shown = held_out()
    assert len([one for one in shown if one.direction == "young_person" and one.category != "none"]) >= 200
    assert len([one for one in shown if one.category == "none" and one.hard]) >= 300
    assert {one.category for one in shown} == {name for each in CATEGORIES.values() for name in each} | {"none"}
