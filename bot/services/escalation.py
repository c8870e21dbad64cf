"""Ringing for a concern: first contacts at once, again until somebody has it, then the next ones; all in the outbox."""

import logging
from datetime import timedelta

from sqlalchemy.orm import Session

from bot import clock
from bot.config import Config
from bot.notifications.base import promise, withdraw
from bot.notifications.concerns import ConcernAlert, alert_key, concern_now, tell_of_change
from bot.notifications.contacts import first_contacts, next_contacts
from bot.notifications.practice import SOURCE as PRACTICE
from bot.notifications.safety import NOBODY_YET, SafetyMessage
from bot.policies.durations import parse_duration
from models.concerns import Concern, SafetyNote
from models.people import Person

log = logging.getLogger(__name__)


def ring(db: Session, concern_id: int, config: Config, alone: Person | None = None) -> int:
    """Promises the alerts of a concern that has just become worth ringing for; to how many people at once.

    `alone` is the one person whom it rings, where it is only rehearsed.
    """
    now = concern_now(db, concern_id)
    if now is None:
        return 0
    rules = config.safeguarding
    every = parse_duration(rules.repeat)
    alert = ConcernAlert(concern_id, int(every.total_seconds()), rules.repeats, now.ring)
    adult = now.concern.adult_id
    first = [alone] if alone is not None else first_contacts(db, adult)
    later = clock.now() + parse_duration(rules.escalate_after)
    for person in first:
        promise(db, person, alert, key=alert_key(concern_id, now.ring, person.id, 0))
    for person in next_contacts(db, adult) if alone is None else ():
        promise(db, person, alert, due_at=later, key=alert_key(concern_id, "next", now.ring, person.id, 0))
    if not first:
        # The record says so as well: nobody in it has been told.
        log.error("C%d rings for nobody: no lead and no coordinator can be reached", concern_id)
    return len(first)


def stop_ringing(db: Session, concern_id: int, why: str) -> None:
    """Drops what would still ring, and shows in every chat how it stands."""
    withdraw(db, why, keys_like=alert_key(concern_id))
    tell_of_change(db, concern_id)


def say(
    db: Session,
    to: Person | int,
    card: str,
    *,
    concern_id: int | None = None,
    words: str = "",
    by: Person | None = None,
    within: timedelta | None = None,
    later: timedelta | None = None,
) -> SafetyNote:
    """Says something to a young person behind "New message": the text `card`, filled with `words`.

    `within` is by when a person reads what they wrote, as the card promises; `later` puts the message off.
    """
    now = clock.now()
    note = SafetyNote(
        person_id=to if isinstance(to, int) else to.id,
        concern_id=concern_id,
        card=card,
        words=words,
        by_id=by.id if by else None,
        said_at=now,
        read_by=now + within if within is not None else None,
    )
    db.add(note)
    db.flush()
    concern = db.get(Concern, concern_id) if concern_id is not None else None
    if concern is None or concern.source != PRACTICE:
        due_at = now + later if later else None
        promise(db, note.person_id, SafetyMessage(note.id), due_at=due_at, key=f"safety:{note.id}")
    return note


def say_card(db: Session, to: Person | int, card: str, concern_id: int, config: Config) -> SafetyNote:
    """A supportive card with its promises: by when it is read, and a word in ten minutes if nobody has it by then."""
    rules = config.safeguarding
    note = say(db, to, card, concern_id=concern_id, within=parse_duration(rules.read_within))
    say_if_nobody_has_it(db, to, concern_id, config)
    return note


def say_if_nobody_has_it(
    db: Session, to: Person | int, concern_id: int, config: Config, card: str = NOBODY_YET
) -> None:
    """A word in ten minutes, and who can help now, should nobody have it by then."""
    say(db, to, card, concern_id=concern_id, later=parse_duration(config.safeguarding.unanswered_after))
