"""Concerns as they come up: opened, or joined by more of the same, with the young person's card."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from bot import clock
from bot.config import Config
from bot.notifications.base import promise
from bot.notifications.concerns import ConcernMore, ConcernNow, add_event, concern_now, tell_of_change
from bot.notifications.contacts import first_contacts
from bot.policies.durations import parse_duration
from bot.policies.judgements import HIGH, Judgement, belong_together, rank, rings
from bot.services.escalation import ring, say_card, say_if_nobody_has_it
from models.chain import about
from models.concerns import Concern, ConcernEvent
from models.people import Person
from models.questions import Entry

WORRY = "card-worry"  # the fixed supportive card


def open_concern(
    db: Session,
    config: Config,
    *,
    person: Person | None,
    source: str,
    category: str,
    severity: str,
    words: str,
    adult: Person | int | None = None,
    by: Person | None = None,
    entry: Entry | None = None,
    question_id: int | None = None,
    card: str | None = None,
    alone: Person | None = None,
    **details: Any,
) -> Concern:
    """Opens a record with the exact words; rings where the severity asks for it, and says the card if one is named.

    `alone` is the one person whom it rings, where it is only rehearsed.
    """
    concern = Concern(
        person_id=person.id if person else None,
        adult_id=adult if isinstance(adult, int) or adult is None else adult.id,
        source=source,
        question_id=entry.question_id if entry is not None else question_id,
        opened_at=clock.now(),
    )
    db.add(concern)
    db.flush()
    _write(
        db,
        concern.id,
        "opened",
        category,
        severity,
        words,
        by,
        entry,
        {"about": about(concern), "rings": rings(severity), **details},
    )
    if rings(severity):
        ring(db, concern.id, config, alone)
    if card is not None and person is not None:
        say_card(db, person, card, concern.id, config)
    elif rings(severity) and person is not None and by is person:
        # They told us themselves, and saw an answer: all that is left to promise is the word after ten minutes.
        say_if_nobody_has_it(db, person, concern.id, config)
    return concern


def _write(
    db: Session,
    concern_id: int,
    kind: str,
    category: str,
    severity: str,
    words: str,
    by: Person | None,
    entry: Entry | None,
    details: dict[str, Any],
) -> None:
    where = {"entry": entry.id, "version": entry.version, "question": entry.question_id} if entry is not None else {}
    add_event(
        db,
        concern_id,
        kind,
        category=category,
        severity=severity,
        words=words,
        actor_id=by.id if by else None,
        entry_id=entry.id if entry is not None else None,
        details={**details, **where},
    )


# --- what a young person wrote ---


def worry(
    db: Session, person: Person, words: str, judgement: Judgement, config: Config, entry: Entry | None = None
) -> int:
    """What detection found in a young person's words: more of an open concern, or a new one; its number."""
    found: dict[str, Any] = {"score": round(judgement.score, 3), "reasons": list(judgement.reasons)}
    now = _same_matter(db, person.id, judgement, parse_duration(config.safeguarding.joins_within))
    if now is None:
        card = WORRY if rings(judgement.severity) else None
        return open_concern(
            db,
            config,
            person=person,
            source="words",
            category=judgement.category,
            severity=judgement.severity,
            words=words,
            by=person,
            entry=entry,
            card=card,
            **found,
        ).id
    number = now.concern.id
    graver = rank(judgement.severity) > rank(now.severity) and rings(judgement.severity)
    details: dict[str, Any] = {**found, "rings": True} if graver else found
    _write(db, number, "joined", judgement.category, judgement.severity, words, person, entry, details)
    if graver:
        ring(db, number, config)
        if rank(now.severity) < rank(HIGH):
            say_card(db, person, WORRY, number, config)
        else:
            say_if_nobody_has_it(db, person, number, config)
    elif now.quiet or not rings(now.severity):
        tell_quietly(db, now, "more")
    else:
        tell_of_change(db, number)
    return number


def _same_matter(db: Session, person_id: int, judgement: Judgement, within: timedelta) -> ConcernNow | None:
    """The person's newest open concern that this belongs to."""
    closed = aliased(ConcernEvent)
    recent = aliased(ConcernEvent)
    open_ones = db.scalars(
        select(Concern.id)
        .where(
            Concern.person_id == person_id,
            Concern.source == "words",
            ~exists().where(closed.concern_id == Concern.id, closed.kind == "outcome"),
            exists().where(
                recent.concern_id == Concern.id,
                recent.kind.in_(("opened", "joined")),
                recent.at > clock.now() - within,
            ),
        )
        .order_by(Concern.id.desc())
    )
    for number in open_ones.all():
        now = concern_now(db, number)
        # Its first and its gravest category: those that joined on the way would lead from one matter to every other.
        if now is not None and any(
            belong_together(judgement.category, one) for one in (now.category, now.opened.category or now.category)
        ):
            return now
    return None


def tell_quietly(db: Session, now: ConcernNow, what: str) -> None:
    """One line without a sound to whoever looks after it, and only where somebody was alerted at all."""
    if not rings(now.severity):
        return
    for person in handlers_of(db, now):
        promise(
            db,
            person,
            ConcernMore(now.concern.id, what),
            key=f"more:{now.concern.id}:{what}:{now.messages}:{person.id}",
        )


def handlers_of(db: Session, now: ConcernNow) -> Sequence[Person]:
    """Who hears of what follows: the first contacts, and whoever took it."""
    people = {person.id: person for person in first_contacts(db, now.concern.adult_id)}
    if now.taken is not None and now.taken.actor is not None:
        people[now.taken.actor.id] = now.taken.actor
    return list(people.values())
