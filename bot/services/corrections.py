"""Putting right what was sent: edits that follow on the other side, and answers taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.answer_status import AnswerStatus
from bot.notifications.base import promise, soon
from bot.notifications.boards import refresh_boards
from bot.notifications.corrections import CAN_DELETE, AnswerCorrected, AnswerTakenBack, EntryChanged
from bot.services import answers, holding, leaving, noticing, questions
from bot.services.audit import record
from bot.services.claims import hold, holder_but, locked
from bot.services.collisions import still_unanswered
from bot.services.people import require
from bot.services.said import Said
from models.outbox import SentMessage
from models.people import Person, Role
from models.questions import Entry, EntryState, Question, QuestionState

# Several edits in a row bring one line, not one each.
ONE_LINE_IN = timedelta(minutes=10)
LANDING_SECONDS = 8.0
LEFT = (
    EntryState.DELIVERED,
    EntryState.QUEUED,
    EntryState.ALONE,
    EntryState.RETRYING,
    EntryState.BLOCKED,
    EntryState.FAILED,
)


@dataclass(frozen=True)
class Edited:
    """An edit that was taken: `leaves` is when it reaches the young person, if that is not at once."""

    entry: Entry
    leaves: datetime | None = None


def edit(db: Session, actor: Person, said: Said, config: Config, number: int | None = None) -> Edited | None:
    """Changes what a person's edited message became, here and for everybody who was shown it, and says so in a line.

    None where the message became nothing. `number` is the question's, where the message names one.
    """
    entry = db.scalars(select(Entry).where(Entry.chat_id == said.chat_id, Entry.message_id == said.message_id)).first()
    if entry is None or entry.author_id != actor.id:
        return None
    if number is not None and number != entry.question_id:
        raise Refusal("edit-other-number", number=entry.question_id)
    if entry.by_staff and holding.stops_edit(db, entry, said, config):
        return Edited(entry)
    before, file_before = entry.version, entry.file_id
    # A correction is words to a young person like any other: late at night it waits for the morning.
    waits = entry.by_staff and entry.state == EntryState.DELIVERED
    leaves = leaving.leaves_at(db, config, clock.now()) if waits else None
    if questions.edit(db, actor, said, due_at=leaves) is None:
        return None
    if entry.version == before:
        return Edited(entry)
    if entry.by_staff:
        holding.list_for_leads(db, entry, said, file_before)
    bucket = int(clock.now().timestamp() // ONE_LINE_IN.total_seconds())
    if not entry.by_staff:
        noticing.notice(db, entry, said, config)
        _tell_tutors(db, entry, config, bucket)
    elif entry.state == EntryState.DELIVERED:
        key = f"corrected:{entry.id}:{bucket}"
        promise(db, entry.question.asker_id, AnswerCorrected(entry.id), due_at=leaves, key=key)
    return Edited(entry, leaves)


def _tell_tutors(db: Session, entry: Entry, config: Config, bucket: int) -> None:
    question = entry.question
    at_work = {question.holder_id, question.preferred_tutor_id}
    shown = db.scalars(
        select(Person)
        .join(SentMessage, SentMessage.chat_id == Person.telegram_id)
        .where(SentMessage.subject_kind == "entry", SentMessage.subject_id == entry.id, Person.away_since.is_(None))
        .distinct()
    )
    due = leaving.opens_at(db, config, clock.now())
    for person in shown.all():
        line = EntryChanged(entry.id, silent=person.id not in at_work)
        promise(db, person, line, due_at=due, key=f"changed:{entry.id}:{person.id}:{bucket}")


def unsend_latest(db: Session, actor: Person, number: int) -> Entry:
    """Takes back the newest answer that this tutor gave to the question; Refusal when there is none."""
    require(actor, Role.TUTOR)
    entry = db.scalars(
        select(Entry)
        .where(Entry.question_id == number, Entry.author_id == actor.id, Entry.by_staff, Entry.state.in_(LEFT))
        .order_by(Entry.id.desc())
        .limit(1)
    ).first()
    if entry is None:
        if db.get(Question, number) is None:
            raise Refusal("no-such-question-staff", number=number)
        raise Refusal("unsend-nothing", number=number)
    return unsend(db, actor, entry.id)


def unsend(db: Session, actor: Person, entry_id: int) -> Entry:
    """Takes an answer back, out of the young person's chat if it is there; Refusal once Telegram forbids that."""
    require(actor, Role.TUTOR)
    entry = db.get(Entry, entry_id)
    if entry is None or entry.author_id != actor.id or not entry.by_staff:
        raise Refusal("old-button")
    if entry.state == EntryState.WITHDRAWN:
        return entry
    if entry.state not in LEFT:
        raise Refusal("unsend-nothing", number=entry.question_id)
    question = locked(db, entry.question_id)
    due = clock.now()
    if entry.state != EntryState.DELIVERED:
        try:
            return answers.undo(db, actor, entry.id)
        except Refusal as refusal:
            if refusal.key != "undo-too-late":
                raise
            # It is in the air: it is taken back when it has landed.
            due = soon(LANDING_SECONDS)
    elif entry.delivered_at is not None and clock.now() - entry.delivered_at >= CAN_DELETE:
        raise Refusal("unsend-too-late", number=entry.question_id)
    album = [item for item in question.entries if item.album and item.album == entry.album] or [entry]
    for item in album:
        item.state = EntryState.WITHDRAWN
    promise(db, question.asker_id, AnswerTakenBack(entry.id), due_at=due)
    promise(db, actor, AnswerStatus(entry.id))
    _waits_again(db, actor, question)
    record(db, actor, "unsend", f"entry:{entry.id}")
    return entry


def _waits_again(db: Session, actor: Person, question: Question) -> None:
    """Without an answer it is the tutor's to answer anew; a question that is done stays done."""
    if question.state != QuestionState.ANSWERED or not still_unanswered(question):
        return
    asked = [item.said_at for item in question.entries if not item.by_staff and item.state != EntryState.WITHDRAWN]
    question.state = QuestionState.WAITING
    question.waiting_since = max(asked, default=clock.now())
    if holder_but(db, question, actor) is None:
        hold(db, question, actor)
    refresh_boards(db)
