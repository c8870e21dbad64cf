"""Private notes on a question: among tutors and leads, never for the young person."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import clock
from bot.errors import Refusal
from bot.notifications.base import promise
from bot.notifications.desk import NoteLeft
from bot.services.claims import check_there, locked, renew
from bot.services.people import require
from models.desk import Note, PrivateWords
from models.people import Person, Role
from models.questions import Draft, Question

LONGEST = 1500  # characters: a card has to have room for it


@dataclass(frozen=True)
class Noted:
    """The note is kept."""

    note_id: int
    question: Question


def note(db: Session, actor: Person, number: int, words: str) -> Noted:
    """Adds a private note; whoever has the question hears of it."""
    require(actor, Role.TUTOR, Role.LEAD)
    question = locked(db, number)
    check_there(question)
    made = keep_note(db, actor, question, words)
    if question.holder_id is not None and question.holder_id != actor.id:
        promise(db, question.holder_id, NoteLeft(made.id))
    renew(question, actor)
    return Noted(made.id, question)


def keep_note(db: Session, actor: Person, question: Question, words: str) -> Note:
    """Writes a note down; Refusal if there is nothing in it, or too much."""
    words = words.strip()
    if not words:
        raise Refusal("note-empty", number=question.id)
    if len(words) > LONGEST:
        raise Refusal("note-too-long", most=LONGEST)
    made = Note(question_id=question.id, author_id=actor.id, words=PrivateWords(words), written_at=clock.now())
    db.add(made)
    db.flush()
    return made


def keep_draft_as_note(db: Session, actor: Person, draft_id: int) -> Noted:
    """What looked like a note becomes one, and is not sent."""
    require(actor, Role.TUTOR)
    draft = db.get(Draft, draft_id)
    if draft is None or draft.author_id != actor.id or draft.question_id is None:
        raise Refusal("draft-gone")
    noted = note(db, actor, draft.question_id, draft.text)
    db.delete(draft)
    return noted


def remove_note(db: Session, actor: Person, note_id: int) -> int:
    """Takes one's own note away; the number of its question."""
    require(actor, Role.TUTOR, Role.LEAD)
    found = db.get(Note, note_id)
    if found is None or found.author_id != actor.id:
        raise Refusal("old-button")
    db.delete(found)
    return found.question_id
