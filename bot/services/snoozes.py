"""Putting a question aside: it leaves the board and comes back by itself; the young person's wait stays what it is."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise
from bot.notifications.boards import refresh_boards
from bot.notifications.desk import Woke
from bot.policies.snooze import BadLater, Later, checked, monday_morning, parse_later, tomorrow_morning
from bot.services.claims import HeldBy, check_open, holder_but, locked, refused, tell_watchers
from bot.services.people import on_duty, require
from models.people import Person, Role
from models.questions import Question, QuestionState


@dataclass(frozen=True)
class PutBy:
    """The question sleeps until `at`, or until they write."""

    question: Question
    at: datetime | None


@dataclass(frozen=True)
class Choices:
    """When a question may come back, to choose from by a tap."""

    question: Question
    in_two_hours: datetime
    tomorrow: datetime
    monday: datetime


def later(db: Session, actor: Person, number: int, words: str, config: Config) -> PutBy | HeldBy | Choices:
    """Puts a question aside until the time in the words; without words, what to choose from."""
    require(actor, Role.TUTOR)
    if not words.strip():
        return choices(db, actor, number, config)
    question = locked(db, number)
    check_open(question)
    try:
        until = parse_later(words, clock.now(), config.service.zone)
    except BadLater as error:
        raise Refusal(f"later-{error.reason}", number=number) from None
    return _put_by(db, actor, question, until)


def choices(db: Session, actor: Person, number: int, config: Config) -> Choices:
    """When it may come back, for a question that can be put aside."""
    require(actor, Role.TUTOR)
    question = locked(db, number)
    check_open(question)
    now, zone = clock.now(), config.service.zone
    return Choices(question, now + timedelta(hours=2), tomorrow_morning(now, zone), monday_morning(now, zone))


def put_aside(db: Session, actor: Person, number: int, seconds: int) -> PutBy | HeldBy:
    """The same by a button: until that instant (UTC seconds), 0 for until they write."""
    require(actor, Role.TUTOR)
    question = locked(db, number)
    check_open(question)
    try:
        until = checked(datetime.fromtimestamp(seconds, tz=UTC), clock.now()) if seconds else Later(None)
    except (BadLater, ValueError, OverflowError, OSError):
        raise Refusal("old-button") from None
    return _put_by(db, actor, question, until)


def _put_by(db: Session, actor: Person, question: Question, until: Later) -> PutBy | HeldBy:
    holder = holder_but(db, question, actor)
    if holder is not None:
        return refused(db, question, actor, holder)
    if until.at is None and question.state == QuestionState.ANSWERED:
        raise Refusal("later-answered", number=question.id)
    question.snoozed_at, question.snoozed_by_id, question.wakes_at = clock.now(), actor.id, until.at
    question.holder_id = question.held_until = question.lapsed_holder_id = None
    tell_watchers(db, question, "aside", actor)
    refresh_boards(db)
    return PutBy(question, until.at)


def wake_up(db: Session, actor: Person, number: int) -> Question:
    """A tutor brings it back before its time."""
    require(actor, Role.TUTOR)
    question = locked(db, number)
    check_open(question)
    question.wake()
    refresh_boards(db)
    return question


def wake_due(db: Session) -> int:
    """Brings back every question whose time has come, and tells who put it aside; how many."""
    due = db.scalars(
        select(Question)
        .where(Question.snoozed_at.is_not(None), Question.wakes_at <= clock.now())
        .order_by(Question.wakes_at)
        .with_for_update(of=Question, key_share=True, skip_locked=True)
    ).all()
    for question in due:
        by = question.snoozed_by_id
        question.wake()
        duty = on_duty(db)
        # Should whoever put it aside be away, it is anybody's.
        for tutor in [one for one in duty if one.id == by] or duty:
            promise(db, tutor, Woke(question.id))
    if due:
        refresh_boards(db)
    return len(due)
