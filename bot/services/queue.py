"""The tutors' queue: what waits, who has it, claiming with a lease, letting go."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.errors import Refusal
from bot.notifications.base import promise, shown_in
from bot.notifications.questions import EntryForTutor, LeaseLapsed, note_seen
from bot.policies.leases import has_lapsed, lapses_loudly, renewed
from bot.services.people import on_duty, require
from models.people import Person, Role
from models.questions import WAITING, Entry, EntryState, Question, QuestionState

PAGE = 8


@dataclass(frozen=True)
class QueuePage:
    """One page of what waits, oldest first."""

    questions: list[Question]
    waiting: int
    page: int
    on_duty: int


@dataclass(frozen=True)
class Card:
    """A question opened by a tutor: the thread, and who has it."""

    question: Question
    entries: list[Entry]
    holder: Person | None
    mine: bool


def queue(db: Session, actor: Person, page: int = 0) -> QueuePage:
    """A page of the questions that wait, the one that has waited longest first."""
    require(actor, Role.TUTOR, Role.LEAD)
    waiting = db.scalar(select(func.count()).select_from(Question).where(Question.state == WAITING)) or 0
    page = max(0, min(page, (waiting - 1) // PAGE if waiting else 0))
    questions = list(
        db.scalars(
            select(Question)
            .where(Question.state == WAITING)
            .order_by(Question.waiting_since, Question.id)
            .offset(page * PAGE)
            .limit(PAGE)
        )
    )
    for question in questions:
        _ = question.entries, question.lesson, question.holder
    return QueuePage(questions, waiting, page, len(on_duty(db)))


def locked(db: Session, number: int) -> Question:
    """The question, with its row locked for this transaction; Refusal for a number that there is not."""
    # PostgreSQL can't lock the outer side of a join, so only the question's own row is named.
    question = db.scalars(select(Question).where(Question.id == number).with_for_update(of=Question)).first()
    if question is None:
        raise Refusal("no-such-question-staff", number=number)
    return question


def release_if_lapsed(db: Session, question: Question) -> None:
    """Gives a question back whose lease has run out."""
    if question.holder_id is not None and has_lapsed(question.held_until, clock.now()):
        question.holder = None
        question.holder_id = question.held_until = None


def open_question(db: Session, actor: Person, number: int) -> Card:
    """A question's card; its media that this chat has not been shown are sent after it."""
    require(actor, Role.TUTOR, Role.LEAD)
    question = locked(db, number)
    release_if_lapsed(db, question)
    renew(db, actor, question)
    return _card(db, actor, question)


def renew(db: Session, actor: Person, question: Question) -> None:
    """Anything that the holder does with a question keeps it theirs for another lease."""
    if question.holder_id == actor.id:
        question.held_until = renewed(clock.now())


def _card(db: Session, actor: Person, question: Question) -> Card:
    entries = [entry for entry in question.entries if entry.state != EntryState.WITHDRAWN]
    for entry in entries:
        _ = entry.author.name
        if entry.file_id and shown_in(db, actor.telegram_id, "entry", entry.id) is None and not entry.by_staff:
            promise(db, actor, EntryForTutor(entry.id))
    if entries:
        note_seen(db, question.id, actor.id, entries[-1].id)
    holder = db.get(Person, question.holder_id) if question.holder_id else None
    _ = question.lesson
    return Card(question, entries, holder, question.holder_id == actor.id)


def next_question(db: Session, actor: Person) -> Card | None:
    """Claims and opens the one that has waited longest and nobody has; their own comes before any other."""
    require(actor, Role.TUTOR)
    now = clock.now()
    free = or_(Question.holder_id.is_(None), Question.held_until <= now, Question.holder_id == actor.id)
    question = db.scalars(
        select(Question)
        .where(Question.state == WAITING, free)
        .order_by((Question.holder_id == actor.id).is_(True).desc(), Question.waiting_since, Question.id)
        .limit(1)
        .with_for_update(of=Question, skip_locked=True)
    ).first()
    if question is None:
        return None
    _hold(question, actor)
    return _card(db, actor, question)


def claim(db: Session, actor: Person, number: int) -> Card:
    """Takes a question for twenty minutes; Refusal naming the holder if another tutor has it."""
    require(actor, Role.TUTOR)
    question = locked(db, number)
    check_open(question)
    release_if_lapsed(db, question)
    check_free(db, question, actor)
    _hold(question, actor)
    return _card(db, actor, question)


def _hold(question: Question, actor: Person) -> None:
    question.holder_id = actor.id
    question.held_until = renewed(clock.now())


def check_open(question: Question) -> None:
    """Refusal unless the question can still be worked on."""
    if question.state == QuestionState.WITHDRAWN:
        raise Refusal("question-was-withdrawn", number=question.id)
    if question.state == QuestionState.CLOSED:
        raise Refusal("question-is-closed", number=question.id)


def check_free(db: Session, question: Question, actor: Person) -> None:
    """Refusal if another tutor holds the question."""
    if question.holder_id is not None and question.holder_id != actor.id:
        holder = db.get(Person, question.holder_id)
        raise Refusal("question-is-held", number=question.id, holder=holder.name if holder else "")


def let_go(db: Session, actor: Person, number: int) -> Question:
    """The holder gives the question back to the queue."""
    require(actor, Role.TUTOR)
    question = locked(db, number)
    if question.holder_id == actor.id:
        question.holder_id = question.held_until = None
    return question


def close(db: Session, actor: Person, number: int) -> Question:
    """A tutor closes a question that needs no answer (any more)."""
    require(actor, Role.TUTOR)
    question = locked(db, number)
    check_open(question)
    release_if_lapsed(db, question)
    check_free(db, question, actor)
    question.state = QuestionState.CLOSED
    question.closed_at = clock.now()
    question.waiting_since = question.holder_id = question.held_until = None
    return question


def release_lapsed(db: Session) -> int:
    """Gives back every question whose lease has run out; how many. With one tutor on duty it happens silently."""
    now = clock.now()
    lapsed = list(
        db.execute(
            select(Question.id, Question.holder_id).where(Question.holder_id.is_not(None), Question.held_until <= now)
        )
    )
    if not lapsed:
        return 0
    loud = lapses_loudly(len(on_duty(db)))
    for number, holder_id in lapsed:
        result = db.execute(
            update(Question)
            .where(Question.id == number, Question.holder_id == holder_id, Question.held_until <= now)
            .values(holder_id=None, held_until=None)
        )
        if loud and holder_id is not None and result.rowcount:  # type: ignore[attr-defined]
            promise(db, holder_id, LeaseLapsed(number))
    return len(lapsed)
