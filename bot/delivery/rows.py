"""The outbox as a table: claiming what is due, composing it, and settling how its sending ended."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.notifications.base import Notification, Outcome, kinds_for_the_paused, notification_for
from bot.notifications.content import Content
from bot.services.people import note_blocked
from models.base import UtcDateTime, insert_into
from models.lessons import UploadedFile
from models.outbox import PENDING, OutboxRow, OutboxState, SentMessage
from models.people import Person

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
    held_for: int | None = None  # the author, while they are suspended: it waits
    quiet: str | None = None  # the reader's own quiet hours

    @property
    def subjects(self) -> frozenset[tuple[str, int]]:
        """What it shows, by kind and number."""
        shown = (subject for content in self.contents for subject in (content.subject, *content.subjects))
        return frozenset((subject.kind, subject.id) for subject in shown if subject is not None)


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


def _due(skipping: bool) -> Select[Any]:
    """The question that is asked most often, made once: to make it costs more than to ask it."""
    row, older, person = OutboxRow.__table__.c, OutboxRow.__table__.alias("older").c, Person.__table__.c
    now = bindparam("now", type_=UtcDateTime)
    waits_behind_a_retry = exists().where(
        older.person_id == row.person_id,
        older.priority == row.priority,
        older.state == PENDING,
        older.retry_at > now,
        older.id < row.id,
    )
    chat = func.coalesce(person.telegram_id, row.chat_id)
    return (
        select(row.id, chat)
        .select_from(OutboxRow.__table__.outerjoin(Person.__table__, person.id == row.person_id))
        .where(
            row.state == PENDING,
            row.due_at <= now,
            or_(row.retry_at.is_(None), row.retry_at <= now),
            chat.is_not(None),
            *([chat.not_in(bindparam("skip", expanding=True))] if skipping else []),
            or_(
                row.person_id.is_(None),
                and_(
                    person.blocked_at.is_(None),
                    person.left_at.is_(None),
                    person.suspended_at.is_(None),
                    or_(person.paused_at.is_(None), row.kind.in_(bindparam("help", expanding=True))),
                ),
            ),
            ~waits_behind_a_retry,
        )
        .order_by(row.priority, row.due_at, row.id)
        .limit(bindparam("most"))
    )


_DUE = {skipping: _due(skipping) for skipping in (False, True)}


def candidates(db: Session, skip: Collection[int] = (), most: int = CLAIM_LOOK) -> list[tuple[int, int]]:
    """Due rows as (id, chat), in sending order; none for a chat to skip, the blocked, the suspended, or who left.

    Nothing but help reaches those who are paused.
    """
    values: dict[str, Any] = {"now": clock.now(), "most": most, "help": kinds_for_the_paused()}
    if skip:
        values["skip"] = list(skip)
    return [(row[0], row[1]) for row in db.connection().execute(_DUE[bool(skip)], values)]


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
        composed[row.id] = Composed(
            tuple(contents or ()),
            to.language if to else "en",
            about.may_ring(db, to),
            _suspended(db, about),
            to.quiet if to else None,
        )
    return composed


def _suspended(db: Session, about: Notification) -> int | None:
    number = about.author_id(db)
    author = db.get(Person, number) if number is not None else None
    return author.id if author is not None and author.suspended_at is not None else None


def note_step(db: Session, row_id: int, steps: int, shown: Sequence[Shown]) -> None:
    """Records that one message of several is out."""
    db.execute(update(OutboxRow).where(OutboxRow.id == row_id).values(done_steps=steps))
    record_shown(db, shown)


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
    retry_at: datetime | None = None,
    why: str | None = None,
    follow: bool = True,
) -> None:
    """Records how the sending ended ("sent", "retrying", "blocked", "failed", "dropped", "held") and what follows."""
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
            to = db.get(Person, row.person_id)
            if to is not None:
                note_blocked(db, to)
        case "dropped":
            values["state"] = OutboxState.DROPPED
        case "held":
            values |= {"state": OutboxState.HELD, "settled_at": None}
        case _:
            values["state"] = OutboxState.FAILED
    db.connection().execute(_SETTLE, {"retry_at": None, "attempts": row.attempts, "number": row.id, **values})
    record_shown(db, shown)
    if follow and state != "held":
        seen = tuple((item.message_id, item.kind, item.subject_id, item.version) for item in shown)
        _follow(db, row, Outcome(state, now, seen))


def _follow(db: Session, row: Claimed, outcome: Outcome) -> None:
    about = notification_for(row.kind, row.params)
    if type(about).settled is not Notification.settled:
        to = db.get(Person, row.person_id) if row.person_id is not None else None
        about.settled(db, to, outcome)


def record_shown(db: Session, shown: Sequence[Shown]) -> None:
    """Remembers which Telegram message shows what."""
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


def remember_upload(db: Session, digest: str, file_id: str) -> None:
    """Remembers under which id Telegram keeps a file: later sends use it."""
    db.merge(UploadedFile(digest=digest, file_id=file_id, uploaded_at=clock.now()))


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
