"""The audit: who did what, when, in the transaction of the deed."""

from typing import Any

from sqlalchemy.orm import Session

from bot import clock
from models.audit import AuditEntry
from models.people import Person


def record(db: Session, actor: Person | None, action: str, subject: str, **details: Any) -> None:
    """Writes a deed down; details hold numbers and states, never anybody's words."""
    db.add(
        AuditEntry(
            at=clock.now(),
            actor_id=actor.id if actor else None,
            action=action,
            subject=subject,
            details=details,
        )
    )
