"""Moments in a video, as a viewer types them and as a player shows them."""

import re
import unicodedata
from typing import Final

_LONGEST: Final = 60  # characters
_LEAD: Final = r"(?:(?:i'?m|im|stuck|at|around|about|approx|from|near|the|roughly|like|@|~)[\s:]*)*"
_TRAIL: Final = r"(?:[\s.!]*(?:in|mark|ish|or so|into it|into the video)?[\s.!]*)"
_CLOCK: Final = re.compile(rf"{_LEAD}(?:(\d{{1,2}})[:.])?(\d{{1,3}})[:.](\d{{2}}){_TRAIL}")
_WORDS: Final = re.compile(
    rf"{_LEAD}(?:(\d{{1,2}})\s*(?:h|hr|hrs|hours?)[\s,]*(?:and\s*)?)?"
    r"(?:(\d{1,3})\s*(?:m|min|mins|minutes?|')[\s.,]*(?:and\s*)?)?"
    rf"(?:(\d{{1,4}})\s*(s|secs?|seconds?|\"|'')?)?{_TRAIL}"
)


def parse_moment(text: str) -> int | None:
    """Seconds from "2:14", "2.14", "1:02:03", "at 2 min 14" or "134s"; None where it is more than that."""
    words = unicodedata.normalize("NFKC", text).strip().casefold()
    for fancy, plain in (("’", "'"), ("′", "'"), ("”", '"'), ("″", '"')):
        words = words.replace(fancy, plain)
    if len(words) > _LONGEST:
        return None
    clock, spoken = _CLOCK.fullmatch(words), _WORDS.fullmatch(words)
    match = clock or spoken
    if match is None or (clock is None and not any(match.group(1, 2, 4))):
        return None  # a bare number could be minutes or seconds
    hours, minutes, seconds = (int(part or 0) for part in match.group(1, 2, 3))
    if (match[1] and minutes > 59) or ((match[1] or match[2]) and seconds > 59):
        return None
    return hours * 3600 + minutes * 60 + seconds


def format_moment(seconds: int) -> str:
    """The moment as a player shows it: "2:14", or "1:02:03" from one hour on."""
    if seconds < 0:
        raise ValueError(f"a video has no moment before its start: {seconds}")
    hours, rest = divmod(seconds, 3600)
    minutes, second = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{second:02}" if hours else f"{minutes}:{second:02}"
