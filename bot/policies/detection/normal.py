"""Text as it is meant: spelling, txt-speak, leet, emoji, stretched and spaced-out letters undone."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

LONGEST: Final = 4096  # characters read of one message, which is the most that Telegram lets anybody send at once
_LONGEST_WORD: Final = 40

_LEET: Final = str.maketrans(
    {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "+": "t"}
)
_TOKEN: Final = re.compile(r"[^\W_]+(?:[*@$!+][^\W_]+)*", re.UNICODE)
_LEETY: Final = re.compile(r"[013457@$!+]")
# Chords, fret shapes, keys, clock times, ordinals and years hold digits too, and mean them.
_MEANS_ITS_DIGITS: Final = re.compile(
    r"\d+(?:st|nd|rd|th|s|k|m|min|mins|am|pm|bpm|hz|db|hr|hrs|yr|yrs|year|gb|mb|kg|km|quid|bar|bars|x|h|p)?$"
    r"|[a-g]b?(?:m|maj|min|sus|dim|aug|add)*\d+(?:(?:sus|add|b|m)\d+)*$|[x\d]{4,6}$|\D{2,}\d{1,4}$|y\d+$|year\d+$|mk\d+$|gcse\d*$"
)
_STRETCHED: Final = re.compile(r"(.)\1{2,}")
_SPACED: Final = re.compile(r"(?<![^\W\d_])(?:[a-z0-9][ .\-_*]{1,2}){3,60}[a-z0-9](?![^\W\d_])")
_QUOTES: Final = str.maketrans({"’": "", "‘": "", "'": "", "`": "", "´": "", "ʼ": ""})
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0e\ufe0f\ufeff]")


@dataclass(frozen=True)
class Spelling:
    """What the spelling list says: single words, two-word phrases, emoji."""

    words: dict[str, str]
    phrases: dict[tuple[str, ...], str]
    emoji: dict[str, str]
    known: frozenset[str]


@cache
def spelling() -> Spelling:
    """The spelling list that ships with the bot, read once."""
    text = resources.files(__package__).joinpath("rules", "spelling.toml").read_text("utf-8")
    data = tomllib.loads(text)
    listed: list[str] = data["common"]["words"]
    meanings = [word for meaning in data["words"].values() for word in meaning.split()]
    return Spelling(
        words=data["words"],
        phrases={tuple(phrase.split()): meaning for phrase, meaning in data["phrases"].items()},
        emoji=data["emoji"],
        known=frozenset([*listed, *meanings, *data["words"]]),
    )


def fold(text: str) -> str:
    """Lower case, without accents, apostrophes and invisible characters; lone surrogates become question marks."""
    text = text[:LONGEST].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_QUOTES).lower()
    spread = unicodedata.normalize("NFKD", text)
    return "".join(c for c in spread if not unicodedata.combining(c) or ord(c) > 0x36F)


def words(text: str) -> list[str]:
    """The message as plain words, in order: `k1ll mys3lf 2nite` is `kill myself tonight`."""
    known = spelling()
    folded = fold(text)
    for sign, meaning in known.emoji.items():
        if sign in folded:
            folded = folded.replace(sign, f" {meaning} ")
    folded = _SPACED.sub(_join, folded)
    found: list[str] = []
    for match in _TOKEN.finditer(folded):
        found.extend(_word(match.group()[:_LONGEST_WORD]).split())
    return _phrases(found, known.phrases)


def normal(text: str) -> str:
    """The plain words of a message, with one space between them."""
    return " ".join(words(text))


def _word(token: str) -> str:
    known = spelling()
    if token in known.words:
        return known.words[token]
    if not token.isalpha() and _LEETY.search(token) and not _MEANS_ITS_DIGITS.match(token):
        token = token.translate(_LEET)
    token = token.replace("*", "")
    if _STRETCHED.search(token):
        once = _STRETCHED.sub(r"\1", token)
        twice = _STRETCHED.sub(r"\1\1", token)
        token = twice if twice in known.known and once not in known.known else once
    return known.words.get(token, token)


def _join(match: re.Match[str]) -> str:
    letters = re.sub(r"[ .\-_*]", "", match.group())
    # Chord names, fret numbers and counts are letters and digits apart on purpose.
    if letters.isdigit() or set(letters) <= set("abcdefgm0123456789"):
        return match.group()
    split = _split(letters.translate(_LEET))
    return " ".join(split) if split else match.group()


def _split(letters: str) -> list[str]:
    """The fewest known words that spell the letters; nothing where some letters are left over."""
    known = spelling().known
    best: list[list[str] | None] = [[], *([None] * len(letters))]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 14), end):
            before = best[start]
            if before is None or letters[start:end] not in known:
                continue
            now = best[end]
            if now is None or len(before) + 1 < len(now):
                best[end] = [*before, letters[start:end]]
    return best[-1] or []


def _phrases(found: list[str], phrases: dict[tuple[str, ...], str]) -> list[str]:
    result: list[str] = []
    at = 0
    while at < len(found):
        for length in (3, 2):
            meaning = phrases.get(tuple(found[at : at + length]))
            if meaning is not None:
                result.extend(meaning.split())
                at += length
                break
        else:
            result.append(found[at])
            at += 1
    return result
