"""Search that forgives spelling, for lists small enough to be looked through."""

from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

LONGEST_QUERY: Final = 100  # characters; what comes after them is not looked at
_PREFIX_SCORE: Final = 90.0
_SHORTEST_PREFIX: Final = 2
# Below this, WRatio finds the letters of a short query in nearly everything.
_SHORTEST_LOOSE_QUERY: Final = 5


def rank(query: str, candidates: Sequence[tuple[int, str]], limit: int = 8, cutoff: float = 60.0) -> list[int]:
    """The ids of the best matches, best first: those with the query's very words before those that are near.

    The cutoff is a likeness from 0 to 100; ties keep the candidates' order.
    """
    wanted = default_process(query[:LONGEST_QUERY]).split()
    if not wanted:
        return []
    scored: list[tuple[int, float, int]] = []
    for ident, text in candidates:
        folded = default_process(text)
        words = folded.split()
        exact = len(set(wanted) & set(words))
        score = _likeness(wanted, words, folded)
        if score >= cutoff:
            scored.append((exact, score, ident))
    scored.sort(key=lambda found: (-found[0], -found[1]))
    return [ident for _, _, ident in scored[: max(0, limit)]]


def _likeness(wanted: list[str], words: list[str], folded: str) -> float:
    by_word = sum(max((_word_likeness(want, word) for word in words), default=0.0) for want in wanted)
    query = " ".join(wanted)
    loose = fuzz.WRatio(query, folded) if len(query) >= _SHORTEST_LOOSE_QUERY else 0.0
    return max(by_word / len(wanted), loose)


def _word_likeness(want: str, word: str) -> float:
    prefix = _PREFIX_SCORE if len(want) >= _SHORTEST_PREFIX and word.startswith(want) else 0.0
    return max(prefix, fuzz.ratio(want, word))
