"""A young person's side of a question: asking, adding, taking back, saying whether it helped."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise, soon
from bot.notifications.boards import refresh_boards
from bot.notifications.desk import GONE
from bot.notifications.edits import EntryEdited
from bot.notifications.entries import album_of
from bot.notifications.questions import QuestionUpdate, Receipt
from bot.policies.detection.contacts import way_to_be_reached
from bot.policies.instruments import CHOICES
from bot.policies.matching import write_topic
from bot.services import hours, leaving, noticing
from bot.services.audit import record
from bot.services.claims import lock
from bot.services.hours import ALBUM_SECONDS
from bot.services.people import on_duty, require
from bot.services.said import Said
from models.lessons import Lesson
from models.outbox import SentMessage
from models.people import Person, Role
from models.questions import Entry, EntryState, EntryVersion, Question, QuestionState, in_queue

# An answer this old is done with: new words are a new question, not more of the old one.
STILL_OPEN = timedelta(days=3)
KINDS = {"text", "photo", "video", "voice", "audio", "document", "animation", "video_note", "sticker"}


@dataclass(frozen=True)
class About:
    """What a new question is about."""

    lesson_id: int | None = None
    moment_seconds: int | None = None


def ask(
    db: Session,
    actor: Person,
    said: Said,
    config: Config,
    *,
    new: bool = False,
    about: About | None = None,
) -> Entry:
    """Takes what a young person sent: a new question, or more of the open one. The receipt is promised, not given."""
    require(actor, Role.YOUNG_PERSON)
    said = _acceptable(said, config)
    taken = entry_of(db, said)
    if taken is not None:
        # The same message under another update's number: its receipt is promised already.
        return taken
    question = None if new or about is not None else _open_question(db, actor, said)
    is_new = question is None
    if question is not None:
        lock(db, question)
    else:
        question = _new_question(db, actor, about or About(), config)
    entry = add_entry(db, question, actor, said, by_staff=False)
    kept = question.state == QuestionState.KEPT  # by a lead: the tutors are not told of more
    if not is_new:
        question.state = QuestionState.KEPT if kept else QuestionState.WAITING
        question.closed_at = None
        question.waiting_since = question.waiting_since or entry.said_at
        question.wake()
    refresh_boards(db)
    noticing.notice(db, entry, said, config)
    here = bool(on_duty(db)) if kept else hours.tell_tutors(db, question, entry, config)
    hours.expect_answer(db, question, config)
    opens = leaving.opens_at(db, config, clock.now())
    back = int(opens.timestamp()) if opens is not None else None
    delay = ALBUM_SECONDS if entry.album else 0.0
    promise(
        db,
        actor,
        Receipt(entry.id, is_new, back, here),
        due_at=soon(delay) if delay else None,
        key=f"receipt:{entry.album}:{question.id}" if entry.album else None,
    )
    return entry


def tell(db: Session, actor: Person, said: Said, tutor_id: int, config: Config) -> Entry:
    """Takes words to a tutor that ask nothing: a thread that is closed from the start, for the leads to read."""
    require(actor, Role.YOUNG_PERSON)
    said = _acceptable(said, config)
    taken = entry_of(db, said)
    if taken is not None:
        return taken
    question = _new_question(db, actor, About(), config)
    question.state, question.closed_at = QuestionState.CLOSED, question.asked_at
    question.waiting_since, question.preferred_tutor_id = None, tutor_id
    entry = add_entry(db, question, actor, said, by_staff=False)
    noticing.notice(db, entry, said, config)
    return entry


def _acceptable(said: Said, config: Config) -> Said:
    if said.kind == "location":
        raise Refusal("location-refused")
    if said.kind == "contact":
        return replace(said, file_id=None)
    if said.kind not in KINDS:
        if not said.text:
            raise Refusal("kind-refused")
        return replace(said, kind="text", file_id=None)
    if said.size_bytes > config.limits.largest_file_mb * 1_000_000:
        if not said.text:
            raise Refusal("file-too-large", most=config.limits.largest_file_mb)
        return replace(said, kind="text", file_id=None, media={"left_out": "too large"})
    if way_to_be_reached(said.name) is not None:
        # A file can't be given on without its name, and a name can't be masked.
        if not said.text:
            raise Refusal("file-name-refused")
        return replace(said, kind="text", file_id=None, media={"left_out": "its name"})
    if said.kind == "text" and not said.text.strip():
        raise Refusal("ask-empty")
    return said


def _open_question(db: Session, actor: Person, said: Said) -> Question | None:
    if said.album is not None:
        sibling = db.scalars(
            select(Question)
            .join(Entry, Entry.question_id == Question.id)
            .where(Entry.album == said.album, Entry.author_id == actor.id)
            .limit(1)
        ).first()
        if sibling is not None:
            return sibling
    if said.reply_to is not None:
        shown = db.get(SentMessage, (said.chat_id, said.reply_to))
        number = (
            shown.question_id
            if shown is not None
            else db.scalar(
                select(Entry.question_id).where(Entry.chat_id == said.chat_id, Entry.message_id == said.reply_to)
            )
        )
        number = number if number is not None else said.reply_number
        replied = db.get(Question, number) if number is not None else None
        if replied is not None and replied.asker_id == actor.id and replied.state != QuestionState.WITHDRAWN:
            return replied
    newest = db.scalars(
        select(Question)
        .where(
            Question.asker_id == actor.id,
            Question.state.in_([QuestionState.WAITING, QuestionState.ANSWERED, QuestionState.KEPT]),
        )
        .order_by(Question.id.desc())
        .limit(1)
    ).first()
    if newest is None or newest.state in (QuestionState.WAITING, QuestionState.KEPT):
        return newest
    last = db.scalar(select(func.max(Entry.said_at)).where(Entry.question_id == newest.id))
    return newest if last is not None and clock.now() - last < STILL_OPEN else None


def _new_question(db: Session, actor: Person, about: About, config: Config) -> Question:
    recent = db.scalar(
        select(func.count())
        .select_from(Question)
        .where(Question.asker_id == actor.id, Question.asked_at > clock.now() - timedelta(hours=1))
    )
    if (recent or 0) >= config.limits.questions_per_hour:
        raise Refusal("ask-too-many")
    question = Question(
        asker=actor,
        lesson_id=about.lesson_id,
        moment_seconds=about.moment_seconds,
        state=QuestionState.WAITING,
        asked_at=clock.now(),
        waiting_since=clock.now(),
        topic=_topic(db, actor, about),
    )
    db.add(question)
    return question


def _topic(db: Session, asker: Person, about: About) -> str:
    """Who can answer: by the lesson's instrument, and without a lesson by what the asker plays."""
    lesson = db.get(Lesson, about.lesson_id) if about.lesson_id is not None else None
    return write_topic(asker.language, [lesson.instrument] if lesson else asker.instruments, CHOICES)


# Made once: every message is looked up, and nearly every one is new.
_ENTRY_OF = select(Entry.__table__.c.id).where(
    Entry.__table__.c.chat_id == bindparam("chat"), Entry.__table__.c.message_id == bindparam("message")
)


def entry_of(db: Session, said: Said) -> Entry | None:
    """The entry that this message became, if it is in a thread."""
    number = db.connection().scalar(_ENTRY_OF, {"chat": said.chat_id, "message": said.message_id})
    return db.get(Entry, number) if number is not None else None


def add_entry(db: Session, question: Question, author: Person, said: Said, by_staff: bool) -> Entry:
    """Writes one message into a thread."""
    entry = Entry(
        question=question,
        author=author,
        by_staff=by_staff,
        state=EntryState.QUEUED if by_staff else EntryState.RECEIVED,
        kind=said.kind,
        text=said.text,
        file_id=said.file_id,
        media=said.media,
        album=said.album,
        chat_id=said.chat_id,
        message_id=said.message_id,
        version=1,
        said_at=clock.now(),
    )
    db.add(entry)
    db.flush()
    return entry


def take_back(db: Session, actor: Person, entry_id: int) -> Question:
    """Takes a message back, and with a question's first message all of it; not once a tutor has answered."""
    entry = db.get(Entry, entry_id)
    if entry is None or entry.author_id != actor.id or entry.state == EntryState.WITHDRAWN:
        raise Refusal("old-button")
    question = entry.question
    lock(db, question)
    if question.state not in (QuestionState.WAITING, QuestionState.ANSWERED, QuestionState.KEPT):
        raise Refusal("take-back-closed", number=question.id)
    # An answer that was undone, or never let out, was never seen.
    if any(item.by_staff and item.id > entry.id and item.state not in GONE for item in question.entries):
        raise Refusal("take-back-answered", number=question.id)
    mine = [item for item in question.entries if not item.by_staff]
    whole = entry.id in {item.id for item in album_of(db, mine[0])}
    for item in mine if whole else album_of(db, entry):
        item.state = EntryState.WITHDRAWN
        tell_of_edit(db, item)
    if whole:
        question.state = QuestionState.WITHDRAWN
        question.leave_queue()
        refresh_boards(db)
        question.closed_at = clock.now()
    record(db, actor, "take_back", f"question:{question.id}", whole=whole)
    return question


def tell_of_edit(db: Session, entry: Entry, due_at: datetime | None = None) -> None:
    """Promises the edit of every message that shows this entry, the words under its album too, at once or when due."""
    numbers = {entry.id, *(item.id for item in album_of(db, entry))}
    shown = db.execute(
        select(SentMessage.message_id, Person.id)
        .join(Person, Person.telegram_id == SentMessage.chat_id)
        .where(
            SentMessage.subject_kind == "entry",
            SentMessage.subject_id.in_(numbers),
            or_(SentMessage.subject_id == entry.id, SentMessage.has_media.is_(False)),
        )
    )
    for message_id, person_id in shown.all():
        promise(db, person_id, EntryEdited(entry.id, message_id), due_at=due_at)


def edit(db: Session, actor: Person, said: Said, due_at: datetime | None = None) -> Entry | None:
    """A person edited a message of theirs: the entry changes, every version is kept, and the edit is passed on."""
    entry = entry_of(db, said)
    if entry is None or entry.author_id != actor.id or entry.state == EntryState.WITHDRAWN:
        return None
    if said.text == entry.text and (said.file_id or entry.file_id) == entry.file_id:
        return entry
    db.add(
        EntryVersion(
            entry_id=entry.id,
            version=entry.version,
            text=entry.text,
            file_id=entry.file_id,
            replaced_at=clock.now(),
        )
    )
    entry.text = said.text
    if said.file_id is not None and said.kind in KINDS and (entry.by_staff or way_to_be_reached(said.name) is None):
        entry.file_id, entry.kind, entry.media = said.file_id, said.kind, said.media
    entry.version += 1
    entry.edited_at = clock.now()
    tell_of_edit(db, entry, due_at)
    return entry


def helped(db: Session, actor: Person, number: int) -> Question:
    """The answer helped: the question closes, and its tutor hears of it."""
    question = _own(db, actor, number)
    lock(db, question)
    if question.state != QuestionState.CLOSED:
        question.state = QuestionState.CLOSED
        question.closed_at = clock.now()
        question.leave_queue()
        refresh_boards(db)
        _tell_answerer(db, question, "helped")
    question.helped = True
    return question


@dataclass(frozen=True)
class StillWaits:
    """The question waits again; `back_at` is when tutors are there, None while they are."""

    question: Question
    back_at: datetime | None


def still_stuck(db: Session, actor: Person, number: int, config: Config) -> StillWaits:
    """The answer did not help yet: the question waits again, for the same tutor first, or for the morning's list."""
    question = _own(db, actor, number)
    lock(db, question)
    opens = leaving.opens_at(db, config, clock.now())
    if question.state not in (QuestionState.WAITING, QuestionState.KEPT):
        question.state = QuestionState.WAITING
        question.closed_at = None
        question.waiting_since = clock.now()
        question.helped = False
        question.wake()
        refresh_boards(db)
        hours.expect_answer(db, question, config)
        if opens is not None:
            hours.add_to_digest(db, opens)
        else:
            _tell_answerer(db, question, "stuck")
    return StillWaits(question, opens)


def _own(db: Session, actor: Person, number: int) -> Question:
    question = db.get(Question, number)
    if question is None or question.asker_id != actor.id or question.state == QuestionState.WITHDRAWN:
        raise Refusal("no-such-question")
    return question


def _tell_answerer(db: Session, question: Question, what: str) -> None:
    duty = on_duty(db)
    same = [tutor for tutor in duty if tutor.id == question.preferred_tutor_id]
    if what == "helped":
        duty = []
    for tutor in same or duty:
        promise(db, tutor, QuestionUpdate(question.id, what))


# --- looking ---


def own_questions(db: Session, actor: Person, limit: int = 10) -> list[Question]:
    """The young person's newest questions, with their entries loaded."""
    questions = db.scalars(
        select(Question)
        .where(Question.asker_id == actor.id, Question.state != QuestionState.WITHDRAWN)
        .order_by(Question.id.desc())
        .limit(limit)
    ).all()
    for question in questions:
        _ = question.entries, question.lesson
    return list(questions)


def own_question(db: Session, actor: Person, number: int) -> Question:
    """One of the young person's own questions, with its thread loaded."""
    question = _own(db, actor, number)
    for entry in question.entries:
        _ = entry.author.name
    _ = question.lesson
    return question


@dataclass(frozen=True)
class Aside:
    """A tutor has read the question, and comes back to it then; without an instant, when the young person writes."""

    question: Question
    tutor: str
    at: datetime | None


def place_in_queue(db: Session, actor: Person, number: int) -> tuple[Question, int] | Aside:
    """How many questions that may come next have waited longer than this one; or that it was put aside, truly."""
    question = _own(db, actor, number)
    by = db.get(Person, question.snoozed_by_id) if question.snoozed_by_id is not None else None
    if question.state == QuestionState.WAITING and question.snoozed_at is not None and by is not None:
        return Aside(question, by.name, question.wakes_at)
    if question.state != QuestionState.WAITING or question.waiting_since is None:
        return question, 0
    before = db.scalar(
        select(func.count()).select_from(Question).where(in_queue(), Question.waiting_since < question.waiting_since)
    )
    return question, before or 0
