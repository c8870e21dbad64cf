"""Sessions of music: a series in local wall time, its occurrences as instants, and who has a place."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.people import Person

_UNASKED = text("asked_at IS NULL")


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
    link: Mapped[str] = mapped_column(Text, default="")  # to join online; shown near the time, on a tap
    capacity: Mapped[int | None]  # places; None: as many as come
    all_year: Mapped[bool] = mapped_column(Boolean, default=False)  # meets outside terms and on bank holidays too
    calendar_uid: Mapped[str | None] = mapped_column(Text)  # the UID of the calendar entry that it was imported from
    calendar: Mapped[str | None] = mapped_column(Text)  # that entry as iCalendar; its rule says when, not ours
    created_at: Mapped[datetime]
    unwritten_from: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    tutor: Mapped[Person] = relationship(lazy="select")

    __table_args__ = (
        Index("ix_sessions_tutor_id", "tutor_id"),
        Index("ix_sessions_unwritten_from", "unwritten_from"),
        Index("ix_sessions_calendar_uid", "calendar_uid"),
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
    tutor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))  # who leads this one
    out_of_term: Mapped[bool] = mapped_column(Boolean, default=False)  # called off because the terms say so
    calendar_key: Mapped[str | None] = mapped_column(String(32))  # RECURRENCE-ID: which of an imported entry it is
    asked_at: Mapped[datetime | None]  # it is over, and its young people were asked how it was

    session: Mapped[Session] = relationship(lazy="joined", innerjoin=True)
    tutor: Mapped[Person | None] = relationship(lazy="select")

    __table_args__ = (
        UniqueConstraint("session_id", "position"),
        Index("ix_occurrences_session_id_ends_at", "session_id", "ends_at"),
        Index("ix_occurrences_unasked", "ends_at", sqlite_where=_UNASKED, postgresql_where=_UNASKED),
        Index("ix_occurrences_ends_at", "ends_at"),
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


class Waiting(Base):
    """Somebody who waits for a place in a full session; while `offered_until` is set, a place is kept for them."""

    __tablename__ = "waiting"

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    since: Mapped[datetime]
    offered_until: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (
        Index("ix_waiting_session_id_since", "session_id", "since"),
        Index("ix_waiting_offered_until", "offered_until"),
    )
