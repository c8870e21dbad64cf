"""Holds: a tutor's words that do not leave until a lead has looked; and what no machine could read or has read yet."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.people import Person
from models.questions import Entry


class Hold(Base):
    """One hold, `H{id}`: the exact words, why, and what a lead decided. The words stay, whatever becomes of them."""

    __tablename__ = "holds"

    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(16))  # answer, edit, media, title, reason, saved, announcement
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id", ondelete="SET NULL"), index=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id", ondelete="SET NULL"))
    words: Mapped[str] = mapped_column(Text)
    file_id: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(String(12))  # of that file, where an edit exchanged the answer's
    category: Mapped[str] = mapped_column(String(40))
    severity: Mapped[str] = mapped_column(String(10))
    score: Mapped[float]
    reasons: Mapped[list[str]] = mapped_column(default=list)
    held_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str | None] = mapped_column(String(12))  # released, refused, reworded
    why: Mapped[str] = mapped_column(Text, default="")

    author: Mapped[Person] = relationship(foreign_keys=author_id, lazy="select")
    entry: Mapped[Entry | None] = relationship(lazy="select")

    __table_args__ = (
        Index("ix_holds_undecided", "id", sqlite_where=sql("decided_at IS NULL"),
              postgresql_where=sql("decided_at IS NULL")),
    )  # fmt: skip


class Unread(Base):
    """An entry that no machine could read (voice, picture, another script): a person has to."""

    __tablename__ = "unread_entries"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    why: Mapped[str] = mapped_column(String(24))
    listed_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    entry: Mapped[Entry] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (
        Index("ix_unread_entries_unseen", "entry_id", sqlite_where=sql("seen_at IS NULL"),
              postgresql_where=sql("seen_at IS NULL")),
    )  # fmt: skip


class Unjudged(Base):
    """A young person's entry that was taken while detection had its hands full: it is judged right afterwards."""

    __tablename__ = "unjudged_entries"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    taken_at: Mapped[datetime]
