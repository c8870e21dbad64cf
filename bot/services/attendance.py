"""Attendance over time: who was not there three times in a row, and registers that are empty."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import String, cast, exists, literal, orm, select

from bot import clock
from bot.config import Config
from bot.notifications.attendance import Missing, RegisterWaits
from bot.notifications.base import promise
from bot.notifications.people import holders_of
from bot.notifications.replies import leader_of
from bot.notifications.streaks import IN_A_ROW, Streak, streak_of, streaks
from bot.policies.hours import QuietHours
from bot.services.people import require
from models.attendance import Attendance
from models.outbox import OutboxRow
from models.people import Person, Role
from models.sessions import Enrolment, Occurrence

MISSING_SHOWN: Final = 40
SETTLES: Final = timedelta(minutes=5)  # a mark that was a slip is corrected by then
ASKED_AFTER: Final = timedelta(minutes=10)  # from the end
MOST_AT_ONCE: Final = 200  # the writer must not be held up by a long absence
_ASKED: Final = "register:"
ASKED_WITHIN: Final = timedelta(days=2)  # of the end: nobody remembers who was there any longer ago


@dataclass(frozen=True)
class Absent:
    """Somebody who has not been there several times in a row."""

    person: Person
    streak: Streak


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
    marked = exists().where(Attendance.occurrence_id == Occurrence.id, Attendance.marked_by_id.is_not(None))
    asked_before = exists().where(OutboxRow.dedup_key == literal(_ASKED) + cast(Occurrence.id, String))
    over = db.scalars(
        select(Occurrence)
        .where(
            Occurrence.ends_at > now - ASKED_WITHIN,
            Occurrence.ends_at <= now - ASKED_AFTER,
            Occurrence.cancelled_at.is_(None),
            enrolled,
            ~marked,
            ~asked_before,
        )
        .order_by(Occurrence.ends_at)
        .limit(MOST_AT_ONCE)
    ).all()
    asked = 0
    for occurrence in over:
        tutor = db.get_one(Person, leader_of(occurrence))
        quiet = QuietHours.of(tutor.quiet, config.hours.quiet_hours)
        due = quiet.ends_after(now, config.service.zone)
        asked += promise(db, tutor, RegisterWaits(occurrence.id), due_at=due, key=f"{_ASKED}{occurrence.id}")
    return asked
