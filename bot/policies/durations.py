"""Durations as people type them in chats and configuration: "10m", "2h", "3d", "1w", "1h30m"."""

import re
from datetime import timedelta
from typing import Final

LONGEST: Final = timedelta(days=366)

_UNITS: Final = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_SPELLINGS: Final = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "m"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "h"),
    **dict.fromkeys(("d", "day", "days"), "d"),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), "w"),
}
_SAID: Final = {
    **dict.fromkeys(("an hour", "one hour"), "1h"),
    **dict.fromkeys(("half an hour", "half hour"), "30m"),
    **dict.fromkeys(("an hour and a half", "one and a half hours"), "1h30m"),
    **dict.fromkeys(("three quarters of an hour",), "45m"),
    "two hours": "2h",
}
# Six digits are enough for a year of minutes, and keep int() cheap whatever is pasted here.
_PART: Final = re.compile(r"(\d{1,6})\s*([a-z]+)\.?(?:\s*(?:,|and)?\s*)")
_HOURS_AND_MINUTES: Final = re.compile(r"(\d{1,6}\s*h(?:rs?|ours?)?\s*\d{1,2})")


class BadDuration(ValueError):
    """The text is no duration between one second and 366 days."""


def parse_duration(text: str) -> timedelta:
    """The positive duration that the text names, up to 366 days; BadDuration for anything else."""
    words = " ".join(text.casefold().split())
    words = _SAID.get(words, words)
    if _HOURS_AND_MINUTES.fullmatch(words):
        words += "m"
    total, position, seen = timedelta(), 0, set[str]()
    while position < len(words):
        part = _PART.match(words, position)
        unit = _SPELLINGS.get(part[2]) if part else None
        if part is None or unit is None or unit in seen:
            raise BadDuration(f"{text!r} is no duration; write it like 45m, 2h, 3d or 1h30m")
        seen.add(unit)
        total += int(part[1]) * _UNITS[unit]
        position = part.end()
    if not timedelta() < total <= LONGEST:
        raise BadDuration(f"{text!r} is no duration between one second and {LONGEST.days} days")
    return total


def format_compact(duration: timedelta) -> str:
    """The form that parse_duration reads back ("1h", "2d", "1h30m"), in whole seconds rounded down."""
    if duration < timedelta():
        raise ValueError(f"a duration cannot be negative: {duration}")
    if duration >= _UNITS["w"] and duration % _UNITS["w"] < _UNITS["s"]:
        return f"{duration // _UNITS['w']}w"
    parts: list[str] = []
    rest = duration
    for unit in ("d", "h", "m", "s"):
        count, rest = divmod(rest, _UNITS[unit])
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0m"
