"""One young person and one occurrence: what they said before, whether they came, and how it was."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.people import Person
from models.sessions import Occurrence


class Attendance(Base):
    """All that is known of one person at one occurrence; a row is there once anything is.

    `reply`: coming, not_coming. `mark`: present, late, told (absent, and said so), not_told. `felt`: 1 to 5.
    """

    __tablename__ = "attendance"

    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    reply: Mapped[str | None] = mapped_column(String(12))
    replied_at: Mapped[datetime | None]
    # What they told the tutor of it: in a thread, so that the leads can read it.
    why_entry_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id", ondelete="SET NULL"))
    unreached_at: Mapped[datetime | None]  # Telegram would not take a reminder of it
    mark: Mapped[str | None] = mapped_column(String(12))
    marked_at: Mapped[datetime | None]
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    off_told_at: Mapped[datetime | None]  # Telegram took the news that it is called off
    off_seen_at: Mapped[datetime | None]  # they tapped "Seen"
    already_there_at: Mapped[datetime | None]  # they tapped "I'm already there"
    felt: Mapped[int | None]
    felt_at: Mapped[datetime | None]
    felt_words: Mapped[str] = mapped_column(Text, default="")

    occurrence: Mapped[Occurrence] = relationship(lazy="select")
    person: Mapped[Person] = relationship(foreign_keys=person_id, lazy="joined", innerjoin=True)

    __table_args__ = (Index("ix_attendance_person_id", "person_id", "occurrence_id"),)
