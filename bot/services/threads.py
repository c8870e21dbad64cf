"""A lead reads any thread: there is no private channel between an adult and a young person. Each reading is audited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise
from bot.notifications.content import Media
from bot.notifications.entries import entry_words, media_of
from bot.notifications.oversight import FORMATS, SampleOfThreads, ThreadWasRead, TranscriptDocument
from bot.notifications.people import holders_of
from bot.services.audit import record
from bot.services.people import find_young_person, require
from bot.texts import Text, t
from models.people import Person, Role
from models.questions import Entry, EntryState, Question

PAGE = 15
LAST_PAGE = 1_000_000
SAMPLED_FROM = timedelta(days=7)
SAMPLE_DAY, SAMPLE_HOUR = 0, 9  # Monday at nine, in the service's zone


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
    """A page of everything that was said, oldest first; of one thread only if `number` is set."""

    person_id: int
    alias: str
    name: str
    lines: list[Line]
    page: int
    more: bool
    number: int | None = None


@dataclass(frozen=True)
class EntryMedia:
    """The media of one entry."""

    entry_id: int
    number: int
    media: tuple[Media, ...]


def read_by_alias(db: Session, actor: Person, alias: str, config: Config) -> Page:
    """The newest page of a young person's threads; the whole of them follows as documents."""
    require(actor, Role.LEAD)
    person = find_young_person(db, alias)
    count = db.scalar(select(func.count()).select_from(_ids(person.id).subquery())) or 0
    page = _read(db, actor, person, max(0, (count - 1) // PAGE), config)
    for name in FORMATS:
        promise(db, actor, TranscriptDocument(person.id, name))
    return page


def read_page(db: Session, actor: Person, person_id: int, page: int, config: Config) -> Page:
    """A page of a young person's threads."""
    require(actor, Role.LEAD)
    person = db.get(Person, person_id)
    if person is None or Role.YOUNG_PERSON not in person.roles:
        raise Refusal("no-such-person")
    return _read(db, actor, person, _within(page), config)


def read_one(db: Session, actor: Person, number: int, page: int, config: Config) -> Page:
    """A page of one thread."""
    require(actor, Role.LEAD)
    question = db.get(Question, number)
    if question is None:
        raise Refusal("no-such-question-staff", number=number)
    return _read(db, actor, question.asker, _within(page), config, number)


def _within(page: int) -> int:
    # The number comes from a button's data, which a hand-made client can make as large as it likes.
    return max(0, min(page, LAST_PAGE))


def _ids(person_id: int, number: int | None = None) -> Select[int]:
    found = (
        select(Entry.id)
        .join(Question, Question.id == Entry.question_id)
        .where(Question.asker_id == person_id)
        .order_by(Entry.id)
    )
    return found if number is None else found.where(Question.id == number)


def _read(db: Session, actor: Person, person: Person, page: int, config: Config, number: int | None = None) -> Page:
    author = aliased(Person)
    rows = db.execute(
        select(Entry, author.name)
        .join(author, author.id == Entry.author_id)
        .where(Entry.id.in_(_ids(person.id, number)))
        .order_by(Entry.id)
        .offset(page * PAGE)
        .limit(PAGE + 1)
    ).all()
    record(db, actor, "read_thread", f"person:{person.id}", page=page, question=number)
    tell_second_reader(db, actor, person, config)
    lines = [
        Line(
            entry.id,
            entry.question_id,
            name,
            entry.said_at,
            readable_words(entry),
            entry.kind.replace("_", "-"),
            entry.file_id is not None and not is_kept_back(entry),
            state_of(entry),
        )
        for entry, name in rows[:PAGE]
    ]
    return Page(person.id, person.alias, person.name, lines, page, len(rows) > PAGE, number)


def is_kept_back(entry: Entry) -> bool:
    """Whether it is held or was refused: then it is read with the hold, and nowhere else."""
    return entry.state in (EntryState.HELD, EntryState.REFUSED)


def readable_words(entry: Entry) -> Text:
    """What an entry says; of what is held, only that it is."""
    return t("transcript-kept-back") if is_kept_back(entry) else entry_words(entry)


def state_of(entry: Entry) -> str:
    """What stands behind an entry in a transcript: taken back, edited, or nothing."""
    if entry.state == EntryState.WITHDRAWN:
        return "withdrawn"
    return "edited" if entry.edited_at else "plain"


def tell_second_reader(db: Session, actor: Person, person: Person, config: Config) -> None:
    """Where the service wants it, another lead hears of each reading, once an hour for the same two."""
    if not config.safeguarding.second_reader:
        return
    now = clock.now()
    hour = int(now.timestamp()) // 3600
    others = [one for one in holders_of(db, Role.LEAD) if one.id != actor.id]
    for other in others or [one for one in holders_of(db, Role.COORDINATOR) if one.id != actor.id]:
        about = ThreadWasRead(actor.id, person.id, int(now.timestamp()))
        promise(db, other, about, key=f"reading:{actor.id}:{person.id}:{hour}:{other.id}")


def saw_reading(db: Session, actor: Person, reader_id: int, person_id: int) -> None:
    """A second lead has seen that somebody read."""
    require(actor, Role.LEAD, Role.COORDINATOR)
    if actor.id == reader_id or db.get(Person, reader_id) is None or db.get(Person, person_id) is None:
        raise Refusal("old-button")
    record(db, actor, "saw_reading", f"person:{person_id}", reader=reader_id)


def media_of_entry(db: Session, actor: Person, entry_id: int) -> EntryMedia:
    """The media of one entry, audited as a reading."""
    require(actor, Role.LEAD)
    entry = db.get(Entry, entry_id)
    if entry is None or not entry.file_id or is_kept_back(entry):
        raise Refusal("old-button")
    record(db, actor, "read_media", f"entry:{entry.id}")
    return EntryMedia(entry.id, entry.question_id, media_of(entry))


# --- a sample, each week ---


def sample_week(db: Session, config: Config, chance: Random) -> int:
    """Picks threads for each lead once a week, from Monday at nine, none of their own; to how many leads."""
    local = clock.now().astimezone(config.service.zone)
    most = config.safeguarding.sample_threads
    if most == 0 or (local.weekday(), local.hour) < (SAMPLE_DAY, SAMPLE_HOUR):
        return 0
    week = f"{local.isocalendar().year}-{local.isocalendar().week}"
    told = 0
    for lead in holders_of(db, Role.LEAD):
        picked = _picked(db, lead, most, chance)
        if picked and promise(db, lead, SampleOfThreads(picked), key=f"sample:{week}:{lead.id}"):
            record(db, None, "sample", f"person:{lead.id}", questions=picked)
            told += 1
    return told


def _picked(db: Session, lead: Person, most: int, chance: Random) -> list[int]:
    own = select(Entry.question_id).where(Entry.author_id == lead.id)
    recent: Sequence[int] = db.scalars(
        select(Entry.question_id)
        .where(Entry.by_staff, Entry.said_at > clock.now() - SAMPLED_FROM, Entry.question_id.not_in(own))
        .distinct()
        .order_by(Entry.question_id)
    ).all()
    return sorted(chance.sample(recent, min(most, len(recent))))
