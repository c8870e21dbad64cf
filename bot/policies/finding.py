"""What somebody typed behind /search: words to find, filters by lesson and alias, and the piece of a text to show."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

MOST_WORDS: Final = 8
LONGEST_WORD: Final = 40
_LONGEST_QUERY: Final = 200
_NEAR: Final = 72.0
_MOST_NEAR: Final = 6
_SHORTEST_FORGIVEN: Final = 4
_FILTER: Final = re.compile(r"\b(lesson|alias)\s*[:=]\s*(?:\"([^\"]*)\"|“([^”]*)”|(\S+))", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+")
# As good as in every thread: with other words beside them they only cost time.
_COMMON: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "at",
        "can",
        "do",
        "for",
        "how",
        "i",
        "in",
        "is",
        "it",
        "my",
        "of",
        "on",
        "or",
        "the",
        "this",
        "that",
        "to",
        "what",
        "when",
        "with",
        "you",
    ]
)


@dataclass(frozen=True, slots=True)
class Sought:
    """Words as the index has them, and the filters as they were typed."""

    words: tuple[str, ...]
    lesson: str | None = None
    alias: str | None = None


def read_search(text: str) -> Sought:
    """Reads "barre lesson:g-chord alias:Otter-12"; words without accents, filters with or without quotes."""
    filters: dict[str, str] = {}

    def taken(match: re.Match[str]) -> str:
        filters[match[1].lower()] = (match[2] or match[3] or match[4] or "").strip()
        return " "

    rest = _FILTER.sub(taken, text[:_LONGEST_QUERY])
    return Sought(words_of(rest), filters.get("lesson"), filters.get("alias"))


def words_of(text: str) -> tuple[str, ...]:
    """The words to look for; long numbers are left out, since what is masked must not be found by guessing."""
    found = [word for word in _WORD.findall(bare(text)) if len(word) <= LONGEST_WORD]
    found = [word for word in dict.fromkeys(found) if sum(letter.isdigit() for letter in word) < 5]
    return tuple([word for word in found if word not in _COMMON] or found)[:MOST_WORDS]


def bare(text: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def near(word: str, known: Collection[str]) -> list[str]:
    """The known words that a mistyped one may stand for, the likeliest first."""
    if len(word) < _SHORTEST_FORGIVEN:
        return []
    found = process.extract(word, known, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_MOST_NEAR)
    return [match for match, _, _ in found if match != word]


def has_one(text: str, words: Sequence[str]) -> bool:
    """Whether the text has one of the words, or one that begins with it."""
    return any(found.startswith(tuple(words)) for found in _WORD.findall(bare(text)))


def excerpt(text: str, words: Sequence[str], length: int) -> str | None:
    """The piece of the text around the first of the words, or what begins with one; None if there is none."""
    for match in _WORD.finditer(text):
        if any(bare(match[0]).startswith(word) for word in words):
            start = max(0, match.start() - length // 3)
            start = 0 if start == 0 else text.find(" ", start, match.start()) + 1 or match.start()
            end = min(len(text), start + length)
            return ("…" if start else "") + " ".join(text[start:end].split()) + ("…" if end < len(text) else "")
    return None
