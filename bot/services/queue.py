"""Which question comes next for a tutor; and what the clock does to the queue by itself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from bot import clock
from bot.config import Config
from bot.policies.matching import suits
from bot.services.cards import Card, card_of
from bot.services.claims import free, hold, locked, release_lapsed
from bot.services.people import on_duty, require
from bot.services.snoozes import wake_due
from models.people import Person, Role
from models.questions import Question, in_queue
from models.queued import COUNTED, oldest_first, queued_topics

KNOWN = 100  # the young people of the last so many questions that a tutor answered are those they know
_TRIES = 20  # how many that others took at the same instant are passed over


@dataclass(frozen=True)
class NothingFits:
    """Nothing waits that this tutor can take (but for what they have just given back); so many others do, to 99."""

    others: int
    given_back: int | None = None


@dataclass(frozen=True)
class _Wish:
    """What the next question may be."""

    tutor: Person
    speaks: tuple[str, ...]
    overdue_since: datetime
    after: tuple[datetime, int] | None
    anything: bool


def next_question(db: Session, actor: Person, config: Config, *, anything: bool = False) -> Card | NothingFits:
    """Claims and opens the next question for this tutor: one that they have already, an overdue one that they can
    take, one of a young person whom they know, and else the one of those that they can take that waited longest.
    """
    require(actor, Role.TUTOR)
    release_lapsed(db)
    # Others' locks are passed over, never waited for: somebody may be waiting for the boards that are redrawn here.
    mine = db.scalars(
        select(Question)
        .where(Question.holder_id == actor.id, in_queue())
        .order_by(*oldest_first())
        .limit(1)
        .with_for_update(of=Question, key_share=True, skip_locked=True)
        .execution_options(populate_existing=True)
    ).first()
    if mine is not None:
        hold(db, mine, actor)
        return card_of(db, actor, mine)
    return _claim_best(db, actor, _wish(actor, config, None, anything))


def skip(db: Session, actor: Person, config: Config, number: int) -> Card | NothingFits:
    """Gives a question back, and claims the one that comes after it; after the last one, the first."""
    require(actor, Role.TUTOR)
    question = locked(db, number)
    after = (question.waiting_since or question.asked_at, question.id)
    if question.holder_id == actor.id:
        free(db, question, actor)
        db.flush()
    for start in (after, None):
        found = _claim_best(db, actor, _wish(actor, config, start, False), {number})
        if isinstance(found, Card):
            return found
    return NothingFits(0, number)


def _wish(actor: Person, config: Config, after: tuple[datetime, int] | None, anything: bool) -> _Wish:
    # Staff speak the service's first language beside their own.
    speaks = (actor.language, config.service.languages[0])
    return _Wish(actor, speaks, clock.now() - config.hours.overdue_after, after, anything)


def _claim_best(db: Session, actor: Person, wish: _Wish, but: Collection[int] = ()) -> Card | NothingFits:
    taken = set(but)
    for _ in range(_TRIES):
        number = _best(db, wish, taken)
        if number is None:
            break
        question = db.scalars(
            select(Question)
            .where(Question.id == number, in_queue(), Question.holder_id.is_(None))
            .with_for_update(of=Question, key_share=True, skip_locked=True)
            .execution_options(populate_existing=True)
        ).first()
        if question is not None:
            hold(db, question, actor)
            return card_of(db, actor, question)
        taken.add(number)
    waiting = select(Question.id).where(in_queue(), Question.holder_id.is_(None)).limit(COUNTED + 1)
    return NothingFits(db.scalar(select(func.count()).select_from(waiting.subquery())) or 0)


def _best(db: Session, wish: _Wish, taken: Collection[int]) -> int | None:
    fitting = _longest_waiting(db, wish, taken)
    if fitting is not None and fitting[0] <= wish.overdue_since:
        return fitting[1]
    known = None if wish.after is not None else _known(db, wish.tutor, taken)
    if known is not None:
        return known
    return fitting[1] if fitting is not None else None


def _open_to_all(wish: _Wish, taken: Collection[int]) -> list[ColumnElement[bool]]:
    conditions = [in_queue(), Question.holder_id.is_(None)]
    if taken:
        conditions.append(Question.id.not_in(taken))
    if wish.after is not None:
        since, number = wish.after
        later = and_(Question.waiting_since == since, Question.id > number)
        conditions += [Question.waiting_since >= since, or_(Question.waiting_since > since, later)]
    return conditions


def _longest_waiting(db: Session, wish: _Wish, taken: Collection[int]) -> tuple[datetime, int] | None:
    """The first in the queue of each topic that the tutor can take; of these the one that waited longest."""
    topics = db.execute(queued_topics()).all()
    others = [tutor for tutor in on_duty(db) if tutor.id != wish.tutor.id]
    best: tuple[datetime, int] | None = None
    for topic, oldest in sorted(topics, key=lambda row: (row[1] is None, row[1])):
        if oldest is None or (best is not None and oldest > best[0]):
            break
        if not (wish.anything or _can_take(wish, topic, others)):
            continue
        first = db.execute(
            select(Question.waiting_since, Question.id)
            .where(*_open_to_all(wish, taken), Question.topic == topic)
            .order_by(*oldest_first())
            .limit(1)
        ).first()
        if first is not None and first[0] is not None and (best is None or (first[0], first[1]) < best):
            best = (first[0], first[1])
    return best


def _can_take(wish: _Wish, topic: str, others: list[Person]) -> bool:
    """By instrument and language; what nobody on duty could take is for anyone, so that it does not wait for ever."""
    if suits(topic, wish.tutor.instruments, wish.speaks):
        return True
    return not any(suits(topic, tutor.instruments, (tutor.language, wish.speaks[-1])) for tutor in others)


def _known(db: Session, tutor: Person, taken: Collection[int]) -> int | None:
    """The longest waiting question of a young person to whom this tutor has talked before."""
    lately = (
        select(Question.asker_id)
        .where(Question.preferred_tutor_id == tutor.id)
        .order_by(Question.id.desc())
        .limit(KNOWN)
        .subquery()
    )
    askers = select(lately.c.asker_id).distinct().subquery()
    asked = aliased(Question)
    oldest = (
        select(asked.id)
        .where(in_queue(asked), asked.holder_id.is_(None), asked.asker_id == askers.c.asker_id)
        .where(asked.id.not_in(taken))
        .order_by(*oldest_first(asked))
        .limit(1)
        .scalar_subquery()
    )
    numbers = [number for number in db.scalars(select(oldest).select_from(askers)) if number is not None]
    if not numbers:
        return None
    return db.scalar(select(Question.id).where(Question.id.in_(numbers)).order_by(*oldest_first()).limit(1))


# --- by the clock ---


def anything_due(db: Session) -> bool:
    """Whether a lease has run out, or something that was put aside is to come back."""
    now = clock.now()
    lapsed = select(Question.id).where(Question.holder_id.is_not(None), Question.held_until <= now)
    lapsed = lapsed.order_by(Question.holder_id).limit(1)
    woken = select(Question.id).where(Question.snoozed_at.is_not(None), Question.wakes_at <= now)
    woken = woken.order_by(Question.wakes_at).limit(1)
    return db.scalar(lapsed) is not None or db.scalar(woken) is not None


def tend(db: Session) -> int:
    """Gives back what was held too long, and brings back what was put aside; how many of both."""
    return release_lapsed(db) + wake_due(db)
