"""Sessions of music: a series in local wall time, its occurrences as instants, and who has a place."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.people import Person


class Session(Base):
    """One session or series, `S{id}`, and its rule: naive ISO wall times in `zone`.

    `first_local` is where the rule puts position 0; it changes when all that follow are moved.
    `unwritten_from` is the start of the first occurrence that is not written out yet; None: there is none.
    """

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    tutor_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    zone: Mapped[str] = mapped_column(String(64))
    first_local: Mapped[str] = mapped_column(String(19))
    minutes: Mapped[int]
    frequency: Mapped[str] = mapped_column(String(12))
    until: Mapped[str | None] = mapped_column(String(10))
    place: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    unwritten_from: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    tutor: Mapped[Person] = relationship(lazy="select")

    __table_args__ = (
        Index("ix_sessions_tutor_id", "tutor_id"),
        Index("ix_sessions_unwritten_from", "unwritten_from"),
    )


class Occurrence(Base):
    """One meeting of a session; `position` counts from 0 at the first and never changes, moved or not."""

    __tablename__ = "occurrences"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    position: Mapped[int]
    local: Mapped[str] = mapped_column(String(19))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    moved_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(Text, default="")

    session: Mapped[Session] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (
        UniqueConstraint("session_id", "position"),
        Index("ix_occurrences_session_id_ends_at", "session_id", "ends_at"),
    )


class Enrolment(Base):
    """A young person's place in a session."""

    __tablename__ = "enrolments"

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    enrolled_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (Index("ix_enrolments_person_id", "person_id"),)
