"""Places in sessions: given by alias or by a tap, and taken away again."""

import re
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Select, orm, select

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise
from bot.notifications.sessions import Enrolled, TakenOut, people_in
from bot.policies.aliases import normalise_alias
from bot.policies.numbers import LARGEST
from bot.policies.places import free
from bot.services import reminders
from bot.services.audit import record
from bot.services.kept_places import offers
from bot.services.sessions import changeable, next_of
from models.people import Person, PersonRole, Role
from models.questions import Entry, Question
from models.sessions import Enrolment, Occurrence, Session, Waiting

MOST_AT_ONCE: Final = 50
PAGE: Final = 8
_ALIAS: Final = re.compile(r"[^\W\d_]{2,20}[\s\-–—−‑_#.]*\d{1,7}")


@dataclass(frozen=True)
class Enrolments:
    """What became of a wish to enrol: new places, places that were there, and words that name nobody.

    `full`: those for whom no place was left.
    """

    session: Session
    new: list[Person]
    had: list[Person]
    unknown: list[str]
    full: list[Person] = field(default_factory=list)


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
class Full:
    """Somebody for whom a session has no place left."""

    session: Session
    person: Person


@dataclass(frozen=True)
class Place:
    """One young person's place in a session."""

    session: Session
    person: Person


def enrol(db: orm.Session, actor: Person, number: int, words: str, config: Config) -> Enrolments:
    """Gives everybody named by alias a place, and tells them; Refusal where nobody is."""
    session = changeable(db, actor, number)
    next_of(db, session)
    people, unknown = _read_aliases(db, words, number)
    if not people:
        raise Refusal("enrol-unknown", unknown=", ".join(unknown)[:200])
    had = [person for person in people if _has_place(db, session, person)]
    new = [person for person in people if person not in had and _give(db, actor, session, person)]
    _remind(db, session, new, config)
    full = [person for person in people if person not in had and person not in new]
    return Enrolments(session, new, had, unknown, full)


def _read_aliases(db: orm.Session, words: str, number: int) -> tuple[list[Person], list[str]]:
    """The young people whom the words name by alias, and what names nobody."""
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
    return list(dict.fromkeys(found[meant] for meant in wanted.values() if meant in found)), unknown


def named_in(db: orm.Session, words: str, number: int) -> list[Person]:
    """The young people whom the words name by alias; Refusal where nobody is."""
    people, unknown = _read_aliases(db, words, number)
    if not people:
        raise Refusal("enrol-unknown", unknown=", ".join(unknown)[:200])
    return people


def enrol_one(db: orm.Session, actor: Person, number: int, person_id: int, config: Config) -> bool:
    """Gives one young person a place, nothing changes for who has one; False where no place is left."""
    session = changeable(db, actor, number)
    next_of(db, session)
    person = young_person(db, person_id)
    return _has_place(db, session, person) or give_place(db, actor, session, person, config)


def no_place(db: orm.Session, actor: Person, number: int, person_id: int) -> Full:
    """Whom there is no place for, and in what."""
    return Full(changeable(db, actor, number), young_person(db, person_id))


def give_place(
    db: orm.Session, actor: Person, session: Session, person: Person, config: Config, *, told: bool = True
) -> bool:
    """Gives a place, with its reminders, unless none is left; the caller holds the session's row."""
    if not _give(db, actor, session, person, told=told):
        return False
    _remind(db, session, [person], config)
    return True


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


def young_person(db: orm.Session, person_id: int) -> Person:
    """A young person who is here; Refusal for a number that is none."""
    found = db.scalars(_young_people().where(Person.id == person_id)).first() if 1 <= person_id <= LARGEST else None
    if found is None:
        raise Refusal("old-button")
    return found


def _has_place(db: orm.Session, session: Session, person: Person) -> bool:
    place = db.get(Enrolment, (session.id, person.id))
    return place is not None and place.left_at is None


def _is_full(db: orm.Session, session: Session, person: Person) -> bool:
    """Whether no place is left for them: what is kept for whoever was offered one is not free."""
    return free(session.capacity, people_in(db, session), offers(db, session, but=person.id)) == 0


def _give(db: orm.Session, actor: Person, session: Session, person: Person, told: bool = True) -> bool:
    if _is_full(db, session, person):
        return False
    waited = db.get(Waiting, (session.id, person.id))
    if waited is not None:
        db.delete(waited)
    place = db.get(Enrolment, (session.id, person.id))
    if place is None:
        place = Enrolment(session_id=session.id, person_id=person.id)
        db.add(place)
    place.enrolled_at, place.left_at = clock.now(), None
    record(db, actor, "enrolled", f"session:{session.id}", person=person.id)
    db.flush()
    if told:
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
