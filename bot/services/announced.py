"""What was written to sessions, and whom it reached: for those who wrote it, and for every lead to read."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import orm, select

from bot.errors import Refusal
from bot.notifications.announcements import DELIVERED, QUEUED, missed_by, states_of
from bot.policies.numbers import LARGEST
from bot.services.people import require
from models.announcements import Announcement
from models.people import Person, Role
from models.sessions import Session

PAGE: Final = 3


@dataclass(frozen=True)
class Sent:
    """A message that was sent: to how many, how many got it, how many it is still under way to, and who did not."""

    announcement: Announcement
    author: str
    people: int
    delivered: int
    under_way: int
    missed: list[tuple[Person, str]]  # why: blocked, paused, left, failed, dropped; or unreached


@dataclass(frozen=True)
class Page:
    """A page of what was sent, the newest first; to one session, or to any (0)."""

    number: int
    page: int
    items: list[Sent]
    more: bool


def sent(db: orm.Session, actor: Person, number: int = 0, page: int = 0) -> Page:
    """What was sent to a session, or to any (0): a tutor's own sessions, all for who looks after the service.

    Leads read every one of them here: no adult writes to young people alone.
    """
    require(actor, Role.TUTOR, Role.COORDINATOR, Role.LEAD)
    everybodys = bool(actor.roles & {Role.COORDINATOR, Role.LEAD})
    page = max(0, min(page, 10_000))
    query = (
        select(Announcement)
        .join(Session, Session.id == Announcement.session_id)
        .where(Announcement.sent_at.is_not(None), Announcement.undone_at.is_(None))
        .order_by(Announcement.id.desc())
        .offset(page * PAGE)
        .limit(PAGE + 1)
    )
    if not everybodys:
        query = query.where(Session.tutor_id == actor.id)
    if number:
        session = db.get(Session, number) if 1 <= number <= LARGEST else None
        if session is None or not (everybodys or session.tutor_id == actor.id):
            raise Refusal("no-such-session", number=f"S{number}")
        query = query.where(Announcement.session_id == number)
    found = db.scalars(query).all()
    return Page(number, page, [_became(db, item, actor) for item in found[:PAGE]], len(found) > PAGE)


def _became(db: orm.Session, found: Announcement, reader: Person) -> Sent:
    states = states_of(db, found)
    return Sent(
        found,
        found.author.name,
        len(states),
        sum(state == DELIVERED for _, state in states),
        sum(state == QUEUED for _, state in states),
        missed_by(states, reader),
    )
