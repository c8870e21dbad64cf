"""The music question in a worrying message: a lead may hold it, and gives it back to the tutors."""

from sqlalchemy.orm import Session

from bot import clock
from bot.errors import Refusal
from bot.notifications.boards import refresh_boards
from bot.notifications.concerns import ConcernNow, add_event
from bot.services.audit import record
from bot.services.escalation import say
from models.people import Person
from models.questions import Question, QuestionState

CARD = "card-question-kept"


def keep(db: Session, actor: Person, now: ConcernNow) -> None:
    """The lead holds the question: it leaves the tutors' queue until it is freed, and its asker is told."""
    number = now.concern.id
    question = db.get(Question, now.concern.question_id) if now.concern.question_id else None
    if question is None or question.state in (QuestionState.CLOSED, QuestionState.WITHDRAWN):
        raise Refusal("concern-no-question", ref=f"C{number}")
    if question.state != QuestionState.KEPT:
        question.state = QuestionState.KEPT
        question.holder_id = question.held_until = None
        refresh_boards(db)
        add_event(db, number, "question_held", actor_id=actor.id, details={"question": question.id})
        record(db, actor, "keep_question", f"question:{question.id}", concern=number)
        say(db, question.asker, CARD, concern_id=number)


def free(db: Session, actor: Person, now: ConcernNow) -> None:
    """The question goes back to the queue, if it was held."""
    question = db.get(Question, now.concern.question_id) if now.concern.question_id else None
    if question is None or question.state != QuestionState.KEPT:
        return
    question.state = QuestionState.WAITING
    question.waiting_since = question.waiting_since or clock.now()
    question.wake()
    refresh_boards(db)
    add_event(db, now.concern.id, "question_freed", actor_id=actor.id, details={"question": question.id})
