"""A lead's work on concerns: having, reading, replying, referring, closing. Each step is added to the record."""

from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from bot import clock
from bot.config import Config
from bot.errors import NotAllowed, Refusal
from bot.notifications.base import promise
from bot.notifications.concerns import ConcernNow, add_event, concern_now, concerns_now
from bot.notifications.contacts import first_contacts
from bot.notifications.content import Media
from bot.notifications.leads import LeadReplied, ReferralDue
from bot.notifications.people import holders_of
from bot.notifications.practice import is_practice
from bot.policies.judgements import one_working_day_later, rank
from bot.services import kept_questions, practice
from bot.services.audit import record
from bot.services.escalation import say, stop_ringing
from bot.services.people import ask_next, require, stop_asking
from models.concerns import Concern, ConcernEvent
from models.holds import Hold, Unread
from models.people import Person, Role
from models.questions import Entry

PAGE = 8
WRONG_ALARM = "wrong alarm"
WORDS_MOST = 3000


@dataclass(frozen=True)
class Open:
    """A page of what is open for leads, the most serious first, with what else waits for them."""

    concerns: list[ConcernNow]
    count: int
    page: int
    holds: int
    unread: int


def handles(db: Session, actor: Person, adult_id: int | None) -> bool:
    """Leads, and coordinators where no lead is there to be told; never the adult whom it is about."""
    if actor.id == adult_id:
        return False
    if Role.LEAD in actor.roles:
        return True
    return Role.COORDINATOR in actor.roles and actor.id in {one.id for one in first_contacts(db, adult_id)}


def _told(db: Session, actor: Person, concern_id: int) -> bool:
    return bool(
        db.scalar(
            select(ConcernEvent.id)
            .where(ConcernEvent.concern_id == concern_id, ConcernEvent.kind == "told", ConcernEvent.to_id == actor.id)
            .limit(1)
        )
    )


def require_lead(db: Session, actor: Person) -> None:
    """NotAllowed unless the actor looks after safety: a lead, or a coordinator where there is no lead."""
    if not handles(db, actor, None):
        raise NotAllowed


def _find(db: Session, actor: Person, number: int) -> ConcernNow:
    require(actor, Role.LEAD, Role.COORDINATOR)
    now = concern_now(db, number)
    adult = now.concern.adult_id if now is not None else None
    allowed = handles(db, actor, adult) or (actor.id != adult and now is not None and _told(db, actor, number))
    if now is None or not allowed:
        if Role.LEAD not in actor.roles:
            raise NotAllowed
        # The same words for one that there is not and for one about the lead themself.
        raise Refusal("no-such-concern", ref=f"C{number}")
    _load(now)
    return now


def _load(now: ConcernNow) -> None:
    _ = now.concern.person, now.concern.adult
    for event in now.events:
        _ = event.actor, event.to


def open_concerns(db: Session, actor: Person, page: int = 0) -> Open:
    """What is open, but for what is about the actor."""
    require(actor, Role.LEAD, Role.COORDINATOR)
    closed = aliased(ConcernEvent)
    query = select(Concern.id).where(~exists().where(closed.concern_id == Concern.id, closed.kind == "outcome"))
    query = query.where(Concern.adult_id.is_(None) | (Concern.adult_id != actor.id))
    if not handles(db, actor, None):
        told = aliased(ConcernEvent)
        query = query.where(exists().where(told.concern_id == Concern.id, told.kind == "told", told.to_id == actor.id))
    found = concerns_now(db, list(db.scalars(query)))
    if not found and not handles(db, actor, None):
        raise NotAllowed
    found.sort(key=lambda now: (now.taken is not None, -rank(now.severity), now.concern.id))
    page = max(0, min(page, (len(found) - 1) // PAGE if found else 0))
    shown = found[page * PAGE : (page + 1) * PAGE]
    for now in shown:
        _load(now)
    return Open(shown, len(found), page, _holds(db, actor), unread_count(db, actor))


def _holds(db: Session, actor: Person) -> int:
    waiting = select(func.count()).select_from(Hold).where(Hold.decided_at.is_(None), Hold.author_id != actor.id)
    return db.scalar(waiting) or 0


def unread_count(db: Session, actor: Person) -> int:
    """How many entries no machine could read and nobody has looked at, but for the actor's own."""
    waiting = select(func.count()).select_from(Unread).join(Entry, Entry.id == Unread.entry_id)
    return db.scalar(waiting.where(Unread.seen_at.is_(None), Entry.author_id != actor.id)) or 0


def acknowledge(db: Session, actor: Person, number: int) -> ConcernNow:
    """I have it: it stops ringing for everybody, and the young person hears that somebody has it."""
    now = _find(db, actor, number)
    if now.outcome is None and now.taken is None:
        add_event(db, number, "acknowledged", actor_id=actor.id)
        stop_ringing(db, number, "acknowledged")
        if now.concern.person_id is not None and _was_answered_by_a_card(now):
            say(db, now.concern.person_id, "card-has-it", concern_id=number)
    return _again(db, number)


def _was_answered_by_a_card(now: ConcernNow) -> bool:
    """Whether the young person knows of it: they wrote it to us, or had a card."""
    return now.concern.source in ("words", "asked", "paused", "wrong") and now.ring > 0


def _again(db: Session, number: int) -> ConcernNow:
    now = concern_now(db, number)
    if now is None:
        raise Refusal("no-such-concern", ref=f"C{number}")
    _load(now)
    return now


def read(db: Session, actor: Person, number: int) -> ConcernNow:
    """The whole record; that it was read is part of it."""
    _find(db, actor, number)
    add_event(db, number, "read", actor_id=actor.id)
    return _again(db, number)


def ask_words(db: Session, actor: Person, number: int, verb: str) -> ConcernNow:
    """The actor's next words will be the reply, the outcome, to whom it was referred, or what they answered."""
    now = _find(db, actor, number)
    ask_next(db, actor.telegram_id or 0, f"concern.{verb}", concern=number)
    return now


def file_of(db: Session, actor: Person, event_id: int) -> tuple[int, Media]:
    """The voice note or picture of one event, audited as a reading; with the concern's number."""
    event = db.get(ConcernEvent, event_id)
    if event is None or "file_id" not in event.details:
        raise Refusal("old-button")
    _find(db, actor, event.concern_id)
    record(db, actor, "read_media", f"concern:{event.concern_id}", event=event.id)
    return event.concern_id, Media(event.details["kind"], event.details["file_id"])


def reply(db: Session, actor: Person, number: int, words: str) -> ConcernNow:
    """A lead's words to the young person, whoever they are; every other lead sees them, or the coordinators do."""
    now = _find(db, actor, number)
    stop_asking(db, actor.telegram_id or 0)
    if now.concern.person_id is None:
        raise Refusal("concern-nobody-to-reply", ref=f"C{number}")
    if not words.strip():
        raise Refusal("concern-words-missing", ref=f"C{number}", verb="reply")
    words = words.strip()[:WORDS_MOST]
    event = add_event(db, number, "replied", actor_id=actor.id, words=words)
    say(db, now.concern.person_id, "card-reply", concern_id=number, words=words, by=actor)
    if is_practice(now):
        practice.after_reply(db, actor, now)
    if not is_practice(now):
        for other in _who_else_sees(db, actor, now.concern.adult_id):
            promise(db, other, LeadReplied(event.id))
    if now.taken is None:
        stop_ringing(db, number, "replied")
    return _again(db, number)


def _who_else_sees(db: Session, actor: Person, adult_id: int | None) -> list[Person]:
    """No adult writes to a young person alone: the other leads, and where there is none the coordinators."""
    leads = {*holders_of(db, Role.LEAD), *first_contacts(db, adult_id)}
    others = [person for person in leads if person.id not in (actor.id, adult_id)]
    return others or [one for one in holders_of(db, Role.COORDINATOR) if one.id not in (actor.id, adult_id)]


def resolve(db: Session, actor: Person, number: int, outcome: str, *, wrong_alarm: bool = False) -> ConcernNow:
    """Closes a concern with its outcome in words."""
    now = _find(db, actor, number)
    stop_asking(db, actor.telegram_id or 0)
    if not outcome.strip():
        raise Refusal("concern-words-missing", ref=f"C{number}", verb="resolve")
    if now.outcome is None:
        facts = {"words": outcome.strip()[:WORDS_MOST], "details": {"wrong_alarm": wrong_alarm}}
        add_event(db, number, "outcome", actor_id=actor.id, **facts)
        kept_questions.free(db, actor, now)
        stop_ringing(db, number, "closed")
        if is_practice(now):
            practice.after_closing(db, actor, number)
    return _again(db, number)


def refer(db: Session, actor: Person, number: int, to: str, config: Config) -> ConcernNow:
    """Referred to somebody outside: an answer is due within one working day."""
    now = _find(db, actor, number)
    stop_asking(db, actor.telegram_id or 0)
    if not to.strip():
        raise Refusal("concern-words-missing", ref=f"C{number}", verb="refer")
    due = one_working_day_later(clock.now(), config.service.zone, config.hours.bank_holidays)
    event = add_event(
        db, number, "referred", actor_id=actor.id, words=to.strip()[:WORDS_MOST], details={"due": int(due.timestamp())}
    )
    for person in {actor, *(() if is_practice(now) else first_contacts(db, now.concern.adult_id))}:
        promise(db, person, ReferralDue(number, event.id), due_at=due, key=f"referral:{event.id}:{person.id}")
    if concern_is_loud(db, number):
        add_event(db, number, "acknowledged", actor_id=actor.id)
        stop_ringing(db, number, "referred")
    return _again(db, number)


def concern_is_loud(db: Session, number: int) -> bool:
    """Whether it still rings."""
    now = concern_now(db, number)
    return now is not None and not now.quiet and now.ring > 0


def answered(db: Session, actor: Person, number: int, words: str) -> ConcernNow:
    """What those to whom it was referred have answered."""
    now = _find(db, actor, number)
    stop_asking(db, actor.telegram_id or 0)
    if now.referred is None:
        raise Refusal("concern-not-referred", ref=f"C{number}")
    if not words.strip():
        raise Refusal("concern-words-missing", ref=f"C{number}", verb="referred")
    add_event(db, number, "answered", actor_id=actor.id, words=words.strip()[:WORDS_MOST])
    return _again(db, number)


# --- the music question in the same message ---


def keep_question(db: Session, actor: Person, number: int) -> ConcernNow:
    """The lead holds the question: it leaves the tutors' queue until it is freed."""
    kept_questions.keep(db, actor, _find(db, actor, number))
    return _again(db, number)


def free_question(db: Session, actor: Person, number: int) -> ConcernNow:
    """The question goes back to the queue."""
    kept_questions.free(db, actor, _find(db, actor, number))
    return _again(db, number)
