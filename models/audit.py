"""Who did what, when: written in the transaction of the deed, each entry sealed with the hash of the one before."""

from datetime import datetime
from typing import Any, Never

from sqlalchemy import Connection, Index, String, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from models.base import Base, Json


class AuditEntry(Base):
    """One deed; `subject` is its kind and number (`question:17`), `details` never holds anybody's words.

    `actor_id` is a bare number: the entry, and its hash, outlive the person's row.
    """

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(60))
    details: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    __table_args__ = (Index("ix_audit_subject", "subject", "id"),)


def append_only(model: type[Base]) -> type[Base]:
    """Makes a table one whose rows are added and never changed: trying raises RuntimeError."""

    def refuse(mapper: Mapper[Any], connection: Connection, target: Any) -> Never:
        raise RuntimeError(f"{model.__name__} is a record: nothing in it changes or goes")

    event.listen(model, "before_update", refuse)
    event.listen(model, "before_delete", refuse)
    return model


append_only(AuditEntry)
