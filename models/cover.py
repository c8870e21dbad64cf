"""Who is there for safety: leads' absences that another lead accepts, and the weekly proof that alerts arrive."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.people import Person


class Absence(Base):
    """A lead is away until then, once another lead has accepted (at once where there is no other)."""

    __tablename__ = "absences"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    until: Mapped[datetime]
    asked_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    ended_at: Mapped[datetime | None]  # back early, or replaced by another

    person: Mapped[Person] = relationship(foreign_keys=person_id, lazy="select")


class AlertTest(Base):
    """A test alert to everybody who may be alerted."""

    __tablename__ = "alert_tests"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]

    contacts: Mapped[list["AlertTestContact"]] = relationship(order_by="AlertTestContact.person_id", lazy="select")


class AlertTestContact(Base):
    """How far the test alert came with one of them: sent, and confirmed by a tap."""

    __tablename__ = "alert_test_contacts"

    test_id: Mapped[int] = mapped_column(ForeignKey("alert_tests.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    sent_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
