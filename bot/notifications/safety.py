"""What a young person gets from the safety person: "New message", whose words show only on a tap and hide again."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.callbacks.people import HelpNow
from bot.callbacks.safeguarding import ShowNote
from bot.notifications.base import Notification, notification, shown_in
from bot.notifications.content import Content, Rows, Subject, button, rows
from bot.texts import t
from models.concerns import ConcernEvent, SafetyNote
from models.outbox import Priority
from models.people import Person
from models.questions import Entry, EntryState

NOBODY_YET = "card-nobody-yet"
NOT_TAKEN_YET = "card-not-taken-yet"  # the same of what a tutor told the safety person


def hidden_rows(note_id: int) -> Rows:
    """The buttons while the words are hidden."""
    return rows(button("button-show", ShowNote(note_id)), button("button-help-now", HelpNow()))


@notification("safety_message", Priority.ALERT, for_the_paused=True)
class SafetyMessage(Notification):
    """A card or a lead's words, hidden: somebody else may be reading that phone."""

    note_id: int

    def author_id(self, db: Session) -> int | None:
        note = db.get(SafetyNote, self.note_id)
        return note.by_id if note is not None else None

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        note = db.get(SafetyNote, self.note_id)
        if note is None or to is None or note.person_id != to.id or _out_of_date(db, note):
            return []
        if shown_in(db, to.telegram_id, "safety", note.id) is not None:
            return []
        return [Content(t("safety-new-message"), hidden_rows(note.id), subject=Subject("safety", note.id))]


@notification("heard_receipt", Priority.NOTICE, rings_in_quiet_hours=False)
class HeardReceipt(Notification):
    """A person has listened to a voice note: the receipt that promised it says so, in place."""

    entry_id: int
    message_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        entry = db.get(Entry, self.entry_id)
        if entry is None or to is None or entry.state == EntryState.WITHDRAWN:
            return []
        subject = Subject("receipt", entry.id, 1, entry.question_id)
        buttons = rows(button("button-help-now", HelpNow()))
        words = t("receipt-heard", number=entry.question_id)
        return [Content(words, buttons, subject=subject, edit=self.message_id, or_nothing=True)]


def _out_of_date(db: Session, note: SafetyNote) -> bool:
    """That nobody has it yet is said only while it is so."""
    if note.card not in (NOBODY_YET, NOT_TAKEN_YET):
        return False
    taken = select(ConcernEvent.id).where(
        ConcernEvent.concern_id == note.concern_id,
        # Somebody who had it before it rang anew may not have seen what rang.
        ConcernEvent.at >= note.said_at,
        ConcernEvent.kind.in_(("acknowledged", "replied", "outcome")),
    )
    return db.scalar(taken.limit(1)) is not None
