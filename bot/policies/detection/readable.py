"""What detection cannot read well, said in words."""

import unicodedata
from collections import Counter
from collections.abc import Callable
from typing import Final

from bot.policies.detection.normal import LONGEST

_FEWEST_LETTERS: Final = 3
_FEWEST_WORDS: Final = 4
_KNOWN_SHARE: Final = 0.5
_FOREIGN_SHARE: Final = 0.3


def script(text: str) -> str | None:
    """The name of the script when at least three letters and three in ten of them are not Latin, else nothing."""
    seen: Counter[str] = Counter()
    for sign in text[:LONGEST]:
        if sign.isalpha():
            seen["LATIN" if sign.isascii() else unicodedata.name(sign, "UNKNOWN").split()[0]] += 1
    total = sum(seen.values())
    # Styled letters that fold to Latin (full-width, mathematical) are read like any other.
    foreign = {name: n for name, n in seen.items() if name not in {"LATIN", "FULLWIDTH", "MATHEMATICAL", "SUPERSCRIPT"}}
    count = sum(foreign.values())
    if count < _FEWEST_LETTERS or count < _FOREIGN_SHARE * total:
        return None
    return max(foreign, key=lambda name: foreign[name]).capitalize()


def strange_words(words: list[str], knows: Callable[[str], bool]) -> bool:
    """Whether fewer than half of four or more words are words that the classifier has learnt from."""
    spelled = [word for word in words if word.isalpha() and len(word) > 1]
    if len(spelled) < _FEWEST_WORDS:
        return False
    return sum(knows(word) for word in spelled) < _KNOWN_SHARE * len(spelled)
