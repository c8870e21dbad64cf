"""How anything is promised: a frozen dataclass by kind, a row in the caller's transaction, words at sending."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, ClassVar, dataclass_transform

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.notifications.content import Content
from models.base import insert_into
from models.outbox import OutboxRow, OutboxState, Priority, SentMessage
from models.people import Person

_registry: dict[str, type["Notification"]] = {}


@dataclass(frozen=True)
class Outcome:
    """How the sending of a row ended: sent, waiting for another try, blocked by the person, or failed for good."""

    state: str  # "sent" | "retrying" | "blocked" | "failed" | "dropped"
    at: datetime
    shown: tuple[tuple[int, str, int, int], ...] = ()  # message id; kind, number and version of what it shows


class Notification:
    """One thing that we may tell somebody. Its fields are ids and small values, never words that could change."""

    kind: ClassVar[str]
    priority: ClassVar[Priority]
    rings_in_quiet_hours: ClassVar[bool] = True
    for_the_paused: ClassVar[bool] = False  # whether it reaches a young person who is paused: help does

    def compose(self, db: Session, to: Person | None) -> list[Content] | None:
        """The messages to send, made from what is true now; None if there is no longer a reason to say it."""
        raise NotImplementedError

    def may_ring(self, db: Session, to: Person | None) -> bool:
        """Whether this one may ring in quiet hours; the kind decides, unless what is true now does."""
        return self.rings_in_quiet_hours

    def author_id(self, db: Session) -> int | None:
        """Whose words it carries: while that member of staff is suspended, it is held."""
        return None

    def settled(self, db: Session, to: Person | None, outcome: Outcome) -> None:
        """What else becomes true when the sending has ended, in the transaction that records it."""


@dataclass_transform(frozen_default=True)
def notification(kind: str, priority: Priority, rings_in_quiet_hours: bool = True, for_the_paused: bool = False) -> Any:
    """Registers a frozen dataclass as the notification of that kind."""

    def register(cls: type[Notification]) -> type[Notification]:
        made = dataclass(frozen=True)(cls)
        made.kind, made.priority, made.rings_in_quiet_hours = kind, priority, rings_in_quiet_hours
        made.for_the_paused = for_the_paused
        if kind in _registry:
            raise ValueError(f"two notifications share the kind {kind}")
        _registry[kind] = made
        return made

    return register


def kinds_for_the_paused() -> list[str]:
    """The kinds that reach a young person who is paused."""
    return [kind for kind, made in _registry.items() if made.for_the_paused]


def notification_for(kind: str, params: dict[str, Any]) -> Notification:
    """The notification stored in a row; KeyError for a kind that this version does not know."""
    return _registry[kind](**params)


def promise(
    db: Session,
    to: Person | int,
    about: Notification,
    *,
    due_at: datetime | None = None,
    useful_until: datetime | None = None,
    key: str | None = None,
) -> bool:
    """Writes down what will be said, in the caller's transaction; False if the same key was promised before."""
    now = clock.now()
    person_id = to if isinstance(to, int) else to.id
    values = {
        "person_id": person_id,
        "chat_id": None,
        "kind": about.kind,
        "params": asdict(about),  # type: ignore[call-overload]
        "priority": int(about.priority),
        "dedup_key": key,
        "state": OutboxState.PENDING,
        "due_at": due_at or now,
        "useful_until": useful_until,
        "created_at": now,
        "attempts": 0,
        "done_steps": 0,
    }
    return _insert(db, values)


def tell_chat(db: Session, chat_id: int, about: Notification, key: str | None = None) -> bool:
    """The same for a chat of somebody who has not joined."""
    now = clock.now()
    values = {
        "person_id": None,
        "chat_id": chat_id,
        "kind": about.kind,
        "params": asdict(about),  # type: ignore[call-overload]
        "priority": int(about.priority),
        "dedup_key": key,
        "state": OutboxState.PENDING,
        "due_at": now,
        "useful_until": None,
        "created_at": now,
        "attempts": 0,
        "done_steps": 0,
    }
    return _insert(db, values)


@lru_cache
def _insertion(dialect: str, keyed: bool) -> Any:
    """The INSERT, made once: to make it costs more than to run it."""
    # Asked for, because PostgreSQL's driver would otherwise not say whether an INSERT met a conflict.
    statement = insert_into(dialect, OutboxRow).execution_options(preserve_rowcount=True)
    return statement.on_conflict_do_nothing(index_elements=["dedup_key"]) if keyed else statement


def _insert(db: Session, values: dict[str, Any]) -> bool:
    db.info.get("marks", {})["promised"] = True
    statement = _insertion(db.get_bind().dialect.name, values["dedup_key"] is not None)
    result = db.connection().execute(statement, values)
    return bool(result.rowcount)


def withdraw(db: Session, why: str, *, key: str | None = None, keys_like: str | None = None) -> int:
    """Drops promises that wait (not those in flight), by key or by the start of their keys; how many there were."""
    statement = update(OutboxRow).where(OutboxRow.state == OutboxState.PENDING)
    if key is not None:
        statement = statement.where(OutboxRow.dedup_key == key)
    elif keys_like is not None:
        statement = statement.where(OutboxRow.dedup_key.startswith(keys_like, autoescape=True))
    else:
        raise ValueError("name the promises to withdraw")
    # The key is let go of as well: a reminder that is rewritten after a move may be promised anew.
    result = db.execute(statement.values(state=OutboxState.DROPPED, why=why, settled_at=clock.now(), dedup_key=None))
    return int(result.rowcount)  # type: ignore[attr-defined]


def held_because_of(author_id: int) -> str:
    """Why a row is held while its author is suspended: by this it is found again."""
    return f"suspended:{author_id}"


def shown_in(db: Session, chat_id: int | None, kind: str, subject_id: int) -> SentMessage | None:
    """The newest Telegram message in this chat that shows the subject."""
    if chat_id is None:
        return None
    return db.scalars(
        select(SentMessage)
        .where(
            SentMessage.subject_kind == kind,
            SentMessage.subject_id == subject_id,
            SentMessage.chat_id == chat_id,
        )
        .order_by(SentMessage.message_id.desc())
        .limit(1)
    ).first()


def soon(seconds: float) -> datetime:
    """The instant that many seconds from now."""
    return clock.now() + timedelta(seconds=seconds)
