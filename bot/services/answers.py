"""A tutor's side of an answer: sending at once, drafting, undoing, and never over another's head."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.answer_status import AnswerStatus, answer_key
from bot.notifications.answers import AnswerForAsker
from bot.notifications.base import promise, soon, withdraw
from bot.notifications.boards import refresh_boards
from bot.notifications.desk import GONE
from bot.policies.judgements import Judgement
from bot.services import holding, hours, leaving
from bot.services.checks import may_answer
from bot.services.claims import check_there, hold, holder_but, locked, untell_watchers
from bot.services.collisions import Stopped, Way, answered_key, in_the_way, note_answered, still_unanswered
from bot.services.hours import ALBUM_SECONDS, LATE_ALBUM_SECONDS
from bot.services.people import require
from bot.services.questions import KINDS, add_entry
from bot.services.said import Said
from models.outbox import SentMessage
from models.people import Person, Role
from models.questions import Draft, Entry, EntryState, Question, QuestionState, in_queue

UNDO = timedelta(seconds=30)
CHOICES = 5  # so many questions are offered for a draft
DRAFTS_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Answered:
    """The answer is committed and on its way; `leaves` is when the service opens, None where it is open."""

    entry: Entry
    leaves: datetime | None = None


@dataclass(frozen=True)
class AnsweredMeanwhile:
    """Another tutor's answer that this one has not seen; their own words are kept as a draft."""

    question: Question
    seen_now: Entry
    draft: Draft
    again: bool = False  # one more of an album, of which this was said already


@dataclass(frozen=True)
class NotSent:
    """Another tutor has the question, or (without a holder) it is closed; the words are kept as a draft."""

    question: Question
    holder: Person | None
    draft: Draft
    again: bool = False


@dataclass(frozen=True)
class Drafted:
    """Kept, not sent. `question` is the one it is for; without one, `choices` are those it may be for."""

    draft: Draft
    question: Question | None
    choices: list[Question]
    again: bool = False


def question_of_reply(db: Session, actor: Person, said: Said) -> int | None:
    """The question that the message replied to is about."""
    if said.reply_to is None:
        return None
    shown = db.get(SentMessage, (said.chat_id, said.reply_to))
    if shown is not None and shown.question_id is not None:
        return shown.question_id
    own = db.scalar(select(Entry.question_id).where(Entry.chat_id == said.chat_id, Entry.message_id == said.reply_to))
    return own if own is not None else said.reply_number


def question_of_album(db: Session, actor: Person, said: Said) -> int | None:
    """The question that other parts of the same album have answered already."""
    if said.album is None:
        return None
    part = select(Entry.question_id).where(Entry.album == said.album, Entry.author_id == actor.id, Entry.by_staff)
    return db.scalar(part.limit(1))


Outcome = Answered | AnsweredMeanwhile | NotSent


def answer(
    db: Session,
    actor: Person,
    number: int,
    said: Said,
    config: Config,
    *,
    undoable: bool = False,
    way: Way = Way.ASK,
) -> Outcome:
    """Answers a question, unless another tutor is in the way; with `undoable` it leaves after thirty seconds."""
    require(actor, Role.TUTOR)
    if said.kind not in KINDS:
        raise Refusal("kind-refused-staff")
    if said.kind == "text" and not said.text.strip():
        raise Refusal("answer-empty", number=number)
    may_answer(actor, config)
    question = locked(db, number)
    if question.asker.paused_at is not None:
        raise Refusal("asker-is-paused", number=number, alias=question.asker.alias)
    first_of_album = _album_sibling(db, actor, question, said) is None
    stopped = in_the_way(db, actor, question, way) if first_of_album else None
    again = not undoable and first_of_album and _kept_of_album(db, actor, said)
    if stopped is None and again:
        # The parts before it were stopped and are drafts: an album leaves whole or not at all.
        stopped = Stopped()
    if stopped is not None:
        kept = _keep(db, actor, said, number)
        if stopped.unseen is not None:
            return AnsweredMeanwhile(question, stopped.unseen, kept, again)
        return NotSent(question, stopped.holder, kept, again)
    return _send(db, actor, question, said, config, undoable)


def _album_sibling(db: Session, actor: Person, question: Question, said: Said) -> Entry | None:
    if said.album is None:
        return None
    return db.scalars(
        select(Entry)
        .where(Entry.album == said.album, Entry.author_id == actor.id, Entry.question_id == question.id)
        .limit(1)
    ).first()


def _send(db: Session, actor: Person, question: Question, said: Said, config: Config, undoable: bool) -> Answered:
    entry = add_entry(db, question, actor, said, by_staff=True)
    if holding.stops(db, question, entry, said, config):
        return Answered(entry)
    alone = holding.waits_alone(db, entry, config)
    if question.asker.blocked_at is not None and not alone:
        entry.state = EntryState.BLOCKED
    wait = UNDO.total_seconds() if undoable else 0.0
    album_sent_already = False
    if entry.album:
        wait = max(wait, ALBUM_SECONDS)
        first = _first_of_album(db, entry)
        album_sent_already = first.id != entry.id
    hours.answered(db, question)
    leaves = leaving.leaves_at(db, config, clock.now())
    due = max(soon(wait + LATE_ALBUM_SECONDS if album_sent_already else wait), leaves or clock.now())
    note_answered(db, question, entry, due, min(due, soon(UNDO.total_seconds())))
    if alone:
        return Answered(entry, leaves)
    about = AnswerForAsker(entry.id, config.safeguarding.second_adult)
    promise(db, question.asker_id, about, due_at=due, key=answer_key(entry.id))
    if not album_sent_already:
        promise(db, actor, AnswerStatus(entry.id))
    return Answered(entry, leaves)


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
        verdict=said.verdict.stored() if said.verdict is not None else None,
    )
    db.add(draft)
    db.flush()
    return draft


def _kept_of_album(db: Session, actor: Person, said: Said) -> bool:
    """Whether another part of the same album is a draft already: what it is for is asked once."""
    if said.album is None:
        return False
    part = select(Draft.id).where(Draft.album == said.album, Draft.author_id == actor.id).limit(1)
    return db.scalar(part) is not None


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
    again = _kept_of_album(db, actor, said)
    kept = _keep(db, actor, said, number)
    if number is not None:
        return Drafted(kept, held[0], [], again)
    return Drafted(kept, None, held or _waiting(db) or _lately_answered(db, actor), again)


def _waiting(db: Session) -> list[Question]:
    waiting = select(Question).where(in_queue(), Question.holder_id.is_(None))
    return list(db.scalars(waiting.order_by(Question.waiting_since).limit(CHOICES)))


def _lately_answered(db: Session, actor: Person) -> list[Question]:
    """When nothing waits it is most likely one thing more for somebody who has just been answered."""
    answered = select(Question).where(Question.preferred_tutor_id == actor.id, Question.state == QuestionState.ANSWERED)
    return list(db.scalars(answered.order_by(Question.id.desc()).limit(CHOICES)))


def draft_for(db: Session, actor: Person, draft_id: int, number: int) -> Drafted:
    """Says which question a draft is for; who is in the way is found when it is sent."""
    kept = _own_draft(db, actor, draft_id)
    question = locked(db, number)
    check_there(question)
    for part in _whole_album(db, kept):
        part.question_id = number
    return Drafted(kept, question, [])


def _own_draft(db: Session, actor: Person, draft_id: int) -> Draft:
    require(actor, Role.TUTOR)
    kept = db.get(Draft, draft_id)
    if kept is None or kept.author_id != actor.id:
        raise Refusal("draft-gone")
    return kept


def _whole_album(db: Session, kept: Draft) -> list[Draft]:
    if kept.album is None:
        return [kept]
    return list(
        db.scalars(
            select(Draft).where(Draft.album == kept.album, Draft.author_id == kept.author_id).order_by(Draft.message_id)
        )
    )


def send_draft(db: Session, actor: Person, draft_id: int, config: Config, way: Way = Way.ASK) -> Outcome:
    """Sends a draft; it leaves after thirty seconds, until when it can be undone."""
    kept = _own_draft(db, actor, draft_id)
    if kept.question_id is None:
        raise Refusal("draft-for-nobody")
    number = kept.question_id
    outcome: Outcome | None = None
    for item in _whole_album(db, kept):
        said = Said(item.kind, item.text, item.chat_id, item.message_id, item.file_id, item.media, item.album)
        said = replace(said, verdict=Judgement.read(item.verdict))
        db.delete(item)
        db.flush()
        result = answer(db, actor, number, said, config, undoable=True, way=way)
        outcome = outcome or result
        if not isinstance(result, Answered):
            # The rest of the album stays a draft with it.
            break
    if outcome is None:
        raise Refusal("draft-gone")
    return outcome


def drop_draft(db: Session, actor: Person, draft_id: int) -> int | None:
    """Throws a draft away, with the rest of its album; the number of the question that it was for, if it was for one."""
    kept = _own_draft(db, actor, draft_id)
    for part in _whole_album(db, kept):
        db.delete(part)
    return kept.question_id


def edit_draft(db: Session, actor: Person, said: Said) -> Draft | None:
    """The tutor edited the message that a draft was made from."""
    kept = db.scalars(select(Draft).where(Draft.chat_id == said.chat_id, Draft.message_id == said.message_id)).first()
    if kept is None or kept.author_id != actor.id:
        return None
    kept.text = said.text
    if said.file_id is not None and said.kind in KINDS:
        kept.kind, kept.file_id, kept.media = said.kind, said.file_id, said.media
    kept.verdict = said.verdict.stored() if said.verdict is not None else None
    return kept


def undo(db: Session, actor: Person, entry_id: int) -> Entry:
    """Takes an answer back that has not gone out; Refusal once it has left."""
    require(actor, Role.TUTOR)
    entry = db.get(Entry, entry_id)
    if entry is None or entry.author_id != actor.id or not entry.by_staff:
        raise Refusal("old-button")
    if entry.state == EntryState.WITHDRAWN:
        return entry
    if not withdraw(db, "undone", key=answer_key(entry.id)) and entry.state != EntryState.ALONE:
        raise Refusal("undo-too-late", number=entry.question_id)
    question = locked(db, entry.question_id)
    album = [item for item in question.entries if item.album and item.album == entry.album] or [entry]
    for item in album:
        item.state = EntryState.WITHDRAWN
        withdraw(db, "undone", key=answer_key(item.id))
        untell_watchers(db, question, answered_key(item.id))
    if not any(item.by_staff and item.state not in GONE for item in question.entries):
        question.first_answered_at = None
    if question.state == QuestionState.ANSWERED and still_unanswered(question):
        question.state = QuestionState.WAITING
        waiting = [item.said_at for item in question.entries if not item.by_staff]
        question.waiting_since = max(waiting) if waiting else clock.now()
        if holder_but(db, question, actor) is None:
            hold(db, question, actor)
    refresh_boards(db)
    promise(db, actor, AnswerStatus(entry.id))
    return entry
