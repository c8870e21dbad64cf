"""Calendar files that people ask for: a young person one time, a tutor all that they lead."""

from dataclasses import replace

from sqlalchemy import func, orm, select

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise
from bot.notifications.calendars import TimeForCalendar, TimetableForCalendar
from bot.notifications.sessions import coming, has_place
from bot.policies.numbers import LARGEST
from bot.services.people import require
from bot.services.session_places import check_near
from bot.services.sessions import Booked, booked
from models.people import Person, Role
from models.sessions import Occurrence, Session


def choices(db: orm.Session, actor: Person) -> Booked:
    """A young person's coming times; Refusal without any."""
    require(actor, Role.YOUNG_PERSON)
    found = booked(db, actor)
    times = [item for item in found.times if item.cancelled_at is None]
    if not times:
        raise Refusal("calendar-none")
    return replace(found, times=times)


def send_time(db: orm.Session, actor: Person, occurrence_id: int, with_place: bool, config: Config) -> None:
    """One time of a session that they have a place in; where it is only near the time."""
    require(actor, Role.YOUNG_PERSON)
    occurrence = db.get(Occurrence, occurrence_id) if 1 <= occurrence_id <= LARGEST else None
    if occurrence is None or not has_place(db, occurrence.session, actor):
        raise Refusal("old-button")
    if occurrence.cancelled_at is not None:
        raise Refusal("session-off-already", when=occurrence.starts_at)
    if occurrence.ends_at <= clock.now():
        raise Refusal("session-was", when=occurrence.starts_at)
    if with_place:
        check_near(occurrence, config)
    promise(db, actor, TimeForCalendar(occurrence.id, with_place))


def send_next(db: orm.Session, actor: Person, number: int, config: Config) -> Booked:
    """The next time of the session with this number; all of them to choose from where it is none of theirs."""
    require(actor, Role.YOUNG_PERSON)
    session = db.get(Session, number) if number <= LARGEST else None
    times = coming(db, session, 1) if session is not None and has_place(db, session, actor) else []
    if not times:
        return choices(db, actor)
    send_time(db, actor, times[0].id, with_place=False, config=config)
    return Booked(actor, [])


def send_timetable(db: orm.Session, actor: Person) -> None:
    """All that the actor leads; Refusal where that is nothing."""
    require(actor, Role.TUTOR)
    leads = (
        select(Occurrence.id)
        .join(Session, Session.id == Occurrence.session_id)
        .where(
            func.coalesce(Occurrence.tutor_id, Session.tutor_id) == actor.id,
            Session.cancelled_at.is_(None),
            Occurrence.ends_at > clock.now(),
            Occurrence.cancelled_at.is_(None),
        )
    )
    if db.scalar(leads.limit(1)) is None:
        raise Refusal("calendar-leads-nothing")
    promise(db, actor, TimetableForCalendar(actor.id))
