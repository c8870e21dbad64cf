"""A day and a wall time as people write them: ISO, British, "Thu 4pm", "tomorrow 4:30pm"."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Final

LONGEST_WHEN: Final = 60  # characters

_YEARS: Final = range(2000, 2200)
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_TIME: Final = (
    r"(?:(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?::\d{2})?)?"
    r"\s*(?P<half>[ap])?\.?(?(half)m\.?)|noon)"
)
_TIME_LAST: Final = re.compile(rf"(?P<day>.*\S)\s+{_TIME}")
_TIME_FIRST: Final = re.compile(rf"{_TIME}\s+(?P<day>\S.*)")
_ISO_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_BRITISH_DAY: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?")
_NAMED_DAY: Final = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s+([a-z]{3,9})|([a-z]{3,9})\s+(\d{1,2})(?:st|nd|rd|th)?)(?:\s+(\d{4}))?"
)
_FULL_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:\s+|[Tt])\d{2}:\d{2}(?::\d{2})?")


def parse_when(text: str, today: date) -> datetime | None:
    """The local wall time (naive) named as ISO, British, "Thu 4pm" or "tomorrow 4:30pm"; else None.

    A weekday is its next date after today, and a date without a year its next from today on.
    """
    if len(text) > LONGEST_WHEN:
        return None
    words = " ".join(unicodedata.normalize("NFKC", text).casefold().replace(",", " ").split())
    words = re.sub(r"\b(?:12 ?noon|midday)\b", "noon", words)
    words = re.sub(r"(?<=\d)t(?=\d{1,2}:\d{2})", " ", words)
    words = re.sub(r"\b(?:at|on|@)\s+|@", " ", words).strip()
    for pattern in (_TIME_LAST, _TIME_FIRST):
        if (match := pattern.fullmatch(words)) and (clock := _clock(match)) is not None:
            day = _day(match["day"].strip(), today)
            if day is not None:
                return datetime.combine(day, clock)
    return None


def parse_day(text: str, today: date) -> date | None:
    """The local day named as ISO, British or "17 Dec 2026"; without a year the next such day from today on."""
    if len(text) > LONGEST_WHEN:
        return None
    return _day(" ".join(unicodedata.normalize("NFKC", text).casefold().replace(",", " ").split()), today)


def needs_confirmation(text: str) -> bool:
    """Whether a person should see the time again before it counts: not one in full ISO form."""
    return _FULL_ISO.fullmatch(unicodedata.normalize("NFKC", text).strip()) is None


def _clock(match: re.Match[str]) -> time | None:
    if match["hour"] is None:
        return time(12)
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    elif match["minute"] is None:
        return None  # a bare number could be anything
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _day(text: str, today: date) -> date | None:
    first, _, rest = text.partition(" ")
    weekday = _index(first, _DAYS)
    if text == "today":
        return today
    if text in {"tomorrow", "tmrw", "tmr", "tomorow", "tommorow", "tommorrow"}:
        return today + timedelta(days=1)
    if weekday is not None and not rest:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if weekday is not None:
        day = _date(rest, today)
        return day if day is not None and day.weekday() == weekday else None
    return _date(text, today)


def _date(text: str, today: date) -> date | None:
    if match := _ISO_DAY.fullmatch(text):
        return _make(match[1], int(match[2]), int(match[3]), today)
    if match := _BRITISH_DAY.fullmatch(text):
        return _make(match[3], int(match[2]), int(match[1]), today)
    if match := _NAMED_DAY.fullmatch(text):
        month = _index(match[2] or match[3], _MONTHS)
        return None if month is None else _make(match[5], month + 1, int(match[1] or match[4]), today)
    return None


def _make(year: str | None, month: int, day: int, today: date) -> date | None:
    # Without a year, the 29th of February is up to eight years away.
    years = range(today.year, today.year + 9) if year is None else [int(year) + (2000 if len(year) == 2 else 0)]
    for candidate in years:
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if candidate in _YEARS and (year is not None or found >= today):
            return found
    return None


def _index(word: str, names: tuple[str, ...]) -> int | None:
    if len(word) < 3:
        return None
    return next((index for index, name in enumerate(names) if name.startswith(word)), None)
