"""Invitations: one-use codes kept as hashes, and a young person's sealed reference."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.errors import Refusal
from bot.services.audit import record
from bot.services.people import find, require
from models.people import Invitation, JoinAttempt, Person, Role, SealedRecord

MOST_AT_ONCE = 50
STAFF_DAYS = 7
NEW_PHONE_DAYS = 3
# 16 characters of base64url: 96 bits, and what a start link allows.
_CODE_BYTES = 12


def hash_of(code: str) -> str:
    """How a code is kept. It is random and long, so that a plain hash can't be guessed back."""
    return hashlib.sha256(code.strip().encode("utf-8", "replace")).hexdigest()


def _make(
    db: Session, role: Role, days: int, actor: Person | None, for_person: Person | None = None
) -> tuple[str, Invitation]:
    code = secrets.token_urlsafe(_CODE_BYTES)
    now = clock.now()
    invitation = Invitation(
        code_hash=hash_of(code),
        role=role,
        created_by=actor.id if actor else None,
        created_at=now,
        expires_at=now + timedelta(days=days),
        for_person_id=for_person.id if for_person else None,
    )
    db.add(invitation)
    db.flush()
    return code, invitation


def invite(
    db: Session,
    actor: Person | None,
    role: Role,
    count: int = 1,
    days: int | None = None,
    reference: str | None = None,
    contact: str | None = None,
) -> list[str]:
    """Makes one-use codes for a role; `actor` None is the command line. The codes are never to be had again."""
    if actor is not None:
        require(actor, Role.COORDINATOR)
    if not 1 <= count <= MOST_AT_ONCE:
        raise Refusal("invite-too-many", most=MOST_AT_ONCE)
    codes = []
    for number in range(1, count + 1):
        code, invitation = _make(db, role, days or STAFF_DAYS, actor)
        codes.append(code)
        if reference is not None:
            name = reference if count == 1 else f"{reference} ({number})"
            db.add(SealedRecord(invitation_id=invitation.id, reference=name, contact=contact or ""))
        record(db, actor, "invite", f"invitation:{invitation.id}", role=str(role))
    return codes


def new_phone(db: Session, actor: Person, alias: str) -> tuple[Person, str]:
    """Stops the old account at once, and makes the code that carries everything to the new one."""
    require(actor, Role.COORDINATOR, Role.LEAD)
    person = find(db, alias)
    if Role.COORDINATOR in person.all_roles and Role.COORDINATOR not in actor.roles:
        # Whoever has the code is the person: a lead must not become a coordinator by it.
        raise Refusal("no-such-person")
    person.telegram_id = None
    person.blocked_at = None
    record(db, actor, "new_phone", f"person:{person.id}")
    role = next(iter(sorted(person.roles)), Role.YOUNG_PERSON)
    for earlier in db.scalars(
        select(Invitation).where(Invitation.for_person_id == person.id, Invitation.used_at.is_(None))
    ):
        earlier.expires_at = clock.now()
    code, _ = _make(db, role, NEW_PHONE_DAYS, actor, for_person=person)
    return person, code


def look_up(db: Session, telegram_id: int, code: str, tries_per_hour: int) -> Invitation | None:
    """The usable invitation behind a code; None for a wrong, used or old one, which counts as a try.

    Refusal when this account has tried too often in the last hour, right code or wrong.
    """
    hour_ago = clock.now() - timedelta(hours=1)
    tries = db.scalar(
        select(func.count())
        .select_from(JoinAttempt)
        .where(JoinAttempt.telegram_id == telegram_id, JoinAttempt.at > hour_ago)
    )
    if (tries or 0) >= tries_per_hour:
        raise Refusal("code-too-many-tries")
    invitation = usable(db, hash_of(code))
    if invitation is None:
        db.add(JoinAttempt(telegram_id=telegram_id, at=clock.now()))
    return invitation


def usable(db: Session, code_hash: str) -> Invitation | None:
    """The invitation with this hash, if nobody has used it and it is still good."""
    invitation = db.scalars(select(Invitation).where(Invitation.code_hash == code_hash).with_for_update()).first()
    if invitation is None or invitation.used_at is not None or invitation.expires_at <= clock.now():
        return None
    return invitation


def spend(db: Session, invitation: Invitation, person: Person) -> None:
    """Uses the code up, and ties the sealed record to the person."""
    invitation.used_at = clock.now()
    invitation.used_by = person.id
    sealed = db.get(SealedRecord, invitation.id)
    if sealed is not None:
        sealed.person_id = person.id
