"""People, what they may do, and how they were let in."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Json


class Role(StrEnum):
    """What a person may be here; one person may be several."""

    YOUNG_PERSON = "young_person"
    TUTOR = "tutor"
    LEAD = "lead"
    COORDINATOR = "coordinator"


STAFF = frozenset({Role.TUTOR, Role.LEAD, Role.COORDINATOR})


class PersonRole(Base):
    """One role of one person."""

    __tablename__ = "person_roles"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(String(16), primary_key=True)
    pending_since: Mapped[datetime | None]  # a second adult has still to confirm it: until then it is not held

    __table_args__ = (Index("ix_person_roles_role", "role", "person_id"),)


class Person(Base):
    """Somebody who has joined. The Telegram account can change (a new phone); the person stays."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    alias: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(12), default="en")
    age_band: Mapped[str | None] = mapped_column(String(8))
    instruments: Mapped[list[str]] = mapped_column(default=list)
    joined_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    blocked_at: Mapped[datetime | None]  # they blocked the bot; set and cleared by what Telegram says
    away_since: Mapped[datetime | None]  # staff only: off duty
    reminders_off_at: Mapped[datetime | None]
    # Their own choice, where they made one: durations and moments as in bot/policies/reminders.py.
    remind_before: Mapped[list[str] | None] = mapped_column(Json)
    quiet: Mapped[str | None] = mapped_column(String(11))  # their own quiet hours, "20:00-08:00", or "off"
    paused_at: Mapped[datetime | None]  # young people only: nothing is sent to them or taken from them, but for help
    suspended_at: Mapped[datetime | None]  # staff only: they may do nothing, and nothing reaches them
    dbs_until: Mapped[date | None]  # staff only: the day on which the check of their record runs out
    training_until: Mapped[date | None]  # staff only: the day on which their safeguarding training runs out

    role_rows: Mapped[list[PersonRole]] = relationship(lazy="select", cascade="all, delete-orphan")

    # The rows are loaded where roles are asked for (services/people.py): most who look at a person do not.
    @property
    def roles(self) -> frozenset[Role]:
        """The roles that may be used now: none while suspended, and none that a second adult has still to confirm."""
        if self.suspended_at is not None:
            return frozenset()
        return frozenset(Role(row.role) for row in self.role_rows if row.pending_since is None)

    @property
    def all_roles(self) -> frozenset[Role]:
        """Every role given to them, whether they may use it now or not."""
        return frozenset(Role(row.role) for row in self.role_rows)

    @property
    def is_staff(self) -> bool:
        """Whether any role is that of an adult of the service, suspended or not."""
        return bool(self.all_roles & STAFF)


class Invitation(Base):
    """A one-use code, kept only as a hash; `for_person_id` moves an existing person to a new phone."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    for_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))


class SealedRecord(Base):
    """The service's own reference and an out-of-hours contact: apart from everything else, read by /reveal alone."""

    __tablename__ = "sealed_records"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    reference: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(Text)


class Conversation(Base):
    """Where a chat stands when the next words will mean something special: joining, a session step by step."""

    __tablename__ = "conversations"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    updated_at: Mapped[datetime]


class JoinAttempt(Base):
    """A wrong code from an account, so that guessing has a limit."""

    __tablename__ = "join_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]

    __table_args__ = (Index("ix_join_attempts_telegram_id_at", "telegram_id", "at"),)
