"""Messages to everybody in a session: written, shown, sent after half a minute, and who was not reached."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, or_, orm, select, update

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.announcements import (
    DELIVERED,
    OF_USE,
    QUEUED,
    REPORT_AFTER,
    AnnouncementForPerson,
    announcement_key,
    out_of_reach_because,
    report,
)
from bot.notifications.base import promise
from bot.notifications.contacts import second_adult_there
from bot.policies.fields import clean_text
from bot.policies.numbers import LARGEST
from bot.services.audit import record
from bot.services.people import ask_next, require, stop_asking
from bot.services.sessions import changeable, people_of
from models.announcements import Announcement, Reached
from models.outbox import PENDING, OutboxRow, OutboxState
from models.people import Person, Role
from models.sessions import Session

STEP: Final = "announce.words"
LONGEST: Final = 1000  # characters
UNDO: Final = timedelta(seconds=30)
A_DRAFT_LASTS: Final = timedelta(days=1)
RUN_SESSIONS: Final = (Role.TUTOR, Role.COORDINATOR)


@dataclass(frozen=True)
class Preview:
    """A message that was written and not sent: how many it would go to, and how many can't be reached now."""

    announcement: Announcement
    people: int
    out_of_reach: int


@dataclass(frozen=True)
class Leaving:
    """A message that goes out in a moment, to so many."""

    announcement: Announcement
    people: int


# --- writing ---


def ask_words(db: orm.Session, actor: Person, number: int) -> Session:
    """The actor's next words are for everybody in this session."""
    session = changeable(db, actor, number)
    ask_next(db, actor.telegram_id or 0, STEP, number=session.id)
    return session


def check(db: orm.Session, actor: Person, number: int, words: str) -> Session:
    """The session, if the actor may write these words to it and somebody would get them; Refusal otherwise."""
    session = changeable(db, actor, number)
    if not words.strip():
        raise Refusal("announce-words-please")
    if len(words.strip()) > LONGEST:
        raise Refusal("announce-too-long", most=LONGEST, count=len(words.strip()))
    if not _recipients(db, session)[0]:
        raise Refusal("announce-nobody", ref=f"S{session.id}")
    return session


def write(db: orm.Session, actor: Person, number: int, words: str) -> Preview:
    """Keeps the words and shows whom they would go to; nothing is sent."""
    words = clean_text(words).strip()
    session = check(db, actor, number, words)
    there, out_of_reach = _recipients(db, session)
    stop_asking(db, actor.telegram_id or 0)
    db.execute(
        delete(Announcement).where(
            Announcement.author_id == actor.id,
            Announcement.sent_at.is_(None),
            Announcement.written_at < clock.now() - A_DRAFT_LASTS,
        )
    )
    draft = Announcement(session_id=session.id, author_id=actor.id, text=words, written_at=clock.now())
    draft.session = session
    db.add(draft)
    db.flush()
    return Preview(draft, len(there), len(out_of_reach))


def change(db: orm.Session, actor: Person, announcement_id: int) -> Session:
    """Other words, please: the draft goes."""
    draft = _draft(db, actor, announcement_id)
    session = ask_words(db, actor, draft.session_id)
    if draft.undone_at is None:
        db.delete(draft)
    return session


def drop(db: orm.Session, actor: Person, announcement_id: int) -> None:
    """No: nothing of it stays."""
    draft = _draft(db, actor, announcement_id)
    if draft.undone_at is None:
        db.delete(draft)


def _recipients(db: orm.Session, session: Session) -> tuple[list[Person], list[tuple[Person, str]]]:
    """Who gets it, and who has a place and can't be reached, with why; not those who have left."""
    there: list[Person] = []
    out_of_reach: list[tuple[Person, str]] = []
    for person in people_of(db, session):
        why = out_of_reach_because(person)
        if why is None:
            there.append(person)
        else:
            out_of_reach.append((person, why))
    return there, out_of_reach


# --- sending ---


def send(db: orm.Session, actor: Person, announcement_id: int, config: Config) -> Leaving:
    """Yes: promised to everybody in the session, in this one transaction; a second yes promises nothing more."""
    found = _own(db, actor, announcement_id)
    if found.undone_at is not None:
        raise Refusal("old-button")
    if found.sent_at is not None:
        return Leaving(found, _queued(db, found))
    if found.written_at < clock.now() - A_DRAFT_LASTS:
        raise Refusal("old-button")
    session = changeable(db, actor, found.session_id)
    if config.safeguarding.second_adult and not second_adult_there(db, actor.id):
        raise Refusal("announce-alone")
    there, out_of_reach = _recipients(db, session)
    if not there:
        raise Refusal("announce-nobody", ref=f"S{session.id}")
    full = _too_much_waits(db, there, config)
    if full:
        raise Refusal("announce-too-much", people=full)
    now = clock.now()
    found.sent_at = now
    db.add_all(Reached(announcement_id=found.id, person_id=person.id, state=QUEUED) for person in there)
    db.add_all(
        Reached(announcement_id=found.id, person_id=person.id, state=why, settled_at=now)
        for person, why in out_of_reach
    )
    db.flush()
    for person in there:
        promise(
            db,
            person,
            AnnouncementForPerson(found.id),
            due_at=now + UNDO,
            useful_until=now + OF_USE,
            key=announcement_key(found.id, person.id),
        )
    report(db, found, UNDO + REPORT_AFTER)
    record(db, actor, "announced", f"session:{session.id}", announcement=found.id, people=len(there))
    return Leaving(found, len(there))


def _too_much_waits(db: orm.Session, people: list[Person], config: Config) -> int:
    """For how many of them more messages wait than one person may have waiting: another would only bury them."""
    waiting = db.execute(
        select(OutboxRow.person_id)
        .where(
            OutboxRow.person_id.in_([person.id for person in people]),
            OutboxRow.state == PENDING,
            or_(OutboxRow.due_at <= clock.now(), OutboxRow.kind == AnnouncementForPerson.kind),
        )
        .group_by(OutboxRow.person_id)
        .having(func.count() >= config.limits.pending_per_person)
    ).all()
    return len(waiting)


def undo(db: orm.Session, actor: Person, announcement_id: int) -> Announcement:
    """Takes it back before it leaves; Refusal once it has."""
    found = _own(db, actor, announcement_id)
    if found.undone_at is not None:
        return found
    if found.sent_at is None:
        raise Refusal("old-button")
    if clock.now() >= found.sent_at + UNDO:
        raise Refusal("announce-gone", ref=f"S{found.session_id}")
    people = db.scalars(select(Reached.person_id).where(Reached.announcement_id == found.id)).all()
    db.execute(
        update(OutboxRow)
        .where(
            OutboxRow.dedup_key.in_([announcement_key(found.id, person) for person in people]),
            OutboxRow.state.in_((OutboxState.PENDING, OutboxState.HELD)),
        )
        .values(state=OutboxState.DROPPED, why="undone", settled_at=clock.now()),
        execution_options={"synchronize_session": False},
    )
    found.undone_at = clock.now()
    record(db, actor, "announcement_undone", f"session:{found.session_id}", announcement=found.id)
    return found


def newest(db: orm.Session, actor: Person) -> Announcement:
    """The one that the actor wrote last, for a yes, a no or an undo that is typed; Refusal where that is long ago."""
    require(actor, *RUN_SESSIONS)
    query = select(Announcement).where(
        Announcement.author_id == actor.id, Announcement.written_at > clock.now() - A_DRAFT_LASTS
    )
    found = db.scalars(query.order_by(Announcement.id.desc()).limit(1)).first()
    if found is None:
        raise Refusal("announce-none-written")
    return found


def _own(db: orm.Session, actor: Person, announcement_id: int) -> Announcement:
    """The actor's own, its row held; for anybody else's the button is old."""
    require(actor, *RUN_SESSIONS)
    found = None
    if 1 <= announcement_id <= LARGEST:
        query = select(Announcement).where(Announcement.id == announcement_id).with_for_update(of=Announcement)
        found = db.scalars(query).first()
    if found is None or found.author_id != actor.id:
        raise Refusal("old-button")
    return found


def _draft(db: orm.Session, actor: Person, announcement_id: int) -> Announcement:
    """One that was not sent, or was taken back."""
    found = _own(db, actor, announcement_id)
    if found.sent_at is not None and found.undone_at is None:
        raise Refusal("old-button")
    return found


def _queued(db: orm.Session, found: Announcement) -> int:
    query = select(func.count()).select_from(Reached)
    return db.scalar(query.where(Reached.announcement_id == found.id, Reached.state.in_((QUEUED, DELIVERED)))) or 0
