"""The service's figures for a span of days: what a coordinator pastes into a funder's form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, Select, case, func, or_, orm, select, type_coerce, union

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.policies.local_time import local_day
from bot.policies.periods import BadPeriod, Period, last_month, parse_period
from bot.policies.suppression import SMALLEST_SHOWN, Shown, Sum, suppress
from bot.services.people import require
from models.attendance import Attendance
from models.lessons import Progress
from models.people import Person, PersonRole, Role
from models.questions import Entry, Question, QuestionState
from models.sessions import Occurrence
from models.terms import Term

# What adds up to what: a small part could be worked out from the others. On time and late, for one, make "there".
SUMS: Final = (
    Sum("people", ("new",), unsaid=True),
    Sum("people", ("active",), unsaid=True),
    Sum("there", ("late",), unsaid=True),
    Sum("could_not", ("told",), unsaid=True),
    Sum("answered", ("helped", "stuck", "silent")),
)
_MINUTE: Final = 60_000_000  # microseconds


@dataclass(frozen=True)
class Counted:
    """All that was counted, as it is: for nobody's eyes but those of `for_others`."""

    counts: dict[str, int]  # of people, and of what people did
    held: int  # sessions that took place
    without_register: int
    called_off: int  # by the service
    minutes_held: int
    minutes_there: int  # minutes times the young people who were there
    median_wait: timedelta | None


@dataclass(frozen=True)
class Figures:
    """The figures as anybody may see them: counts of one to nine are hidden, and what would tell them."""

    period: Period
    is_term: bool
    shown: Mapping[str, Shown]
    held: int
    without_register: int
    called_off: int
    hours_held: timedelta
    contact_hours: int | None  # whole hours; None: hidden
    median_wait: timedelta | None  # None: there was none, or it is hidden


def figures(db: orm.Session, actor: Person, words: str, config: Config) -> Figures:
    """/figures [from to]: for the days that were named, else this term so far, else last month."""
    require(actor, Role.COORDINATOR)
    today = local_day(clock.now(), config.service.zone)
    term = None if words.strip() else _term(db, today)
    period = _named(words, today) if words.strip() else term or last_month(today)
    return for_others(count(db, *period.instants(config.service.zone)), period, term is not None)


def for_others(counted: Counted, period: Period, is_term: bool = False) -> Figures:
    """The figures without what could tell of one person."""
    shown = suppress(counted.counts, SUMS)
    enough = counted.counts["answered"] >= SMALLEST_SHOWN
    return Figures(
        period,
        is_term,
        shown,
        counted.held,
        counted.without_register,
        counted.called_off,
        timedelta(minutes=counted.minutes_held),
        # Minutes over a session's length is how many were there.
        None if shown["there"].value is None else round(counted.minutes_there / 60),
        counted.median_wait if enough else None,
    )


def _named(words: str, today: date) -> Period:
    try:
        return parse_period(words, today)
    except BadPeriod as error:
        raise Refusal(f"figures-{error.wrong}") from error


def _term(db: orm.Session, today: date) -> Period | None:
    """This term as far as it has gone; None outside the terms."""
    term = db.scalars(
        select(Term)
        .where(Term.is_break.is_(False), Term.first <= today, Term.last >= today)
        .order_by(Term.first.desc())
        .limit(1)
    ).first()
    return Period(term.first, today) if term is not None else None


# --- counting: each question is one statement, whose answer is a handful of numbers ---


def count(db: orm.Session, start: datetime, end: datetime) -> Counted:
    """Counts what was between the two instants, the first of them included."""
    counts: dict[str, int] = {}
    counts |= _people(db, start, end)
    held, called_off, minutes_held, without_register = _sessions(db, start, end)
    there, minutes_there = _attendance(db, start, end)
    counts |= there
    counts |= _lessons(db, start, end)
    questions, median_wait = _questions(db, start, end)
    counts |= questions
    return Counted(counts, held, without_register, called_off, minutes_held, minutes_there, median_wait)


def _within(column: Any, start: datetime, end: datetime) -> ColumnElement[bool]:
    inside: ColumnElement[bool] = column.between(start, end - timedelta(microseconds=1))
    return inside


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _young() -> Select[int]:
    return select(PersonRole.person_id).where(PersonRole.role == Role.YOUNG_PERSON)


def _people(db: orm.Session, start: datetime, end: datetime) -> dict[str, int]:
    """Who had a place in the service at some time of it, who joined in it, and who did anything."""
    here = (Person.id.in_(_young()), Person.joined_at < end, or_(Person.left_at.is_(None), Person.left_at >= start))
    everybody, new = db.execute(
        select(func.count(), _how_many(Person.joined_at >= start)).select_from(Person).where(*here)
    ).one()
    did = union(
        select(Entry.author_id.label("id")).where(Entry.by_staff.is_(False), _within(Entry.said_at, start, end)),
        select(Progress.person_id).where(_within(Progress.opened_at, start, end)),
        select(Progress.person_id).where(_within(Progress.done_at, start, end)),
        select(Attendance.person_id)
        .join(Occurrence, Occurrence.id == Attendance.occurrence_id)
        .where(_took_place(start, end), Attendance.mark.in_(("present", "late"))),
    ).subquery()
    active = db.scalar(select(func.count()).select_from(Person).where(*here, Person.id.in_(select(did.c.id))))
    return {"people": everybody, "new": int(new), "active": active or 0}


def _took_place(start: datetime, end: datetime) -> ColumnElement[bool]:
    """Over, in that time, and not called off."""
    until = min(end, clock.now())
    return _within(Occurrence.ends_at, start, max(start, until)) & Occurrence.cancelled_at.is_(None)


def _length() -> ColumnElement[int]:
    """In microseconds, as both databases keep instants."""
    return type_coerce(Occurrence.ends_at, BigInteger) - type_coerce(Occurrence.starts_at, BigInteger)


def _sessions(db: orm.Session, start: datetime, end: datetime) -> tuple[int, int, int, int]:
    """Held, called off by the service, minutes held, and how many of those held have no register."""
    marked = select(Attendance.occurrence_id).where(
        Attendance.occurrence_id == Occurrence.id, Attendance.mark.is_not(None)
    )
    held, length, without = db.execute(
        select(func.count(), func.coalesce(func.sum(_length()), 0), _how_many(~marked.exists()))
        .select_from(Occurrence)
        .where(_took_place(start, end))
    ).one()
    off = select(func.count()).select_from(Occurrence)
    # What a term that was entered later leaves out was never going to take place.
    gone = Occurrence.cancelled_at.is_not(None) & Occurrence.out_of_term.is_(False)
    off = off.where(_within(Occurrence.starts_at, start, end), gone)
    return held, db.scalar(off) or 0, round(length / _MINUTE), int(without)


def _attendance(db: orm.Session, start: datetime, end: datetime) -> tuple[dict[str, int], int]:
    """The registers that were kept, each young person and session counted once; and the minutes of who was there."""
    came = Attendance.mark.in_(("present", "late"))
    said_so = or_(Attendance.mark == "told", Attendance.mark.is_(None) & (Attendance.reply == "not_coming"))
    row = db.execute(
        select(
            _how_many(came),
            _how_many(Attendance.mark == "late"),
            _how_many(Attendance.mark == "told"),
            _how_many(Attendance.mark == "not_told"),
            _how_many(said_so),
            func.coalesce(func.sum(case((came, _length()), else_=0)), 0),
        )
        .select_from(Attendance)
        .join(Occurrence, Occurrence.id == Attendance.occurrence_id)
        .where(_took_place(start, end))
    ).one()
    there, late, told, not_told, could_not, length = (int(value) for value in row)
    counts = {"there": there, "late": late, "told": told, "not_told": not_told, "could_not": could_not}
    return counts, round(length / _MINUTE)


def _lessons(db: orm.Session, start: datetime, end: datetime) -> dict[str, int]:
    opened, done = db.execute(
        select(_how_many(_within(Progress.opened_at, start, end)), _how_many(_within(Progress.done_at, start, end)))
        .select_from(Progress)
        .where(Progress.person_id.in_(_young()))
    ).one()
    return {"opened": int(opened), "done": int(done)}


def _questions(db: orm.Session, start: datetime, end: datetime) -> tuple[dict[str, int], timedelta | None]:
    """Asked in that time; and, of those whose first answer arrived in it, how long they waited and what came of it."""
    asked = db.scalar(
        select(func.count())
        .select_from(Question)
        .where(
            _within(Question.asked_at, start, end),
            Question.state != QuestionState.WITHDRAWN,
            Question.closed_at.is_distinct_from(Question.asked_at),  # words that asked nothing
        )
    )
    arrived = func.min(Entry.delivered_at)
    first = (
        select(Entry.question_id, type_coerce(arrived, BigInteger).label("at"))
        .where(Entry.by_staff, Entry.delivered_at.is_not(None))
        .group_by(Entry.question_id)
        .having(_within(arrived, start, end))
        .subquery()
    )
    answered, helped, stuck = db.execute(
        select(func.count(), _how_many(Question.helped.is_(True)), _how_many(Question.helped.is_(False)))
        .select_from(first)
        .join(Question, Question.id == first.c.question_id)
    ).one()
    # The middle one, or the two in the middle: as many rows as are needed, and no more, leave the database.
    wait = first.c.at - type_coerce(Question.asked_at, BigInteger)
    middle = db.scalars(
        select(wait)
        .select_from(first)
        .join(Question, Question.id == first.c.question_id)
        .order_by(wait)
        .offset(max(0, (answered - 1) // 2))
        .limit(2 - answered % 2)
    ).all()
    counts = {
        "asked": asked or 0,
        "answered": answered,
        "helped": int(helped),
        "stuck": int(stuck),
        "silent": answered - int(helped) - int(stuck),
    }
    median_wait = timedelta(microseconds=sum(middle) / len(middle)) if answered else None
    return counts, median_wait
