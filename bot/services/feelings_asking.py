"""After a session its young people are asked how it was: once, by day, and only who was there."""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, or_, orm, select

from bot import clock
from bot.config import Config
from bot.notifications.base import promise
from bot.notifications.feelings import STILL_OF_USE, FeltAsk
from bot.policies.hours import QuietHours
from models.people import Person
from models.sessions import Enrolment, Occurrence

MOST_AT_ONCE: Final = 200  # meetings in one ring


def _over(config: Config) -> tuple[ColumnElement[bool], ...] | None:
    after = config.reminders.felt_delay
    if after is None:
        return None
    now = clock.now()
    return (
        Occurrence.asked_at.is_(None),
        Occurrence.ends_at <= now - after,
        Occurrence.ends_at > now - STILL_OF_USE,
        Occurrence.cancelled_at.is_(None),
    )


def anything_over(db: orm.Session, config: Config) -> bool:
    """Whether a meeting is over whose young people have not been asked yet."""
    over = _over(config)
    return over is not None and db.scalar(select(Occurrence.id).where(*over).limit(1)) is not None


def ask_all(db: orm.Session, config: Config) -> int:
    """Asks the young people of every meeting that has been over for a while: once, and by day; how many were asked."""
    over = _over(config)
    if over is None:
        return 0
    ended = db.scalars(
        select(Occurrence)
        .where(*over)
        .order_by(Occurrence.ends_at)
        .limit(MOST_AT_ONCE)
        .with_for_update(of=Occurrence, skip_locked=True)
    ).all()
    return sum(_ask(db, occurrence, config) for occurrence in ended)


def _ask(db: orm.Session, occurrence: Occurrence, config: Config) -> int:
    occurrence.asked_at = clock.now()
    people = db.scalars(
        select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(
            Enrolment.session_id == occurrence.session_id,
            Enrolment.enrolled_at < occurrence.ends_at,
            or_(Enrolment.left_at.is_(None), Enrolment.left_at > occurrence.starts_at),
            Person.left_at.is_(None),
            Person.reminders_off_at.is_(None),
        )
    ).all()
    # Whether they were there is looked at when it is sent: the register may be kept until then.
    for person in people:
        promise(
            db,
            person,
            FeltAsk(occurrence.id),
            due_at=_by_day(person, config),
            useful_until=occurrence.ends_at + STILL_OF_USE,
            key=f"felt:{occurrence.id}:{person.id}",
        )
    return len(people)


def _by_day(person: Person, config: Config) -> datetime:
    """Now, or when their quiet hours are over: their own, or else the service's."""
    quiet = QuietHours.of(person.quiet, config.hours.quiet_hours)
    return quiet.ends_after(clock.now(), config.service.zone)
