"""Who has a question: claiming it for a lease, giving it back, passing it on, taking it over."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot import clock
from bot.errors import Refusal
from bot.notifications.base import promise, withdraw
from bot.notifications.boards import refresh_boards
from bot.notifications.desk import DeskWord
from bot.notifications.questions import LeaseLapsed
from bot.policies.leases import has_lapsed, lapses_loudly, renewed
from bot.services.audit import record
from bot.services.people import on_duty, require
from models.base import insert_into
from models.desk import Watcher
from models.outbox import OutboxRow, OutboxState
from models.people import Person, Role
from models.questions import Question, QuestionState


@dataclass(frozen=True)
class HeldBy:
    """Nothing was done: another tutor has the question. They hear of it when that ends."""

    question: Question
    holder: Person


def locked(db: Session, number: int) -> Question:
    """The question as it is now, its row locked for this transaction; Refusal for a number that there is not."""
    # PostgreSQL can't lock the outer side of a join, so only the question's own row is named; and a key share, so
    # that whoever writes an entry or a view of it meanwhile is not in the way.
    question = db.scalars(
        select(Question)
        .where(Question.id == number)
        .with_for_update(of=Question, key_share=True)
        .execution_options(populate_existing=True)
    ).first()
    if question is None:
        raise Refusal("no-such-question-staff", number=number)
    return question


def lock(db: Session, question: Question) -> None:
    """The same for a question that was found already: what was read of it before may be out of date."""
    db.refresh(question, with_for_update={"of": Question, "key_share": True})


def check_open(question: Question) -> None:
    """Refusal unless the question can still be worked on."""
    if question.state == QuestionState.CLOSED:
        raise Refusal("question-is-closed", number=question.id)
    check_there(question)


def check_there(question: Question) -> None:
    """Refusal for what the young person took back, or a lead keeps."""
    if question.state == QuestionState.WITHDRAWN:
        raise Refusal("question-was-withdrawn", number=question.id)
    if question.state == QuestionState.KEPT:
        raise Refusal("question-is-kept", number=question.id)


def holder_but(db: Session, question: Question, actor: Person) -> Person | None:
    """The other tutor who has the question, if one has; a lease that ran out is ended here."""
    if question.holder_id is None or question.holder_id == actor.id:
        return None
    if has_lapsed(question.held_until, clock.now()):
        _lapse(db, question)
        return None
    return db.get(Person, question.holder_id)


def refused(db: Session, question: Question, actor: Person, holder: Person) -> HeldBy:
    """Remembers who wanted the question, and says who has it."""
    statement = insert_into(db.get_bind().dialect.name, Watcher).on_conflict_do_nothing()
    db.execute(statement, {"question_id": question.id, "person_id": actor.id, "since": clock.now()})
    return HeldBy(question, holder)


def hold(db: Session, question: Question, actor: Person) -> None:
    """Makes it the actor's for a lease; whose lease had run out hears who has it now."""
    former = question.lapsed_holder_id
    if former == actor.id:
        question.lapsed_holder_id = None
    question.wake()
    if question.holder_id != actor.id:
        # Whoever has it does not wait for it any more.
        db.execute(delete(Watcher).where(Watcher.question_id == question.id, Watcher.person_id == actor.id))
        refresh_boards(db)
        if former is not None and former != actor.id:
            promise(db, former, DeskWord(question.id, "taken", actor.id))
    question.holder_id = actor.id
    question.held_until = renewed(clock.now())


def renew(question: Question, actor: Person) -> None:
    """Anything that the holder does with a question keeps it theirs for another lease."""
    if question.holder_id == actor.id:
        question.held_until = renewed(clock.now())


def claim(db: Session, actor: Person, number: int) -> Question | HeldBy:
    """Takes a question for twenty minutes, unless another tutor has it."""
    require(actor, Role.TUTOR)
    question = locked(db, number)
    check_open(question)
    holder = holder_but(db, question, actor)
    if holder is not None:
        return refused(db, question, actor, holder)
    hold(db, question, actor)
    return question


def take_over(db: Session, actor: Person, number: int) -> Question:
    """Takes a question that another tutor has; they are told."""
    require(actor, Role.TUTOR)
    question = locked(db, number)
    check_open(question)
    take_from_holder(db, question, actor)
    return question


def take_from_holder(db: Session, question: Question, actor: Person) -> None:
    """The same for a question that is locked already."""
    holder = holder_but(db, question, actor)
    if holder is not None:
        promise(db, holder, DeskWord(question.id, "taken-over", actor.id))
        record(db, actor, "take_over", f"question:{question.id}", holder=holder.id)
    hold(db, question, actor)


def let_go(db: Session, actor: Person, number: int) -> Question:
    """The holder gives the question back to the queue."""
    require(actor, Role.TUTOR)
    question = locked(db, number)
    if question.holder_id != actor.id:
        raise Refusal("question-is-not-yours", number=number)
    free(db, question, actor)
    return question


def free(db: Session, question: Question, actor: Person) -> None:
    """Nobody has it any more, and those who wanted it hear so."""
    question.holder_id = question.held_until = question.lapsed_holder_id = None
    tell_watchers(db, question, "free", actor)
    refresh_boards(db)


def tell_watchers(
    db: Session, question: Question, what: str, by: Person, *, due_at: datetime | None = None, key: str | None = None
) -> None:
    """Tells those who wanted a question what became of it, once; with a key it can be untold while it waits."""
    for person_id in db.scalars(select(Watcher.person_id).where(Watcher.question_id == question.id)).all():
        if person_id != by.id:
            told = f"{key}{person_id}" if key else None
            promise(db, person_id, DeskWord(question.id, what, by.id), due_at=due_at, key=told)
    db.execute(delete(Watcher).where(Watcher.question_id == question.id))


def untell_watchers(db: Session, question: Question, key: str) -> None:
    """What they were to be told is true no more: they wait on, and hear how it ends."""
    waiting = OutboxRow.state == OutboxState.PENDING
    untold = db.scalars(
        select(OutboxRow.person_id).where(waiting, OutboxRow.dedup_key.startswith(key, autoescape=True))
    )
    watch_again = insert_into(db.get_bind().dialect.name, Watcher).on_conflict_do_nothing()
    for person_id in untold.all():
        db.execute(watch_again, {"question_id": question.id, "person_id": person_id, "since": clock.now()})
    withdraw(db, "undone", keys_like=key)


# --- leases that run out ---


def _lapse(db: Session, question: Question) -> None:
    former = db.get(Person, question.holder_id)
    question.lapsed_holder_id = question.holder_id
    question.holder_id = question.held_until = None
    refresh_boards(db)
    # With one tutor on duty there is nobody whom it concerns.
    if former is not None and lapses_loudly(len(on_duty(db))):
        promise(db, former, LeaseLapsed(question.id))
        tell_watchers(db, question, "free", former)


def release_lapsed(db: Session) -> int:
    """Gives back every question whose lease has run out; how many."""
    lapsed = db.scalars(
        select(Question)
        .where(Question.holder_id.is_not(None), Question.held_until <= clock.now())
        .order_by(Question.holder_id, Question.id)  # as the index has them: by number, all questions would be read
        .with_for_update(of=Question, key_share=True, skip_locked=True)
    ).all()
    for question in lapsed:
        _lapse(db, question)
    return len(lapsed)
