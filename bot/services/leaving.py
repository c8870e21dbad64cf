"""When words may leave: the one place that decides whether an answer goes now, in the morning, or not yet."""

from dataclasses import dataclass
from datetime import datetime

from bot.config import Config


@dataclass(frozen=True)
class Expected:
    """When a question asked now should have its answer, and when tutors are back should it have none by then."""

    answered_by: datetime
    back_at: datetime


def opens_at(config: Config, now: datetime) -> datetime | None:
    """When tutors are there again; None while they are there, and for hours that never open again."""
    opens = config.hours.opening.next_open(now, config.service.zone, config.hours.closed_days)
    return opens if opens is not None and opens > now else None


def leaves_at(config: Config, now: datetime) -> datetime | None:
    """When an answer, or a correction, that is finished now reaches the young person; None is at once."""
    return opens_at(config, now)


def expected(config: Config, now: datetime) -> Expected | None:
    """By when a question asked now is answered: on the day that tutors are there; None where they always are."""
    hours, zone, closed = config.hours.opening, config.service.zone, config.hours.closed_days
    begins = hours.next_open(now, zone, closed)
    over = hours.day_over(begins, zone, closed) if begins is not None else None
    back = hours.next_open(over, zone, closed) if over is not None else None
    return Expected(over, back) if over is not None and back is not None else None
