"""A tutor's own figures: how many they answered, how long the askers waited for it, and whether it helped."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.services.people import require
from models.people import Person, Role
from models.questions import Entry, EntryState, Question, in_queue

PERIODS = (7, 30)  # days
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Figures:
    """One period. Times are as the asker felt them: from asking to arrival, nights and weekends in it."""

    days: int
    answered: int
    first_answers: int
    median_wait: timedelta | None
    helped: int
    stuck: int


@dataclass(frozen=True)
class Stats:
    """What waits now, and what was done."""

    waiting: int
    mine: int
    periods: list[Figures]


def stats(db: Session, actor: Person) -> Stats:
    """The tutor's figures for the last 7 and 30 days."""
    require(actor, Role.TUTOR)
    now = clock.now()
    waiting = db.scalar(select(func.count()).select_from(Question).where(in_queue())) or 0
    mine = select(func.count()).select_from(Question).where(Question.holder_id == actor.id, Question.held_until > now)
    longest = _answered(db, actor, now - timedelta(days=max(PERIODS)))
    waits = _first_waits(db, actor, list(longest))
    outcomes = _outcomes(db, list(longest))
    periods = [_figures(days, now - timedelta(days=days), longest, waits, outcomes) for days in PERIODS]
    return Stats(waiting, db.scalar(mine) or 0, periods)


def _answered(db: Session, actor: Person, since: datetime) -> dict[int, datetime]:
    """The questions that the tutor answered since then, with when their newest answer arrived."""
    rows = db.execute(
        select(Entry.question_id, func.max(Entry.delivered_at))
        .where(
            Entry.author_id == actor.id,
            Entry.by_staff,
            Entry.state == EntryState.DELIVERED,
            Entry.delivered_at >= since,
        )
        .group_by(Entry.question_id)
    )
    return {number: at for number, at in rows if at is not None}


def _first_waits(db: Session, actor: Person, numbers: list[int]) -> dict[int, tuple[datetime, timedelta]]:
    """For those whose first answer was this tutor's: when it arrived, and after how long."""
    waits: dict[int, tuple[datetime, timedelta]] = {}
    for at in range(0, len(numbers), MOST_AT_ONCE):
        rows = db.execute(
            select(Entry.question_id, Entry.author_id, Entry.delivered_at, Question.asked_at)
            .join(Question, Question.id == Entry.question_id)
            .where(
                Entry.question_id.in_(numbers[at : at + MOST_AT_ONCE]),
                Entry.by_staff,
                Entry.delivered_at.is_not(None),
            )
            .order_by(Entry.delivered_at.desc(), Entry.id.desc())
        )
        first = {number: (author, arrived, asked) for number, author, arrived, asked in rows}
        waits |= {
            number: (arrived, arrived - asked)
            for number, (author, arrived, asked) in first.items()
            if author == actor.id and arrived is not None
        }
    return waits


def _outcomes(db: Session, numbers: list[int]) -> dict[int, bool]:
    outcomes: dict[int, bool] = {}
    for at in range(0, len(numbers), MOST_AT_ONCE):
        chunk = numbers[at : at + MOST_AT_ONCE]
        rows = db.execute(
            select(Question.id, Question.helped).where(Question.id.in_(chunk), Question.helped.is_not(None))
        )
        outcomes |= {number: bool(helped) for number, helped in rows}
    return outcomes


def _figures(
    days: int,
    since: datetime,
    answered: dict[int, datetime],
    waits: dict[int, tuple[datetime, timedelta]],
    outcomes: dict[int, bool],
) -> Figures:
    inside = {number for number, at in answered.items() if at >= since}
    first = [wait for arrived, wait in waits.values() if arrived >= since]
    told = [outcomes[number] for number in inside if number in outcomes]
    return Figures(
        days,
        len(inside),
        len(first),
        timedelta(seconds=median(wait.total_seconds() for wait in first)) if first else None,
        told.count(True),
        told.count(False),
    )
