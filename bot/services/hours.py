"""What follows from the hours: whom a question rings and when, what a young person is told, and who must hear of it."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.config import Config
from bot.notifications.answers import AnswerForAsker
from bot.notifications.base import promise, soon, withdraw
from bot.notifications.corrections import AnswerCorrected, EntryChanged
from bot.notifications.edits import EntryEdited
from bot.notifications.hours import LateAnswer, MorningDigest, NobodyOnDuty, knows, takers
from bot.notifications.people import holders_of
from bot.notifications.questions import EntryForTutor
from bot.services import leaving
from bot.services.people import on_duty
from models.outbox import OutboxRow, OutboxState
from models.people import Person, PersonRole, Role
from models.questions import Entry, Question

ALBUM_SECONDS = 1.5
LATE_ALBUM_SECONDS = 6.0
WORKING_DAYS_ALONE = 2
LONGER_THAN_AN_UNDO = timedelta(minutes=1)
_WAIT_FOR_OPENING = (AnswerForAsker.kind, AnswerCorrected.kind, EntryEdited.kind, EntryChanged.kind, MorningDigest.kind)


# --- telling tutors ---


def tell_tutors(db: Session, question: Question, entry: Entry, config: Config) -> bool:
    """Whoever can take it is sent what was said, the one who knows them first; out of hours the morning's list is.

    True where some tutor is on duty.
    """
    now = clock.now()
    duty = on_duty(db)
    working = [tutor for tutor in duty if tutor.id == question.holder_id and (question.held_until or now) > now]
    opens = leaving.opens_at(db, config, now)
    if opens is not None and not working:
        add_to_digest(db, opens, entry.id - 1)
        return bool(duty)
    close = {question.holder_id, question.preferred_tutor_id} - {None}
    told = working or [tutor for tutor in duty if tutor.id in close] or takers(db, question, duty)
    known = knows(db, question)
    rings = {tutor.id for tutor in told if tutor.id == known} or {tutor.id for tutor in told}
    for tutor in told:
        _send(db, tutor, entry, silent=tutor.id not in rings)
    return bool(duty)


def _send(db: Session, tutor: Person, entry: Entry, silent: bool) -> None:
    key = f"entry:{entry.album}:{tutor.id}" if entry.album else None
    due = soon(ALBUM_SECONDS) if entry.album else None
    if not promise(db, tutor, EntryForTutor(entry.id, silent), due_at=due, key=key):
        # The album is promised already. Should this part come after the rest has gone, it follows by itself.
        promise(db, tutor, EntryForTutor(entry.id, silent), due_at=soon(LATE_ALBUM_SECONDS))


def add_to_digest(db: Session, opens: datetime, after_entry: int | None = None) -> None:
    """Everybody's list at opening; what stands on whose is decided then, by who is on duty."""
    if after_entry is None:
        after_entry = db.scalar(select(func.max(Entry.id))) or 0
    since = int(clock.now().timestamp())
    for tutor in holders_of(db, Role.TUTOR):
        key = f"digest:{tutor.id}:{int(opens.timestamp())}"
        promise(db, tutor, MorningDigest(since, after_entry), due_at=opens, key=key)


# --- telling the young person ---


def expect_answer(db: Session, question: Question, config: Config) -> None:
    """Promises one apology, for the case that the day goes by without an answer."""
    expected = leaving.expected(db, config, clock.now())
    if expected is not None:
        apology = LateAnswer(question.id, int(expected.back_at.timestamp()))
        promise(db, question.asker_id, apology, due_at=expected.answered_by, key=_late_key(question.id))


def answered(db: Session, question: Question) -> None:
    """Nothing to apologise for any more."""
    withdraw(db, "answered", key=_late_key(question.id))


def _late_key(number: int) -> str:
    return f"late:{number}"


# --- the terms have changed ---


def follow_terms(db: Session, config: Config) -> int:
    """What waits for an opening that comes earlier now goes out then, and no apology names a day that is off; how many.

    A term that was entered wrongly must not keep answers back for months. What was promised for a day that is off
    now still goes out on it.
    """
    if not config.hours.tutors_follow_terms:
        return 0
    now = clock.now()
    opens = leaving.opens_at(db, config, now) or now
    rows = db.scalars(
        select(OutboxRow).where(
            OutboxRow.state == OutboxState.PENDING,
            OutboxRow.due_at > now + LONGER_THAN_AN_UNDO,
            OutboxRow.kind.in_([*_WAIT_FOR_OPENING, LateAnswer.kind]),
        )
    )
    changed = 0
    for row in rows:
        if row.kind == LateAnswer.kind:
            back = leaving.opens_at(db, config, row.due_at)
            if back is not None:
                row.params = {**row.params, "back_at": int(back.timestamp())}
        elif row.due_at > opens:
            row.due_at = opens
            changed += 1
    return changed


# --- telling the coordinator ---


def tell_if_nobody(db: Session, config: Config) -> int:
    """Tells the coordinators, once, that no tutor has been there for two working days; how many were told."""
    off = [_off_since(tutor) for tutor in _all_tutors(db)]
    gone = [instant for instant in off if instant is not None]
    if not gone or len(gone) < len(off):
        return 0
    since = max(gone)
    due = leaving.working_days_after(db, config, since, WORKING_DAYS_ALONE)
    if due is None or due > clock.now():
        return 0
    about = NobodyOnDuty(int(since.timestamp()))
    coordinators = holders_of(db, Role.COORDINATOR)
    return sum(promise(db, person, about, key=f"nobody:{about.since}:{person.id}") for person in coordinators)


def _all_tutors(db: Session) -> list[Person]:
    return list(
        db.scalars(
            select(Person)
            .join(PersonRole, PersonRole.person_id == Person.id)
            .where(PersonRole.role == Role.TUTOR, PersonRole.pending_since.is_(None))
        )
    )


def _off_since(tutor: Person) -> datetime | None:
    since = [tutor.away_since, tutor.left_at, tutor.suspended_at, tutor.blocked_at]
    return min((instant for instant in since if instant is not None), default=None)
