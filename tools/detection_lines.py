"""Reads the training lines of `tools/detection_data` and multiplies them: alternatives, and the ways fingers slip."""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, product
from pathlib import Path
from typing import Final

from bot.policies.detection.normal import normal

FOLDER: Final = Path(__file__).resolve().parent / "detection_data"
_ALTERNATIVES: Final = re.compile(r"\{([^{}]*)\}")
_SECTION: Final = re.compile(r"\[(none|medium|high|immediate)\]$")
_FOREIGN: Final = "~ "  # before a line in another language than English
HELD_OUT: Final = FOLDER / "held_out"  # messages that nothing is trained on
_ALIKE: Final = 0.6  # shared words of all words, from which on a training message is too near to a held-out one
_NEIGHBOURS: Final = {
    "a": "s", "b": "v", "c": "x", "d": "f", "e": "r", "f": "g", "g": "h", "h": "j", "i": "o", "k": "l", "l": "k",
    "m": "n", "n": "m", "o": "i", "p": "o", "r": "t", "s": "d", "t": "y", "u": "i", "v": "c", "w": "e", "y": "u",
}  # fmt: skip
_SHORT: Final = {
    "you": "u", "are": "r", "your": "ur", "and": "n", "because": "cos", "to": "2", "tonight": "2nite",
    "people": "ppl", "please": "pls", "message": "msg", "someone": "sm1", "tomorrow": "tmrw", "before": "b4",
    "really": "rly", "my": "me", "ing": "in", "what": "wot", "with": "wiv", "about": "bout",
    "have": "av", "the": "da", "right now": "rn", "mum": "mam",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One training message; those made of one written line share its group, and stay together in a test."""

    group: int
    category: str
    severity: str
    text: str
    weight: float
    foreign: bool


def read(direction: str, seed: int, most: int = 6) -> list[Line]:
    """All lines of a direction; a line with alternatives becomes at most `most`, which share one weight."""
    rng = random.Random(f"{seed} {direction}")
    apart = _Apart([message.words for message in held_out() if message.direction == direction])
    lines: list[Line] = []
    for group, (category, severity, written) in enumerate(_written(FOLDER / direction)):
        foreign = written.startswith(_FOREIGN)
        forms = [form for form in expand(written.removeprefix(_FOREIGN), rng, most) if not apart.near(form)]
        if not forms:
            continue
        # Lines with alternatives stand for more than one message, yet for fewer than as many as they make.
        weight = len(forms) ** -0.5
        lines.extend(Line(group, category, severity, form, weight, foreign) for form in forms)
    return lines


@dataclass(frozen=True)
class HeldOut:
    """A message to measure by: what it is, and whether it is harmless but sounds alarming."""

    direction: str
    category: str
    severity: str
    hard: bool
    text: str

    @property
    def words(self) -> frozenset[str]:
        """Its plain words, for telling what is too much like it."""
        return frozenset(normal(self.text).split())


@cache
def held_out(name: str = "*") -> tuple[HeldOut, ...]:
    """All held-out messages, or those of one file."""
    found = []
    for path in sorted(HELD_OUT.glob(f"{name}.tsv")):
        for line in path.read_text("utf-8").splitlines():
            direction, category, severity, kind, text = line.split("\t")
            found.append(HeldOut(direction, category, severity, kind == "hard", text))
    return tuple(found)


class _Apart:
    """The messages that no training message may share most of its words with."""

    def __init__(self, messages: list[frozenset[str]]) -> None:
        self.sizes = [len(words) for words in messages]
        self.holding: dict[str, list[int]] = defaultdict(list)
        for at, words in enumerate(messages):
            for word in words:
                self.holding[word].append(at)

    def near(self, form: str) -> bool:
        """Whether this shares most of its words with one of them."""
        shown = frozenset(normal(form).split())
        if not shown:
            return 0 in self.sizes
        shared = Counter(chain.from_iterable(self.holding.get(word, ()) for word in shown))
        return any(count >= _ALIKE * (len(shown) + self.sizes[at] - count) for at, count in shared.items())


def _written(folder: Path) -> Iterator[tuple[str, str, str]]:
    for path in sorted(folder.glob("*.txt")):
        severity = ""
        for raw in path.read_text("utf-8").splitlines():
            line = raw.strip()
            if not line or line.startswith("# "):
                continue
            if section := _SECTION.match(line):
                severity = section[1]
            elif not severity:
                raise ValueError(f"{path.name}: {line!r} stands before any [severity]")
            else:
                yield ("none" if severity == "none" else path.stem), severity, line


def expand(written: str, rng: random.Random, most: int) -> list[str]:
    """Up to `most` different messages of a line such as `{he|she} hit me {again|}`."""
    parts = _ALTERNATIVES.split(written)
    choices = [part.split("|") if at % 2 else [part] for at, part in enumerate(parts)]
    size = 1
    for choice in choices:
        size *= len(choice)
    if size <= most:
        made = ["".join(pick) for pick in product(*choices)]
    else:
        made = []
        while len(made) < most:
            form = "".join(rng.choice(choice) for choice in choices)
            if form not in made:
                made.append(form)
    return list(dict.fromkeys(" ".join(form.split()) for form in made))


def slips(text: str, rng: random.Random) -> str:
    """The message with one to three slips: a wrong letter, txt-speak, leet, a stretched word, capitals, an odd end."""
    for _ in range(rng.randint(1, 3)):
        text = rng.choice(_WAYS)(text, rng)
    return text


def _letter(text: str, rng: random.Random) -> str:
    places = [m.start() for m in re.finditer(r"(?<=[a-zA-Z])[a-z](?=[a-z])", text)]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + rng.choice(["", text[at] * 2, _NEIGHBOURS.get(text[at], ""), text[at + 1]]) + text[at + 1 :]


def _shorten(text: str, rng: random.Random) -> str:
    longs = [long for long in _SHORT if re.search(rf"\b{long}\b", text)]
    if not longs:
        return text
    long = rng.choice(longs)
    return re.sub(rf"\b{long}\b", _SHORT[long], text)


def _tail(text: str, rng: random.Random) -> str:
    return text.rstrip(".!") + rng.choice(
        [" lol", " x", " pls", "!!", ".", "...", " tbh", " haha", " 😂", " ngl", "?", " 😭"]
    )


def _head(text: str, rng: random.Random) -> str:
    return rng.choice(["hi ", "hey ", "um ", "so ", "btw ", "sorry ", "ok so ", "also "]) + text


def _case(text: str, rng: random.Random) -> str:
    return rng.choice([str.upper, str.capitalize, str.lower])(text)


def _leet(text: str, rng: random.Random) -> str:
    plain, sign = rng.choice(["e3", "i1", "o0", "a@", "s5", "a4", "i!"])
    return text.replace(plain, sign, rng.randint(1, 2))


def _stretch(text: str, rng: random.Random) -> str:
    ends = [m.end() for m in re.finditer(r"[aeiouhymsrp](?=\s|$)", text)]
    if not ends:
        return text
    at = rng.choice(ends)
    return text[:at] + text[at - 1] * rng.randint(2, 4) + text[at:]


_WAYS: Final = [_letter, _letter, _letter, _shorten, _shorten, _tail, _head, _case, _leet, _stretch]
