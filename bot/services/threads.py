"""A lead reads any thread: there is no private channel between an adult and a young person. Each reading is audited."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from bot.errors import Refusal
from bot.notifications.content import Media
from bot.notifications.questions import entry_words, media_of
from bot.services.audit import record
from bot.services.people import find_young_person, require
from bot.texts import Text
from models.people import Person, Role
from models.questions import Entry, Question

PAGE = 15


@dataclass(frozen=True)
class Line:
    """One entry as the lead reads it."""

    entry_id: int
    number: int
    who: str
    when: datetime
    words: Text
    kind: str
    has_media: bool
    state: str


@dataclass(frozen=True)
class Page:
    """A page of everything that was said, oldest first."""

    person_id: int
    alias: str
    name: str
    lines: list[Line]
    page: int
    more: bool


@dataclass(frozen=True)
class EntryMedia:
    """The media of one entry."""

    number: int
    media: tuple[Media, ...]


def read_by_alias(db: Session, actor: Person, alias: str) -> Page:
    """The newest page of a young person's threads."""
    require(actor, Role.LEAD)
    person = find_young_person(db, alias)
    count = db.scalar(select(func.count()).select_from(_ids(person.id).subquery())) or 0
    return _read(db, actor, person, max(0, (count - 1) // PAGE))


def read_page(db: Session, actor: Person, person_id: int, page: int) -> Page:
    """A page of a young person's threads."""
    require(actor, Role.LEAD)
    person = db.get(Person, person_id)
    if person is None or Role.YOUNG_PERSON not in person.roles:
        raise Refusal("no-such-person")
    return _read(db, actor, person, max(0, page))


def _ids(person_id: int) -> Select[int]:
    return (
        select(Entry.id)
        .join(Question, Question.id == Entry.question_id)
        .where(Question.asker_id == person_id)
        .order_by(Entry.id)
    )


def _read(db: Session, actor: Person, person: Person, page: int) -> Page:
    author = aliased(Person)
    rows = db.execute(
        select(Entry, author.name)
        .join(author, author.id == Entry.author_id)
        .where(Entry.id.in_(_ids(person.id)))
        .order_by(Entry.id)
        .offset(page * PAGE)
        .limit(PAGE + 1)
    ).all()
    record(db, actor, "read_thread", f"person:{person.id}", page=page)
    lines = [
        Line(
            entry.id,
            entry.question_id,
            name,
            entry.said_at,
            entry_words(entry),
            entry.kind.replace("_", "-"),
            entry.file_id is not None,
            "withdrawn" if entry.state == "withdrawn" else "edited" if entry.edited_at else "plain",
        )
        for entry, name in rows[:PAGE]
    ]
    return Page(person.id, person.alias, person.name, lines, page, len(rows) > PAGE)


def media_of_entry(db: Session, actor: Person, entry_id: int) -> EntryMedia:
    """The media of one entry, audited as a reading."""
    require(actor, Role.LEAD)
    entry = db.get(Entry, entry_id)
    if entry is None or not entry.file_id:
        raise Refusal("old-button")
    record(db, actor, "read_media", f"entry:{entry.id}")
    return EntryMedia(entry.question_id, media_of(entry))
