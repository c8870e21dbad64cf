"""Stopping at once: a young person's pause, a member of staff's suspension, and what was sealed at joining."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.errors import Refusal
from bot.notifications.base import held_because_of, promise, tell_chat
from bot.notifications.boards import refresh_boards
from bot.notifications.help import DELETABLE, TakeBackLoan
from bot.notifications.oversight import LENT, Resumed, SealOpened, StaffStopped
from bot.notifications.people import holders_of
from bot.policies.aliases import normalise_alias
from bot.services.audit import record
from bot.services.people import everyone_of, find_young_person, require, stop_asking
from models.outbox import OutboxRow, OutboxState, SentMessage
from models.people import STAFF, Invitation, Person, Role, SealedRecord
from models.questions import Entry, EntryState, Question, QuestionState
from models.sessions import Session as MusicSession

REASON_LEAST = 10
REASON_MOST = 500
LONGEST_LOAN = timedelta(hours=46)  # in staff's chats; the issue allows 47, and a message waits its turn


@dataclass(frozen=True)
class Sealed:
    """What only /reveal shows: the service's reference, whom to call, and the Telegram id for the police."""

    person: Person
    reference: str
    contact: str
    telegram_id: int | None


@dataclass(frozen=True)
class Stopped:
    """Somebody who was suspended: the questions that are back in the queue, and the sessions they lead."""

    person: Person
    back_in_queue: int
    sessions: list[int]


# --- a young person's pause ---


def pause(db: Session, actor: Person, alias: str) -> Person:
    """From now on nothing reaches the young person and nothing is taken from them, but for help."""
    require(actor, Role.LEAD)
    return _pause(db, actor, find_young_person(db, alias))


def pause_by_id(db: Session, actor: Person, person_id: int) -> Person:
    """The same by a button."""
    require(actor, Role.LEAD)
    return _pause(db, actor, _young(db, person_id))


def _pause(db: Session, actor: Person, person: Person) -> Person:
    if person.paused_at is None:
        person.paused_at = clock.now()
        stop_asking(db, person.telegram_id or 0)
        record(db, actor, "pause", f"person:{person.id}")
    return person


def resume(db: Session, actor: Person, alias: str) -> Person:
    """Everything is as it was, and the young person hears so."""
    require(actor, Role.LEAD)
    return _resume(db, actor, find_young_person(db, alias))


def resume_by_id(db: Session, actor: Person, person_id: int) -> Person:
    """The same by a button."""
    require(actor, Role.LEAD)
    return _resume(db, actor, _young(db, person_id))


def _resume(db: Session, actor: Person, person: Person) -> Person:
    if person.paused_at is not None:
        person.paused_at = None
        record(db, actor, "resume", f"person:{person.id}")
        promise(db, person, Resumed())
    return person


def _young(db: Session, person_id: int) -> Person:
    person = db.get(Person, person_id)
    if person is None or Role.YOUNG_PERSON not in person.roles:
        raise Refusal("old-button")
    return person


# --- a member of staff's suspension ---


def find_staff(db: Session, words: str) -> Person:
    """The member of staff with this alias, or with this name if only one has it; Refusal otherwise."""
    wanted, name = normalise_alias(words), words.strip().casefold()
    if not name:
        raise Refusal("staff-missing")
    staff = everyone_of(db, STAFF)
    found = [one for one in staff if one.alias == wanted] or [one for one in staff if one.name.casefold() == name]
    if not found:
        raise Refusal("no-such-staff")
    if len(found) > 1:
        raise Refusal("staff-which", aliases=", ".join(one.alias for one in found))
    return found[0]


def suspend(db: Session, actor: Person, words: str) -> Stopped:
    """At once: their commands stop, what they sent and has not left is held, what they were lent goes."""
    require(actor, Role.COORDINATOR, Role.LEAD)
    person = find_staff(db, words)
    if person.id == actor.id:
        raise Refusal("suspend-not-yourself")
    if person.suspended_at is not None:
        raise Refusal("suspended-already", alias=person.alias, name=person.name)
    person.suspended_at = clock.now()
    stop_asking(db, person.telegram_id or 0)
    record(db, actor, "suspend", f"person:{person.id}")
    back = _give_back_questions(db, person)
    db.execute(
        update(Invitation)
        .where(Invitation.created_by == person.id, Invitation.used_at.is_(None))
        .values(expires_at=clock.now())
    )
    take_back_loans(db, person, clock.now() - DELETABLE, clock.now())
    _tell_the_others(db, actor, person, suspended=True)
    sessions = select(MusicSession.id).where(MusicSession.tutor_id == person.id, MusicSession.cancelled_at.is_(None))
    return Stopped(person, back, list(db.scalars(sessions.order_by(MusicSession.id))))


def _give_back_questions(db: Session, person: Person) -> int:
    """What they had, and what waits for an answer of theirs that has not left, goes to the other tutors."""
    held = db.scalars(select(Question).where(Question.holder_id == person.id)).all()
    for question in held:
        question.holder = None
        question.holder_id = question.held_until = question.lapsed_holder_id = None
    db.execute(update(Question).where(Question.preferred_tutor_id == person.id).values(preferred_tutor_id=None))
    unsent = db.scalars(
        select(Question)
        .join(Entry, Entry.question_id == Question.id)
        .where(
            Entry.author_id == person.id,
            Entry.by_staff,
            Entry.state.in_((EntryState.QUEUED, EntryState.ALONE, EntryState.RETRYING)),
            Question.state == QuestionState.ANSWERED,
        )
        .distinct()
    ).all()
    for question in unsent:
        question.state = QuestionState.WAITING
        question.waiting_since = clock.now()
    refresh_boards(db)
    return len({question.id for question in (*held, *unsent)})


def unsuspend(db: Session, actor: Person, words: str) -> tuple[Person, int]:
    """They may act again; how many of their messages were held and go out now."""
    require(actor, Role.COORDINATOR, Role.LEAD)
    person = find_staff(db, words)
    if person.suspended_at is None or person.id == actor.id:
        raise Refusal("not-suspended", alias=person.alias, name=person.name)
    person.suspended_at = None
    released = db.execute(
        update(OutboxRow)
        .where(OutboxRow.state == OutboxState.HELD, OutboxRow.why == held_because_of(person.id))
        .values(state=OutboxState.PENDING, why=None)
    )
    db.info.get("marks", {})["promised"] = True
    record(db, actor, "unsuspend", f"person:{person.id}")
    _tell_the_others(db, actor, person, suspended=False)
    return person, int(released.rowcount)  # type: ignore[attr-defined]


def _tell_the_others(db: Session, actor: Person, person: Person, suspended: bool) -> None:
    others = {one.id: one for role in (Role.LEAD, Role.COORDINATOR) for one in holders_of(db, role)}
    for other in others.values():
        if other.id not in (actor.id, person.id):
            promise(db, other, StaffStopped(person.id, actor.id, suspended))


# --- what is only lent ---


def take_back_loans(db: Session, person: Person, since: datetime, until: datetime) -> None:
    """Takes young people's media, transcripts and sealed records out of this person's chat: those sent in between."""
    if person.telegram_id is None:
        return
    lent = db.scalars(
        select(SentMessage.message_id).where(
            SentMessage.chat_id == person.telegram_id,
            SentMessage.sent_at > since,
            SentMessage.sent_at <= until,
            LENT,
        )
    ).all()
    if lent:
        # Once for the same messages, however long it waits to be sent.
        key = f"loan:{person.telegram_id}:{min(lent)}:{max(lent)}:{len(lent)}"
        tell_chat(db, person.telegram_id, TakeBackLoan(person.telegram_id, sorted(lent)), key=key)


def take_back_old_loans(db: Session) -> int:
    """Takes out of staff's chats what has been there for long enough; from how many chats."""
    now = clock.now()
    chats = db.scalars(
        select(SentMessage.chat_id)
        .where(LENT, SentMessage.sent_at > now - DELETABLE, SentMessage.sent_at <= now - LONGEST_LOAN)
        .distinct()
    ).all()
    staff = [one for one in everyone_of(db, STAFF) if one.telegram_id in set(chats)]
    for person in staff:
        take_back_loans(db, person, now - DELETABLE, now - LONGEST_LOAN)
    return len(staff)


# --- the sealed record ---


def reveal(db: Session, actor: Person, alias: str, reason: str) -> Sealed:
    """Opens the seal for a reason that is kept, and that every other lead reads."""
    require(actor, Role.LEAD)
    person = find_young_person(db, alias)
    reason = reason.strip()[:REASON_MOST]
    if len(reason) < REASON_LEAST:
        raise Refusal("reveal-reason", alias=person.alias)
    sealed = db.scalars(select(SealedRecord).where(SealedRecord.person_id == person.id)).first()
    record(db, actor, "reveal", f"person:{person.id}", reason=reason)
    others = [lead for lead in holders_of(db, Role.LEAD) if lead.id != actor.id]
    for other in others or [one for one in holders_of(db, Role.COORDINATOR) if one.id != actor.id]:
        promise(db, other, SealOpened(person.id, actor.id, reason))
    return Sealed(
        person,
        sealed.reference if sealed is not None else "",
        sealed.contact if sealed is not None else "",
        person.telegram_id,
    )
