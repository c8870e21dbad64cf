"""Who has not been there several times in a row, over all their sessions; what nobody marked says nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from models.attendance import Attendance
from models.base import UtcDateTime
from models.people import Person
from models.sessions import Occurrence

IN_A_ROW: Final = 3
HERE: Final = ("present", "late")
ABSENT: Final = ("told", "not_told")


@dataclass(frozen=True)
class Streak:
    """How often in a row somebody was not there, how often they had said so, and which occurrence was the first."""

    person_id: int
    count: int
    told: int
    since: datetime


def streaks(db: Session, people: Collection[int] | None = None) -> list[Streak]:
    """The absences since each of these people (None: anybody) was last there, the longest first."""
    marked = (
        select(Attendance.person_id, Attendance.mark, Occurrence.starts_at)
        .join(Occurrence, Occurrence.id == Attendance.occurrence_id)
        .where(Attendance.mark.is_not(None), Occurrence.cancelled_at.is_(None))
    )
    if people is not None:
        marked = marked.where(Attendance.person_id.in_(people))
    rows = marked.subquery()
    here = (
        select(rows.c.person_id, func.max(rows.c.starts_at).label("at"))
        .where(rows.c.mark.in_(HERE))
        .group_by(rows.c.person_id)
        .subquery()
    )
    count = func.count()
    found = db.execute(
        select(
            rows.c.person_id,
            count,
            func.sum(case((rows.c.mark == "told", 1), else_=0)),
            func.min(rows.c.starts_at, type_=UtcDateTime),
        )
        .join(Person, Person.id == rows.c.person_id)
        .outerjoin(here, here.c.person_id == rows.c.person_id)
        .where(
            rows.c.mark.in_(ABSENT),
            or_(here.c.at.is_(None), rows.c.starts_at > here.c.at),
            Person.left_at.is_(None),
        )
        .group_by(rows.c.person_id)
        .order_by(count.desc(), rows.c.person_id)
    )
    return [Streak(row[0], row[1], int(row[2]), row[3]) for row in found]


def streak_of(db: Session, person_id: int) -> Streak | None:
    """The same of one person; None where they were there the last time, or nothing is marked."""
    return next(iter(streaks(db, [person_id])), None)
