"""Times as people say them in Britain: "half 4", "quarter to five", "ten past 3", "4 o'clock", "Thu 4"."""

import re
import unicodedata
from datetime import date, datetime
from typing import Final

from bot.policies.when import LONGEST_WHEN, parse_when

_HOURS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MINUTES: Final = {"five": 5, "ten": 10, "quarter": 15, "twenty": 20, "twenty-five": 25, "twenty five": 25}
_HOUR: Final = r"(?P<hour>1[0-2]|0?[1-9]|" + "|".join(_HOURS) + r")"
_HALF_DAY: Final = (
    r"(?:\s*(?P<half>am|pm|a\.m\.?|p\.m\.?|in the morning|in the afternoon|in the evening|at night)(?![a-z]))?"
)
_MINUTE: Final = r"(?P<minutes>[1-5]?\d|" + "|".join(sorted(_MINUTES, key=len, reverse=True)) + r")(?:\s+minutes?)?"
_SPOKEN: Final = (
    re.compile(rf"\bhalf\s+(?:past\s+)?{_HOUR}(?!\d){_HALF_DAY}(?![a-z\d])"),
    re.compile(rf"\b(?:a\s+)?{_MINUTE}\s+(?P<way>past|to|before|after)\s+{_HOUR}(?!\d){_HALF_DAY}(?![a-z\d])"),
    re.compile(rf"\b{_HOUR}\s*o'?\s?clock{_HALF_DAY}(?![a-z])"),
)
_BARE_LAST: Final = re.compile(rf"(?P<day>.*\S)\s+{_HOUR}{_HALF_DAY}")
_BARE_FIRST: Final = re.compile(rf"{_HOUR}{_HALF_DAY}\s+(?P<day>\S.*)")
# Music is after school: a bare hour from one to seven is in the afternoon, one from eight to twelve as the clock shows it.
_LAST_AFTERNOON: Final = 7


def understand_when(text: str, today: date) -> datetime | None:
    """What parse_when understands, and what people say as well; without am or pm that is a guess to be confirmed.

    "first" or "second" behind it picks one of the two when the clocks go back (the second has fold=1).
    """
    if len(text) > LONGEST_WHEN:
        return None
    words = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    words = " ".join(words.replace(",", " ").split()).rstrip(".!?")
    bare, fold = _which(words)
    found = parse_when(bare, today) or _spoken(bare, today)
    return None if found is None else found.replace(fold=fold)


def which_of_two(text: str) -> int | None:
    """0 for "the first one", 1 for "second"; None for anything else."""
    words = " ".join(text.casefold().split()).rstrip(".!")
    match = _WHICH.fullmatch(words)
    return None if match is None else int(match[1] in ("second", "2nd", "later", "after"))


def names_which(text: str) -> bool:
    """Whether it says which of two it means."""
    return _WITH_WHICH.fullmatch(" ".join(text.casefold().split()).rstrip(".!?")) is not None


_WHICH: Final = re.compile(r"(?:the\s+)?(first|1st|earlier|before|second|2nd|later|after)(?:\s+(?:one|time))?")
_WITH_WHICH: Final = re.compile(r"(.+?)\s+\(?(?:the\s+)?(first|second)(?:\s+(?:one|time))?\)?")


def _which(words: str) -> tuple[str, int]:
    match = _WITH_WHICH.fullmatch(words)
    return (match[1], int(match[2] == "second")) if match else (words, 0)


def _spoken(words: str, today: date) -> datetime | None:
    for number, pattern in enumerate(_SPOKEN):
        match = pattern.search(words)
        if match is None:
            continue
        minutes = 30 if number == 0 else 0
        if number == 1:
            said = match["minutes"]
            minutes = int(said) if said.isdecimal() else _MINUTES[said]
            minutes = -minutes if match["way"] in ("to", "before") else minutes
        rest = " ".join(f"{words[: match.start()]} {words[match.end() :]}".split())
        return _on(rest, match["hour"], match["half"], minutes, today)
    for pattern in (_BARE_LAST, _BARE_FIRST):
        match = pattern.fullmatch(words)
        found = match and _on(match["day"], match["hour"], match["half"], 0, today)
        if found is not None:
            return found
    return None


def _on(day: str, hour_said: str, half: str | None, minutes: int, today: date) -> datetime | None:
    hour = int(hour_said) if hour_said.isdecimal() else _HOURS.index(hour_said) + 1
    if half is None:
        hour += 12 if hour <= _LAST_AFTERNOON else 0
    else:
        is_late = half.startswith("p") or half in ("in the afternoon", "in the evening", "at night")
        hour = hour % 12 + (12 if is_late else 0)
    of_day = hour * 60 + minutes
    if not 0 <= of_day < 24 * 60:
        return None
    return parse_when(f"{day} {of_day // 60:02}:{of_day % 60:02}", today)
