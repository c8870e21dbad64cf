"""Answers that tutors keep to use again, for themselves or for all."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Json
from models.people import Person


class SavedAnswer(Base):
    """One saved answer; `folded` is its name as it is looked up. Placeholders in the words are filled at use."""

    __tablename__ = "saved_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(40))
    folded: Mapped[str] = mapped_column(String(40))
    shared: Mapped[bool] = mapped_column(default=False)
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    file_id: Mapped[str | None] = mapped_column(Text)
    media: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    saved_at: Mapped[datetime]
    used: Mapped[int] = mapped_column(default=0)

    author: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (
        UniqueConstraint("author_id", "folded"),
        Index("ix_saved_answers_shared", "id", sqlite_where=sql("shared = 1"), postgresql_where=sql("shared")),
    )  # fmt: skip
