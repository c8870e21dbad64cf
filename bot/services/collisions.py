"""Two tutors, one question: whose answer goes out is settled under the question's lock, and both hear how."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.notifications.base import promise
from bot.notifications.boards import refresh_boards
from bot.notifications.desk import GONE, AlsoAnswered, DeskWord
from bot.notifications.entries import note_seen
from bot.services.claims import check_there, holder_but, refused, take_from_holder, tell_watchers
from bot.services.closing import open_again
from models.people import Person
from models.questions import Entry, Question, QuestionState, QuestionView


class Way(StrEnum):
    """What a tutor wants to be done if the question is not free: be asked, or one of the buttons they are given."""

    ASK = "ask"
    ADD = "add"
    TAKE_OVER = "take_over"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Stopped:
    """Why an answer does not go out: another has the question, has answered it, or it is closed."""

    holder: Person | None = None
    unseen: Entry | None = None


def in_the_way(db: Session, actor: Person, question: Question, way: Way) -> Stopped | None:
    """What keeps this answer from going out, if anything does; the other tutor hears of the collision."""
    check_there(question)
    if question.state == QuestionState.CLOSED:
        if way != Way.REOPEN and not question.asks_nothing:
            return Stopped()
        open_again(db, actor, question)
    holder = holder_but(db, question, actor)
    if holder is not None and way == Way.TAKE_OVER:
        take_from_holder(db, question, actor)
    elif holder is not None and way != Way.ADD:
        refused(db, question, actor, holder)
        return Stopped(holder=holder)
    unseen = _unseen_answer(db, actor, question)
    if unseen is None:
        return None
    note_seen(db, question.id, actor.id, unseen.id)
    promise(db, unseen.author_id, DeskWord(question.id, "also-wrote", actor.id))
    _ = unseen.author.name
    return Stopped(unseen=unseen)


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
            Entry.state.not_in(GONE),
        )
        .order_by(Entry.id.desc())
        .limit(1)
    ).first()


def answered_key(entry_id: int) -> str:
    """By this what the others are told of an answer is found again, should it be undone."""
    return f"answered:{entry_id}:"


def note_answered(db: Session, question: Question, entry: Entry, due: datetime, settled: datetime) -> None:
    """What an answer does to the question, and who else hears of it; beside a holder's it leaves them the question.

    `due` is when it leaves; from `settled` on, when it can hardly be undone, others may hear that it is answered.
    """
    actor = entry.author
    question.first_answered_at = question.first_answered_at or entry.said_at
    note_seen(db, question.id, actor.id, entry.id)
    concerned: set[int | None] = set()
    if question.holder_id is not None and question.holder_id != actor.id:
        concerned = {question.holder_id}
    else:
        if question.state == QuestionState.ANSWERED:
            concerned = {question.preferred_tutor_id}
        if question.lapsed_holder_id not in (None, actor.id):
            promise(db, question.lapsed_holder_id or 0, DeskWord(question.id, "answered", actor.id), due_at=settled)
        question.state = QuestionState.ANSWERED
        question.preferred_tutor_id = actor.id
        question.leave_queue()
        tell_watchers(db, question, "answered", actor, due_at=settled, key=answered_key(entry.id))
    for person_id in concerned - {None, actor.id}:
        promise(db, person_id or 0, AlsoAnswered(entry.id), due_at=due)
    refresh_boards(db)


def still_unanswered(question: Question) -> bool:
    """Whether the young person's last words have no answer that goes out, or went."""
    live = [entry for entry in question.entries if entry.state not in GONE]
    return not live or not live[-1].by_staff
