"""The outbox as a table: claiming what is due, composing it, and settling how its sending ended."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from bot import clock
from bot.notifications.base import Notification, Outcome, notification_for, promise
from bot.notifications.content import Content
from bot.notifications.people import PersonBlocked, holders_of
from models.base import insert_into
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
    params: dict[str, Any]
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
            *([chat.not_in(busy)] if busy else []),
            or_(OutboxRow.person_id.is_(None), and_(Person.blocked_at.is_(None), Person.left_at.is_(None))),
            ~waits_behind_a_retry,
        )
        .order_by(OutboxRow.priority, OutboxRow.due_at, OutboxRow.id)
        .limit(CLAIM_LOOK)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def take(db: Session, chats: dict[int, int]) -> list[Claimed]:
    """Marks these rows (id to chat) as in flight, in the order given, but for those withdrawn in the meantime."""
    rows = db.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(chats), OutboxRow.state == OutboxState.PENDING)
        .values(state=OutboxState.SENDING, retry_at=None)
        .returning(
            OutboxRow.id,
            OutboxRow.person_id,
            OutboxRow.kind,
            OutboxRow.params,
            OutboxRow.attempts,
            OutboxRow.done_steps,
            OutboxRow.useful_until,
        )
    )
    taken = {
        row.id: Claimed(
            row.id,
            chats[row.id],
            row.person_id,
            row.kind,
            row.params,
            row.attempts,
            row.done_steps,
            row.useful_until,
        )
        for row in rows
    }
    return [taken[row_id] for row_id in chats if row_id in taken]


def give_back(db: Session, ids: Sequence[int]) -> None:
    """Returns rows that were claimed and not sent: one before them in their chat has to be tried again first."""
    db.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(ids), OutboxRow.state == OutboxState.SENDING)
        .values(state=OutboxState.PENDING)
    )


def compose(db: Session, claimed: Sequence[Claimed]) -> dict[int, Composed]:
    """What each of these rows has to say, from what is true now."""
    composed = {}
    for row in claimed:
        to = db.get(Person, row.person_id) if row.person_id is not None else None
        about = notification_for(row.kind, row.params)
        contents = about.compose(db, to)
        composed[row.id] = Composed(tuple(contents or ()), to.language if to else "en", about.rings_in_quiet_hours)
    return composed


def note_step(db: Session, row_id: int, steps: int, shown: Sequence[Shown], uploaded: tuple[str, str] | None) -> None:
    """Records that one message of several is out."""
    db.execute(update(OutboxRow).where(OutboxRow.id == row_id).values(done_steps=steps))
    record_shown(db, shown, uploaded)


# Made once: to make a statement costs more than to run it, and these run for every message.
_OUTBOX = OutboxRow.__table__
_SETTLE = (
    update(OutboxRow.__table__)  # type: ignore[arg-type]
    .where(_OUTBOX.c.id == bindparam("number"))
    .values(
        state=bindparam("state"),
        why=bindparam("why"),
        settled_at=bindparam("settled_at"),
        retry_at=bindparam("retry_at"),
        attempts=bindparam("attempts"),
    )
)


@lru_cache
def _recording(dialect: str) -> Any:
    statement = insert_into(dialect, SentMessage)
    shows = ("subject_kind", "subject_id", "version", "question_id", "has_media")
    return statement.on_conflict_do_update(
        index_elements=["chat_id", "message_id"], set_={name: statement.excluded[name] for name in shows}
    )


def settle(
    db: Session,
    row: Claimed,
    state: str,
    *,
    shown: Sequence[Shown] = (),
    uploaded: tuple[str, str] | None = None,
    retry_at: datetime | None = None,
    why: str | None = None,
) -> None:
    """Records how the sending ended ("sent", "retrying", "blocked", "failed", "dropped") and what follows from it."""
    now = clock.now()
    values: dict[str, Any] = {"why": why, "settled_at": now}
    match state:
        case "sent":
            values["state"] = OutboxState.SENT
        case "retrying":
            values |= {"state": OutboxState.PENDING, "retry_at": retry_at, "attempts": row.attempts + 1}
            values["settled_at"] = None
        case "blocked" if row.person_id is not None:
            # It waits: should they come back, it is sent then, if it is still of use.
            values |= {"state": OutboxState.PENDING, "settled_at": None}
            _note_blocked(db, row.person_id, now)
        case "dropped":
            values["state"] = OutboxState.DROPPED
        case _:
            values["state"] = OutboxState.FAILED
    db.connection().execute(_SETTLE, {"retry_at": None, "attempts": row.attempts, "number": row.id, **values})
    record_shown(db, shown, uploaded)
    about = notification_for(row.kind, row.params)
    if type(about).settled is not Notification.settled:
        to = db.get(Person, row.person_id) if row.person_id is not None else None
        about.settled(db, to, Outcome(state, now))


def _note_blocked(db: Session, person_id: int, now: datetime) -> None:
    person = db.get(Person, person_id)
    if person is None or person.blocked_at is not None:
        return
    person.blocked_at = now
    for coordinator in holders_of(db, Role.COORDINATOR):
        if coordinator.id != person_id:
            promise(db, coordinator, PersonBlocked(person_id))


def record_shown(db: Session, shown: Sequence[Shown], uploaded: tuple[str, str] | None = None) -> None:
    """Remembers which Telegram message shows what, and an uploaded file's id."""
    now = clock.now()
    for item in shown:
        shows = {
            "subject_kind": item.kind,
            "subject_id": item.subject_id,
            "version": item.version,
            "question_id": item.question_id,
            "has_media": item.has_media,
        }
        values = {"chat_id": item.chat_id, "message_id": item.message_id, "sent_at": now, **shows}
        db.connection().execute(_recording(db.get_bind().dialect.name), values)
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
