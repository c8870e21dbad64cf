"""After a session: who is asked how it was, what they say, and what the tutor and the lead see of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import exists, or_, orm, select

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise, soon
from bot.notifications.feelings import (
    ASKED,
    STILL_OF_USE,
    FeltForTutor,
    asking,
    said_of,
    tutor_leading,
)
from bot.policies.feelings import LOW, is_face
from bot.policies.fields import clean_text
from bot.policies.judgements import MEDIUM
from bot.policies.numbers import LARGEST
from bot.services import low_faces
from bot.services.concerns import open_concern
from bot.services.people import ask_next, require, stop_asking
from bot.services.said import Said
from bot.services.sessions import open_session
from bot.texts import Text
from models.attendance import Attendance
from models.outbox import PENDING, OutboxRow, SentMessage
from models.people import Person, Role
from models.sessions import Enrolment, Occurrence, Session

LINE_STEP: Final = "felt.line"
LONGEST_LINE: Final = 500  # characters
TUTOR_HEARS_AFTER: Final = 120  # seconds, so that most of them make one message
MOST_AT_ONCE: Final = 200  # meetings in one ring
LOW_FACES: Final = "low_faces"  # the category of three low ones in a row
MEETINGS_SHOWN: Final = 3
_LONGEST_RUN: Final = 60
_SHOWN_OF_RUN: Final = 6
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Felt:
    """What somebody said of a meeting, with a line of theirs (`lined`) that the safety person alone has (`kept_back`)."""

    occurrence: Occurrence
    tutor: str
    face: int
    words: str = ""
    lined: bool = False
    kept_back: bool = False


@dataclass(frozen=True)
class Faces:
    """The five faces for a meeting."""

    occurrence: Occurrence
    asking: Text


@dataclass(frozen=True)
class Meetings:
    """What was said of a session's last meetings, for staff; the newest first."""

    session: Session
    meetings: list[tuple[Occurrence, list[Attendance]]]


def tap(db: orm.Session, actor: Person, occurrence_id: int, face: int, config: Config) -> Felt:
    """A face, by the button; another one later takes its place."""
    occurrence = _mine(db, actor, occurrence_id)
    if not is_face(face):
        raise Refusal("old-button")
    kept = _row(db, occurrence, actor)
    _feel(db, actor, kept, face, config)
    return Felt(occurrence, tutor_leading(db, occurrence).name, face)


def answered_by_typing(db: orm.Session, actor: Person, said: Said) -> int | None:
    """The meeting that a typed face is about: the message replied to, or else the newest one here, asked how it was."""
    newest = select(SentMessage).where(SentMessage.chat_id == said.chat_id)
    if said.reply_to is not None:
        newest = newest.where(SentMessage.message_id == said.reply_to)
    shown = db.scalars(newest.order_by(SentMessage.message_id.desc()).limit(1)).first()
    return shown.subject_id if shown is not None and shown.subject_kind == ASKED else None


def typed(db: orm.Session, actor: Person, face: int, said: Said, config: Config) -> Felt:
    """/felt 4 it was loud: for the newest meeting that they had."""
    occurrence = newest_of(db, actor)
    felt = tap(db, actor, occurrence.id, face, config)
    return add_line(db, actor, occurrence.id, said, config) if said.text.strip() else felt


def ask_again(db: orm.Session, actor: Person, occurrence_id: int | None) -> Faces:
    """The five faces: for that meeting, or for the newest one."""
    require(actor, Role.YOUNG_PERSON)
    occurrence = newest_of(db, actor) if occurrence_id is None else _mine(db, actor, occurrence_id)
    return Faces(occurrence, asking(db, occurrence, actor))


def newest_of(db: orm.Session, actor: Person) -> Occurrence:
    """The last meeting of theirs that is over; Refusal where none of late is."""
    require(actor, Role.YOUNG_PERSON)
    now = clock.now()
    found = db.scalars(
        select(Occurrence)
        .join(Enrolment, Enrolment.session_id == Occurrence.session_id)
        .where(
            Enrolment.person_id == actor.id,
            Enrolment.enrolled_at < Occurrence.ends_at,
            or_(Enrolment.left_at.is_(None), Enrolment.left_at > Occurrence.starts_at),
            Occurrence.ends_at <= now,
            Occurrence.ends_at > now - STILL_OF_USE,
            Occurrence.cancelled_at.is_(None),
        )
        .order_by(Occurrence.ends_at.desc(), Occurrence.id.desc())
        .limit(1)
    ).first()
    if found is None:
        raise Refusal("felt-nothing-over")
    return found


def ask_line(db: orm.Session, actor: Person, occurrence_id: int) -> Felt:
    """Their next words are the line."""
    occurrence = _mine(db, actor, occurrence_id)
    ask_next(db, actor.telegram_id or 0, LINE_STEP, occurrence=occurrence.id)
    kept = db.get(Attendance, (occurrence.id, actor.id))
    return Felt(occurrence, tutor_leading(db, occurrence).name, (kept.felt or 0) if kept else 0)


def add_line(db: orm.Session, actor: Person, occurrence_id: int, said: Said, config: Config) -> Felt:
    """One line, for the tutor; what worries is for the safety person alone, and so is what no machine could read."""
    occurrence = _mine(db, actor, occurrence_id)
    words = clean_text(said.text).strip()
    if said.kind != "text" or not words:
        raise Refusal("felt-words-please")
    if len(words) > LONGEST_LINE:
        raise Refusal("felt-line-too-long", most=LONGEST_LINE, count=len(words))
    stop_asking(db, actor.telegram_id or 0)
    kept = _row(db, occurrence, actor)
    verdict = said.verdict
    # Masked for the tutor, as contact details of theirs are elsewhere.
    worries = verdict is not None and verdict.worries and verdict.category != "contact_sharing"
    unread = verdict is not None and verdict.unread is not None and not verdict.worries
    if unread:
        open_concern(db, config, person=actor, source="words", category="other", severity=MEDIUM, words=words, by=actor)
    if not worries and not unread:
        kept.felt_words = words
        kept.felt_at = clock.now()
        _tell_tutor(db, occurrence)
    return Felt(occurrence, tutor_leading(db, occurrence).name, kept.felt or 0, words, True, worries or unread)


def _mine(db: orm.Session, actor: Person, occurrence_id: int) -> Occurrence:
    """A meeting that they had a place in and that is over; for anything else the button is old."""
    require(actor, Role.YOUNG_PERSON)
    occurrence = db.get(Occurrence, occurrence_id) if 1 <= occurrence_id <= LARGEST else None
    place = db.get(Enrolment, (occurrence.session_id, actor.id)) if occurrence is not None else None
    if occurrence is None or place is None or occurrence.cancelled_at is not None:
        raise Refusal("old-button")
    gone = place.left_at is not None and place.left_at <= occurrence.starts_at
    if gone or occurrence.ends_at > clock.now() or place.enrolled_at >= occurrence.ends_at:
        raise Refusal("old-button")
    return occurrence


def _row(db: orm.Session, occurrence: Occurrence, person: Person) -> Attendance:
    kept = db.get(Attendance, (occurrence.id, person.id))
    if kept is None:
        kept = Attendance(occurrence_id=occurrence.id, person_id=person.id, felt_words="")
        db.add(kept)
        db.flush()
    return kept


def _feel(db: orm.Session, actor: Person, kept: Attendance, face: int, config: Config) -> None:
    newly_low = face <= LOW and (kept.felt is None or kept.felt > LOW)
    if kept.felt == face:
        return
    kept.felt, kept.felt_at = face, clock.now()
    db.flush()
    occurrence = db.get_one(Occurrence, kept.occurrence_id)
    _tell_tutor(db, occurrence)
    if newly_low:
        low_faces.look(db, actor, config)


def _tell_tutor(db: orm.Session, occurrence: Occurrence) -> None:
    """One message that waits a little for the others; where it waits already, that one says it."""
    tutor = tutor_leading(db, occurrence)
    waiting = db.scalars(
        select(OutboxRow.params).where(
            OutboxRow.person_id == tutor.id, OutboxRow.kind == FeltForTutor.kind, OutboxRow.state == PENDING
        )
    )
    if not any(params["occurrence_id"] == occurrence.id for params in waiting):
        promise(db, tutor, FeltForTutor(occurrence.id), due_at=soon(TUTOR_HEARS_AFTER))


# --- for staff ---


def of_session(db: orm.Session, actor: Person, number: int) -> Meetings:
    """What was said of a session's last meetings: for its tutor and for leads, as the young people were told."""
    require(actor, Role.TUTOR, Role.LEAD)
    session = open_session(db, actor, number).session
    said: Sequence[int] = db.scalars(
        select(Occurrence.id)
        .where(
            Occurrence.session_id == session.id,
            Occurrence.ends_at <= clock.now(),
            exists().where(Attendance.occurrence_id == Occurrence.id, Attendance.felt.is_not(None)),
        )
        .order_by(Occurrence.starts_at.desc())
        .limit(MEETINGS_SHOWN)
    ).all()
    return Meetings(session, [(db.get_one(Occurrence, number), said_of(db, number)) for number in said])
