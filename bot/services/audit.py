"""The audit: who did what, when, in the transaction of the deed; chained hashes show whether any of it was changed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from bot import clock
from models.audit import AuditEntry
from models.people import Person

CHAIN_LOCK = 0x_BAC_C4A1  # PostgreSQL: whoever adds to the chain holds this advisory lock until the commit
_BATCH = 1000


@dataclass(frozen=True)
class Chain:
    """The chain as `check` found it: its length, its newest hash, and the first entry that does not fit, if any."""

    length: int
    head: str
    broken_at: int | None = None


def record(db: Session, actor: Person | None, action: str, subject: str, **details: Any) -> None:
    """Writes a deed down; details hold numbers and states, never anybody's words."""
    # What waits is written first: the chain's lock is taken after every other, so that two deeds can't wait
    # for each other.
    db.flush()
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
    prev = db.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)) or ""
    at, actor_id = clock.now(), actor.id if actor else None
    db.execute(
        insert(AuditEntry).values(
            at=at,
            actor_id=actor_id,
            action=action,
            subject=subject,
            details=details,
            prev=prev,
            hash=sealed(prev, at, actor_id, action, subject, details),
        )
    )


def sealed(prev: str, *facts: Any) -> str:
    """The hash (SHA-256, hexadecimal) of these facts and the hash before them; the same facts always give the same."""
    return sha256((prev + canonical(facts)).encode()).hexdigest()


def canonical(facts: Sequence[Any]) -> str:
    """Facts as one exact text: JSON in ASCII, keys in order, instants in UTC to the microsecond."""
    return json.dumps(facts, separators=(",", ":"), sort_keys=True, default=_instant)


def _instant(value: Any) -> str:
    if not isinstance(value, datetime):
        raise TypeError(f"the audit takes numbers, states and instants, not {type(value).__name__}")
    return value.isoformat(timespec="microseconds")


def verify_chain(db: Session) -> Chain:
    """Reads the whole chain; where old entries were removed by retention, the oldest one left is trusted."""
    prev: str | None = None
    length, after = 0, 0
    while True:
        batch = list(
            db.execute(
                select(
                    AuditEntry.id,
                    AuditEntry.prev,
                    AuditEntry.hash,
                    AuditEntry.at,
                    AuditEntry.actor_id,
                    AuditEntry.action,
                    AuditEntry.subject,
                    AuditEntry.details,
                )
                .where(AuditEntry.id > after)
                .order_by(AuditEntry.id)
                .limit(_BATCH)
            )
        )
        if not batch:
            return Chain(length, prev or "")
        for entry_id, before, seal, *facts in batch:
            if (prev is not None and before != prev) or sealed(before, *facts) != seal:
                return Chain(length, prev or "", broken_at=entry_id)
            prev, length, after = seal, length + 1, entry_id
