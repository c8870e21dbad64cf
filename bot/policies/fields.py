"""Text as Telegram and the database take it: cleaned of what breaks them, counted and cut in UTF-16 units."""

import unicodedata
from typing import Final

MESSAGE_LIMIT: Final = 4096  # UTF-16 units
ELLIPSIS: Final = "…"

_JOINER: Final = "\u200d"
_KEPT_CONTROLS: Final = "\n\t"
# Longer than any sequence that is one character to a reader; text that never ends one is cut anywhere.
_LONGEST_CLUSTER: Final = 40


def clean_text(text: str) -> str:
    """The text without NUL, lone surrogates and other control characters; line breaks become one newline."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        character
        for character in lines
        if character in _KEPT_CONTROLS or unicodedata.category(character) not in ("Cc", "Cs")
    )


def utf16_len(text: str) -> int:
    """The length as Telegram counts it, in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def split_text(text: str, limit: int = MESSAGE_LIMIT) -> list[str]:
    """Pieces of at most limit units, cut between paragraphs, lines or words if it can be; no word is lost."""
    if limit < 2:
        raise ValueError("a piece must have room for one character, which can be two units")
    pieces: list[str] = []
    rest = text if utf16_len(text) <= limit else text.lstrip()
    while utf16_len(rest) > limit:
        cut = _boundary(rest, _fitting(rest, limit))
        if piece := rest[:cut].rstrip():
            pieces.append(piece)
        rest = rest[cut:].lstrip()
    if rest.strip():
        pieces.append(rest)
    return pieces


def shorten(text: str, limit: int) -> str:
    """The text if it has at most limit units, else its beginning and an ellipsis, cut between characters."""
    if utf16_len(text) <= limit:
        return text
    if limit < 1:
        return ""
    return text[: _whole_characters(text, _fitting(text, limit - 1))].rstrip() + ELLIPSIS


def _fitting(text: str, limit: int) -> int:
    """How many code points from the beginning fit into the limit."""
    units = 0
    for index, character in enumerate(text):
        units += 2 if character > "\uffff" else 1
        if units > limit:
            return index
    return len(text)


def _boundary(text: str, most: int) -> int:
    """Where to cut, at or before most: a paragraph or line that wastes less than half, then a word."""
    for mark in ("\n\n", "\n"):
        # The mark itself need not fit, because it is dropped.
        found = text.rfind(mark, 0, most + len(mark))
        if found > most // 2:
            return found
    for index in range(most, 0, -1):
        if text[index].isspace():
            return index
    return _whole_characters(text, most)


def _whole_characters(text: str, most: int) -> int:
    for cut in range(most, max(0, most - _LONGEST_CLUSTER), -1):
        if not _joined(text, cut):
            return cut
    return most


def _joined(text: str, cut: int) -> bool:
    """Whether the code points on both sides of the cut are one character to a reader."""
    if cut >= len(text):
        return False
    before, after = text[cut - 1], text[cut]
    if _JOINER in (before, after) or unicodedata.category(after) in ("Mn", "Mc", "Me"):
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":  # skin tones, flag tags
        return True
    if not (_is_regional(before) and _is_regional(after)):
        return False
    start = cut
    while start and _is_regional(text[start - 1]):
        start -= 1
    return (cut - start) % 2 == 1  # a flag is a pair of regional letters


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
