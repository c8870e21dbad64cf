"""Sessions: making one, whose it is, and what each side sees of them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, orm, select

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.replies import who_lines
from bot.notifications.sessions import coming
from bot.notifications.waiting import position_of
from bot.policies.fields import clean_text
from bot.policies.local_time import as_utc, instant_of, resolve
from bot.policies.numbers import LARGEST
from bot.policies.session_line import SessionLine
from bot.services import timetable
from bot.services.audit import record
from bot.services.people import require
from bot.texts import Text
from models.people import Person, Role
from models.sessions import Enrolment, Occurrence, Session, Waiting

FURTHEST: Final = timedelta(days=2 * 366)  # a slip in the year, not a plan
PAGE: Final = 8
CARD_TIMES: Final = 6
OWN_TIMES: Final = 10


@dataclass(frozen=True)
class Card:
    """A session as staff see it: its coming times, the called-off among them, and who has a place."""

    session: Session
    times: list[Occurrence]
    people: list[Person]
    may_change: bool
    who: list[Text] = field(default_factory=list)  # who comes to the next of them
    next_at: datetime | None = None
    waiting: int = 0


@dataclass(frozen=True)
class Line:
    """One session in a list: when it is next, and for how many."""

    session: Session
    next_at: datetime
    people: int


@dataclass(frozen=True)
class Led:
    """A page of the sessions that a tutor leads; of all of them for who looks after the service."""

    lines: list[Line]
    page: int
    more: bool
    own: bool
    teaches: bool


@dataclass(frozen=True)
class Waits:
    """A full session that somebody waits for: their number in the list, and until when a place is kept for them."""

    session: Session
    position: int
    offered_until: datetime | None


@dataclass(frozen=True)
class Booked:
    """A young person's coming times."""

    person: Person
    times: list[Occurrence]
    waiting: list[Waits] = field(default_factory=list)


def check_start(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a wall time that a session may have: not past, nor years away."""
    now = clock.now()
    starts_at = instant_of(local, zone)
    if starts_at <= now:
        raise Refusal("session-past", when=f"{local:%Y-%m-%d %H:%M}")
    if starts_at - now > FURTHEST:
        raise Refusal("session-too-far", when=f"{local:%Y-%m-%d %H:%M}")
    return starts_at


def create(db: orm.Session, actor: Person, asked: SessionLine, config: Config) -> Card:
    """A new session led by the actor, written out over the horizon."""
    require(actor, Role.TUTOR)
    zone = config.service.zone
    starts_at = check_start(asked.when, zone)
    session = Session(
        title=clean_text(asked.title),
        tutor_id=actor.id,
        zone=config.service.timezone,
        first_local=asked.when.isoformat(),
        minutes=max(1, round(asked.duration / timedelta(minutes=1))),
        frequency=asked.recurrence.frequency,
        until=asked.recurrence.until.isoformat() if asked.recurrence.until else None,
        place=clean_text(asked.place or ""),
        link=asked.link or "",
        capacity=asked.capacity,
        all_year=asked.all_year,
        created_at=clock.now(),
        unwritten_from=resolve(asked.when, zone),
    )
    session.tutor = actor
    db.add(session)
    db.flush()
    # At least the first is there, however far away; a series from then on as far as any other.
    beyond = max(timedelta(), as_utc(starts_at) - clock.now())
    end = timetable.horizon(config) + beyond
    if not timetable.write_out(db, session, end, config, first_at=starts_at):
        raise Refusal("session-never-in-term", day=asked.when.date())
    record(db, actor, "session_made", f"session:{session.id}")
    return _card(db, actor, session, may_change=True)


def open_session(db: orm.Session, actor: Person, number: int) -> Card:
    """A session's card: for its tutor, coordinators, and leads, who may read everything."""
    require(actor, Role.TUTOR, Role.COORDINATOR, Role.LEAD)
    session = db.get(Session, number) if 1 <= number <= LARGEST else None
    if session is None or not may_read(db, actor, session):
        raise Refusal("no-such-session", number=f"S{number}")
    return _card(db, actor, session, _may_change(actor, session) and session.cancelled_at is None)


def changeable(db: orm.Session, actor: Person, number: int) -> Session:
    """The session, with its row held, for who may change it; for others there is no such session."""
    require(actor, Role.TUTOR, Role.COORDINATOR)
    session = None
    if 1 <= number <= LARGEST:
        session = db.scalars(select(Session).where(Session.id == number).with_for_update(of=Session)).first()
    if session is None or not _may_change(actor, session):
        raise Refusal("no-such-session", number=f"S{number}")
    if session.cancelled_at is not None:
        raise Refusal("session-is-off", number=f"S{number}")
    return session


def _may_change(actor: Person, session: Session) -> bool:
    leads = Role.TUTOR in actor.roles and session.tutor_id == actor.id
    return leads or Role.COORDINATOR in actor.roles


def may_read(db: orm.Session, actor: Person, session: Session) -> bool:
    """Whether somebody sees its card: whoever may change it, leads, and whoever takes one of its coming times."""
    if _may_change(actor, session) or Role.LEAD in actor.roles:
        return True
    instead = select(Occurrence.id).where(
        Occurrence.session_id == session.id, Occurrence.tutor_id == actor.id, Occurrence.ends_at > clock.now()
    )
    return Role.TUTOR in actor.roles and db.scalar(instead.limit(1)) is not None


def _card(db: orm.Session, actor: Person, session: Session, may_change: bool) -> Card:
    times = db.scalars(
        select(Occurrence)
        .where(Occurrence.session_id == session.id, Occurrence.ends_at > clock.now())
        .order_by(Occurrence.starts_at)
        .limit(CARD_TIMES)
    ).all()
    _ = session.tutor.name, [item.tutor for item in times]
    coming_next = next((item for item in times if item.cancelled_at is None), None)
    who = who_lines(db, coming_next, actor) if coming_next is not None else []
    next_at = coming_next.starts_at if coming_next is not None else None
    waiting = waiting_for(db, session)
    return Card(session, list(times), people_of(db, session), may_change, who, next_at, waiting)


def waiting_for(db: orm.Session, session: Session) -> int:
    """How many wait for a place."""
    return db.scalar(select(func.count()).select_from(Waiting).where(Waiting.session_id == session.id)) or 0


def people_of(db: orm.Session, session: Session) -> list[Person]:
    """The young people who have a place and are here, by alias."""
    return list(
        db.scalars(
            select(Person)
            .join(Enrolment, Enrolment.person_id == Person.id)
            .where(Enrolment.session_id == session.id, Enrolment.left_at.is_(None), Person.left_at.is_(None))
            .order_by(Person.alias)
        )
    )


def next_of(db: orm.Session, session: Session) -> Occurrence:
    """The occurrence that is next, or runs now; Refusal where none is left."""
    found = coming(db, session, 1)
    if not found and session.unwritten_from is not None:
        raise Refusal("session-out-of-term", number=f"S{session.id}")
    if not found:
        raise Refusal("session-is-over", number=f"S{session.id}")
    return found[0]


def led(db: orm.Session, actor: Person, page: int = 0) -> Led:
    """A tutor's sessions that are still to come, the next one first; coordinators and leads see everybody's."""
    require(actor, Role.TUTOR, Role.COORDINATOR, Role.LEAD)
    own = not actor.roles & {Role.COORDINATOR, Role.LEAD}
    page = max(0, min(page, 10_000))
    places = (
        select(func.count())
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.session_id == Session.id, Enrolment.left_at.is_(None), Person.left_at.is_(None))
        .scalar_subquery()
    )
    next_at = func.min(Occurrence.starts_at)
    query = (
        select(Session, next_at, places)
        .join(Occurrence, Occurrence.session_id == Session.id)
        .where(Occurrence.ends_at > clock.now(), Occurrence.cancelled_at.is_(None))
        .group_by(Session.id)
        .order_by(next_at, Session.id)
        .offset(page * PAGE)
        .limit(PAGE + 1)
    )
    if own:
        query = query.where(func.coalesce(Occurrence.tutor_id, Session.tutor_id) == actor.id)
    found = [Line(*row) for row in db.execute(query)]
    for line in found:
        _ = line.session.tutor.name
    return Led(found[:PAGE], page, len(found) > PAGE, own, Role.TUTOR in actor.roles)


def booked(db: orm.Session, actor: Person) -> Booked:
    """A young person's next times over all their sessions; what was called off stays visible until it would be over."""
    places = select(Enrolment.session_id).where(Enrolment.person_id == actor.id, Enrolment.left_at.is_(None))
    times = db.scalars(
        select(Occurrence)
        .where(Occurrence.session_id.in_(places), Occurrence.ends_at > clock.now())
        .order_by(Occurrence.starts_at, Occurrence.id)
        .limit(OWN_TIMES)
    ).all()
    for occurrence in times:
        _ = occurrence.session.tutor.name, occurrence.tutor
    _ = actor.roles
    return Booked(actor, list(times), _waits(db, actor))


def _waits(db: orm.Session, actor: Person) -> list[Waits]:
    found = db.execute(
        select(Waiting, Session)
        .join(Session, Session.id == Waiting.session_id)
        .where(Waiting.person_id == actor.id, Session.cancelled_at.is_(None))
        .order_by(Waiting.since, Waiting.session_id)
        .limit(OWN_TIMES)
    ).all()
    return [Waits(session, position_of(db, row), row.offered_until) for row, session in found]
