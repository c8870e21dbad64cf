"""The chain of the audit: each entry carries the hash of the one before, so that a changed or missing one shows."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from models.audit import AuditEntry
from models.concerns import Concern, ConcernEvent

LOCK = 0x_BAC_C4A1  # PostgreSQL: whoever adds to the chain holds this advisory lock until the commit
_BATCH = 1000
_FACTS = (AuditEntry.at, AuditEntry.actor_id, AuditEntry.action, AuditEntry.subject, AuditEntry.details)


@dataclass(frozen=True)
class Chain:
    """The chain as it was found: its length, its newest hash, and what does not fit, if anything."""

    length: int
    head: str
    broken: str | None = None


def append(db: Session, at: datetime, actor_id: int | None, action: str, subject: str, details: dict[str, Any]) -> None:
    """Adds a deed to the end of the chain, in the caller's transaction."""
    # What waits is written first: the chain's lock is taken after every other, so that two deeds can't wait
    # for each other.
    db.flush()
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    prev = db.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)) or ""
    seal = sealed(prev, at, actor_id, action, subject, details)
    values = {"at": at, "actor_id": actor_id, "action": action, "subject": subject, "details": details}
    db.execute(insert(AuditEntry).values(**values, prev=prev, hash=seal))


def append_event(db: Session, event: ConcernEvent) -> None:
    """Adds what happened in a concern to its record, and seals it into the chain: its words can't be changed unseen."""
    db.add(event)
    db.flush()
    details = {"event": event.id, "seal": _seal_of(event)}
    append(db, event.at, event.actor_id, f"concern_{event.kind}", f"concern:{event.concern_id}", details)


def _seal_of(event: ConcernEvent) -> str:
    opened = event.concern_id, event.at, event.kind, event.actor_id, event.to_id
    return sealed("", *opened, event.category, event.severity, event.words, event.details)


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


def verify(db: Session) -> Chain:
    """Reads the whole chain and every concern; where retention removed old entries, the oldest one left is trusted."""
    prev: str | None = None
    length, after = 0, 0
    seals: dict[int, str] = {}
    while True:
        batch = db.execute(
            select(AuditEntry.id, AuditEntry.prev, AuditEntry.hash, *_FACTS)
            .where(AuditEntry.id > after)
            .order_by(AuditEntry.id)
            .limit(_BATCH)
        ).all()
        if not batch:
            return Chain(length, prev or "", _broken_concern(db, seals))
        for entry_id, before, seal, *facts in batch:
            if (prev is not None and before != prev) or sealed(before, *facts) != seal:
                return Chain(length, prev or "", f"audit entry {entry_id}")
            if "seal" in facts[-1]:
                seals[facts[-1]["event"]] = facts[-1]["seal"]
            prev, length, after = seal, length + 1, entry_id


def _broken_concern(db: Session, seals: dict[int, str]) -> str | None:
    found: set[int] = set()
    opened: dict[int, Any] = {}
    for event in db.scalars(select(ConcernEvent).order_by(ConcernEvent.id)).yield_per(_BATCH):
        found.add(event.id)
        if seals.get(event.id, "") != _seal_of(event):
            return f"event {event.id} of C{event.concern_id}"
        if event.kind == "opened":
            opened[event.concern_id] = event.details.get("about")
    missing = seals.keys() - found
    if missing:
        return f"event {min(missing)} of a concern is missing"
    for concern in db.scalars(select(Concern)):
        if opened.get(concern.id) != about(concern):
            return f"C{concern.id} is not as it was opened"
    return None


def about(concern: Concern) -> list[Any]:
    """Whom and what a concern was opened about, as its first event remembers it."""
    return [concern.person_id, concern.adult_id, concern.source]
