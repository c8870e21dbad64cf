"""Finding a lesson: by instrument, then series, then lesson; or by words whose spelling does not matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.errors import Refusal
from bot.notifications.lessons import Carry
from bot.policies.instruments import plays, search_words
from bot.policies.search import rank
from bot.services.audit import record
from bot.services.catalogue import LEVELS
from bot.services.lessons import known_lesson
from bot.services.people import INSTRUMENTS, require
from models.audit import AuditEntry
from models.lessons import Lesson, Progress
from models.people import Person, Role

PAGE = 8
_ASKED = "asked_instruments"
T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some of a list: `number` counts from 0."""

    items: tuple[T, ...]
    number: int
    more: bool


@dataclass(frozen=True)
class Instrument:
    """An instrument that there are lessons for; any lesson of it stands for it in a button."""

    name: str
    lesson_id: int
    own: bool


@dataclass(frozen=True)
class Shelf:
    """Every instrument, the person's own first. `straight_to`: they have just this one. `ask`: say what you play."""

    instruments: tuple[Instrument, ...]
    straight_to: int | None
    ask: tuple[str, ...]


@dataclass(frozen=True)
class Series:
    """A series, with how much of it is done."""

    lesson_id: int
    title: str
    level: str
    lessons: int
    done: int


@dataclass(frozen=True)
class SeriesOfInstrument:
    """The series of one instrument, by level."""

    instrument: str
    lesson_id: int
    learner: bool
    page: Page[Series]


@dataclass(frozen=True)
class Line:
    """A lesson in a list."""

    lesson_id: int
    title: str
    instrument: str
    length_seconds: int
    done: bool


@dataclass(frozen=True)
class LessonsOfSeries:
    """The lessons of one series; `up_next` is the first that is not done, once some are."""

    lesson: Lesson
    learner: bool
    page: Page[Line]
    done: int
    lessons: int
    up_next: Carry | None


def page_from(items: Sequence[T], number: int) -> Page[T]:
    """One page of a list; a number that is out of bounds means the nearest page."""
    last = max(0, (len(items) - 1) // PAGE)
    number = min(max(0, number), last)
    return Page(tuple(items[number * PAGE : (number + 1) * PAGE]), number, number < last)


def shelf(db: Session, actor: Person) -> Shelf:
    """The instruments that there are lessons for."""
    found = db.execute(
        select(Lesson.instrument, func.min(Lesson.id)).where(Lesson.withdrawn_at.is_(None)).group_by(Lesson.instrument)
    ).all()
    there = [Instrument(name, lesson_id, plays(actor.instruments, name)) for name, lesson_id in found]
    there.sort(key=lambda one: (not one.own, _place(one.name), one.name))
    own = [one for one in there if one.own]
    return Shelf(tuple(there), own[0].lesson_id if len(own) == 1 else None, _to_ask(db, actor, there))


def _place(name: str) -> int:
    return INSTRUMENTS.index(name) if name in INSTRUMENTS else len(INSTRUMENTS)


def _to_ask(db: Session, actor: Person, there: list[Instrument]) -> tuple[str, ...]:
    """What a young person may say that they play, what there are lessons for first; nothing where it was asked."""
    if actor.instruments or not there or Role.YOUNG_PERSON not in actor.roles:
        return ()
    asked = select(AuditEntry.id).where(AuditEntry.subject == f"person:{actor.id}", AuditEntry.action == _ASKED)
    if db.scalar(asked.limit(1)) is not None:
        return ()
    return tuple(sorted(INSTRUMENTS, key=lambda name: not any(plays([name], one.name) for one in there)))


def note_asked(db: Session, actor: Person) -> None:
    """What they play is asked once only; it can be said in the settings at any time."""
    record(db, actor, _ASKED, f"person:{actor.id}")


def choose_instrument(db: Session, actor: Person, name: str) -> Shelf:
    """Remembers an instrument that the person plays, and shows what there is for it."""
    if name not in INSTRUMENTS:
        raise Refusal("old-button")
    require(actor, Role.YOUNG_PERSON)
    if name not in actor.instruments:
        actor.instruments = [*actor.instruments, name]
    return shelf(db, actor)


def series_of_instrument(db: Session, actor: Person, lesson_id: int, number: int) -> SeriesOfInstrument:
    """The series of this lesson's instrument: by level, then as in the catalogue; those that are done come last."""
    instrument = known_lesson(db, lesson_id).instrument
    rows = _lines(db, actor, Lesson.instrument == instrument)
    by_key: dict[str, list[Any]] = {}
    for row in rows:
        by_key.setdefault(row.series_key, []).append(row)
    found = [
        Series(own[0].id, own[0].series_title, own[0].level, len(own), sum(row.done_at is not None for row in own))
        for own in by_key.values()
    ]
    found.sort(key=lambda one: (one.done == one.lessons, _level(one.level)))
    return SeriesOfInstrument(instrument, lesson_id, Role.YOUNG_PERSON in actor.roles, page_from(found, number))


def _level(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def lessons_of_series(db: Session, actor: Person, lesson_id: int, number: int) -> LessonsOfSeries:
    """The lessons of this lesson's series, in order."""
    lesson = known_lesson(db, lesson_id)
    lines = [_line(row) for row in _lines(db, actor, Lesson.series_key == lesson.series_key)]
    done = sum(line.done for line in lines)
    following = next((line for line in lines if not line.done), None) if done else None
    return LessonsOfSeries(
        lesson=lesson,
        learner=Role.YOUNG_PERSON in actor.roles,
        page=page_from(lines, number),
        done=done,
        lessons=len(lines),
        up_next=Carry(following.lesson_id, following.title) if following else None,
    )


def search(db: Session, actor: Person, words: str) -> list[Line]:
    """The lessons that these words mean, best first; among equals the person's own instruments."""
    rows = _lines(db, actor, Lesson.withdrawn_at.is_(None))
    rows.sort(key=lambda row: not plays(actor.instruments, row.instrument))
    candidates = [
        (row.id, f"{row.title} {row.series_title} {' '.join(row.keywords)} {search_words(row.instrument)}")
        for row in rows
    ]
    by_id = {row.id: row for row in rows}
    return [_line(by_id[found]) for found in rank(words, candidates, limit=PAGE)]


def _lines(db: Session, actor: Person, which: Any) -> list[Any]:
    return list(
        db.execute(
            select(
                Lesson.id,
                Lesson.title,
                Lesson.instrument,
                Lesson.level,
                Lesson.series_key,
                Lesson.series_title,
                Lesson.length_seconds,
                Lesson.keywords,
                Progress.done_at,
            )
            .outerjoin(Progress, (Progress.lesson_id == Lesson.id) & (Progress.person_id == actor.id))
            .where(which, Lesson.withdrawn_at.is_(None))
            .order_by(Lesson.series_position, Lesson.position, Lesson.id)
        )
    )


def _line(row: Any) -> Line:
    return Line(row.id, row.title, row.instrument, row.length_seconds, row.done_at is not None)
