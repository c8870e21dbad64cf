"""Clearing a chat: for whoever has to put the phone away, and of what staff were only lent."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.notifications.base import Notification, Outcome, notification
from bot.notifications.content import Content
from bot.texts import t
from models.inbox import InboxRow
from models.outbox import Priority, SentMessage
from models.people import Person

# Telegram lets a bot delete for 48 hours; a few minutes are left for a message that waits its turn.
DELETABLE = timedelta(hours=48) - timedelta(minutes=10)
TOGETHER = 100  # messages in one deleteMessages
OLDER_EDITED = 10  # each costs a call of its own, and a chat takes about one a second


def in_batches(ids: list[int]) -> list[Content]:
    """Deletes these messages, as many at a time as Telegram takes."""
    return [Content(delete_all=tuple(ids[at : at + TOGETHER])) for at in range(0, len(ids), TOGETHER)]


@notification("clear_screen", Priority.ALERT)
class ClearScreen(Notification):
    """Clears a chat of all that was written until then (UTC seconds), both ways, as far as Telegram lets a bot."""

    chat_id: int
    until: float

    def _window(self) -> tuple[datetime, datetime]:
        until = datetime.fromtimestamp(self.until, UTC)
        return until - DELETABLE, until

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        since, until = self._window()
        sent = db.execute(
            select(SentMessage.message_id, SentMessage.sent_at, SentMessage.has_media)
            .where(SentMessage.chat_id == self.chat_id, SentMessage.sent_at <= until)
            .order_by(SentMessage.message_id.desc())
        ).all()
        theirs = db.scalars(
            select(InboxRow.message_id).where(
                InboxRow.chat_id == self.chat_id,
                InboxRow.message_id.is_not(None),
                InboxRow.received_at > since,
                InboxRow.received_at <= until,
            )
        )
        young = {row.message_id for row in sent if row.sent_at > since} | {number for number in theirs if number}
        older = [row for row in sent if row.sent_at <= since][:OLDER_EDITED]
        edits = [
            Content(t("cleared-line"), edit=row.message_id, edit_has_media=row.has_media, or_nothing=True)
            for row in older
        ]
        # The newest go first: they are what somebody who looks over a shoulder sees.
        return [*in_batches(sorted(young, reverse=True)), Content(t("cleared")), *edits]

    def settled(self, db: Session, to: Person | None, outcome: Outcome) -> None:
        since, until = self._window()
        if outcome.state == "sent":
            db.execute(
                delete(SentMessage).where(
                    SentMessage.chat_id == self.chat_id,
                    SentMessage.sent_at > since,
                    SentMessage.sent_at <= until,
                )
            )


@notification("take_back_loan", Priority.NOTICE)
class TakeBackLoan(Notification):
    """Takes young people's media, transcripts and sealed records out of a chat of staff."""

    chat_id: int
    message_ids: list[int]

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        return in_batches(self.message_ids)

    def settled(self, db: Session, to: Person | None, outcome: Outcome) -> None:
        if outcome.state == "sent":
            db.execute(
                delete(SentMessage).where(
                    SentMessage.chat_id == self.chat_id, SentMessage.message_id.in_(self.message_ids)
                )
            )
