"""A tutor says a held answer again without contact details or links; what they wrote first is kept for the lead."""

from sqlalchemy.orm import Session

from bot.config import Config
from bot.errors import Refusal
from bot.policies.judgements import may_reword
from bot.services import answers, hold_decisions
from bot.services.answers import Answered
from bot.services.people import ask_next, require, stop_asking
from bot.services.said import Said
from models.holds import Hold
from models.people import Person, Role
from models.questions import EntryState, QuestionState


def _own(db: Session, actor: Person, hold_id: int) -> Hold:
    require(actor, Role.TUTOR)
    hold = db.get(Hold, hold_id)
    if hold is None or hold.author_id != actor.id or hold.entry is None or not may_reword(hold.category):
        raise Refusal("old-button")
    if hold.decided_at is not None:
        raise Refusal("reword-gone", number=hold.question_id)
    return hold


def ask(db: Session, actor: Person, hold_id: int) -> int:
    """The tutor's next words replace those that are held; the question's number."""
    hold = _own(db, actor, hold_id)
    ask_next(db, actor.telegram_id or 0, "hold.reword", hold=hold.id)
    return hold.question_id or 0


def reword(db: Session, actor: Person, hold_id: int, said: Said, config: Config) -> int | None:
    """Settles the hold and answers anew; the question's number if the new words are held as well."""
    hold = _own(db, actor, hold_id)
    stop_asking(db, actor.telegram_id or 0)
    entry = hold.entry
    if entry is None:
        raise Refusal("old-button")
    question = entry.question
    if question.state == QuestionState.ANSWERED:
        hold_decisions.requeue(db, question, config)
    hold_decisions.drop(db, entry)
    hold_decisions.reworded(db, hold, actor)
    outcome = answers.answer(db, actor, question.id, said, config)
    if isinstance(outcome, Answered) and outcome.entry.state == EntryState.HELD:
        return question.id
    return None
