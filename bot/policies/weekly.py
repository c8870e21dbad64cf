"""A moment that comes once a week: a day and a wall time in a service's own zone."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, Self
from zoneinfo import ZoneInfo

from bot.policies.hours import DAYS
from bot.policies.local_time import local_day, resolve

_MOMENT: Final = re.compile(r"([A-Za-z]{3,9})\s+(\d{1,2}):(\d{2})")
_WEEK: Final = timedelta(days=7)


class BadMoment(ValueError):
    """The text names no moment of the week; the message shows an example."""


@dataclass(frozen=True, slots=True)
class WeeklyMoment:
    """A weekday (Monday is 0) and a time of day."""

    weekday: int
    at: time

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The moment from "Mon 10:00"; None from "off"; BadMoment for anything else."""
        if text.strip().casefold() in {"", "off"}:
            return None
        match = _MOMENT.fullmatch(text.strip())
        day = match[1][:3].capitalize() if match else ""
        if match is None or day not in DAYS or int(match[2]) > 23 or int(match[3]) > 59:
            raise BadMoment(f"{text!r} should be a day and a time, for example 'Mon 10:00', or 'off'")
        return cls(DAYS.index(day), time(int(match[2]), int(match[3])))

    def latest(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The last such moment that is not after now."""
        today = local_day(now, zone)
        day = today - timedelta(days=(today.weekday() - self.weekday) % 7)
        moment = resolve(datetime.combine(day, self.at), zone)
        return moment if moment <= now else resolve(datetime.combine(day - _WEEK, self.at), zone)
