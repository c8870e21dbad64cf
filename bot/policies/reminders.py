"""When the reminders of an occurrence ring, and how long one that is late is still worth sending."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.policies.hours import QuietHours
from bot.policies.local_time import as_utc

# "Your session is tomorrow" is confusing news shortly before it begins.
EARLY_REMINDER_ENDS: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: its time before the start, when it rings, and when it has become useless."""

    before: timedelta
    due_at: datetime
    useful_until: datetime


def plan(starts_at: datetime, before: Sequence[timedelta], now: datetime) -> list[Reminder]:
    """The reminders still to ring, earliest first; those whose time has passed at planning are dropped."""
    starts_at, now = as_utc(starts_at), as_utc(now)
    if any(ahead <= timedelta() for ahead in before):
        raise ValueError("a reminder rings before the start, not at or after it")
    reminders: list[Reminder] = []
    following: datetime | None = None
    for ahead in sorted(set(before)):
        due_at = starts_at - ahead
        useful_until = starts_at
        if following is not None:
            early_end = min(following, starts_at - EARLY_REMINDER_ENDS)
            useful_until = early_end if early_end > due_at else following
        reminders.append(Reminder(ahead, due_at, useful_until))
        following = due_at
    return [reminder for reminder in reversed(reminders) if reminder.due_at >= now]


def shift_out_of_quiet(reminder: Reminder, quiet: QuietHours, zone: ZoneInfo, now: datetime) -> Reminder | None:
    """The reminder, rung one minute before quiet hours if it fell in them; None if that moment has passed."""
    now = as_utc(now)
    due_at = quiet.starts_before(reminder.due_at, zone)
    if due_at == reminder.due_at:
        return reminder
    return replace(reminder, due_at=due_at) if due_at >= now else None
