"""The young person's side of what the safety person says: showing, "it was about music", writing back."""

from typing import Any

from sqlalchemy.orm import Session

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise
from bot.notifications.concerns import ConcernMore, add_event, concern_now
from bot.policies.judgements import HIGH
from bot.services.concerns import handlers_of, open_concern, tell_quietly
from bot.services.people import MORE_STEP, ask_next, stop_asking
from bot.services.said import Said
from models.concerns import SafetyNote
from models.outbox import SentMessage
from models.people import Person

WRITE_STEP = "safety.words"
TOLD = "told"  # the category of what somebody tells the safety person


def own_note(db: Session, actor: Person, note_id: int) -> SafetyNote:
    """A card of one's own; Refusal for another's."""
    note = db.get(SafetyNote, note_id)
    if note is None or note.person_id != actor.id:
        raise Refusal("old-button")
    return note


def show_note(db: Session, actor: Person, note_id: int) -> SafetyNote:
    """What stands behind "New message"; that it was read is kept."""
    note = own_note(db, actor, note_id)
    _ = note.by
    if note.shown_at is None:
        note.shown_at = clock.now()
        if note.concern_id is not None and note.by_id is not None:
            add_event(db, note.concern_id, "reply_shown", actor_id=actor.id)
    return note


def it_was_music(db: Session, actor: Person, note_id: int) -> SafetyNote:
    """Marks the concern; closes nothing."""
    note = own_note(db, actor, note_id)
    if note.concern_id is None:
        raise Refusal("old-button")
    now = concern_now(db, note.concern_id)
    if now is not None and not now.music:
        add_event(db, note.concern_id, "music", actor_id=actor.id)
        tell_quietly(db, now, "music")
    return note


def ask_to_write(db: Session, actor: Person, note_id: int) -> SafetyNote:
    """Their next words go to the safety person."""
    note = own_note(db, actor, note_id)
    ask_next(db, actor.telegram_id or 0, WRITE_STEP, note=note.id)
    return note


def take_more(db: Session, actor: Person, number: int) -> None:
    """What they write in the next minutes belongs to that concern: whoever has just confided is not done by one message."""
    ask_next(db, actor.telegram_id or 0, MORE_STEP, concern=number)


def write_back(db: Session, actor: Person, note_id: int, said: Said, config: Config) -> None:
    """A young person's words to the safety person: to the leads, never to the tutors' queue."""
    note = own_note(db, actor, note_id)
    if not said.text.strip() and said.file_id is None:
        raise Refusal("safety-words-empty")
    stop_asking(db, actor.telegram_id or 0)
    file: dict[str, Any] = {"kind": said.kind, "file_id": said.file_id} if said.file_id is not None else {}
    now = concern_now(db, note.concern_id) if note.concern_id is not None else None
    if now is None or now.outcome is not None:
        # What it belonged to is closed: new words are a new matter, and ring.
        new = open_concern(
            db, config, person=actor, source="asked", category=TOLD, severity=HIGH, words=said.text, by=actor, **file
        )
        take_more(db, actor, new.id)
        return
    add_event(db, now.concern.id, "wrote", actor_id=actor.id, words=said.text, details=file)
    for person in handlers_of(db, now):
        promise(db, person, ConcernMore(now.concern.id, "wrote"))
    take_more(db, actor, now.concern.id)


def note_of_reply(db: Session, actor: Person, said: Said) -> int | None:
    """The safety person's message that this one replies to in the chat, if it does."""
    shown = db.get(SentMessage, (said.chat_id, said.reply_to)) if said.reply_to is not None else None
    note = db.get(SafetyNote, shown.subject_id) if shown is not None and shown.subject_kind == "safety" else None
    return note.id if note is not None and note.person_id == actor.id else None
