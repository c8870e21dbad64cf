"""A long message in pieces that the classifier can hold, the worrying one of which is not drowned by the others."""

import re
from typing import Final

from bot.policies.detection.normal import LONGEST

_SHORT: Final = 120  # characters that are one piece
_LONGEST_PIECE: Final = 240
_END: Final = re.compile(r"(?<=[.!?\n])\s+")


def pieces(text: str, most: int) -> list[str]:
    """The message itself where it is short; else at most `most` runs of whole sentences that together hold all of it."""
    text = " ".join(text[:LONGEST].encode("utf-8", "replace").decode().split())
    if len(text) <= _SHORT:
        return [text]
    size = max(_LONGEST_PIECE, -(-len(text) // most) + 40)
    found: list[str] = []
    for sentence in _END.split(text):
        for start in range(0, len(sentence), size):
            part = sentence[start : start + size]
            if found and len(found[-1]) + len(part) < size // 2:
                found[-1] += " " + part
            else:
                found.append(part)
    while len(found) > most:
        at = min(range(len(found) - 1), key=lambda i: len(found[i]) + len(found[i + 1]))
        found[at : at + 2] = [f"{found[at]} {found[at + 1]}"]
    return found
