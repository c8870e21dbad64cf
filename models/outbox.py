"""What we promised to say, written down before it is said; and which Telegram message shows what."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index, String, Text, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Json


class Priority(IntEnum):
    """Who goes first when several messages wait."""

    ALERT = 0
    NOTICE = 1  # a session moved or called off
    ANSWER = 2  # receipts and answers
    REMINDER = 3
    ANNOUNCEMENT = 4


class OutboxState(StrEnum):
    """Pending: to be sent when due. Sending: in flight. Held: its author is suspended. The others are final."""

    PENDING = "pending"
    SENDING = "sending"
    HELD = "held"
    SENT = "sent"
    DROPPED = "dropped"  # no longer useful, or withdrawn
    FAILED = "failed"  # Telegram refused it for good


# SQLite uses a partial index only when the query says the same in the same words, not in a parameter.
PENDING: ColumnElement[str] = literal_column("'pending'")
_WAITING = text("state = 'pending'")
_RETRYING = text("state = 'pending' AND retry_at IS NOT NULL")


class OutboxRow(Base):
    """One promise, to a person (or a bare chat, before joining). `done_steps` counts messages of it already out."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    chat_id: Mapped[int | None] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(40))
    params: Mapped[dict[str, Any]] = mapped_column(Json)
    priority: Mapped[int]
    dedup_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    state: Mapped[str] = mapped_column(String(8), default=OutboxState.PENDING)
    due_at: Mapped[datetime]
    useful_until: Mapped[datetime | None]
    retry_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done_steps: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    why: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        Index("ix_outbox_due", "priority", "due_at", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_outbox_due_at", "due_at", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_outbox_retrying", "person_id", "priority", "id", sqlite_where=_RETRYING,
              postgresql_where=_RETRYING),
        Index("ix_outbox_person_id", "person_id", "kind", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_outbox_settled_at", "settled_at"),
    )  # fmt: skip


class SentMessage(Base):
    """Which Telegram message shows which subject, in which version: edits follow, and a reply finds its question."""

    __tablename__ = "sent_messages"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    message_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    has_media: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_sent_messages_subject", "subject_kind", "subject_id"),
        Index("ix_sent_messages_question_id", "question_id"),
    )
