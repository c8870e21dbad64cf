"""A tutor's side of an answer: sending at once, drafting, undoing, and never over another's head."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise, soon, withdraw
from bot.notifications.questions import AnswerForAsker, AnswerStatus, answer_key, note_seen
from bot.services import hours, leaving
from bot.services.hours import ALBUM_SECONDS, LATE_ALBUM_SECONDS
from bot.services.people import require
from bot.services.questions import KINDS, add_entry
from bot.services.queue import check_free, check_open, locked, release_if_lapsed
from bot.services.said import Said
from models.outbox import SentMessage
from models.people import Person, Role
from models.questions import WAITING, Draft, Entry, EntryState, Question, QuestionState, QuestionView

UNDO = timedelta(seconds=30)
DRAFTS_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Answered:
    """The answer is committed and on its way."""

    entry: Entry


@dataclass(frozen=True)
class AnsweredMeanwhile:
    """Another tutor's answer that this one has not seen; their own words are kept as a draft."""

    question: Question
    seen_now: Entry
    draft: Draft


@dataclass(frozen=True)
class Drafted:
    """Kept, not sent. `question` is the one it is for; without one, `choices` are those it may be for."""

    draft: Draft
    question: Question | None
    choices: list[Question]


def question_of_reply(db: Session, actor: Person, said: Said) -> int | None:
    """The question that the message replied to is about."""
    if said.reply_to is None:
        return None
    shown = db.get(SentMessage, (said.chat_id, said.reply_to))
    if shown is not None and shown.question_id is not None:
        return shown.question_id
    own = db.scalar(select(Entry.question_id).where(Entry.chat_id == said.chat_id, Entry.message_id == said.reply_to))
    return own if own is not None else said.reply_number


def answer(
    db: Session, actor: Person, number: int, said: Said, config: Config, *, undoable: bool = False
) -> Answered | AnsweredMeanwhile:
    """Answers a question, claiming it if nobody has it; with `undoable` it leaves after thirty seconds."""
    require(actor, Role.TUTOR)
    if said.kind not in KINDS:
        raise Refusal("kind-refused-staff")
    if said.kind == "text" and not said.text.strip():
        raise Refusal("answer-empty", number=number)
    question = locked(db, number)
    first_of_album = _album_sibling(db, actor, question, said) is None
    if first_of_album:
        check_open(question)
        release_if_lapsed(db, question)
        check_free(db, question, actor)
        unseen = _unseen_answer(db, actor, question)
        if unseen is not None:
            note_seen(db, question.id, actor.id, unseen.id)
            _ = unseen.author.name
            return AnsweredMeanwhile(question, unseen, _keep(db, actor, said, number))
    return Answered(_send(db, actor, question, said, config, undoable))


def _album_sibling(db: Session, actor: Person, question: Question, said: Said) -> Entry | None:
    if said.album is None:
        return None
    return db.scalars(
        select(Entry)
        .where(Entry.album == said.album, Entry.author_id == actor.id, Entry.question_id == question.id)
        .limit(1)
    ).first()


def _unseen_answer(db: Session, actor: Person, question: Question) -> Entry | None:
    view = db.get(QuestionView, (question.id, actor.id))
    seen = view.seen_entry_id if view is not None else 0
    return db.scalars(
        select(Entry)
        .where(
            Entry.question_id == question.id,
            Entry.by_staff,
            Entry.author_id != actor.id,
            Entry.id > seen,
            Entry.state != EntryState.WITHDRAWN,
        )
        .order_by(Entry.id.desc())
        .limit(1)
    ).first()


def _send(db: Session, actor: Person, question: Question, said: Said, config: Config, undoable: bool) -> Entry:
    entry = add_entry(db, question, actor, said, by_staff=True)
    if question.asker.blocked_at is not None:
        entry.state = EntryState.BLOCKED
    question.state = QuestionState.ANSWERED
    question.first_answered_at = question.first_answered_at or entry.said_at
    question.preferred_tutor_id = actor.id
    question.waiting_since = question.holder_id = question.held_until = None
    note_seen(db, question.id, actor.id, entry.id)
    wait = UNDO.total_seconds() if undoable else 0.0
    album_sent_already = False
    if entry.album:
        wait = max(wait, ALBUM_SECONDS)
        first = _first_of_album(db, entry)
        album_sent_already = first.id != entry.id
    hours.answered(db, question)
    leaves = leaving.leaves_at(config, clock.now()) or clock.now()
    due = max(soon(wait + LATE_ALBUM_SECONDS if album_sent_already else wait), leaves)
    promise(db, question.asker_id, AnswerForAsker(entry.id), due_at=due, key=answer_key(entry.id))
    if not album_sent_already:
        promise(db, actor, AnswerStatus(entry.id))
    return entry


def _first_of_album(db: Session, entry: Entry) -> Entry:
    first = db.scalars(
        select(Entry)
        .where(Entry.album == entry.album, Entry.question_id == entry.question_id)
        .order_by(Entry.id)
        .limit(1)
    ).first()
    return first or entry


# --- drafts ---


def _keep(db: Session, actor: Person, said: Said, number: int | None) -> Draft:
    db.execute(delete(Draft).where(Draft.author_id == actor.id, Draft.written_at < clock.now() - DRAFTS_KEPT))
    draft = Draft(
        author_id=actor.id,
        question_id=number,
        kind=said.kind,
        text=said.text,
        file_id=said.file_id,
        media=said.media,
        album=said.album,
        chat_id=said.chat_id,
        message_id=said.message_id,
        written_at=clock.now(),
    )
    db.add(draft)
    db.flush()
    return draft


def draft(db: Session, actor: Person, said: Said) -> Drafted:
    """Keeps what a tutor sent outside any reply: for the one question that they have open, or for one to be chosen."""
    require(actor, Role.TUTOR)
    if said.kind not in KINDS:
        raise Refusal("kind-refused-staff")
    held = list(
        db.scalars(
            select(Question)
            .where(Question.holder_id == actor.id, Question.held_until > clock.now())
            .order_by(Question.waiting_since)
        )
    )
    number = held[0].id if len(held) == 1 else None
    kept = _keep(db, actor, said, number)
    if number is not None:
        return Drafted(kept, held[0], [])
    choices = held or list(
        db.scalars(
            select(Question)
            .where(Question.state == WAITING, Question.holder_id.is_(None))
            .order_by(Question.waiting_since)
            .limit(5)
        )
    )
    return Drafted(kept, None, choices)


def draft_for(db: Session, actor: Person, draft_id: int, number: int) -> Drafted:
    """Says which question a draft is for."""
    kept = _own_draft(db, actor, draft_id)
    question = locked(db, number)
    check_open(question)
    release_if_lapsed(db, question)
    check_free(db, question, actor)
    kept.question_id = number
    return Drafted(kept, question, [])


def _own_draft(db: Session, actor: Person, draft_id: int) -> Draft:
    require(actor, Role.TUTOR)
    kept = db.get(Draft, draft_id)
    if kept is None or kept.author_id != actor.id:
        raise Refusal("draft-gone")
    return kept


def send_draft(db: Session, actor: Person, draft_id: int, config: Config) -> Answered | AnsweredMeanwhile:
    """Sends a draft; it leaves after thirty seconds, until when it can be undone."""
    kept = _own_draft(db, actor, draft_id)
    if kept.question_id is None:
        raise Refusal("draft-for-nobody")
    siblings = [kept]
    if kept.album is not None:
        siblings = list(
            db.scalars(
                select(Draft).where(Draft.album == kept.album, Draft.author_id == actor.id).order_by(Draft.message_id)
            )
        )
    number = kept.question_id
    outcome: Answered | AnsweredMeanwhile | None = None
    for item in siblings:
        said = Said(item.kind, item.text, item.chat_id, item.message_id, item.file_id, item.media, item.album)
        db.delete(item)
        db.flush()
        result = answer(db, actor, number, said, config, undoable=True)
        outcome = outcome or result
    if outcome is None:
        raise Refusal("draft-gone")
    return outcome


def drop_draft(db: Session, actor: Person, draft_id: int) -> None:
    """Throws a draft away."""
    db.delete(_own_draft(db, actor, draft_id))


def edit_draft(db: Session, actor: Person, said: Said) -> Draft | None:
    """The tutor edited the message that a draft was made from."""
    kept = db.scalars(select(Draft).where(Draft.chat_id == said.chat_id, Draft.message_id == said.message_id)).first()
    if kept is None or kept.author_id != actor.id:
        return None
    kept.text = said.text
    kept.file_id = said.file_id or kept.file_id
    return kept


def undo(db: Session, actor: Person, entry_id: int) -> Entry:
    """Takes an answer back that has not gone out; Refusal once it has left."""
    require(actor, Role.TUTOR)
    entry = db.get(Entry, entry_id)
    if entry is None or entry.author_id != actor.id or not entry.by_staff:
        raise Refusal("old-button")
    if entry.state == EntryState.WITHDRAWN:
        return entry
    if not withdraw(db, "undone", key=answer_key(entry.id)):
        raise Refusal("undo-too-late", number=entry.question_id)
    question = locked(db, entry.question_id)
    album = [item for item in question.entries if item.album and item.album == entry.album] or [entry]
    for item in album:
        item.state = EntryState.WITHDRAWN
        withdraw(db, "undone", key=answer_key(item.id))
    if not any(item.by_staff and item.state != EntryState.WITHDRAWN for item in question.entries):
        question.first_answered_at = None
    question.state = QuestionState.WAITING
    waiting = [item.said_at for item in question.entries if not item.by_staff]
    question.waiting_since = max(waiting) if waiting else clock.now()
    question.holder_id, question.held_until = actor.id, clock.now() + timedelta(minutes=20)
    promise(db, actor, AnswerStatus(entry.id))
    return entry
