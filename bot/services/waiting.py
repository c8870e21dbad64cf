"""Places that are limited: how many there are, and who waits for one."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import orm

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise
from bot.notifications.replies import names_of
from bot.notifications.sessions import has_place, people_in
from bot.notifications.waiting import OffWaitingList, OnWaitingList
from bot.policies.fields import clean_text, shorten
from bot.policies.numbers import LARGEST
from bot.policies.session_line import BadSessionLine, parse_places
from bot.services import enrolments
from bot.services.audit import record
from bot.services.kept_places import offers
from bot.services.people import ask_next, require, stop_asking
from bot.services.place_offers import offer_freed, strike, waiting_for
from bot.services.sessions import changeable, may_read
from models.people import Conversation, Person, Role
from models.sessions import Enrolment, Session, Waiting

STEP: Final = "waiting.places"
NO_LIMIT: Final = frozenset({"off", "none", "no", "no limit", "unlimited", "0", "-"})


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
    return WaitingList(session, waiting_for(db, session), people_in(db, session), may_change)


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
    people = enrolments.named_in(db, words, number)
    if all(has_place(db, session, person) for person in people):
        raise Refusal("waiting-has-place", people=names_of(people), number=f"S{number}")
    for person in people:
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
    strike(db, row)
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
