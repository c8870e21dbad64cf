"""What carries a tutor's answer to the young person."""

from sqlalchemy.orm import Session

from bot.notifications.answer_status import AnswerStatus
from bot.notifications.base import Notification, Outcome, notification, promise, shown_in
from bot.notifications.contacts import second_adult_there
from bot.notifications.content import Content
from bot.notifications.edits import catch_up
from bot.notifications.entries import album_of, for_asker
from bot.notifications.holds import AnswerBeingChecked
from models.outbox import Priority
from models.people import Person
from models.questions import Entry, EntryState

# What a lead holds or refused, what waits for a second adult, and what was taken back: for nobody to be sent.
NEVER_SHOWN = (EntryState.HELD, EntryState.REFUSED, EntryState.ALONE, EntryState.WITHDRAWN)


@notification("answer_for_asker", Priority.ANSWER, rings_in_quiet_hours=False)
class AnswerForAsker(Notification):
    """A tutor's answer to the young person, and only while a second adult is there, where the service asks for one."""

    entry_id: int
    second_adult: bool = False

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        entry = db.get(Entry, self.entry_id)
        if entry is None or to is None or entry.state in NEVER_SHOWN:
            return []
        if shown_in(db, to.telegram_id, "entry", entry.id) is not None:
            return []
        if self.second_adult and not second_adult_there(db, entry.author_id):
            return []
        return for_asker(db, entry)

    def author_id(self, db: Session) -> int | None:
        entry = db.get(Entry, self.entry_id)
        return entry.author_id if entry is not None else None

    def settled(self, db: Session, to: Person | None, outcome: Outcome) -> None:
        entry = db.get(Entry, self.entry_id)
        if entry is None or entry.state in NEVER_SHOWN:
            return
        if outcome.state == "dropped":
            if entry.state == EntryState.QUEUED and self.second_adult and not second_adult_there(db, entry.author_id):
                wait_alone(db, entry, album_of(db, entry))
            return
        states = {
            "sent": EntryState.DELIVERED,
            "retrying": EntryState.RETRYING,
            "blocked": EntryState.BLOCKED,
        }
        state = states.get(outcome.state, EntryState.FAILED)
        for item in album_of(db, entry):
            item.state = state
            item.delivered_at = outcome.at if state == EntryState.DELIVERED else None
        if to is not None:
            catch_up(db, to, outcome)
        promise(db, entry.author_id, AnswerStatus(entry.id))


def wait_alone(db: Session, entry: Entry, album: list[Entry]) -> None:
    """Keeps an answer until a second adult is there, and says so to both sides."""
    for item in album:
        item.state = EntryState.ALONE
    promise(db, entry.question.asker_id, AnswerBeingChecked(entry.id), key=f"alone:{entry.id}:{entry.version}")
    promise(db, entry.author_id, AnswerStatus(entry.id))
