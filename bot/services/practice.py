"""Rehearsing a disclosure: it takes the way of a real one, rings nobody but the lead who asked, and counts nowhere."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise
from bot.notifications.concerns import ConcernMore, ConcernNow, add_event, concern_now
from bot.notifications.practice import SOURCE, PracticeReview, is_practice
from bot.policies.durations import parse_duration
from bot.policies.practice import scripts
from bot.services.concerns import WORRY, open_concern
from bot.services.people import require
from models.concerns import Concern
from models.people import Person, Role

YOUNG_PERSON = "Practice-1"  # an alias that nobody can draw: it is no animal
ADULT = "Practice-2"
NAME = "Practice"


def begin(db: Session, actor: Person, number: int, said: str, then: str, config: Config) -> Concern:
    """The script of that place in the list (from 1) arrives; `then` is what comes back after the first reply."""
    require(actor, Role.LEAD)
    found = scripts()
    if not 1 <= number <= len(found):
        raise Refusal("practice-which")
    script = found[number - 1]
    young_person = _made_up(db, YOUNG_PERSON)
    return open_concern(
        db,
        config,
        person=young_person,
        source=SOURCE,
        category=script.category,
        severity=script.severity,
        words=said,
        adult=_made_up(db, ADULT) if script.adult else None,
        by=young_person,
        card=WORRY,
        alone=actor,
        script=script.name,
        then=then,
        within=int(parse_duration(config.safeguarding.unanswered_after).total_seconds()),
    )


def _made_up(db: Session, alias: str) -> Person:
    """Somebody who is nobody: without a role or a chat they stand in no list, no figure and no queue."""
    person = db.scalars(select(Person).where(Person.alias == alias)).first()
    if person is None:
        person = Person(alias=alias, name=NAME, instruments=[], joined_at=clock.now())
        db.add(person)
        db.flush()
    return person


def review(db: Session, actor: Person, number: int) -> ConcernNow:
    """A rehearsed concern as it stands, for its review."""
    require(actor, Role.LEAD)
    now = concern_now(db, number)
    if now is None or not is_practice(now):
        raise Refusal("old-button")
    return now


def after_reply(db: Session, actor: Person, now: ConcernNow) -> None:
    """The made-up young person writes back, once."""
    if any(event.kind == "wrote" for event in now.events):
        return
    add_event(db, now.concern.id, "wrote", words=now.opened.details["then"], actor_id=now.concern.person_id)
    promise(db, actor, ConcernMore(now.concern.id, "wrote"), key=f"more:{now.concern.id}:wrote")


def after_closing(db: Session, actor: Person, number: int) -> None:
    """The lead reads how it went."""
    promise(db, actor, PracticeReview(number))
