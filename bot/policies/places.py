"""How many places of a session can be given away, and to whom a freed one is offered."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.policies.hours import QuietHours


def free(capacity: int | None, placed: int, offered: int) -> int | None:
    """Places that are neither taken nor kept for somebody; None where there is no limit."""
    return None if capacity is None else max(0, capacity - placed - offered)


def to_offer(capacity: int | None, placed: int, offered: int, waiting: Sequence[int]) -> list[int]:
    """Who is offered a place now: those who have waited longest, as many as there are places."""
    left = free(capacity, placed, offered)
    return list(waiting if left is None else waiting[:left])


def lasts_until(now: datetime, lasts: timedelta, quiet: QuietHours, zone: ZoneInfo) -> datetime:
    """Until when an offer made now stands: its time begins when quiet hours are over, as nobody reads it before."""
    return quiet.ends_after(now, zone) + lasts
