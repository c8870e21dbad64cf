"""When the reminders of an occurrence ring, and how long one that is late is still worth sending."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final, cast
from zoneinfo import ZoneInfo

from bot.policies.durations import BadDuration, format_compact, parse_duration
from bot.policies.hours import QuietHours
from bot.policies.local_time import as_utc, local_day, resolve

# "Your session is tomorrow" is confusing news shortly before it begins.
EARLY_REMINDER_ENDS: Final = timedelta(hours=2)
EVENING_AT: Final = time(18)
MORNING_AT: Final = time(8)
# Asked again later: not so soon that it is the same moment, nor so late that there is no time to say it.
SOONEST_AGAIN: Final = timedelta(minutes=2)
MOST_WISHES: Final = 6

_ONE_DAY: Final = timedelta(days=1)
_NEVER_QUIET: Final = QuietHours()


class Moment(StrEnum):
    """A time of day by which somebody would rather be reminded than by hours before the start."""

    EVENING = "evening"  # 18:00 on the day before, or just before quiet hours
    MORNING = "morning"  # 08:00 on the day, or the end of quiet hours


Wish = timedelta | Moment
OFFERED: Final[tuple[Wish, ...]] = (timedelta(minutes=10), timedelta(hours=1), Moment.MORNING, Moment.EVENING)
# What can be typed; occurrences are written out further ahead than that.
SHORTEST_WISH: Final = timedelta(minutes=5)
LONGEST_WISH: Final = timedelta(days=7)


class BadWish(ValueError):
    """The words name no time at which somebody could be reminded."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: what it was wished as, when it rings, and when it has become useless."""

    before: Wish
    due_at: datetime
    useful_until: datetime

    @property
    def name(self) -> str:
        """How it is known in tables."""
        return name_of(self.before)


def name_of(wish: Wish) -> str:
    """A wish as it is stored: "1h", "evening"."""
    return wish.value if isinstance(wish, Moment) else format_compact(wish)


def parse_wish(text: str) -> Wish:
    """The wish that was stored or typed: "1h", "10 minutes before", "the evening before"; BadWish for anything else."""
    words = " ".join(text.casefold().split())
    plain = re.sub(r" (?:before|earlier|of|of it)$", "", words)
    plain = re.sub(r"^(?:the|in the|on the|an?) ", "", plain)
    if plain in ("evening", "night"):
        return Moment.EVENING
    if plain in ("morning", "same day") or words in ("day of", "the day of"):
        return Moment.MORNING
    try:
        return parse_duration({"half an hour": "30m", "half hour": "30m"}.get(plain) or _counted(plain))
    except BadDuration:
        raise BadWish(text) from None


def _is_offered(wish: Wish) -> bool:
    if isinstance(wish, Moment):
        return True
    return SHORTEST_WISH <= wish <= LONGEST_WISH and not wish % timedelta(minutes=1)


def _counted(words: str) -> str:
    return f"1 {words}" if words in ("hour", "day", "week") else words


def parse_wishes(text: str) -> list[Wish]:
    """Several as somebody types them, divided by commas or "and"; BadWish for none, too many, too short or too long."""
    parts = [part for part in re.split(r"\s*(?:[,;+&]|\band\b)\s*", text.strip()) if part]
    wishes = list(dict.fromkeys(parse_wish(part) for part in parts))
    if not wishes or len(wishes) > MOST_WISHES or not all(map(_is_offered, wishes)):
        raise BadWish(text)
    return wishes


def in_order(wishes: Iterable[Wish]) -> list[Wish]:
    """As people read them: the one that rings last before an ordinary session first, each once."""
    afternoon = datetime(2026, 1, 15, 16, tzinfo=UTC)
    return sorted(set(wishes), key=lambda wish: (afternoon - _rings_at(wish, afternoon, _NEVER_QUIET, UTC), str(wish)))


def plan(
    starts_at: datetime,
    before: Collection[Wish],
    now: datetime,
    quiet: QuietHours = _NEVER_QUIET,
    zone: tzinfo = UTC,
) -> list[Reminder]:
    """The reminders still to ring, earliest first; those whose time has passed at planning are dropped.

    None rings in quiet hours: what would comes just before them. Of two in the same minute the later one is left.
    """
    starts_at, now = as_utc(starts_at), as_utc(now)
    if any(isinstance(wish, timedelta) and wish <= timedelta() for wish in before):
        raise ValueError("a reminder rings before the start, not at or after it")
    wished = [(_rings_at(wish, starts_at, quiet, zone), name_of(wish), wish) for wish in set(before)]
    by_minute: dict[datetime, Reminder] = {}
    following: datetime | None = None
    for wanted, _, wish in sorted(wished, reverse=True, key=lambda item: item[:2]):
        if wanted >= starts_at:
            continue  # it begins before that morning does
        due_at = quiet.starts_before(wanted, cast(ZoneInfo, zone))
        if wanted >= now and due_at >= now:
            useful_until = _useful_until(wanted, following, starts_at)
            by_minute.setdefault(due_at, Reminder(wish, due_at, useful_until))
        following = wanted
    return list(reversed(by_minute.values()))


def _useful_until(due_at: datetime, following: datetime | None, starts_at: datetime) -> datetime:
    if following is None:
        return starts_at
    early_end = min(following, starts_at - EARLY_REMINDER_ENDS)
    return early_end if early_end > due_at else following


def _rings_at(wish: Wish, starts_at: datetime, quiet: QuietHours, zone: tzinfo) -> datetime:
    """When it would ring: a moment out of quiet hours, a duration wherever it falls."""
    if isinstance(wish, timedelta):
        return starts_at - wish
    here = cast(ZoneInfo, zone)
    day = local_day(starts_at, here)
    if wish is Moment.EVENING:
        return quiet.starts_before(resolve(datetime.combine(day - _ONE_DAY, EVENING_AT), here), here)
    return quiet.ends_after(resolve(datetime.combine(day, MORNING_AT), here), here)


def once_more(starts_at: datetime, quiet: QuietHours, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When to ask again who said "later": half way to the start, out of quiet hours; None where no time is left."""
    starts_at, now = as_utc(starts_at), as_utc(now)
    wanted = (now + (starts_at - now) / 2).replace(second=0, microsecond=0)
    for due_at in (quiet.starts_before(wanted, zone), quiet.ends_after(wanted, zone)):
        if now + SOONEST_AGAIN <= due_at <= starts_at - SOONEST_AGAIN:
            return due_at
    return None


def out_of_quiet(due_at: datetime, starts_at: datetime, quiet: QuietHours, zone: ZoneInfo, now: datetime) -> datetime:
    """A time that was fixed before quiet hours changed: before them, else after them; the start where neither is left.

    At the start a reminder is of no use any more, and says nothing.
    """
    for moved in (quiet.starts_before(due_at, zone), quiet.ends_after(due_at, zone)):
        if now <= moved < starts_at:
            return moved
    return starts_at
