"""The days of a month that somebody can pick from, and which of them no series meets on."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import orm

from bot.config import Config
from bot.policies.month import weeks_of
from bot.services.timetable import year_of


@dataclass(frozen=True)
class Days:
    """A month by its first day, and its closed days: out of term, or a bank holiday."""

    month: date
    shut: frozenset[date]


def days_to_pick(db: orm.Session, day: date, config: Config) -> Days:
    """The month of that day."""
    month = day.replace(day=1)
    year = year_of(db, config)
    days = [item for week in weeks_of(month) for item in week if item is not None]
    return Days(month, frozenset(item for item in days if not year.meets_on(item)))
