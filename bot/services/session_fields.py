"""The parts of a session as a draft keeps them: read from words, and put together again."""

import re
from datetime import date, datetime, timedelta
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from bot.errors import Refusal
from bot.policies.durations import BadDuration, parse_duration
from bot.policies.fields import shorten
from bot.policies.local_time import is_ambiguous, is_gap, resolve
from bot.policies.recurrence import Frequency, Recurrence
from bot.policies.session_line import (
    LONGEST_DURATION,
    LONGEST_PLACE,
    LONGEST_TITLE,
    BadSessionLine,
    SessionLine,
    parse_link,
    parse_places,
    parse_session_line,
)
from bot.policies.spoken_times import names_which, understand_when, which_of_two
from bot.policies.terms import ALL_YEAR, Year
from bot.policies.when import parse_day
from bot.services.sessions import check_start
from bot.services.timetable import last_day_of

Known = dict[str, Any]

_NO_END: Final = frozenset({"no end", "none", "no", "never", "forever", "ongoing"})
_UNTIL: Final = re.compile(r"^(?:until|till|til|to|through)\s+", re.IGNORECASE)
_SKIP: Final = frozenset({"skip", "none", "no", "no place", "no place yet", "-"})
_YES: Final = frozenset({"yes", "y", "ok", "okay", "yes please"})
_ALL_YEAR: Final = frozenset({"all year", "all-year", "all year round", "always", "holidays too", "in holidays too"})
_TERM_TIME: Final = frozenset({"term time", "term-time", "term", "terms", "term time only", "only in term", "in term"})


def read(field: str, words: str, known: Known, today: date, zone: ZoneInfo) -> Known:
    """What these words say for this field; Refusal with an example where they say nothing."""
    bare = words.casefold().rstrip(".!")
    match field:
        case "title":
            return {"title": title_of(words)}
        case "when":
            return _when(words, known, today, zone)
        case "clock":
            return _clock(words, known, today, zone)
        case "minutes":
            return {"minutes": _minutes(words)}
        case "frequency":
            return _repeats(words, known, today)
        case "until" if bare in _NO_END:
            return {"until": ""}
        case "until":
            last = _UNTIL.sub("", words)
            return _repeats(f"{known['frequency']} until {last}", known, today)
        case "place":
            if len(words) > LONGEST_PLACE:
                raise Refusal("newsession-bad-place", value=shorten(words, 60))
            return {"place": "" if bare in _SKIP else words}
        case _:
            return _extra(field, words, bare)


def _extra(field: str, words: str, bare: str) -> Known:
    """The parts that are asked for only when somebody wants to change them."""
    if field == "all_year":
        if bare not in _ALL_YEAR | _TERM_TIME:
            raise Refusal("newsession-bad-all-year", value=shorten(words, 60))
        return {"all_year": bare in _ALL_YEAR}
    empty = bare in _SKIP | _NO_END
    try:
        if field == "link":
            return {"link": "" if empty else parse_link(words)}
        return {"capacity": None if empty else parse_places(words)}
    except BadSessionLine as error:
        raise Refusal(f"newsession-bad-{error.field}", value=shorten(words, 60)) from error


def _when(words: str, known: Known, today: date, zone: ZoneInfo) -> Known:
    local = understand_when(words, today)
    if local is None and (day := known.get("day") or known.get("when", "")[:10]):
        local = understand_when(f"{day} {words}", today)
    if local is None and (on := parse_day(words, today)) is not None:
        if "when" not in known:
            return {"day": on.isoformat()}  # its time is asked for next
        local = datetime.combine(on, datetime.fromisoformat(known["when"]).time())
    if local is None:
        raise Refusal("newsession-bad-when", value=shorten(words, 60))
    return when_of(local, known, zone, names_which(words))


def _clock(words: str, known: Known, today: date, zone: ZoneInfo) -> Known:
    """Which of two times it is, or yes to the nearest time; or another time altogether."""
    local = datetime.fromisoformat(known["when"])
    if is_ambiguous(local, zone) and (which := which_of_two(words)) is not None:
        return {"clock": which}
    if is_gap(local, zone) and words.casefold().rstrip(".!") in _YES:
        return nearest(known, zone)
    return _when(words, known, today, zone)


def is_unclear(known: Known, zone: ZoneInfo) -> bool:
    """Whether the clocks change around the time, so that it is there twice or not at all, and nobody has said which."""
    if known.get("clock") is not None or "when" not in known:
        return False
    local = datetime.fromisoformat(known["when"])
    return is_gap(local, zone) or is_ambiguous(local, zone)


def nearest(known: Known, zone: ZoneInfo) -> Known:
    """The time that the clocks show instead of one that they jump over."""
    local = datetime.fromisoformat(known["when"])
    return when_of(resolve(local, zone).astimezone(zone).replace(tzinfo=None, fold=0), known, zone)


def title_of(words: str) -> str:
    """The name, on one line."""
    title = " ".join(words.split())
    if len(title) > LONGEST_TITLE:
        raise Refusal("newsession-bad-title", value=shorten(title, 60))
    return title


def when_of(local: datetime, known: Known, zone: ZoneInfo, which_said: bool = False) -> Known:
    """The start, if it is still to come and not after the last day; of two, the one that was said."""
    check_start(local, zone)
    if known.get("until") and date.fromisoformat(known["until"]) < local.date():
        raise Refusal("newsession-after-the-end", until=date.fromisoformat(known["until"]))
    return {"when": local.isoformat(), "clock": local.fold if which_said and is_ambiguous(local, zone) else None}


def _minutes(words: str) -> int:
    try:
        length = parse_duration(f"{words}m" if words.isdecimal() else words)
    except BadDuration as error:
        raise Refusal("newsession-bad-duration", value=shorten(words, 60)) from error
    if not timedelta(minutes=1) <= length <= LONGEST_DURATION:
        raise Refusal("newsession-bad-duration", value=shorten(words, 60))
    return round(length / timedelta(minutes=1))


def _repeats(words: str, known: Known, today: date) -> Known:
    """Reads how often and until when with the one parser that there is for it: that of the whole line."""
    try:
        line = parse_session_line(f"-; {known['when']}; {known['minutes']}m; {words}", today)
    except BadSessionLine as error:
        raise Refusal("newsession-bad-recurrence", value=shorten(words, 60)) from error
    if line.place is not None or line.link is not None or line.capacity is not None:
        raise Refusal("newsession-bad-recurrence", value=shorten(words, 60))
    repeats = line.recurrence
    found: Known = {"frequency": repeats.frequency} | ({"until": repeats.until.isoformat()} if repeats.until else {})
    return found | ({"all_year": True} if line.all_year else {})


def last_day(known: Known, meetings: int, year: Year) -> str:
    """The day of the last of so many meetings, as far as terms are known."""
    first = datetime.fromisoformat(known["when"])
    meets = ALL_YEAR if known.get("all_year") else year
    found = last_day_of(first, known["frequency"], meetings, meets)
    return found.isoformat()


def known_of(line: SessionLine) -> Known:
    """The parts of a line."""
    until = line.recurrence.until
    return {
        "title": line.title,
        "when": line.when.isoformat(),
        "minutes": max(1, round(line.duration / timedelta(minutes=1))),
        "frequency": line.recurrence.frequency,
        "until": until.isoformat() if until else "",
        "place": line.place or "",
        "clock": line.when.fold if line.which_said else None,
        "link": line.link or "",
        "capacity": line.capacity,
        "all_year": line.all_year,
    }


def line_of(known: Known) -> SessionLine:
    """The whole, once nothing is missing."""
    until = date.fromisoformat(known["until"]) if known.get("until") else None
    return SessionLine(
        known["title"],
        datetime.fromisoformat(known["when"]).replace(fold=known.get("clock") or 0),
        timedelta(minutes=known["minutes"]),
        Recurrence(cast(Frequency, known["frequency"]), until),
        known["place"] or None,
        needs_confirmation=False,
        link=known.get("link") or None,
        capacity=known.get("capacity"),
        all_year=bool(known.get("all_year")),
    )
