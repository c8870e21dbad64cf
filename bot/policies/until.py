"""Until when a lead is away, as they type it: a day (to its end) or a day and a time."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.policies.local_time import local_day, resolve
from bot.policies.when import parse_when

_MIDNIGHT: Final = "00:00"


class BadUntil(ValueError):
    """The text names no day."""


def parse_until(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which it ends: "2026-12-24" is that whole day, "Friday 18:00" is then; BadUntil for neither."""
    today = local_day(now, zone)
    words = text.strip().strip(".")
    exact = parse_when(words, today)
    if exact is not None:
        return resolve(exact, zone)
    day = parse_when(f"{words} {_MIDNIGHT}", today) if words else None
    if day is None:
        raise BadUntil(f"{text!r} names no day")
    return resolve(day + timedelta(days=1), zone)
