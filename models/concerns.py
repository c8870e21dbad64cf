"""Concerns: matters of safety as an append-only record, and what the bot or the lead says to the young person."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.audit import append_only
from models.base import Base, Json
from models.people import Person


class Concern(Base):
    """One matter, `C{id}`, as it was opened: whom it is about, and the adult it is about, if any. Never changed."""

    __tablename__ = "concerns"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    adult_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    source: Mapped[str] = mapped_column(String(16))  # "words", "tutor", "wrong", "asked", "hold", "pattern", "practice"
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id", ondelete="SET NULL"))
    opened_at: Mapped[datetime]

    person: Mapped[Person | None] = relationship(foreign_keys=person_id, lazy="select")
    adult: Mapped[Person | None] = relationship(foreign_keys=adult_id, lazy="select")
    events: Mapped[list["ConcernEvent"]] = relationship(order_by="ConcernEvent.id", lazy="select", viewonly=True)


class ConcernEvent(Base):
    """One thing that happened in a concern; what stands now is read from these. Never changed.

    `kind`: opened, joined (more of the same), told, acknowledged, read, music ("it was about music"), replied,
    reply_shown, wrote (the young person, back to the lead), referred, answered, question_held, question_freed, outcome.
    """

    __tablename__ = "concern_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concerns.id"))
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    to_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id", ondelete="SET NULL"), index=True)
    category: Mapped[str | None] = mapped_column(String(40))
    severity: Mapped[str | None] = mapped_column(String(10))
    words: Mapped[str | None] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)

    actor: Mapped[Person | None] = relationship(foreign_keys=actor_id, lazy="select")
    to: Mapped[Person | None] = relationship(foreign_keys=to_id, lazy="select")

    __table_args__ = (Index("ix_concern_events_concern_id", "concern_id", "kind"),)


class SafetyNote(Base):
    """What is said to a young person behind "Show": a fixed card (`card` is its text) or a lead's words."""

    __tablename__ = "safety_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    concern_id: Mapped[int | None] = mapped_column(ForeignKey("concerns.id"), index=True)
    card: Mapped[str] = mapped_column(String(24))
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    said_at: Mapped[datetime]
    read_by: Mapped[datetime | None]  # when a person will have read it, as the card promises
    shown_at: Mapped[datetime | None]

    by: Mapped[Person | None] = relationship(foreign_keys=by_id, lazy="select")


append_only(Concern)
append_only(ConcernEvent)
