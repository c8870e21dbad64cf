"""The young person's way round the tutor: words for the safety person, "this felt wrong", and a quick way out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise, tell_chat
from bot.notifications.concerns import ConcernMore, add_event, concern_now
from bot.notifications.contacts import first_contacts
from bot.notifications.help import ClearScreen
from bot.policies.judgements import HIGH
from bot.services import concerns, safety_notes
from bot.services.people import ask_next, require, stop_asking
from bot.services.said import Said
from models.announcements import Announcement, Reached
from models.concerns import Concern
from models.outbox import SentMessage
from models.people import Person, PersonRole, Role
from models.questions import Entry, Question
from models.sessions import Enrolment
from models.sessions import Session as MusicSession

TALK_STEP = "help.words"
WRONG_STEP = "help.wrong"
NOTHING_IN_PARTICULAR = 0
WORDS_MOST = 3000
SHOWN_BEFORE = 5
JOINS_WITHIN = timedelta(hours=12)
# Where it came from, and what it is called in the record.
_CATEGORIES = {"asked": "asked_for_help", "paused": "wrote_while_paused", "wrong": "felt_wrong"}


@dataclass(frozen=True)
class Told:
    """What became of something that was told to the safety person: "sent", "read" or "answered", by whom and when."""

    state: str
    when: datetime
    who: str


@dataclass(frozen=True)
class About:
    """What felt wrong: the adult whose it is, their exact words, and the entry where it is an answer."""

    adult_id: int
    words: str
    entry: Entry | None = None


def leave_quickly(db: Session, chat_id: int) -> None:
    """Clears this chat, whoever asks: joined, paused, or a stranger. What was asked of them is forgotten."""
    stop_asking(db, chat_id)
    now = clock.now().timestamp()
    tell_chat(db, chat_id, ClearScreen(chat_id, now), key=f"clear:{chat_id}:{now}")


def ask_what(db: Session, actor: Person) -> Person:
    """Their next words are for the safety person; for staff, for the leads."""
    ask_next(db, actor.telegram_id or 0, TALK_STEP)
    return actor


def talk(db: Session, actor: Person, said: Said, config: Config) -> Person:
    """Opens a concern from what they say: it goes to the leads, and never to the tutors' queue."""
    number = _tell(db, actor, said, config, "asked")
    if not actor.is_staff:
        safety_notes.take_more(db, actor, number)
    return actor


def more(db: Session, actor: Person, number: int, said: Said, config: Config) -> None:
    """What follows on it within minutes: added to the concern, or a new one where that is closed."""
    now = concern_now(db, number)
    if now is None or now.concern.person_id != actor.id or now.outcome is not None:
        number = _tell(db, actor, said, config, "asked")
    else:
        add_event(db, number, "wrote", actor_id=actor.id, words=_words_of(said), details=_file_of(said))
        for person in concerns.handlers_of(db, now) if now.quiet else ():
            promise(db, person, ConcernMore(number, "wrote"))
    safety_notes.take_more(db, actor, number)


def said_while_paused(db: Session, actor: Person, said: Said, config: Config) -> None:
    """What a paused young person writes is for the safety person, whatever it is."""
    _tell(db, actor, said, config, "paused")


def ask_what_felt_wrong(db: Session, actor: Person, number: int) -> list[Told]:
    """Their next words say what felt wrong, with that answer or in general; what was told before comes back."""
    require(actor, Role.YOUNG_PERSON)
    _about(db, actor, number)
    ask_next(db, actor.telegram_id or 0, WRONG_STEP, entry=number)
    return told_before(db, actor)


def felt_wrong(db: Session, actor: Person, number: int, said: Said | None, config: Config) -> None:
    """ "This felt wrong", to the safety person: with words, with a voice note, or without either.

    `number` is as in its button; without one it is about the answer that the words reply to, if they do.
    """
    require(actor, Role.YOUNG_PERSON)
    if number == NOTHING_IN_PARTICULAR and said is not None:
        number = _answer_replied_to(db, actor, said)
    safety_notes.take_more(db, actor, _tell(db, actor, said, config, "wrong", _about(db, actor, number)))


def _answer_replied_to(db: Session, actor: Person, said: Said) -> int:
    shown = db.get(SentMessage, (said.chat_id, said.reply_to)) if said.reply_to is not None else None
    entry = db.get(Entry, shown.subject_id) if shown is not None and shown.subject_kind == "entry" else None
    mine = entry is not None and entry.by_staff and entry.question.asker_id == actor.id
    return entry.id if entry is not None and mine else NOTHING_IN_PARTICULAR


def _about(db: Session, actor: Person, number: int) -> About | None:
    """The answer, or the message to a session, that it is about; Refusal for anybody else's."""
    if number == NOTHING_IN_PARTICULAR:
        return None
    if number < NOTHING_IN_PARTICULAR:
        announcement = db.get(Announcement, -number)
        if announcement is None or db.get(Reached, (announcement.id, actor.id)) is None:
            raise Refusal("old-button")
        return About(announcement.author_id, f"S{announcement.session_id}: {announcement.text}")
    entry = db.get(Entry, number)
    if entry is None or not entry.by_staff or entry.question.asker_id != actor.id or entry.delivered_at is None:
        raise Refusal("old-button")
    return About(entry.author_id, f"#{entry.question_id}: {entry.text}" if entry.text else "", entry)


def _tell(
    db: Session, actor: Person, said: Said | None, config: Config, source: str, about: About | None = None
) -> int:
    words, details = _words_of(said), _file_of(said)
    stop_asking(db, actor.telegram_id or 0)
    if about is not None and about.words:
        # It may be edited or taken back: the record keeps what it said.
        details["exact"] = [about.words]
    young = Role.YOUNG_PERSON in actor.all_roles
    adult_id = about.adult_id if about is not None else None
    if young and about is None and source != "paused":
        adult_id = _tutor_who_would_hear(db, actor)
    ringing = _still_ringing(db, actor, source, adult_id) if young else None
    if ringing is not None:
        # They are being rung for it already: this is more of the same.
        add_event(db, ringing, "wrote", actor_id=actor.id, words=words, details=details)
        return ringing
    return concerns.open_concern(
        db,
        config,
        person=actor if young else None,
        source=source,
        category=_CATEGORIES[source],
        severity=HIGH,
        words=words,
        adult=adult_id,
        by=actor,
        entry=about.entry if about is not None else None,
        **details,
    ).id


def _words_of(said: Said | None) -> str:
    if said is not None and not said.text.strip() and said.file_id is None:
        raise Refusal("talk-empty")
    return said.text.strip()[:WORDS_MOST] if said is not None else ""


def _file_of(said: Said | None) -> dict[str, Any]:
    return {"kind": said.kind, "file_id": said.file_id} if said is not None and said.file_id is not None else {}


def _tutor_who_would_hear(db: Session, actor: Person) -> int | None:
    """Their newest tutor of those who would be told: it goes past them, as it was promised, where somebody else is there."""
    would_hear = select(PersonRole.person_id).where(PersonRole.role.in_((Role.LEAD, Role.COORDINATOR)))
    answered = (
        select(Entry.author_id)
        .join(Question, Question.id == Entry.question_id)
        .where(Question.asker_id == actor.id, Entry.by_staff, Entry.delivered_at.is_not(None))
        .where(Entry.author_id.in_(would_hear))
        .order_by(Entry.id.desc())
    )
    led = (
        select(MusicSession.tutor_id)
        .join(Enrolment, Enrolment.session_id == MusicSession.id)
        .where(Enrolment.person_id == actor.id, MusicSession.tutor_id.in_(would_hear))
        .order_by(MusicSession.id.desc())
    )
    tutor = db.scalar(answered.limit(1)) or db.scalar(led.limit(1))
    return tutor if tutor is not None and first_contacts(db, tutor) else None


def _still_ringing(db: Session, actor: Person, source: str, adult_id: int | None) -> int | None:
    newest = db.scalars(
        select(Concern)
        .where(
            Concern.person_id == actor.id,
            Concern.source == source,
            Concern.opened_at > clock.now() - JOINS_WITHIN,
        )
        .order_by(Concern.id.desc())
        .limit(1)
    ).first()
    if newest is None or newest.adult_id != adult_id:
        return None
    now = concern_now(db, newest.id)
    return newest.id if now is not None and not now.quiet else None


def told_before(db: Session, actor: Person) -> list[Told]:
    """What they have told the safety person, newest last, and what became of it."""
    mine = db.scalars(
        select(Concern)
        .where(Concern.person_id == actor.id, Concern.source.in_(_CATEGORIES))
        .order_by(Concern.id.desc())
        .limit(SHOWN_BEFORE)
    )
    return [_became(concern) for concern in reversed(mine.all())]


def _became(concern: Concern) -> Told:
    told = Told("sent", concern.opened_at, "")
    for event in concern.events:
        who = event.actor.name if event.actor is not None else ""
        if event.kind == "replied":
            told = Told("answered", event.at, who)
        elif event.kind in ("read", "acknowledged") and told.state == "sent":
            told = Told("read", event.at, who)
    return told
