"""Alerts about concerns: number, severity and alias only, rung again until somebody has it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.callbacks.people import HelpNow
from bot.callbacks.safeguarding import AckConcern, ReadConcern, ReplyToConcern, WrongAlarm
from bot.notifications.base import Notification, Outcome, notification, promise
from bot.notifications.content import Content, Rows, Subject, button, rows
from bot.policies.judgements import NONE, worse
from bot.texts import Text, t
from models import chain
from models.concerns import Concern, ConcernEvent
from models.outbox import OutboxRow, OutboxState, Priority, SentMessage
from models.people import Person, Role


@dataclass(frozen=True)
class ConcernNow:
    """How a concern stands, read from its events. `taken`: acknowledged since it last rang; `ring` counts rings."""

    concern: Concern
    events: tuple[ConcernEvent, ...]
    category: str
    severity: str
    messages: int
    ring: int
    opened: ConcernEvent
    taken: ConcernEvent | None
    outcome: ConcernEvent | None
    music: bool
    referred: ConcernEvent | None
    answered: bool
    question_held: bool

    @property
    def quiet(self) -> bool:
        """Whether there is no more reason to ring."""
        return self.taken is not None or self.outcome is not None


def name_of(concern_id: int) -> str:
    """How people call it: `C3`."""
    return f"C{concern_id}"


def add_event(db: Session, concern_id: int, kind: str, **facts: Any) -> ConcernEvent:
    """Adds to a concern's record; `facts` are columns of the event."""
    facts.setdefault("details", {})
    event = ConcernEvent(concern_id=concern_id, at=clock.now(), kind=kind, **facts)
    chain.append_event(db, event)
    return event


def concern_now(db: Session, concern_id: int) -> ConcernNow | None:
    """How the concern stands; None if there is none of that number."""
    return next(iter(concerns_now(db, [concern_id])), None)


def concerns_now(db: Session, numbers: Collection[int]) -> list[ConcernNow]:
    """How these concerns stand, in the order of their numbers."""
    events: dict[int, list[ConcernEvent]] = {}
    for event in db.scalars(select(ConcernEvent).where(ConcernEvent.concern_id.in_(numbers)).order_by(ConcernEvent.id)):
        events.setdefault(event.concern_id, []).append(event)
    found = db.scalars(select(Concern).where(Concern.id.in_(events)).order_by(Concern.id))
    return [_stands(concern, events[concern.id]) for concern in found]


def _stands(concern: Concern, events: list[ConcernEvent]) -> ConcernNow:
    opened, category, severity, messages, ring = events[0], NONE, NONE, 0, 0
    last: dict[str, ConcernEvent] = {}
    taken: ConcernEvent | None = None
    for event in events:
        last[event.kind] = event
        if event.kind in ("opened", "joined"):
            messages += 1
            if worse(event.severity or NONE, severity) != severity:
                category, severity = event.category or NONE, event.severity or NONE
            if event.details.get("rings"):
                ring, taken = ring + 1, None
        elif event.kind in ("acknowledged", "replied") and taken is None:
            taken = event
    referred = last.get("referred")
    answer = last.get("answered")
    kept, freed = last.get("question_held"), last.get("question_freed")
    return ConcernNow(
        concern,
        tuple(events),
        category,
        severity,
        messages,
        ring,
        opened,
        taken,
        last.get("outcome"),
        "music" in last,
        referred,
        referred is not None and answer is not None and answer.id > referred.id,
        kept is not None and (freed is None or freed.id < kept.id),
    )


def alias_of(concern: Concern) -> str:
    """The alias that a concern goes by: the young person's, or the adult's where there is only one."""
    person = concern.person or concern.adult
    return person.alias if person is not None else "–"


def alert_key(concern_id: int, *rest: int | str) -> str:
    """The deduplication key of a concern's alerts; all of them begin with the concern's own."""
    return ":".join(["alert", str(concern_id), *map(str, rest), ""])


def _alert_rows(now: ConcernNow) -> Rows:
    number = now.concern.id
    reply = button("button-reply", ReplyToConcern(number)) if now.concern.person_id is not None else None
    return rows(
        button("button-i-have-it", AckConcern(number)) if not now.quiet else None,
        button("button-read", ReadConcern(number)),
        reply,
        button("button-wrong-alarm", WrongAlarm(number)),
        button("button-help-now", HelpNow()),
        width=2,
    )


def _line(key: str, now: ConcernNow, **more: Any) -> Text:
    return t(
        key,
        ref=name_of(now.concern.id),
        severity=t(f"severity-{now.severity}"),
        alias=alias_of(now.concern),
        messages=now.messages,
        **more,
    )


def may_hear(to: Person | None, concern: Concern) -> bool:
    """Whether this person may hear of it at all: a lead or coordinator, and not the adult whom it is about."""
    return to is not None and to.id != concern.adult_id and bool(to.roles & {Role.LEAD, Role.COORDINATOR})


@notification("concern_alert", Priority.ALERT)
class ConcernAlert(Notification):
    """Rings a contact, and again every so often (seconds) until somebody has it."""

    concern_id: int
    every: int
    most: int
    ring: int
    round: int = 0

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        now = concern_now(db, self.concern_id)
        if now is None or now.quiet or now.ring != self.ring or not may_hear(to, now.concern):
            return []
        key = "alert-again" if self.round else "alert"
        subject = Subject("concern", self.concern_id)
        return [Content(_line(key, now), _alert_rows(now), subject=subject)]

    def settled(self, db: Session, to: Person | None, outcome: Outcome) -> None:
        if to is None:
            return
        if outcome.state in ("blocked", "failed"):
            hurry_next(db, alert_key(self.concern_id, "next"))
        if outcome.state != "sent":
            return
        add_event(db, self.concern_id, "told", to_id=to.id, details={"round": self.round, "ring": self.ring})
        now = concern_now(db, self.concern_id)
        if now is None or now.quiet or now.ring != self.ring or self.round >= self.most:
            return
        promise(
            db,
            to,
            ConcernAlert(self.concern_id, self.every, self.most, self.ring, self.round + 1),
            due_at=outcome.at + timedelta(seconds=self.every),
            key=alert_key(self.concern_id, self.ring, to.id, self.round + 1),
        )


def hurry_next(db: Session, keys_like: str) -> None:
    """Somebody could not be reached: those who come next are told now."""
    db.execute(
        update(OutboxRow)
        .where(OutboxRow.state == OutboxState.PENDING, OutboxRow.dedup_key.startswith(keys_like, autoescape=True))
        .values(due_at=clock.now())
    )
    db.info.get("marks", {})["promised"] = True


@notification("concern_changed", Priority.NOTICE)
class ConcernChanged(Notification):
    """Carries how a concern stands now to a message that alerted somebody."""

    concern_id: int
    message_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        now = concern_now(db, self.concern_id)
        if now is None or not may_hear(to, now.concern):
            return []
        if now.outcome is not None:
            words = _line("alert-closed", now)
        elif now.taken is not None:
            words = _line("alert-taken", now, who=now.taken.actor.name if now.taken.actor else "–")
        else:
            words = _line("alert", now)
        buttons = rows(button("button-read", ReadConcern(now.concern.id)), button("button-help-now", HelpNow()))
        subject = Subject("concern", self.concern_id)
        return [
            Content(
                words,
                buttons if now.outcome is not None else _alert_rows(now),
                subject=subject,
                edit=self.message_id,
            )
        ]


@notification("concern_more", Priority.NOTICE, rings_in_quiet_hours=False)
class ConcernMore(Notification):
    """More of the same joined a concern that somebody has: told without a sound."""

    concern_id: int
    what: str  # "more" | "music" | "wrote" | "pattern"

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        now = concern_now(db, self.concern_id)
        if now is None or not may_hear(to, now.concern):
            return []
        words = _line(f"concern-{self.what}", now)
        silent = self.what != "wrote"
        return [Content(words, _alert_rows(now), subject=Subject("concern", self.concern_id), silent=silent)]

    def settled(self, db: Session, to: Person | None, outcome: Outcome) -> None:
        # Nobody was alerted before it: this is how they were told.
        if self.what == "pattern" and to is not None and outcome.state == "sent":
            add_event(db, self.concern_id, "told", to_id=to.id, details={})


def tell_of_change(db: Session, concern_id: int) -> None:
    """Brings every alert that stands in somebody's chat to how the concern is now."""
    shown = db.execute(
        select(SentMessage.message_id, Person.id)
        .join(Person, Person.telegram_id == SentMessage.chat_id)
        .where(SentMessage.subject_kind == "concern", SentMessage.subject_id == concern_id)
    )
    for message_id, person_id in shown.all():
        promise(db, person_id, ConcernChanged(concern_id, message_id))
