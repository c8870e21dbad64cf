"""A freed place is offered to whoever has waited longest: what they say to it, and offers that run out."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, func, or_, orm, select

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise
from bot.notifications.sessions import people_in
from bot.notifications.waiting import OfferOver, PlaceAnswered, PlaceOffered
from bot.policies.numbers import LARGEST
from bot.policies.places import free, lasts_until, to_offer
from bot.services import enrolments
from bot.services.audit import record
from bot.services.kept_places import offers
from models.people import Person
from models.sessions import Enrolment, Occurrence, Session, Waiting

LAPSED_AT_ONCE: Final = 100


@dataclass(frozen=True)
class Answer:
    """What somebody said to an offer: they have the place, they let it go, or it is gone."""

    session: Session
    outcome: str  # "taken", "declined", "gone"


def waiting_for(db: orm.Session, session: Session) -> list[Waiting]:
    """Who waits for a place in it, longest first."""
    return list(
        db.scalars(select(Waiting).where(Waiting.session_id == session.id).order_by(Waiting.since, Waiting.person_id))
    )


def strike(db: orm.Session, row: Waiting) -> None:
    """Takes one row off the list, and a place that was kept with it."""
    db.delete(row)
    db.flush()


def _reachable() -> ColumnElement[bool]:
    """Whom an offer would reach now; the others keep their place in the list."""
    return and_(Person.left_at.is_(None), Person.paused_at.is_(None), Person.blocked_at.is_(None))


def offer_freed(db: orm.Session, session: Session, config: Config) -> int:
    """Offers every free place to whoever has waited longest; the caller holds the session's row. How many."""
    if session.cancelled_at is not None:
        return 0
    rows = db.scalars(
        select(Waiting)
        .join(Person, Person.id == Waiting.person_id)
        .where(Waiting.session_id == session.id, Waiting.offered_until.is_(None), _reachable())
        .order_by(Waiting.since, Waiting.person_id)
    ).all()
    if not rows or not _goes_on(db, session):
        return 0
    by_person = {row.person_id: row for row in rows}
    chosen = to_offer(session.capacity, people_in(db, session), offers(db, session), list(by_person))
    zone, quiet = config.service.zone, config.hours.quiet_hours
    until = lasts_until(clock.now(), config.sessions.offer_lasts, quiet, zone).replace(microsecond=0)
    for person in chosen:
        by_person[person].offered_until = until
        promise(db, person, PlaceOffered(session.id, int(until.timestamp())), useful_until=until)
    db.flush()
    return len(chosen)


def _goes_on(db: orm.Session, session: Session) -> bool:
    coming = select(Occurrence.id).where(
        Occurrence.session_id == session.id, Occurrence.starts_at > clock.now(), Occurrence.cancelled_at.is_(None)
    )
    return session.unwritten_from is not None or db.scalar(coming.limit(1)) is not None


def accept(db: orm.Session, actor: Person, number: int, config: Config) -> Answer:
    """Yes: the place is theirs, if it is still kept for them."""
    session, row = _offer_to(db, actor, number)
    if row.offered_until is None or row.offered_until <= clock.now():
        return Answer(session, "gone")
    left = free(session.capacity, people_in(db, session), offers(db, session, but=actor.id))
    if left is not None and left < 1:
        row.offered_until = None
        return Answer(session, "gone")
    strike(db, row)
    enrolments.give_place(db, actor, session, actor, config, told=False)
    promise(db, session.tutor_id, PlaceAnswered(session.id, actor.id, "yes"))
    return Answer(session, "taken")


def decline(db: orm.Session, actor: Person, number: int, config: Config) -> Answer:
    """No: the place goes to the next, and they wait no more."""
    session, row = _offer_to(db, actor, number)
    strike(db, row)
    record(db, actor, "place_declined", f"session:{session.id}")
    promise(db, session.tutor_id, PlaceAnswered(session.id, actor.id, "no"))
    offer_freed(db, session, config)
    return Answer(session, "declined")


def _offer_to(db: orm.Session, actor: Person, number: int) -> tuple[Session, Waiting]:
    session = None
    if 1 <= number <= LARGEST:
        session = db.scalars(select(Session).where(Session.id == number).with_for_update(of=Session)).first()
    row = db.get(Waiting, (number, actor.id)) if session is not None else None
    if session is None or row is None or session.cancelled_at is not None:
        raise Refusal("offer-none")
    return session, row


def _has_free_place() -> ColumnElement[bool]:
    placed = (
        select(func.count())
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.session_id == Session.id, Enrolment.left_at.is_(None), Person.left_at.is_(None))
        .scalar_subquery()
    )
    kept = (
        select(func.count())
        .select_from(Waiting)
        .where(Waiting.session_id == Session.id, Waiting.offered_until.is_not(None))
        .scalar_subquery()
    )
    return or_(Session.capacity.is_(None), Session.capacity > placed + kept)


def _lacks_an_offer() -> ColumnElement[bool]:
    waits = exists().where(
        Waiting.session_id == Session.id,
        Waiting.offered_until.is_(None),
        Person.id == Waiting.person_id,
        _reachable(),
    )
    goes_on = exists().where(
        Occurrence.session_id == Session.id, Occurrence.starts_at > clock.now(), Occurrence.cancelled_at.is_(None)
    )
    return and_(
        Session.cancelled_at.is_(None),
        waits,
        or_(Session.unwritten_from.is_not(None), goes_on),
        _has_free_place(),
    )


def anything_due(db: orm.Session) -> bool:
    """Whether an offer has run out, or somebody waits while there is a place."""
    over = select(Waiting.person_id).where(Waiting.offered_until <= clock.now()).limit(1)
    if db.scalar(over) is not None:
        return True
    if db.scalar(select(Waiting.person_id).limit(1)) is None:
        return False
    return db.scalar(select(Session.id).where(_lacks_an_offer()).limit(1)) is not None


def tend(db: orm.Session, config: Config) -> int:
    """Lets offers run out, and offers what is free; how many offers were made."""
    now = clock.now()
    lapsed = select(Waiting.session_id).where(Waiting.offered_until <= now).distinct().limit(LAPSED_AT_ONCE)
    free_now = select(Session.id).where(_lacks_an_offer()).limit(LAPSED_AT_ONCE)
    numbers = sorted({*db.scalars(lapsed), *db.scalars(free_now)})
    made = 0
    for number in numbers:
        session = db.scalars(select(Session).where(Session.id == number).with_for_update(of=Session)).one()
        for row in waiting_for(db, session):
            if row.offered_until is not None and row.offered_until <= now:
                person = row.person_id
                strike(db, row)
                record(db, None, "offer_lapsed", f"session:{session.id}", person=person)
                promise(db, person, OfferOver(session.id))
                promise(db, session.tutor_id, PlaceAnswered(session.id, person, "none"))
        made += offer_freed(db, session, config)
    return made
