"""What we say when something that was sent is changed or taken back: a short line, because edits ring nobody."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.callbacks.people import HelpNow
from bot.callbacks.questions import OpenQuestion
from bot.notifications.base import Notification, notification, shown_in
from bot.notifications.content import Content, Subject, button, rows
from bot.texts import t
from models.outbox import Priority, SentMessage
from models.people import Person
from models.questions import Entry, EntryState

# Telegram lets a bot delete its own messages for this long.
CAN_DELETE = timedelta(hours=48)


@notification("answer_corrected", Priority.ANSWER, rings_in_quiet_hours=False)
class AnswerCorrected(Notification):
    """ "Tom corrected #17", below the answer that was changed in its place."""

    entry_id: int

    def author_id(self, db: Session) -> int | None:
        entry = db.get(Entry, self.entry_id)
        return entry.author_id if entry is not None else None

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        entry = db.get(Entry, self.entry_id)
        if entry is None or to is None or entry.state != EntryState.DELIVERED:
            return []
        shown = shown_in(db, to.telegram_id, "entry", entry.id)
        words = t("answer-corrected-line", tutor=entry.author.name, number=entry.question_id)
        return [
            Content(
                words,
                rows(button("button-help-now", HelpNow())),
                subject=Subject("line", entry.id, entry.version, entry.question_id),
                reply_to=shown.message_id if shown else None,
            )
        ]


@notification("entry_changed", Priority.ANSWER, rings_in_quiet_hours=False)
class EntryChanged(Notification):
    """Tells a tutor that a young person changed what they had sent; rings only whoever is at work on it."""

    entry_id: int
    silent: bool

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        entry = db.get(Entry, self.entry_id)
        if entry is None or to is None or entry.state == EntryState.WITHDRAWN:
            return []
        shown = shown_in(db, to.telegram_id, "entry", entry.id)
        if shown is None:
            return []
        question = entry.question
        words = t("entry-changed-line", number=question.id, name=question.asker.name, alias=question.asker.alias)
        return [
            Content(
                words,
                rows(button("button-open", OpenQuestion(question.id))),
                subject=Subject("line", entry.id, entry.version, question.id),
                reply_to=shown.message_id,
                silent=self.silent,
            )
        ]


@notification("answer_taken_back", Priority.ANSWER, rings_in_quiet_hours=False)
class AnswerTakenBack(Notification):
    """Takes an answer away from the young person's chat, and says that it was."""

    entry_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        entry = db.get(Entry, self.entry_id)
        if entry is None or to is None or entry.state != EntryState.WITHDRAWN:
            return []
        messages = shown_of(db, entry, to)
        if not messages:
            return []
        words = t("answer-taken-back-line", tutor=entry.author.name, number=entry.question_id)
        subject = Subject("line", entry.id, entry.version, entry.question_id)
        young = [message for message in messages if clock.now() - message.sent_at < CAN_DELETE]
        contents = [Content(delete=message.message_id) for message in young]
        # What has grown too old on its way here can't be deleted any more, but changed it can be.
        old = [message for message in messages if message not in young]
        contents += [
            Content(words, edit=message.message_id, edit_has_media=message.has_media, or_nothing=True, subject=subject)
            for message in old
        ]
        return [*contents, Content(words, rows(button("button-help-now", HelpNow())), subject=subject)]


def shown_of(db: Session, entry: Entry, to: Person) -> list[SentMessage]:
    """Every message in the person's chat that shows the entry, or another part of its album, in order."""
    numbers = {entry.id}
    if entry.album is not None:
        album = select(Entry.id).where(Entry.album == entry.album, Entry.question_id == entry.question_id)
        numbers |= set(db.scalars(album))
    return list(
        db.scalars(
            select(SentMessage)
            .where(
                SentMessage.chat_id == to.telegram_id,
                SentMessage.subject_kind == "entry",
                SentMessage.subject_id.in_(numbers),
            )
            .order_by(SentMessage.message_id)
        )
    )
