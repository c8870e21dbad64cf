"""The outbox as a table: claiming what is due, composing it, and settling how its sending ended."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from bot import clock
from bot.notifications.base import Outcome, notification_for, promise
from bot.notifications.content import Content
from bot.notifications.people import PersonBlocked, holders_of
from models.lessons import UploadedFile
from models.outbox import PENDING, OutboxRow, OutboxState, SentMessage
from models.people import Person, Role

CLAIM_LOOK = 200


@dataclass(frozen=True)
class Claimed:
    """A row in flight, with the chat that it goes to."""

    id: int
    chat_id: int
    person_id: int | None
    kind: str
    attempts: int
    done_steps: int
    useful_until: datetime | None


@dataclass(frozen=True)
class Composed:
    """What a row says now: no contents when there is no longer a reason to say it."""

    contents: tuple[Content, ...]
    language: str
    may_ring: bool


@dataclass(frozen=True)
class Shown:
    """One Telegram message that came of a call."""

    chat_id: int
    message_id: int
    kind: str
    subject_id: int
    version: int
    question_id: int | None
    has_media: bool


def candidates(db: Session, busy: Collection[int]) -> list[tuple[int, int, int]]:
    """Due rows as (id, chat, priority), in sending order, none for a chat in `busy`, the blocked or those who left."""
    now = clock.now()
    older = aliased(OutboxRow)
    waits_behind_a_retry = exists().where(
        older.person_id == OutboxRow.person_id,
        older.priority == OutboxRow.priority,
        older.state == PENDING,
        older.retry_at > now,
        older.id < OutboxRow.id,
    )
    chat = func.coalesce(Person.telegram_id, OutboxRow.chat_id)
    rows = db.execute(
        select(OutboxRow.id, chat, OutboxRow.priority)
        .outerjoin(Person, Person.id == OutboxRow.person_id)
        .where(
            OutboxRow.state == PENDING,
            OutboxRow.due_at <= now,
            or_(OutboxRow.retry_at.is_(None), OutboxRow.retry_at <= now),
            chat.is_not(None),
            chat.not_in(busy),
            or_(OutboxRow.person_id.is_(None), and_(Person.blocked_at.is_(None), Person.left_at.is_(None))),
            ~waits_behind_a_retry,
        )
        .order_by(OutboxRow.priority, OutboxRow.due_at, OutboxRow.id)
        .limit(CLAIM_LOOK)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def take(db: Session, chats: dict[int, int]) -> list[Claimed]:
    """Marks these rows (id to chat) as in flight, except those that were withdrawn in the meantime."""
    rows = db.scalars(
        select(OutboxRow).where(OutboxRow.id.in_(chats), OutboxRow.state == OutboxState.PENDING).with_for_update()
    ).all()
    claimed = []
    for row in rows:
        row.state = OutboxState.SENDING
        row.retry_at = None
        claimed.append(
            Claimed(
                row.id,
                chats[row.id],
                row.person_id,
                row.kind,
                row.attempts,
                row.done_steps,
                row.useful_until,
            )
        )
    return claimed


def compose(db: Session, ids: Sequence[int]) -> dict[int, Composed]:
    """What each of these rows has to say, from what is true now."""
    composed = {}
    for row in db.scalars(select(OutboxRow).where(OutboxRow.id.in_(ids))):
        to = db.get(Person, row.person_id) if row.person_id is not None else None
        about = notification_for(row.kind, row.params)
        contents = about.compose(db, to)
        composed[row.id] = Composed(tuple(contents or ()), to.language if to else "en", about.rings_in_quiet_hours)
    return composed


def note_step(db: Session, row_id: int, steps: int, shown: Sequence[Shown], uploaded: tuple[str, str] | None) -> None:
    """Records that one message of several is out."""
    db.execute(update(OutboxRow).where(OutboxRow.id == row_id).values(done_steps=steps))
    record_shown(db, shown, uploaded)


def settle(
    db: Session,
    row_id: int,
    state: str,
    *,
    shown: Sequence[Shown] = (),
    uploaded: tuple[str, str] | None = None,
    retry_at: datetime | None = None,
    why: str | None = None,
) -> None:
    """Records how the sending ended ("sent", "retrying", "blocked", "failed", "dropped") and what follows from it."""
    row = db.get(OutboxRow, row_id)
    if row is None:
        return
    now = clock.now()
    to = db.get(Person, row.person_id) if row.person_id is not None else None
    row.why = why
    match state:
        case "sent":
            row.state, row.settled_at = OutboxState.SENT, now
        case "retrying":
            row.state, row.retry_at, row.attempts = OutboxState.PENDING, retry_at, row.attempts + 1
        case "blocked":
            # It waits: should they come back, it is sent then, if it is still of use.
            row.state = OutboxState.PENDING if to is not None else OutboxState.FAILED
            row.settled_at = None if to is not None else now
            if to is not None and to.blocked_at is None:
                to.blocked_at = now
                for coordinator in holders_of(db, Role.COORDINATOR):
                    if coordinator.id != to.id:
                        promise(db, coordinator, PersonBlocked(to.id))
        case _:
            row.state = OutboxState.DROPPED if state == "dropped" else OutboxState.FAILED
            row.settled_at = now
    record_shown(db, shown, uploaded)
    notification_for(row.kind, row.params).settled(db, to, Outcome(state, now))


def record_shown(db: Session, shown: Sequence[Shown], uploaded: tuple[str, str] | None = None) -> None:
    """Remembers which Telegram message shows what, and an uploaded file's id."""
    now = clock.now()
    for item in shown:
        known = db.get(SentMessage, (item.chat_id, item.message_id))
        if known is None:
            db.add(
                SentMessage(
                    chat_id=item.chat_id,
                    message_id=item.message_id,
                    subject_kind=item.kind,
                    subject_id=item.subject_id,
                    version=item.version,
                    question_id=item.question_id,
                    has_media=item.has_media,
                    sent_at=now,
                )
            )
        else:
            known.version = item.version
            known.subject_kind, known.subject_id = item.kind, item.subject_id
            known.question_id = item.question_id
    if uploaded is not None:
        db.merge(UploadedFile(digest=uploaded[0], file_id=uploaded[1], uploaded_at=now))


def forget_upload(db: Session, digest: str) -> None:
    """Forgets a file id that Telegram no longer knows, so that the file is uploaded anew."""
    known = db.get(UploadedFile, digest)
    if known is not None:
        db.delete(known)


def release_in_flight(db: Session) -> int:
    """Gives back what an earlier sender had in flight when it died: those rows may be said twice, never not at all."""
    result = db.execute(
        update(OutboxRow).where(OutboxRow.state == OutboxState.SENDING).values(state=OutboxState.PENDING)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]
