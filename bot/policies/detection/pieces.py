"""A long message in pieces that the classifier can hold, so that one worrying sentence is not drowned by the others."""

import re
from typing import Final

from bot.policies.detection.normal import LONGEST

_SHORT: Final = 120  # characters that are one piece
_LONGEST_PIECE: Final = 200
_ENDS: Final = re.compile(r"(?<=[.!?])\s+|\n")


def pieces(text: str) -> list[str]:
    """The message itself where it is short; else runs of sentences of at most 200 characters that hold all of it."""
    text = text[:LONGEST].encode("utf-8", "replace").decode()
    if len(text) <= _SHORT:
        return [" ".join(text.split())]
    found: list[str] = []
    for sentence in _ENDS.split(text):
        for part in _by_words(sentence):
            if found and len(found[-1]) + len(part) < _SHORT:
                found[-1] += " " + part
            else:
                found.append(part)
    return found or [""]


def _by_words(sentence: str) -> list[str]:
    found: list[str] = []
    for word in sentence.split():
        for start in range(0, len(word), _LONGEST_PIECE):
            part = word[start : start + _LONGEST_PIECE]
            if found and len(found[-1]) + len(part) < _LONGEST_PIECE:
                found[-1] += " " + part
            else:
                found.append(part)
    return found
