"""Until when a tutor puts a question aside, as they type it: "2h", "tomorrow 9am", "until they reply"."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.policies.durations import BadDuration, parse_duration
from bot.policies.local_time import as_utc, resolve, to_local
from bot.policies.when import parse_when

# Somebody waits behind every question: a month is for those who are away, no question sleeps for longer.
LONGEST: Final = timedelta(days=31)
SHORTEST: Final = timedelta(minutes=1)
MORNING: Final = time(9)
_LONGEST_TEXT: Final = 60  # characters

_REPLY: Final = re.compile(
    r"(?:until|till|til|when|after)?\s*(?:(?:they|he|she|it|you)\s+|the\s+|(?<=\s)\w+\s+)?"
    r"(?:have\s+|has\s+)?(?:repl(?:y|ies|ied)|answers?|answered|writes?|wrote|responds?|responded)(?:\s+(?:back|again))?|"
    r"(?:until|till|til|when)\s+i\s+hear\s+(?:back|from\s+\w+)"
)
_LEAD: Final = re.compile(r"(?:until|till|til|for|in|on)\s+")
_NUMBERS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_UNIT: Final = r"(?=\s+(?:minute|hour|day|week))"
_HALVES: Final = re.compile(r"(\d{1,3})\.5\s*h(?:rs?|ours?)?")
_NEXT: Final = re.compile(r"next\s+(week|mon|tue|wed|thu|fri|sat|sun)(?:[a-z]*)(.*)")
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# "tomorrow 9", "at 9": nobody means four in the morning.
_BARE_HOUR: Final = re.compile(r"(?:(.+?)\s+)?(at\s+)?(\d{1,2})")
_FIRST_HOUR: Final = 7
_TONIGHT: Final = time(18)
_PARTS: Final = {"morning": MORNING, "noon": time(12), "afternoon": time(14), "evening": _TONIGHT, "night": time(20)}


class BadLater(ValueError):
    """The text says no time; reason is "unclear", "past", "soon" or "far"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Later:
    """When a question comes back; without an instant, when the young person writes again (they always wake it)."""

    at: datetime | None


def parse_later(text: str, now: datetime, zone: ZoneInfo) -> Later:
    """What the text says, from one minute to 31 days from now; BadLater for anything else."""
    words = " ".join(unicodedata.normalize("NFKC", text).casefold().replace(",", " ").strip(" .!").split())
    if not words or len(words) > _LONGEST_TEXT:
        raise BadLater("unclear")
    if _REPLY.fullmatch(words):
        return Later(None)
    at = _instant(_LEAD.sub("", words, count=1) if _LEAD.match(words) else words, as_utc(now), zone)
    if at is None:
        raise BadLater("unclear")
    return checked(at, now)


def checked(at: datetime, now: datetime) -> Later:
    """The instant, if a question may sleep until then."""
    if at <= as_utc(now):
        raise BadLater("past")
    if at < as_utc(now) + SHORTEST:
        raise BadLater("soon")
    if at > as_utc(now) + LONGEST:
        raise BadLater("far")
    return Later(at)


def tomorrow_morning(now: datetime, zone: ZoneInfo, days: int = 1) -> datetime:
    """Nine in the morning, that many days ahead."""
    day = to_local(now, zone).date() + timedelta(days=days)
    return resolve(datetime.combine(day, MORNING), zone)


def monday_morning(now: datetime, zone: ZoneInfo) -> datetime:
    """Nine in the morning of the next Monday that is not today."""
    return tomorrow_morning(now, zone, 7 - to_local(now, zone).weekday())


def _instant(words: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    try:
        return now + parse_duration(_counted(words))
    except BadDuration:
        pass
    local = to_local(now, zone)
    if following := _NEXT.fullmatch(words):
        # "Next Friday" is the one of next week, and next week begins on Monday.
        day = "mon" if following[1] == "week" else following[1]
        ahead = 7 - local.weekday() + _DAYS.index(day)
        words = f"{local.date() + timedelta(days=ahead):%Y-%m-%d}{following[2]}"
    spoken = _spoken(words)
    hour = _with_hour(words)
    for form in (words, spoken, f"{words} 09:00", f"today {words}", f"today {spoken}", hour, f"today {hour}"):
        naive = parse_when(form, local.date())
        if naive is None:
            continue
        at = resolve(naive, zone)
        if form.startswith("today ") and not words.startswith(("today", "tonight", "this ")) and at <= now:
            # A time of day that has passed today means the next one.
            return resolve(naive + timedelta(days=1), zone)
        return at
    return None


def _spoken(words: str) -> str:
    """ "tomorrow morning", "this evening", "tonight": the words with a time of day that can be read."""
    # "Tonight at nine" has its time already.
    plain = re.sub(r"\btonight(?=\s)", "today", words).replace("tonight", "today evening").replace("this ", "today ")
    first, _, last = plain.rpartition(" ")
    if last in _PARTS:
        return f"{first or 'today'} {_PARTS[last]:%H:%M}"
    return plain


def _counted(words: str) -> str:
    """ "half an hour", "an hour", "two days", "1.5 hours": the duration in digits."""
    words = re.sub(r"half\s+(?:an\s+)?hour", "30m", words)
    words = re.sub(rf"\ban?{_UNIT}", "1", words)
    words = re.sub(rf"\b({'|'.join(_NUMBERS)}){_UNIT}", lambda found: str(_NUMBERS.index(found[1]) + 1), words)
    return _HALVES.sub(lambda found: f"{found[1]}h30m", words)


def _with_hour(words: str) -> str:
    """ "tomorrow 9", "friday at 4": the words with the hour of a day that people are awake in; empty without one."""
    match = _BARE_HOUR.fullmatch(words)
    if match is None or not (match[1] or match[2]) or not 1 <= int(match[3]) <= 12:
        return ""
    hour, day = int(match[3]), match[1] or ""
    evening = "tonight" in day or "evening" in day
    later = hour < 12 and (evening or hour < _FIRST_HOUR)
    day = re.sub(r"\btonight\b|\bthis\s+\w+", "today", day)
    day = re.sub(r"\s+(?:morning|afternoon|evening)$", "", day)
    return f"{day} {hour + 12 if later else hour}:00".strip()
