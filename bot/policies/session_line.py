"""One typed line that makes a session: "title; 2026-12-03 16:30; 45m; weekly until 2026-12-17; place"."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from rapidfuzz.distance import OSA

from bot.policies.durations import BadDuration, parse_duration
from bot.policies.recurrence import Frequency, Recurrence
from bot.policies.spoken_times import names_which, understand_when
from bot.policies.when import needs_confirmation, parse_day

DEFAULT_DURATION: Final = timedelta(minutes=45)
LONGEST_DURATION: Final = timedelta(hours=24)
LONGEST_TITLE: Final = 100  # characters
LONGEST_PLACE: Final = 300  # characters

MOST_PLACES: Final = 1000

SessionField = Literal["title", "when", "duration", "recurrence", "place", "link", "capacity"]

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


_WEEKDAYS: Final = re.compile(
    r"(?:(?:every|each)\s+(?P<other>other|second)?\s*|on\s+|(?=\w+days$))"
    r"(?P<day>(?:mon|tues?|wed(?:s|nes)?|thu(?:r|rs)?|fri|sat(?:ur)?|sun)(?:day)?)s?"
)
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://\S*", re.IGNORECASE)
_LINK: Final = re.compile(r"https://[^\s/?#@:]+\.[^\s/?#@:]+(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE)
_PLACES: Final = re.compile(
    r"(?:(?P<before>max\.?|maximum|at most|up to|places:?)\s*(?P<a>\d{1,9})(?:\s*(?:places?|people|spaces?|seats?))?"
    r"|(?P<b>\d{1,9})\s*(?:places?|spaces?|seats?)(?:\s+(?:max\.?|at most|in all))?)"
)
_ALL_YEAR: Final = re.compile(r"all[ -]year(?:[ -]round)?|(?:also )?in (?:the )?holidays(?: too)?|holidays too")


@dataclass(frozen=True, slots=True)
class SessionLine:
    """What the line says; when is local wall time (naive), to be confirmed unless it was written in full."""

    title: str
    when: datetime
    duration: timedelta
    recurrence: Recurrence
    place: str | None
    needs_confirmation: bool
    link: str | None = None
    capacity: int | None = None
    all_year: bool = False
    which_said: bool = False  # "first" or "second": which of two it is when the clocks go back


class BadSessionLine(ValueError):
    """The line makes no session: field names the part that is wrong, value is what was written there."""

    def __init__(self, field: SessionField, value: str) -> None:
        super().__init__(f"{field}: {value!r}")
        self.field: SessionField = field
        self.value = value


def parse_session_line(text: str, today: date) -> SessionLine:
    """The session that the line describes; all but title and time may be left out."""
    title, when_text, *others = [part.strip() for part in text.replace("；", ";").split(";")] + [""] * 2
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE:
        raise BadSessionLine("title", title)
    when = understand_when(when_text, today)
    if when is None:
        raise BadSessionLine("when", when_text)
    others, link, capacity, all_year = _apart([part for part in others if part])
    duration: timedelta | None = None
    recurrence: Recurrence | None = None
    place: str | None = None
    for position, part in enumerate(others):
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
        link,
        capacity,
        all_year,
        names_which(when_text),
    )


def _apart(parts: list[str]) -> tuple[list[str], str | None, int | None, bool]:
    """What is no length, rhythm or place: the link, how many places there are, and whether it is for all the year."""
    link: str | None = None
    capacity: int | None = None
    all_year = False
    rest: list[str] = []
    for part in parts:
        words = " ".join(part.casefold().split())
        bare, found = words, _ALL_YEAR.search(words)
        if found is not None and (found.end() == len(words)):
            bare = words[: found.start()].rstrip(" ,")
        if link is None and _ADDRESS.fullmatch(part):
            link = parse_link(part)
        elif capacity is None and _PLACES.fullmatch(words):
            capacity = parse_places(part)
        elif bare == "" or (bare != words and (bare in _FREQUENCIES or _UNTIL.fullmatch(bare))):
            all_year = True
            rest += [bare] if bare else []
        else:
            rest.append(part)
    return rest, link, capacity, all_year


def parse_link(text: str) -> str:
    """The address to join online: https alone, as typed; BadSessionLine for anything else."""
    if len(text) > LONGEST_PLACE or not _LINK.fullmatch(text):
        raise BadSessionLine("link", text)
    return text


def parse_places(text: str) -> int:
    """How many places "max 6", "6 places" or "6" means; BadSessionLine for anything else, and for none."""
    words = " ".join(text.casefold().split())
    match = _PLACES.fullmatch(words)
    digits = (match["a"] or match["b"]) if match else words
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 9 or not 1 <= int(digits) <= MOST_PLACES:
        raise BadSessionLine("capacity", text)
    return int(digits)


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
    frequency = _FREQUENCIES.get(name) or _misspelt(name) or _on_weekdays(name, first)
    if frequency is None:
        if _REPEATS.match(words) or _WEEKDAYS.fullmatch(name):
            raise BadSessionLine("recurrence", part)
        return None
    if not until_text:
        return Recurrence(frequency)
    until = parse_day(until_text, today)
    if until is None or until < first or frequency == "once":
        raise BadSessionLine("recurrence", part)
    return Recurrence(frequency, until)


def _on_weekdays(name: str, first: date) -> Frequency | None:
    """ "every Thursday", "Thursdays", "every other Thursday": where the first is on that day of the week."""
    match = _WEEKDAYS.fullmatch(name)
    if match is None or parse_day(match["day"], first - timedelta(days=1)) != first:
        return None
    return "fortnightly" if match["other"] else "weekly"


def _misspelt(name: str) -> Frequency | None:
    for right, allowed in (("weekly", 1), ("fortnightly", 3)):
        if OSA.distance(name, right, score_cutoff=allowed) <= allowed:
            return _FREQUENCIES[right]
    return None
