"""Places that are limited: who waits for one, to whom a freed one is offered, and what they say."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, func, or_, orm, select

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise
from bot.notifications.sessions import people_in
from bot.notifications.waiting import OfferOver, OffWaitingList, OnWaitingList, PlaceAnswered, PlaceOffered
from bot.policies.fields import clean_text, shorten
from bot.policies.numbers import LARGEST
from bot.policies.places import free, lasts_until, to_offer
from bot.policies.session_line import BadSessionLine, parse_places
from bot.services import enrolments
from bot.services.audit import record
from bot.services.kept_places import offers
from bot.services.people import ask_next, require, stop_asking
from bot.services.sessions import changeable, may_read
from models.people import Conversation, Person, Role
from models.sessions import Enrolment, Occurrence, Session, Waiting

STEP: Final = "waiting.places"
NO_LIMIT: Final = frozenset({"off", "none", "no", "no limit", "unlimited", "0", "-"})
LAPSED_AT_ONCE: Final = 100


@dataclass(frozen=True)
class WaitingList:
    """Who waits for a place, longest first."""

    session: Session
    waiting: list[Waiting]
    placed: int
    may_change: bool


@dataclass(frozen=True)
class Places:
    """How many places a session has now, and how many are taken."""

    session: Session
    placed: int


@dataclass(frozen=True)
class Answer:
    """What somebody said to an offer: they have the place, they let it go, or it is gone."""

    session: Session
    outcome: str  # "taken", "declined", "gone"


# --- how many places ---


def set_places(db: orm.Session, actor: Person, number: int, words: str, config: Config) -> Places:
    """/places S4 6: so many; "off" is no limit. Never fewer than are taken or kept for somebody."""
    session = changeable(db, actor, number)
    words = clean_text(words).strip()
    capacity: int | None = None
    if words.casefold() not in NO_LIMIT:
        try:
            capacity = parse_places(words)
        except BadSessionLine as error:
            raise Refusal("newsession-bad-capacity", value=shorten(words, 60)) from error
    placed, kept = people_in(db, session), offers(db, session)
    if capacity is not None and capacity < placed + kept:
        raise Refusal("places-too-few", number=f"S{number}", taken=placed + kept)
    session.capacity = capacity
    _forget(db, actor)
    record(db, actor, "places_set", f"session:{session.id}", places=capacity or 0)
    offer_freed(db, session, config)
    return Places(session, placed)


def ask_places(db: orm.Session, actor: Person, number: int) -> Places:
    """Asks how many places there are."""
    session = changeable(db, actor, number)
    ask_next(db, actor.telegram_id or 0, STEP, number=number)
    return Places(session, people_in(db, session))


def places_typed(db: orm.Session, actor: Person, words: str, config: Config) -> Places:
    """The number, typed after it was asked for."""
    conversation = db.get(Conversation, actor.telegram_id or 0)
    if conversation is None or conversation.step != STEP:
        raise Refusal("old-button")
    return set_places(db, actor, int(conversation.data["number"]), words, config)


def _forget(db: orm.Session, actor: Person) -> None:
    conversation = db.get(Conversation, actor.telegram_id or 0)
    if conversation is not None and conversation.step == STEP:
        stop_asking(db, conversation.chat_id)


# --- the list ---


def waiting_list(db: orm.Session, actor: Person, number: int) -> WaitingList:
    """Who waits, for the session's staff."""
    require(actor, Role.TUTOR, Role.LEAD, Role.COORDINATOR)
    session = db.get(Session, number) if 1 <= number <= LARGEST else None
    if session is None or not may_read(db, actor, session):
        raise Refusal("no-such-session", number=f"S{number}")
    may_change = Role.COORDINATOR in actor.roles or session.tutor_id == actor.id
    return WaitingList(session, _list(db, session), people_in(db, session), may_change)


def _list(db: orm.Session, session: Session) -> list[Waiting]:
    return list(
        db.scalars(select(Waiting).where(Waiting.session_id == session.id).order_by(Waiting.since, Waiting.person_id))
    )


def put_on(db: orm.Session, actor: Person, number: int, person_id: int, config: Config) -> WaitingList:
    """Puts a young person on the list of a full session, and tells them; who is on it stays where they are."""
    session = changeable(db, actor, number)
    person = enrolments.young_person(db, person_id)
    _put(db, actor, session, person)
    offer_freed(db, session, config)
    return waiting_list(db, actor, number)


def put_on_named(db: orm.Session, actor: Person, number: int, words: str, config: Config) -> WaitingList:
    """/wait S4 Otter-12."""
    session = changeable(db, actor, number)
    for person in enrolments.named_in(db, words, number):
        _put(db, actor, session, person)
    offer_freed(db, session, config)
    return waiting_list(db, actor, number)


def _put(db: orm.Session, actor: Person | None, session: Session, person: Person) -> None:
    place = db.get(Enrolment, (session.id, person.id))
    if (place is not None and place.left_at is None) or db.get(Waiting, (session.id, person.id)) is not None:
        return
    db.add(Waiting(session_id=session.id, person_id=person.id, since=clock.now()))
    db.flush()
    record(db, actor, "put_on_waiting_list", f"session:{session.id}", person=person.id)
    promise(db, person, OnWaitingList(session.id))


def take_off(db: orm.Session, actor: Person, number: int, person_id: int, config: Config) -> WaitingList:
    """Takes somebody off the list, and tells them; a place that was kept for them is offered on."""
    session = changeable(db, actor, number)
    row = db.get(Waiting, (number, person_id)) if 1 <= person_id <= LARGEST else None
    if row is None:
        raise Refusal("old-button")
    _strike(db, row)
    record(db, actor, "taken_off_waiting_list", f"session:{number}", person=person_id)
    promise(db, person_id, OffWaitingList(number))
    offer_freed(db, session, config)
    return waiting_list(db, actor, number)


def take_off_named(db: orm.Session, actor: Person, number: int, words: str, config: Config) -> WaitingList:
    """/unwait S4 Otter-12."""
    changeable(db, actor, number)
    found = None
    for person in enrolments.named_in(db, words, number):
        if db.get(Waiting, (number, person.id)) is not None:
            found = take_off(db, actor, number, person.id, config)
    if found is None:
        raise Refusal("waiting-not-there", number=f"S{number}")
    return found


def _strike(db: orm.Session, row: Waiting) -> None:
    db.delete(row)
    db.flush()


# --- offers ---


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
    _strike(db, row)
    enrolments.give_place(db, actor, session, actor, config, told=False)
    promise(db, session.tutor_id, PlaceAnswered(session.id, actor.id, "yes"))
    return Answer(session, "taken")


def decline(db: orm.Session, actor: Person, number: int, config: Config) -> Answer:
    """No: the place goes to the next, and they wait no more."""
    session, row = _offer_to(db, actor, number)
    _strike(db, row)
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


# --- the clock ---


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
        for row in _list(db, session):
            if row.offered_until is not None and row.offered_until <= now:
                person = row.person_id
                _strike(db, row)
                record(db, None, "offer_lapsed", f"session:{session.id}", person=person)
                promise(db, person, OfferOver(session.id))
                promise(db, session.tutor_id, PlaceAnswered(session.id, person, "none"))
        made += offer_freed(db, session, config)
    return made
