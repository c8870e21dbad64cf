"""What a tutor knows of an answer: where it is, and what can still be done about it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.callbacks.corrections import UnsendAnswer
from bot.callbacks.questions import NextQuestion, UndoAnswer
from bot.notifications.base import Notification, notification, shown_in, soon
from bot.notifications.content import Content, Subject, button, rows
from bot.notifications.entries import edited_since
from bot.notifications.holds import reword_button
from bot.texts import t
from models.outbox import OutboxRow, OutboxState, Priority
from models.people import Person
from models.questions import Entry, EntryState

LEAVES_SOON = 60.0  # seconds


@notification("answer_status", Priority.ANSWER)
class AnswerStatus(Notification):
    """Where an answer is: queued, delivered, retrying, blocked. One message, edited in place."""

    entry_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        entry = db.get(Entry, self.entry_id)
        if entry is None or to is None:
            return []
        asker = entry.question.asker
        state, undo, onward = entry.state, None, None
        leaves_at = answer_leaves_at(db, entry)
        if state == EntryState.QUEUED and leaves_at is not None and leaves_at > clock.now():
            # Beyond the half minute of Undo it waits for the service to open.
            state = "later" if leaves_at > soon(LEAVES_SOON) else "undo"
            undo = button("button-undo", UndoAnswer(entry.id))
        elif state == EntryState.ALONE:
            undo = button("button-undo", UndoAnswer(entry.id))
        elif state == EntryState.DELIVERED:
            undo = button("button-unsend", UnsendAnswer(entry.id))
            onward = button("button-next", NextQuestion())
            at_asker = shown_in(db, asker.telegram_id, "entry", entry.id)
            corrected = at_asker is not None and at_asker.version > 1 and edited_since(entry)
            state = "corrected" if corrected else state
        elif state == EntryState.WITHDRAWN and entry.delivered_at is not None:
            state = "unsent"
        shown = shown_in(db, to.telegram_id, "status", entry.id)
        return [
            Content(
                t(f"answer-{state}", number=entry.question_id, alias=asker.alias, name=asker.name, when=leaves_at),
                rows(onward, undo or reword_button(db, entry), width=2),
                subject=Subject("status", entry.id, entry.version, entry.question_id),
                edit=shown.message_id if shown else None,
            )
        ]


def answer_leaves_at(db: Session, entry: Entry) -> datetime | None:
    """When a queued answer goes out: later than now while it can be undone."""
    return db.scalar(
        select(OutboxRow.due_at).where(
            OutboxRow.dedup_key == answer_key(entry.id), OutboxRow.state == OutboxState.PENDING
        )
    )


def answer_key(entry_id: int) -> str:
    """The deduplication key of an answer's one delivery."""
    return f"answer:{entry_id}"
