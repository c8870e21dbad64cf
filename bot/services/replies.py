"""What a young person says of an occurrence to come: I'm coming, I can't make it and why, ask me later."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import orm

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.attendance import CannotCome
from bot.notifications.base import promise, soon
from bot.notifications.replies import NOT_COMING, leader_of, minute_of, note, reply_of
from bot.notifications.session_reminders import WhoComesChanged
from bot.notifications.sessions import coming, has_place
from bot.policies.numbers import LARGEST
from bot.services import questions, reminders
from bot.services.people import ask_next, require, stop_asking
from bot.services.said import Said
from bot.services.session_changes import day_named
from models.people import Person, Role
from models.sessions import Occurrence, Session

WHY: Final = "attendance.why"
LATER_TIMES: Final = 3
TOGETHER_SECONDS: Final = 3  # what is said within so many seconds costs one edit
ALONE_SECONDS: Final = 60.0  # for the reason to come first, before the tutor is told without one


@dataclass(frozen=True)
class Replied:
    """What somebody said of an occurrence, with its tutor; None where they have not said yet."""

    occurrence: Occurrence
    tutor: Person
    said: str | None
    person: Person
    moved: bool = False  # the button knew another time: nothing was noted


@dataclass(frozen=True)
class Later:
    """They are asked once more then; None: there is no time left for that, or they were asked twice already."""

    replied: Replied
    at: datetime | None


@dataclass(frozen=True)
class Told:
    """What they wrote is with their tutor."""

    replied: Replied


@dataclass(frozen=True)
class Others:
    """The later times of the same session."""

    replied: Replied
    times: list[Occurrence]


# --- coming or not ---


def reply(db: orm.Session, actor: Person, occurrence_id: int, minute: int, said: str, config: Config) -> Replied:
    """Notes whether they come, by a button that knew the start as `minute`; their mind may change until it begins."""
    occurrence = _own(db, actor, occurrence_id)
    if minute_of(occurrence) != minute:
        return _now(db, actor, occurrence, moved=True)
    return _note(db, actor, occurrence, said, config)


def typed(db: orm.Session, actor: Person, number: int, day: str | None, said: str, config: Config) -> Replied:
    """The same by /coming S4 and /cantcome S4: for the next time, or for the one on that day."""
    return _note(db, actor, next_own(db, actor, number, day), said, config)


def next_own(db: orm.Session, actor: Person, number: int, day: str | None = None) -> Occurrence:
    """The next occurrence of a session in which they have a place, or the one on that day; Refusal without one."""
    require(actor, Role.YOUNG_PERSON)
    session = db.get(Session, number) if 1 <= number <= LARGEST else None
    if session is None or not has_place(db, session, actor):
        raise Refusal("reply-no-session", number=f"S{number}")
    now = clock.now()
    wanted = day_named(day, now.astimezone(ZoneInfo(session.zone)).date()) if day is not None else None
    for occurrence in coming(db, session, 200):
        on_that_day = wanted is None or datetime.fromisoformat(occurrence.local).date() == wanted
        if occurrence.starts_at > now and on_that_day:
            return _own(db, actor, occurrence.id)
    raise Refusal("reply-no-session", number=f"S{number}")


def _own(db: orm.Session, actor: Person, occurrence_id: int) -> Occurrence:
    require(actor, Role.YOUNG_PERSON)
    occurrence = db.get(Occurrence, occurrence_id) if 1 <= occurrence_id <= LARGEST else None
    if occurrence is None or not has_place(db, occurrence.session, actor):
        raise Refusal("reply-no-place")
    if occurrence.cancelled_at is not None:
        raise Refusal("reply-off", title=occurrence.session.title, when=occurrence.starts_at)
    if occurrence.starts_at <= clock.now():
        raise Refusal("reply-begun", title=occurrence.session.title, when=occurrence.starts_at)
    return occurrence


def _now(db: orm.Session, actor: Person, occurrence: Occurrence, moved: bool = False) -> Replied:
    tutor = db.get_one(Person, leader_of(occurrence))
    return Replied(occurrence, tutor, reply_of(db, occurrence.id, actor.id), actor, moved)


def _note(db: orm.Session, actor: Person, occurrence: Occurrence, said: str, config: Config) -> Replied:
    before = reply_of(db, occurrence.id, actor.id)
    if said != before:
        note(db, occurrence.id, actor.id, reply=said, replied_at=clock.now(), why_entry_id=None)
        _tell_quietly(db, occurrence)
        near = occurrence.starts_at - clock.now() <= config.sessions.late_within
        if said == NOT_COMING and near:
            # The tutor's last reminder is out, or about to be: it is not there that they would look now.
            about = CannotCome(occurrence.id, actor.id)
            promise(db, leader_of(occurrence), about, due_at=soon(ALONE_SECONDS))
    return _now(db, actor, occurrence)


def _tell_quietly(db: orm.Session, occurrence: Occurrence) -> None:
    """The tutor's reminder of it says who comes: it is brought up to date where it stands."""
    window = int(clock.now().timestamp()) // TOGETHER_SECONDS + 1
    due = datetime.fromtimestamp(window * TOGETHER_SECONDS, tz=clock.now().tzinfo)
    tutor = leader_of(occurrence)
    promise(db, tutor, WhoComesChanged(occurrence.id), due_at=due, key=f"who:{occurrence.id}:{tutor}:{window}")


# --- later ---


def later(db: orm.Session, actor: Person, occurrence_id: int, minute: int, config: Config) -> Replied | Later:
    """Asks once more before it begins, out of quiet hours."""
    occurrence = _own(db, actor, occurrence_id)
    if minute_of(occurrence) != minute:
        return _now(db, actor, occurrence, moved=True)
    return Later(_now(db, actor, occurrence), reminders.ask_again(db, actor, occurrence, config))


def later_typed(db: orm.Session, actor: Person, number: int, config: Config) -> Later:
    """The same by /asklater S4."""
    occurrence = next_own(db, actor, number)
    return Later(_now(db, actor, occurrence), reminders.ask_again(db, actor, occurrence, config))


# --- why, and another time ---


def ask_why(db: orm.Session, actor: Person, occurrence_id: int) -> Replied:
    """The next words are for the tutor."""
    occurrence = _own(db, actor, occurrence_id)
    ask_next(db, actor.telegram_id or 0, WHY, occurrence=occurrence.id)
    return _now(db, actor, occurrence)


def why_said(db: orm.Session, actor: Person, data: dict[str, Any], said: Said, config: Config) -> Told:
    """The words, or the voice note, that were asked for."""
    occurrence = _own(db, actor, int(data.get("occurrence", 0)))
    stop_asking(db, said.chat_id)
    return _tell(db, actor, occurrence, said, config)


def cannot_typed(db: orm.Session, actor: Person, number: int, day: str | None, said: Said, config: Config) -> Told:
    """/cantcome S4 words: both in one."""
    occurrence = next_own(db, actor, number, day)
    _note(db, actor, occurrence, NOT_COMING, config)
    return _tell(db, actor, occurrence, said, config)


def _tell(db: orm.Session, actor: Person, occurrence: Occurrence, said: Said, config: Config) -> Told:
    tutor = leader_of(occurrence)
    entry = questions.tell(db, actor, said, tutor, config)
    note(db, occurrence.id, actor.id, why_entry_id=entry.id)
    promise(db, tutor, CannotCome(occurrence.id, actor.id, entry.id), key=f"why:{entry.id}")
    return Told(_now(db, actor, occurrence))


def others(db: orm.Session, actor: Person, occurrence_id: int) -> Others:
    """Which later times there are."""
    occurrence = _own(db, actor, occurrence_id)
    later_ones = [
        item for item in coming(db, occurrence.session, LATER_TIMES + 1) if item.starts_at > occurrence.starts_at
    ]
    return Others(_now(db, actor, occurrence), later_ones[:LATER_TIMES])


def ask_another(db: orm.Session, actor: Person, occurrence_id: int) -> Replied:
    """Tells the tutor that they would like another time; once for each occurrence."""
    occurrence = _own(db, actor, occurrence_id)
    return _ask_another(db, actor, occurrence)


def another_typed(db: orm.Session, actor: Person, number: int, config: Config) -> Replied:
    """The same by /anothertime S4: who asks for another time can't make this one."""
    occurrence = next_own(db, actor, number)
    _note(db, actor, occurrence, NOT_COMING, config)
    return _ask_another(db, actor, occurrence)


def _ask_another(db: orm.Session, actor: Person, occurrence: Occurrence) -> Replied:
    about = CannotCome(occurrence.id, actor.id, asks=True)
    promise(db, leader_of(occurrence), about, key=f"another:{occurrence.id}:{actor.id}:{minute_of(occurrence)}")
    return _now(db, actor, occurrence)
