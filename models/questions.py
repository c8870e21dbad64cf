"""Questions and everything said in their threads, every version kept."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    literal_column,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Json
from models.lessons import Lesson
from models.people import Person


class QuestionState(StrEnum):
    """Where a question stands. `waiting`: a tutor should act; `answered`: the young person may go on."""

    WAITING = "waiting"
    KEPT = "kept"  # a lead keeps it from the tutors
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class EntryState(StrEnum):
    """What became of one entry. Received is a young person's; the others, but for withdrawn, an answer's."""

    QUEUED = "queued"
    ALONE = "alone"  # waits until a second adult is there
    HELD = "held"  # waits for a lead to look at it
    REFUSED = "refused"  # a lead looked: it never goes out
    RETRYING = "retrying"
    BLOCKED = "blocked"
    FAILED = "failed"
    DELIVERED = "delivered"
    WITHDRAWN = "withdrawn"
    RECEIVED = "received"


# SQLite uses a partial index only when the query says the same in the same words, not in a parameter.
WAITING: ColumnElement[str] = literal_column("'waiting'")
HELD_UP: ColumnElement[bool] = literal_column("entries.state IN ('held', 'alone')", Boolean())
_PREFERRED = sql("preferred_tutor_id IS NOT NULL")
_QUEUED = sql("state = 'waiting' AND snoozed_at IS NULL")
_SNOOZED = sql("snoozed_at IS NOT NULL")
_HELD_UP = sql("state IN ('held', 'alone')")


class Question(Base):
    """One question, `#id`, and its thread."""

    __tablename__ = "questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    asker_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    lesson_id: Mapped[int | None] = mapped_column(ForeignKey("lessons.id", ondelete="SET NULL"))
    moment_seconds: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(12), default=QuestionState.WAITING)
    asked_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None]
    first_answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    helped: Mapped[bool | None]
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    held_until: Mapped[datetime | None]
    lapsed_holder_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    preferred_tutor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    topic: Mapped[str] = mapped_column(String(120), default="")  # who can answer it, see bot/policies/matching.py
    snoozed_at: Mapped[datetime | None]  # put aside by a tutor; it comes back at `wakes_at`, or when they write
    snoozed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    wakes_at: Mapped[datetime | None]

    asker: Mapped[Person] = relationship(foreign_keys=asker_id, lazy="joined", innerjoin=True)
    holder: Mapped[Person | None] = relationship(foreign_keys=holder_id, lazy="select")
    lesson: Mapped[Lesson | None] = relationship(lazy="select")
    entries: Mapped[list["Entry"]] = relationship(order_by="Entry.id", lazy="select", back_populates="question")

    __table_args__ = (
        Index("ix_questions_queue", "waiting_since", "id", sqlite_where=_QUEUED, postgresql_where=_QUEUED),
        Index("ix_questions_queue_topic", "topic", "waiting_since", "id",
              sqlite_where=_QUEUED, postgresql_where=_QUEUED),
        Index("ix_questions_queue_asker", "asker_id", "waiting_since", "id",
              sqlite_where=_QUEUED, postgresql_where=_QUEUED),
        Index("ix_questions_asker_id_state", "asker_id", "state"),
        Index("ix_questions_asker_lesson", "asker_id", "lesson_id", "id",
              sqlite_where=sql("lesson_id IS NOT NULL"), postgresql_where=sql("lesson_id IS NOT NULL")),
        Index("ix_questions_holder_id", "holder_id", sqlite_where=sql("holder_id IS NOT NULL"),
              postgresql_where=sql("holder_id IS NOT NULL")),
        Index("ix_questions_preferred_tutor_id", "preferred_tutor_id", "id",
              sqlite_where=_PREFERRED, postgresql_where=_PREFERRED),
        Index("ix_questions_snoozed", "id", sqlite_where=_SNOOZED, postgresql_where=_SNOOZED),
        Index("ix_questions_wakes_at", "wakes_at", sqlite_where=_SNOOZED, postgresql_where=_SNOOZED),
    )  # fmt: skip

    @property
    def asks_nothing(self) -> bool:
        """Whether it was closed from the start: words for a tutor to know, and nobody waits for an answer."""
        return self.closed_at is not None and self.closed_at == self.asked_at

    def leave_queue(self) -> None:
        """Nobody waits for it, holds it or has put it aside any more."""
        self.waiting_since = self.holder_id = self.held_until = self.lapsed_holder_id = None
        self.wake()

    def wake(self) -> None:
        """It is not put aside any more."""
        self.snoozed_at = self.snoozed_by_id = self.wakes_at = None


def in_queue(model: Any = Question) -> ColumnElement[bool]:
    """Waits for a tutor and is not put aside: asked for in these words alone, since only they have an index."""
    return and_(model.state == WAITING, model.snoozed_at.is_(None))


class Entry(Base):
    """One thing said in a thread: a message of the young person's, or an answer. `version` counts its edits."""

    __tablename__ = "entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    by_staff: Mapped[bool]
    state: Mapped[str] = mapped_column(String(12), default=EntryState.RECEIVED)
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[str | None] = mapped_column(Text)
    media: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    album: Mapped[str | None] = mapped_column(String(64))
    chat_id: Mapped[int | None] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(default=1)
    said_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    # The tutor who raised a concern about it: its words are for them and the leads alone.
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))

    question: Mapped[Question] = relationship(back_populates="entries", lazy="select")
    author: Mapped[Person] = relationship(foreign_keys=author_id, lazy="select")

    __table_args__ = (
        UniqueConstraint("chat_id", "message_id"),
        Index("ix_entries_question_id", "question_id", "id"),
        Index("ix_entries_held_up", "question_id", sqlite_where=_HELD_UP, postgresql_where=_HELD_UP),
        Index("ix_entries_author_id_delivered_at", "author_id", "delivered_at",
              sqlite_where=sql("delivered_at IS NOT NULL"), postgresql_where=sql("delivered_at IS NOT NULL")),
        Index("ix_entries_album", "album", sqlite_where=sql("album IS NOT NULL"),
              postgresql_where=sql("album IS NOT NULL")),
    )  # fmt: skip


class EntryVersion(Base):
    """What an entry said before an edit; the record keeps every version."""

    __tablename__ = "entry_versions"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    file_id: Mapped[str | None] = mapped_column(Text)
    replaced_at: Mapped[datetime]


class QuestionView(Base):
    """How much of a thread a member of staff has seen: whoever answers must have seen what was answered before."""

    __tablename__ = "question_views"

    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    seen_entry_id: Mapped[int]


class Draft(Base):
    """What a tutor sent without saying that it goes out: kept until they choose to send it, and for which question."""

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    file_id: Mapped[str | None] = mapped_column(Text)
    media: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    album: Mapped[str | None] = mapped_column(String(64))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int] = mapped_column(BigInteger)
    written_at: Mapped[datetime]
    verdict: Mapped[dict[str, Any] | None] = mapped_column(Json)  # what detection said of it

    __table_args__ = (UniqueConstraint("chat_id", "message_id"),)
