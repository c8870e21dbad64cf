"""Closing a question that needs no answer any more, and opening it again."""

from sqlalchemy.orm import Session

from bot import clock
from bot.errors import Refusal
from bot.notifications.base import promise
from bot.notifications.boards import refresh_boards
from bot.notifications.desk import ClosedForAsker
from bot.services.audit import record
from bot.services.claims import HeldBy, check_open, check_there, hold, holder_but, locked, refused, tell_watchers
from bot.services.people import require
from models.people import Person, Role
from models.questions import Question, QuestionState


def close(db: Session, actor: Person, number: int) -> Question | HeldBy:
    """A tutor closes a question; a young person who still waits for an answer is told, and how to go on with it."""
    require(actor, Role.TUTOR)
    question = locked(db, number)
    check_open(question)
    holder = holder_but(db, question, actor)
    if holder is not None:
        return refused(db, question, actor, holder)
    if question.state == QuestionState.WAITING:
        promise(db, question.asker_id, ClosedForAsker(question.id, actor.id))
    question.state = QuestionState.CLOSED
    question.closed_at = clock.now()
    question.leave_queue()
    record(db, actor, "close", f"question:{question.id}")
    tell_watchers(db, question, "closed", actor)
    refresh_boards(db)
    return question


def reopen(db: Session, actor: Person, number: int) -> Question:
    """Opens a closed question again, for the tutor who does so: something is still to be said."""
    require(actor, Role.TUTOR)
    question = locked(db, number)
    check_there(question)
    if question.state != QuestionState.CLOSED:
        raise Refusal("question-is-open", number=number)
    open_again(db, actor, question)
    return question


def open_again(db: Session, actor: Person, question: Question) -> None:
    """The same for a question that is locked already."""
    question.state = QuestionState.WAITING
    question.closed_at = question.helped = None
    question.waiting_since = clock.now()
    record(db, actor, "reopen", f"question:{question.id}")
    hold(db, question, actor)
