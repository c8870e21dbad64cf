"""When words may leave: the one place that decides whether an answer goes now, in the morning, or not yet."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.config import Config
from bot.policies.terms import OffDays, Year
from models.terms import Term

# Made once: it runs for every question.
_TERMS: Final = select(Term.first, Term.last, Term.is_break)
_READ: Final = "days off"


@dataclass(frozen=True)
class Expected:
    """When a question asked now should have its answer, and when tutors are back should it have none by then."""

    answered_by: datetime
    back_at: datetime


def days_off(db: Session, config: Config) -> Container[date]:
    """The days on which no tutor is there, terms and half-terms included where `[hours]` follows them."""
    if not config.hours.tutors_follow_terms:
        return config.hours.closed_days
    # Read once in a use case, which asks several times; never kept longer, as another process may change the terms.
    found: Container[date] | None = db.info.get(_READ)
    if found is None:
        rows = db.execute(_TERMS).all()
        terms = tuple((row.first, row.last) for row in rows if not row.is_break)
        breaks = tuple((row.first, row.last) for row in rows if row.is_break)
        found = db.info[_READ] = OffDays(Year(terms, breaks, config.hours.closed_days))
    return found


def forget_days_off(db: Session) -> None:
    """The terms have changed in this use case: who asks again is told of the new ones."""
    db.info.pop(_READ, None)


def opens_at(db: Session, config: Config, now: datetime) -> datetime | None:
    """When tutors are there again; None while they are there, and for hours that never open again."""
    opens = config.hours.opening.next_open(now, config.service.zone, days_off(db, config))
    return opens if opens is not None and opens > now else None


def leaves_at(db: Session, config: Config, now: datetime) -> datetime | None:
    """When an answer, or a correction, that is finished now reaches the young person; None is at once."""
    return opens_at(db, config, now)


def expected(db: Session, config: Config, now: datetime) -> Expected | None:
    """By when a question asked now is answered: on the day that tutors are there; None where they always are."""
    hours, zone, off = config.hours.opening, config.service.zone, days_off(db, config)
    begins = hours.next_open(now, zone, off)
    over = hours.day_over(begins, zone, off) if begins is not None else None
    back = hours.next_open(over, zone, off) if over is not None else None
    return Expected(over, back) if over is not None and back is not None else None


def working_days_after(db: Session, config: Config, since: datetime, days: int) -> datetime | None:
    """When so many days on which tutors are there have passed since; None if they never will."""
    return config.hours.opening.after_working_days(since, days, config.service.zone, days_off(db, config))
