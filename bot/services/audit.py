"""The audit: who did what, when, in the transaction of the deed."""

from typing import Any

from sqlalchemy.orm import Session

from bot import clock
from models import chain
from models.people import Person


def record(db: Session, actor: Person | None, action: str, subject: str, **details: Any) -> None:
    """Writes a deed down, sealed into the chain; details hold numbers and states, never anybody's words."""
    chain.append(db, clock.now(), actor.id if actor else None, action, subject, details)
