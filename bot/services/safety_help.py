"""The young person's way round the tutor: words for the safety person, "this felt wrong", and a quick way out."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot import clock
from bot.errors import Refusal
from bot.notifications.base import tell_chat
from bot.notifications.help import ClearScreen
from bot.services.people import ask_next, require, stop_asking
from bot.services.said import Said
from models.people import Person, Role
from models.questions import Entry

TALK_STEP = "help.words"
WRONG_STEP = "help.wrong"
NOTHING_IN_PARTICULAR = 0


@dataclass(frozen=True)
class Told:
    """What became of something that was told to the safety person: "sent", "read" or "answered", by whom and when."""

    state: str
    when: datetime
    who: str


def leave_quickly(db: Session, chat_id: int) -> None:
    """Clears this chat, whoever asks: joined, paused, or a stranger. What was asked of them is forgotten."""
    stop_asking(db, chat_id)
    now = clock.now().timestamp()
    tell_chat(db, chat_id, ClearScreen(chat_id, now), key=f"clear:{chat_id}:{now}")


def ask_what(db: Session, actor: Person) -> Person:
    """Their next words are for the safety person; for staff, for the leads."""
    ask_next(db, actor.telegram_id or 0, TALK_STEP)
    return actor


def talk(db: Session, actor: Person, said: Said) -> Person:
    """Opens a concern from what they say: it goes to the leads, and never to the tutors' queue."""
    _tell(db, actor, said, "asked")
    return actor


def said_while_paused(db: Session, actor: Person, said: Said) -> None:
    """What a paused young person writes is for the safety person, whatever it is."""
    _tell(db, actor, said, "paused")


def ask_what_felt_wrong(db: Session, actor: Person, entry_id: int) -> list[Told]:
    """Their next words say what felt wrong, with that answer or in general; what was told before comes back."""
    require(actor, Role.YOUNG_PERSON)
    _answer_to(db, actor, entry_id)
    ask_next(db, actor.telegram_id or 0, WRONG_STEP, entry=entry_id)
    return told_before(db, actor)


def felt_wrong(db: Session, actor: Person, entry_id: int, said: Said | None) -> None:
    """ "This felt wrong", to the safety person: with words, with a voice note, or without either."""
    require(actor, Role.YOUNG_PERSON)
    _tell(db, actor, said, "wrong", _answer_to(db, actor, entry_id))


def _answer_to(db: Session, actor: Person, entry_id: int) -> Entry | None:
    """The answer that it is about; Refusal for anybody else's."""
    if entry_id == NOTHING_IN_PARTICULAR:
        return None
    entry = db.get(Entry, entry_id)
    if entry is None or not entry.by_staff or entry.question.asker_id != actor.id or entry.delivered_at is None:
        raise Refusal("old-button")
    return entry


def _tell(db: Session, actor: Person, said: Said | None, source: str, about: Entry | None = None) -> None:
    from bot.services import concerns

    if said is not None and not said.text.strip() and said.file_id is None:
        raise Refusal("talk-empty")
    stop_asking(db, actor.telegram_id or 0)
    concerns.open_from_person(db, actor, said, source=source, about=about)


def told_before(db: Session, actor: Person) -> list[Told]:
    """What they have told the safety person, newest last, and what became of it."""
    return []
