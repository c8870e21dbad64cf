"""The register of an occurrence: who was there, marked by a tap, and by a tap marked otherwise."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import orm, select

from bot import clock
from bot.errors import Refusal
from bot.notifications.replies import NOT_COMING, leader_of, note
from bot.notifications.sessions import coming
from bot.notifications.streaks import ABSENT, HERE
from bot.policies.numbers import LARGEST
from bot.services import attendance
from bot.services.audit import record
from bot.services.people import find_young_person, require
from bot.services.session_changes import day_named
from models.attendance import Attendance
from models.people import Person, Role
from models.sessions import Enrolment, Occurrence, Session

MARKS: Final = (*HERE, *ABSENT)
PAGE: Final = 8  # four buttons each, and Telegram takes a hundred
TIMES_SHOWN: Final = 8


@dataclass(frozen=True)
class Line:
    """One young person in the register; `mark` is None where nobody has said."""

    person: Person
    mark: str | None


@dataclass(frozen=True)
class Register:
    """A page of an occurrence's register. `unmarked`: how many in all are not marked."""

    occurrence: Occurrence
    lines: list[Line]
    page: int
    more: bool
    unmarked: int


@dataclass(frozen=True)
class Times:
    """The times of a session that have begun, the newest first."""

    session: Session
    times: list[Occurrence]


def open_register(db: orm.Session, actor: Person, number: int, day: str | None = None) -> Register:
    """The register of what runs now, or ran last; with a day, of that one. Who said they can't is marked as such."""
    session = db.get(Session, number) if 1 <= number <= LARGEST else None
    begun = _begun(db, session, TIMES_SHOWN if day is None else 400) if session is not None else []
    mine = [item for item in begun if _may_mark(actor, item)]
    if session is None or not (mine or _runs(actor, session)):
        require(actor, Role.TUTOR, Role.COORDINATOR)
        raise Refusal("no-such-session", number=f"S{number}")
    for item in mine:
        if day is None or _is_on(item, day):
            return _page(db, item, 0)
    if day is not None:
        raise Refusal("register-no-such-day", number=f"S{number}", day=day)
    first = next(iter(coming(db, session, 1)), None)
    raise Refusal("register-not-yet", number=f"S{number}", when=first.starts_at if first is not None else None)


def _is_on(occurrence: Occurrence, day: str) -> bool:
    """Whether it was on the day that was typed; without a year the one that has been is meant, not the next."""
    wanted, was = day_named(day, clock.now().date()), datetime.fromisoformat(occurrence.local).date()
    if wanted is None:
        return False
    return wanted == was or (day.count("/") == 1 and (wanted.month, wanted.day) == (was.month, was.day))


def _runs(actor: Person, session: Session) -> bool:
    leads = Role.TUTOR in actor.roles and session.tutor_id == actor.id
    return leads or Role.COORDINATOR in actor.roles


def _may_mark(actor: Person, occurrence: Occurrence) -> bool:
    leads = Role.TUTOR in actor.roles and actor.id == leader_of(occurrence)
    return leads or _runs(actor, occurrence.session)


def _begun(db: orm.Session, session: Session, limit: int) -> list[Occurrence]:
    return list(
        db.scalars(
            select(Occurrence)
            .where(
                Occurrence.session_id == session.id,
                Occurrence.starts_at <= clock.now(),
                Occurrence.cancelled_at.is_(None),
            )
            .order_by(Occurrence.starts_at.desc())
            .limit(limit)
        )
    )


def times(db: orm.Session, actor: Person, number: int) -> Times:
    """Which times of a session have a register."""
    register = open_register(db, actor, number)
    session = register.occurrence.session
    return Times(session, [item for item in _begun(db, session, TIMES_SHOWN) if _may_mark(actor, item)])


def page_of(db: orm.Session, actor: Person, occurrence_id: int, page: int) -> Register:
    """A page of an occurrence's register."""
    return _page(db, _markable(db, actor, occurrence_id), page)


def _markable(db: orm.Session, actor: Person, occurrence_id: int) -> Occurrence:
    require(actor, Role.TUTOR, Role.COORDINATOR)
    occurrence = db.get(Occurrence, occurrence_id) if 1 <= occurrence_id <= LARGEST else None
    if occurrence is None or not _may_mark(actor, occurrence):
        raise Refusal("old-button")
    if occurrence.cancelled_at is not None:
        raise Refusal("register-off", when=occurrence.starts_at)
    if occurrence.starts_at > clock.now():
        raise Refusal("register-not-yet", number=f"S{occurrence.session_id}", when=occurrence.starts_at)
    return occurrence


def _page(db: orm.Session, occurrence: Occurrence, page: int) -> Register:
    people = _who_had_a_place(db, occurrence)
    known = {
        row.person_id: row for row in db.scalars(select(Attendance).where(Attendance.occurrence_id == occurrence.id))
    }
    for person in people:
        row = known.get(person.id)
        if row is not None and row.mark is None and row.reply == NOT_COMING:
            note(db, occurrence.id, person.id, mark="told", marked_at=clock.now())
    lines = [Line(person, known[person.id].mark if person.id in known else None) for person in people]
    page = max(0, min(page, (len(lines) - 1) // PAGE))
    return Register(
        occurrence,
        lines[page * PAGE : (page + 1) * PAGE],
        page,
        len(lines) > (page + 1) * PAGE,
        sum(line.mark is None for line in lines),
    )


def _who_had_a_place(db: orm.Session, occurrence: Occurrence) -> list[Person]:
    """Who had a place when it took place, whatever they have now."""
    return list(
        db.scalars(
            select(Person)
            .join(Enrolment, Enrolment.person_id == Person.id)
            .where(
                Enrolment.session_id == occurrence.session_id,
                Enrolment.enrolled_at < occurrence.ends_at,
                (Enrolment.left_at.is_(None)) | (Enrolment.left_at > occurrence.starts_at),
                (Person.left_at.is_(None)) | (Person.left_at > occurrence.starts_at),
            )
            .order_by(Person.alias)
        )
    )


def mark(db: orm.Session, actor: Person, occurrence_id: int, person_id: int, what: str, page: int = 0) -> Register:
    """Marks one of them; the same mark again changes nothing."""
    occurrence = _markable(db, actor, occurrence_id)
    if what not in MARKS or person_id not in {person.id for person in _who_had_a_place(db, occurrence)}:
        raise Refusal("old-button")
    _mark(db, actor, occurrence, [person_id], what)
    return _page(db, occurrence, page)


def mark_typed(db: orm.Session, actor: Person, number: int, day: str | None, alias: str, what: str) -> Register:
    """/register S4 Otter-12 late."""
    register = open_register(db, actor, number, day)
    person = find_young_person(db, alias)
    if person.id not in {one.id for one in _who_had_a_place(db, register.occurrence)}:
        raise Refusal("register-not-in", alias=person.alias, number=f"S{number}")
    return mark(db, actor, register.occurrence.id, person.id, what)


def mark_rest(db: orm.Session, actor: Person, occurrence_id: int, page: int = 0) -> Register:
    """Whoever is not marked yet was there."""
    occurrence = _markable(db, actor, occurrence_id)
    _page(db, occurrence, page)
    marked = select(Attendance.person_id).where(Attendance.occurrence_id == occurrence.id, Attendance.mark.is_not(None))
    done = set(db.scalars(marked))
    rest = [person.id for person in _who_had_a_place(db, occurrence) if person.id not in done]
    _mark(db, actor, occurrence, rest, HERE[0])
    return _page(db, occurrence, page)


def _mark(db: orm.Session, actor: Person, occurrence: Occurrence, people: list[int], what: str) -> None:
    for person_id in people:
        row = db.get(Attendance, (occurrence.id, person_id))
        if row is not None and row.mark == what and row.marked_by_id is not None:
            continue
        note(db, occurrence.id, person_id, mark=what, marked_at=clock.now(), marked_by_id=actor.id)
        record(db, actor, "marked", f"occurrence:{occurrence.id}", person=person_id, mark=what)
        attendance.look_for_streak(db, person_id)
