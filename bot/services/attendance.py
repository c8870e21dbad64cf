"""Attendance over time: who was not there three times in a row, registers that are empty, and the figures."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import exists, func, orm, select

from bot import clock
from bot.config import Config
from bot.notifications.attendance import Missing, RegisterWaits, is_marked
from bot.notifications.base import promise
from bot.notifications.people import holders_of
from bot.notifications.replies import NOT_COMING, tutor_of
from bot.notifications.streaks import HERE, IN_A_ROW, Streak, streak_of, streaks
from bot.policies.hours import QuietHours
from bot.services.people import require
from models.attendance import Attendance
from models.people import Person, Role
from models.sessions import Enrolment, Occurrence

MISSING_SHOWN: Final = 40
SETTLES: Final = timedelta(minutes=5)  # a mark that was a slip is corrected by then
ASKED_AFTER: Final = timedelta(minutes=10)  # from the end
ASKED_WITHIN: Final = timedelta(days=2)  # of the end: nobody remembers who was there any longer ago


@dataclass(frozen=True)
class Absent:
    """Somebody who has not been there several times in a row."""

    person: Person
    streak: Streak


@dataclass(frozen=True)
class Counts:
    """Places in occurrences that began in a span: each is counted once, under one of these.

    `told` and `not_told` were absent by the register; `cancelled_by_young_person` said before that they could not make
    it, and were not there; `cancelled_by_service` had a place in what was called off. What nobody marked is in none.
    """

    present: int
    late: int
    told: int
    not_told: int
    cancelled_by_service: int
    cancelled_by_young_person: int


# --- who is missing ---


def look_for_streak(db: orm.Session, person_id: int) -> None:
    """Coordinators hear of three absences in a row once; a slip that is corrected soon is not told at all."""
    streak = streak_of(db, person_id)
    if streak is None or streak.count < IN_A_ROW:
        return
    first = int(streak.since.timestamp())
    for coordinator in holders_of(db, Role.COORDINATOR):
        key = f"missing:{person_id}:{first}:{coordinator.id}"
        promise(db, coordinator, Missing(person_id), due_at=clock.now() + SETTLES, key=key)


def missing(db: orm.Session, actor: Person) -> list[Absent]:
    """Who has not been there three times in a row or more, the longest first."""
    require(actor, Role.COORDINATOR, Role.LEAD)
    long = [streak for streak in streaks(db) if streak.count >= IN_A_ROW][:MISSING_SHOWN]
    people = db.scalars(select(Person).where(Person.id.in_([streak.person_id for streak in long])))
    by_id = {person.id: person for person in people}
    return [Absent(by_id[streak.person_id], streak) for streak in long]


# --- asking for a register that is empty ---


def ask_for_registers(db: orm.Session, config: Config) -> int:
    """Asks the tutor of each occurrence that is over and has an empty register, once; how many were asked."""
    now = clock.now()
    enrolled = exists().where(
        Enrolment.session_id == Occurrence.session_id,
        Enrolment.enrolled_at < Occurrence.ends_at,
        Enrolment.left_at.is_(None),
    )
    over = db.scalars(
        select(Occurrence)
        .where(
            Occurrence.ends_at > now - ASKED_WITHIN,
            Occurrence.ends_at <= now - ASKED_AFTER,
            Occurrence.cancelled_at.is_(None),
            enrolled,
        )
        .order_by(Occurrence.ends_at)
    ).all()
    asked = 0
    for occurrence in over:
        tutor = db.get(Person, tutor_of(occurrence))
        if tutor is None or tutor.left_at is not None or is_marked(db, occurrence.id):
            continue
        quiet = QuietHours.of(tutor.quiet, config.hours.quiet_hours)
        key = f"register:{occurrence.id}:{int(occurrence.ends_at.timestamp())}"
        due = quiet.ends_after(now, config.service.zone)
        asked += promise(db, tutor, RegisterWaits(occurrence.id), due_at=due, key=key)
    return asked


# --- figures ---


def counts(db: orm.Session, start: datetime, end: datetime) -> Counts:
    """How it went with the places in what began from `start` on and before `end`."""
    in_span = (Occurrence.starts_at >= start, Occurrence.starts_at < end)
    marked = db.execute(
        select(Attendance.mark, Attendance.reply, func.count())
        .join(Occurrence, Occurrence.id == Attendance.occurrence_id)
        .where(*in_span, Occurrence.cancelled_at.is_(None))
        .group_by(Attendance.mark, Attendance.reply)
    )
    places: Counter[str] = Counter()
    for mark, reply, count in marked:
        cancelled = reply == NOT_COMING and mark not in HERE
        places["cancelled_by_young_person" if cancelled else mark or "nobody said"] += count
    del places["nobody said"]
    called_off = (
        select(func.count())
        .select_from(Occurrence)
        .join(Enrolment, Enrolment.session_id == Occurrence.session_id)
        .where(
            *in_span,
            Occurrence.cancelled_at.is_not(None),
            Enrolment.enrolled_at <= Occurrence.cancelled_at,
            (Enrolment.left_at.is_(None)) | (Enrolment.left_at > Occurrence.cancelled_at),
        )
    )
    return Counts(
        places["present"],
        places["late"],
        places["told"],
        places["not_told"],
        db.scalar(called_off) or 0,
        places["cancelled_by_young_person"],
    )
