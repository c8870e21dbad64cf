"""The parts of a session as a draft keeps them: read from words, and put together again."""

import re
from datetime import date, datetime, timedelta
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from bot.errors import Refusal
from bot.policies.durations import BadDuration, parse_duration
from bot.policies.fields import shorten
from bot.policies.recurrence import Frequency, Recurrence
from bot.policies.session_line import (
    LONGEST_DURATION,
    LONGEST_PLACE,
    LONGEST_TITLE,
    BadSessionLine,
    SessionLine,
    parse_session_line,
    parse_when,
)
from bot.services.session_changes import STEPS
from bot.services.sessions import check_start

Known = dict[str, Any]

_NO_END: Final = frozenset({"no end", "none", "no", "never", "forever", "ongoing"})
_UNTIL: Final = re.compile(r"^(?:until|till|til|to|through)\s+", re.IGNORECASE)
_SKIP: Final = frozenset({"skip", "none", "no", "no place", "no place yet", "-"})


def read(field: str, words: str, known: Known, today: date, zone: ZoneInfo) -> Known:
    """What these words say for this field; Refusal with an example where they say nothing."""
    bare = words.casefold().rstrip(".!")
    match field:
        case "title":
            return {"title": title_of(words)}
        case "when":
            local = parse_when(words, today)
            if local is None and (day := known.get("day") or known.get("when", "")[:10]):
                local = parse_when(f"{day} {words}", today)
            if local is None:
                raise Refusal("newsession-bad-when", value=shorten(words, 60))
            return when_of(local, known, zone)
        case "minutes":
            return {"minutes": _minutes(words)}
        case "frequency":
            return _repeats(words, known, today)
        case "until" if bare in _NO_END:
            return {"until": ""}
        case "until":
            last = _UNTIL.sub("", words)
            return _repeats(f"{known['frequency']} until {last}", known, today)
        case _:
            if len(words) > LONGEST_PLACE:
                raise Refusal("newsession-bad-place", value=shorten(words, 60))
            return {"place": "" if bare in _SKIP else words}


def title_of(words: str) -> str:
    """The name, on one line."""
    title = " ".join(words.split())
    if len(title) > LONGEST_TITLE:
        raise Refusal("newsession-bad-title", value=shorten(title, 60))
    return title


def when_of(local: datetime, known: Known, zone: ZoneInfo) -> Known:
    """The start, if it is still to come and not after the last day."""
    check_start(local, zone)
    if known.get("until") and date.fromisoformat(known["until"]) < local.date():
        raise Refusal("newsession-after-the-end", until=date.fromisoformat(known["until"]))
    return {"when": local.isoformat()}


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
    if line.place is not None:
        raise Refusal("newsession-bad-recurrence", value=shorten(words, 60))
    repeats = line.recurrence
    return {"frequency": repeats.frequency} | ({"until": repeats.until.isoformat()} if repeats.until else {})


def last_day(known: Known, meetings: int) -> str:
    """The day of the last of so many meetings."""
    step = STEPS.get(known["frequency"], timedelta(weeks=1))
    return (datetime.fromisoformat(known["when"]) + (meetings - 1) * step).date().isoformat()


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
    }


def line_of(known: Known) -> SessionLine:
    """The whole, once nothing is missing."""
    until = date.fromisoformat(known["until"]) if known.get("until") else None
    return SessionLine(
        known["title"],
        datetime.fromisoformat(known["when"]),
        timedelta(minutes=known["minutes"]),
        Recurrence(cast(Frequency, known["frequency"]), until),
        known["place"] or None,
        needs_confirmation=False,
    )
