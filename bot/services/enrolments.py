"""Places in sessions: given by alias or by a tap, and taken away again."""

import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, orm, select

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise
from bot.notifications.sessions import Enrolled, TakenOut
from bot.policies.aliases import normalise_alias
from bot.policies.numbers import LARGEST
from bot.services import reminders
from bot.services.audit import record
from bot.services.sessions import changeable, next_of
from models.people import Person, PersonRole, Role
from models.questions import Entry, Question
from models.sessions import Enrolment, Occurrence, Session

MOST_AT_ONCE: Final = 50
PAGE: Final = 8
_ALIAS: Final = re.compile(r"[^\W\d_]{2,20}[\s\-–—−‑_#.]*\d{1,7}")


@dataclass(frozen=True)
class Enrolments:
    """What became of a wish to enrol: new places, places that were there, and words that name nobody."""

    session: Session
    new: list[Person]
    had: list[Person]
    unknown: list[str]


@dataclass(frozen=True)
class Choice:
    """A page of young people to give a place to."""

    session: Session
    people: list[Person]
    placed: frozenset[int]
    everyone: bool
    known: bool  # whether this tutor has answered anybody
    page: int
    more: bool


@dataclass(frozen=True)
class Place:
    """One young person's place in a session."""

    session: Session
    person: Person


def enrol(db: orm.Session, actor: Person, number: int, words: str, config: Config) -> Enrolments:
    """Gives everybody named by alias a place, and tells them; Refusal where nobody is."""
    session = changeable(db, actor, number)
    next_of(db, session)
    typed = _ALIAS.findall(words)
    unknown = re.sub(r"[\s,;&+]+", " ", _ALIAS.sub(" ", words)).split()
    if not typed and not unknown:
        raise Refusal("enrol-whom", number=f"S{number}")
    if len(typed) > MOST_AT_ONCE:
        raise Refusal("enrol-too-many", most=MOST_AT_ONCE)
    wanted = {alias: normalise_alias(alias) for alias in typed}
    query = _young_people().where(Person.alias.in_([alias for alias in wanted.values() if alias]))
    found = {person.alias: person for person in db.scalars(query)}
    unknown = [alias for alias, meant in wanted.items() if meant not in found] + [
        word for word in unknown if word.casefold() != "and"
    ]
    people = list(dict.fromkeys(found[meant] for meant in wanted.values() if meant in found))
    if not people:
        raise Refusal("enrol-unknown", unknown=", ".join(unknown)[:200])
    new = [person for person in people if _give(db, actor, session, person)]
    _remind(db, session, new, config)
    return Enrolments(session, new, [person for person in people if person not in new], unknown)


def enrol_one(db: orm.Session, actor: Person, number: int, person_id: int, config: Config) -> None:
    """Gives one young person a place; nothing changes for who has one."""
    session = changeable(db, actor, number)
    next_of(db, session)
    person = _young_person(db, person_id)
    if _give(db, actor, session, person):
        _remind(db, session, [person], config)


def place_of(db: orm.Session, actor: Person, number: int, person_id: int) -> Place:
    """A place that there is, to be looked at before it is taken away."""
    session = changeable(db, actor, number)
    place = db.get(Enrolment, (session.id, person_id)) if 1 <= person_id <= LARGEST else None
    if place is None or place.left_at is not None:
        raise Refusal("old-button")
    return Place(session, place.person)


def take_out(db: orm.Session, actor: Person, number: int, person_id: int) -> Place:
    """Takes a place away: no reminders any more, and the young person is told."""
    place = place_of(db, actor, number, person_id)
    row = db.get_one(Enrolment, (place.session.id, person_id))
    row.left_at = clock.now()
    reminders.withdraw(db, _coming(db, place.session), [person_id], "taken out")
    record(db, actor, "taken_out", f"session:{place.session.id}", person=person_id)
    promise(db, place.person, TakenOut(place.session.id))
    return place


def choice(db: orm.Session, actor: Person, number: int, everyone: bool, page: int) -> Choice:
    """Whom to enrol: first those whom this tutor has answered; everybody where that is nobody."""
    session = changeable(db, actor, number)
    answered = (
        select(Question.asker_id)
        .join(Entry, Entry.question_id == Question.id)
        .where(Entry.author_id == actor.id, Entry.by_staff)
    )
    query = _young_people().order_by(Person.alias)
    known = query.where(Person.id.in_(answered))
    knows = db.scalars(known.limit(1)).first() is not None
    everyone = everyone or not knows
    page = max(0, min(page, 10_000))
    found = list(db.scalars((query if everyone else known).offset(page * PAGE).limit(PAGE + 1)))
    placed = frozenset(reminders.enrolled(db, session))
    return Choice(session, found[:PAGE], placed, everyone, knows, page, len(found) > PAGE)


def _young_people() -> Select[Person]:
    return (
        select(Person)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(PersonRole.role == Role.YOUNG_PERSON, Person.left_at.is_(None))
    )


def _young_person(db: orm.Session, person_id: int) -> Person:
    found = db.scalars(_young_people().where(Person.id == person_id)).first() if 1 <= person_id <= LARGEST else None
    if found is None:
        raise Refusal("old-button")
    return found


def _give(db: orm.Session, actor: Person, session: Session, person: Person) -> bool:
    place = db.get(Enrolment, (session.id, person.id))
    if place is not None and place.left_at is None:
        return False
    if place is None:
        place = Enrolment(session_id=session.id, person_id=person.id)
        db.add(place)
    place.enrolled_at, place.left_at = clock.now(), None
    record(db, actor, "enrolled", f"session:{session.id}", person=person.id)
    promise(db, person, Enrolled(session.id))
    return True


def _remind(db: orm.Session, session: Session, people: list[Person], config: Config) -> None:
    reminders.remind(db, _coming(db, session), [person.id for person in people], config)


def _coming(db: orm.Session, session: Session) -> list[Occurrence]:
    return list(
        db.scalars(
            select(Occurrence).where(
                Occurrence.session_id == session.id,
                Occurrence.starts_at > clock.now(),
                Occurrence.cancelled_at.is_(None),
            )
        )
    )
