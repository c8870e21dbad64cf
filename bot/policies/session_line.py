"""One typed line that makes a session: "title; 2026-12-03 16:30; 45m; weekly until 2026-12-17; place"."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from rapidfuzz.distance import OSA

from bot.policies.durations import BadDuration, parse_duration
from bot.policies.recurrence import Frequency, Recurrence

DEFAULT_DURATION: Final = timedelta(minutes=45)
LONGEST_DURATION: Final = timedelta(hours=24)
LONGEST_TITLE: Final = 100  # characters
LONGEST_WHEN: Final = 60  # characters
LONGEST_PLACE: Final = 300  # characters

SessionField = Literal["title", "when", "duration", "recurrence", "place"]

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
_UNTIL: Final = re.compile(r"(.*?)(?:,\s*)?\b(?:until|till|til|to|through)\s+(.+)")
_LOOKS_LIKE_DURATION: Final = re.compile(
    r"[-+]?\d+(?:[.,]\d+)?(?:\s*[a-z]{1,3}|\s*mi?n?u\w*|\s*ho?u\w*)?(?:\s*\d+\s*[a-z]{0,7})?"
)
_FREQUENCIES: Final[dict[str, Frequency]] = {
    "weekly": "weekly",
    "every week": "weekly",
    "each week": "weekly",
    "once a week": "weekly",
    "fortnightly": "fortnightly",
    "every fortnight": "fortnightly",
    "every two weeks": "fortnightly",
    "every 2 weeks": "fortnightly",
    "every other week": "fortnightly",
    "once": "once",
    "one off": "once",
    "one-off": "once",
    "just once": "once",
    "no repeat": "once",
}
# These begin a recurrence, even one that we do not offer: better refused than taken for a place.
_REPEATS: Final = re.compile(
    r"(?:every|each) (?:\d|two|three|four|other|second|third|day|week|fortnight|month"
    r"|mon|tue|wed|thu|fri|sat|sun)"
    r"|(?:daily|monthly|termly|weekdays|(?:bi-?)?week\w*ly|fortnight\w*|repeats?|repeating|until|till)\b"
)


@dataclass(frozen=True, slots=True)
class SessionLine:
    """What the line says; when is local wall time (naive), to be confirmed unless it was written in full."""

    title: str
    when: datetime
    duration: timedelta
    recurrence: Recurrence
    place: str | None
    needs_confirmation: bool


class BadSessionLine(ValueError):
    """The line makes no session: field names the part that is wrong, value is what was written there."""

    def __init__(self, field: SessionField, value: str) -> None:
        super().__init__(f"{field}: {value!r}")
        self.field: SessionField = field
        self.value = value


def parse_session_line(text: str, today: date) -> SessionLine:
    """The session that the line describes; duration, recurrence and place may be left out."""
    title, when_text, *others = [part.strip() for part in text.replace("；", ";").split(";")] + [""] * 2
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE:
        raise BadSessionLine("title", title)
    when = parse_when(when_text, today)
    if when is None:
        raise BadSessionLine("when", when_text)
    duration: timedelta | None = None
    recurrence: Recurrence | None = None
    place: str | None = None
    for position, part in enumerate(part for part in others if part):
        if duration is None and (found := _duration(part, expected=position == 0)):
            duration = found
        elif recurrence is None and (repeats := _recurrence(part, when.date(), today)):
            recurrence = repeats
        elif place is None and len(part) <= LONGEST_PLACE:
            place = " ".join(part.split())
        else:
            raise BadSessionLine("place", part)
    return SessionLine(
        title,
        when,
        duration or DEFAULT_DURATION,
        recurrence or Recurrence("once"),
        place,
        needs_confirmation(when_text),
    )


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


def _duration(part: str, *, expected: bool) -> timedelta | None:
    try:
        duration = parse_duration(part)
    except BadDuration:
        if expected and _LOOKS_LIKE_DURATION.fullmatch(part.casefold()):
            raise BadSessionLine("duration", part) from None
        return None
    if duration > LONGEST_DURATION:
        raise BadSessionLine("duration", part)
    return duration


def _recurrence(part: str, first: date, today: date) -> Recurrence | None:
    words = " ".join(part.casefold().split())
    match = _UNTIL.fullmatch(words)
    name, until_text = (match[1].strip(), match[2]) if match else (words, "")
    frequency = _FREQUENCIES.get(name) or _misspelt(name)
    if frequency is None:
        if _REPEATS.match(words):
            raise BadSessionLine("recurrence", part)
        return None
    if not until_text:
        return Recurrence(frequency)
    until = _day(until_text, today)
    if until is None or until < first or frequency == "once":
        raise BadSessionLine("recurrence", part)
    return Recurrence(frequency, until)


def _misspelt(name: str) -> Frequency | None:
    for right, allowed in (("weekly", 1), ("fortnightly", 3)):
        if OSA.distance(name, right, score_cutoff=allowed) <= allowed:
            return _FREQUENCIES[right]
    return None
