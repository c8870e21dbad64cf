"""A tutor raises a concern: the leads hear of it at once, and what worried them is hidden from the other tutors."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.config import Config
from bot.errors import Refusal
from bot.notifications.concerns import name_of
from bot.notifications.safety import NOT_TAKEN_YET
from bot.policies.judgements import HIGH
from bot.services.claims import check_there, locked
from bot.services.concerns import open_concern
from bot.services.escalation import say, say_if_nobody_has_it
from bot.services.people import require
from bot.services.questions import tell_of_edit
from bot.services.said import Said
from models.concerns import ConcernEvent
from models.outbox import SentMessage
from models.people import Person, Role
from models.questions import Entry, EntryState, Question

RAISED = "raised"
CARD = "card-tutor-told"


def raise_concern(db: Session, actor: Person, number: int, words: str, said: Said, config: Config) -> tuple[str, str]:
    """Opens a record with the tutor's words; the music question stays in the queue. Its name, and the alias."""
    require(actor, Role.TUTOR)
    question = locked(db, number)
    check_there(question)
    if not words.strip():
        raise Refusal("concern-raise-words", number=number)
    entries = _what_worries(db, question, said)
    concern = open_concern(
        db,
        config,
        person=question.asker,
        source="tutor",
        category=RAISED,
        severity=HIGH,
        words=words.strip(),
        by=actor,
        question_id=question.id,
        exact=[f"#{question.id}: {entry.text}" for entry in entries if entry.text],
    )
    for entry in entries:
        entry.hidden_by_id = actor.id
        tell_of_edit(db, entry)
    say(db, question.asker, CARD, concern_id=concern.id, words=actor.name)
    say_if_nobody_has_it(db, question.asker, concern.id, config, NOT_TAKEN_YET)
    return name_of(concern.id), question.asker.alias


def _what_worries(db: Session, question: Question, said: Said) -> list[Entry]:
    """The message replied to; else what detection found in this thread; else the newest that the young person wrote."""
    theirs = [item for item in question.entries if not item.by_staff and item.state == EntryState.RECEIVED]
    if said.reply_to is not None:
        shown = db.get(SentMessage, (said.chat_id, said.reply_to))
        pointed = [item for item in theirs if shown and shown.subject_kind == "entry" and shown.subject_id == item.id]
        if pointed:
            return pointed
    numbers = [item.id for item in theirs]
    found = set(db.scalars(select(ConcernEvent.entry_id).where(ConcernEvent.entry_id.in_(numbers))))
    return [item for item in theirs if item.id in found] or theirs[-1:]
