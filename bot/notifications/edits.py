"""What carries an edit, or a taking back, to the Telegram messages that show it."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.notifications.answer_status import AnswerStatus
from bot.notifications.base import Notification, Outcome, notification, promise
from bot.notifications.content import Content
from bot.notifications.entries import for_asker, for_tutor, media_of, subject_of
from bot.notifications.tutor_words import is_hidden
from bot.texts import t
from models.outbox import Priority, SentMessage
from models.people import Person
from models.questions import Entry, EntryState


@notification("entry_edited", Priority.ANSWER, rings_in_quiet_hours=False)
class EntryEdited(Notification):
    """Carries an edit, or a taking back, to the Telegram message that shows the entry."""

    entry_id: int
    message_id: int

    def author_id(self, db: Session) -> int | None:
        entry = db.get(Entry, self.entry_id)
        return entry.author_id if entry is not None else None

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        entry = db.get(Entry, self.entry_id)
        if entry is None or to is None or to.telegram_id is None:
            return []
        shown = db.get(SentMessage, (to.telegram_id, self.message_id))
        if shown is None:
            return []
        if entry.state in (EntryState.HELD, EntryState.REFUSED, EntryState.ALONE):
            return []
        apart = entry.album is not None or _words_apart(db, to, entry)
        if entry.state == EntryState.WITHDRAWN:
            words = t("entry-taken-back", number=entry.question_id)
            if not shown.has_media:
                return [Content(words, edit=self.message_id, subject=subject_of(entry))]
            # New words under a picture would leave the picture.
            gone = Content(delete=self.message_id)
            return [gone] if apart else [gone, Content(words, subject=subject_of(entry))]
        whole = for_asker(db, entry) if to.id == entry.question.asker_id else for_tutor(db, entry, to)
        hidden = to.id != entry.question.asker_id and is_hidden(entry, to.id)
        if hidden and shown.has_media:
            # A picture or a voice note can't be edited into nothing.
            return [Content(delete=self.message_id)]
        media = () if hidden else media_of(entry)
        new = replace(whole[0], media=media, subject=subject_of(entry), subjects=(), reply_to=None)
        new = replace(new, edit=self.message_id, silent=True)
        if not apart:
            # A message of words alone can become one with a picture.
            return [replace(new, edit_has_media=shown.has_media or bool(new.media))]
        if shown.has_media:
            return [replace(new, text=None, rows=(), edit_has_media=True)]
        return [replace(new, media=())]

    def settled(self, db: Session, to: Person | None, outcome: Outcome) -> None:
        entry = db.get(Entry, self.entry_id)
        if entry is not None and to is not None and entry.by_staff and outcome.state == "sent":
            promise(db, entry.author_id, AnswerStatus(entry.id))


def _words_apart(db: Session, to: Person, entry: Entry) -> bool:
    """Whether the words went in a message of their own, because they were too long for a caption."""
    kinds = select(SentMessage.has_media).where(
        SentMessage.chat_id == to.telegram_id,
        SentMessage.subject_kind == "entry",
        SentMessage.subject_id == entry.id,
    )
    return len(set(db.scalars(kinds))) > 1


def catch_up(db: Session, to: Person, outcome: Outcome) -> None:
    """Promises the edit of what was changed, or taken back, while it was on its way and could not be edited yet."""
    # Whoever edits locks the entry: an edit under way is waited for here, and a later one sees where its message is.
    fresh: dict[str, Any] = {"populate_existing": True, "with_for_update": {"read": True, "of": Entry}}
    for message_id, kind, number, version in outcome.shown:
        entry = db.get(Entry, number, **fresh) if kind == "entry" else None
        if entry is not None and (entry.version > version or entry.state == EntryState.WITHDRAWN):
            promise(db, to, EntryEdited(entry.id, message_id))
