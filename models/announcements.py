"""Messages to everyone in a session: written once, undone within half a minute, and who was reached."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.people import Person
from models.sessions import Session


class Announcement(Base):
    """One message to everyone who had a place when it was sent; a draft until `sent_at`."""

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]  # the author said yes; it leaves half a minute later
    undone_at: Mapped[datetime | None]

    session: Mapped[Session] = relationship(lazy="joined", innerjoin=True)
    author: Mapped[Person] = relationship(lazy="select")


class Reached(Base):
    """What became of an announcement for one person: queued, delivered, blocked, paused, failed, dropped."""

    __tablename__ = "reached"

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[str] = mapped_column(String(12))
    settled_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (Index("ix_reached_person_id", "person_id"),)
