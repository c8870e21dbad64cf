"""A question's card: the thread, who has it, what was noted, and what was asked about the same lesson before."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.notifications.base import promise, shown_in
from bot.notifications.desk import GONE, first_words, note_line
from bot.notifications.entries import note_seen
from bot.notifications.questions import EntryForTutor
from bot.notifications.saved import Offer
from bot.notifications.tutor_words import advice
from bot.services.claims import check_there, holder_but, locked, renew
from bot.services.people import require
from bot.services.saved import offered
from bot.texts import Text
from models.desk import Note
from models.people import Person, Role
from models.questions import Entry, Question, QuestionState

EARLIER = 3
NOTES = 10


@dataclass(frozen=True)
class Earlier:
    """A question that the same young person asked about the same lesson before."""

    number: int
    state: str
    words: Text


@dataclass(frozen=True)
class Card:
    """A question opened by a tutor or a lead; notes come as texts, made for this reader alone."""

    question: Question
    entries: list[Entry]
    holder: Person | None
    mine: bool
    lapsed_holder: Person | None
    snoozed_by: Person | None
    notes: list[Text]
    earlier: list[Earlier]
    reader_may_act: bool
    at: datetime
    offers: list[Offer]
    advice: Text  # what to do, and what not to ask, where somebody told of something


def open_question(db: Session, actor: Person, number: int) -> Card:
    """A question's card; its media that this chat has not been shown are sent after it."""
    require(actor, Role.TUTOR, Role.LEAD)
    question = locked(db, number)
    if Role.LEAD not in actor.roles:
        check_there(question)
    holder_but(db, question, actor)
    renew(question, actor)
    return card_of(db, actor, question)


def card_of(db: Session, actor: Person, question: Question) -> Card:
    """The card of a question that was just looked up, as this reader sees it; it counts as read."""
    entries = [entry for entry in question.entries if entry.state not in GONE]
    for entry in entries:
        # What stands before an entry decides what of it is shown.
        _ = entry.author.name, entry.question.entries
        unseen = entry.file_id and shown_in(db, actor.telegram_id, "entry", entry.id) is None
        if unseen and not entry.by_staff:
            promise(db, actor, EntryForTutor(entry.id))
    if entries:
        note_seen(db, question.id, actor.id, entries[-1].id)
    _ = question.lesson, question.asker.name
    return Card(
        question,
        entries,
        _person(db, question.holder_id),
        question.holder_id == actor.id,
        _person(db, question.lapsed_holder_id),
        _person(db, question.snoozed_by_id),
        [note_line(note, actor) for note in notes_on(db, question.id)],
        _earlier(db, question),
        Role.TUTOR in actor.roles,
        clock.now(),
        offered(db, actor),
        advice(db, question),
    )


def _person(db: Session, person_id: int | None) -> Person | None:
    return db.get(Person, person_id) if person_id is not None else None


def notes_on(db: Session, number: int) -> list[Note]:
    """The newest private notes on a question, oldest first."""
    newest = select(Note).where(Note.question_id == number).order_by(Note.id.desc()).limit(NOTES)
    return list(reversed(db.scalars(newest).all()))


def _earlier(db: Session, question: Question) -> list[Earlier]:
    if question.lesson_id is None:
        return []
    before = db.scalars(
        select(Question)
        .where(
            Question.asker_id == question.asker_id,
            Question.lesson_id == question.lesson_id,
            Question.id < question.id,
            Question.state.not_in([QuestionState.WITHDRAWN, QuestionState.KEPT]),
        )
        .order_by(Question.id.desc())
        .limit(EARLIER)
    )
    return [Earlier(item.id, item.state, first_words(item)) for item in before]
