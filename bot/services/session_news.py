"""Who is told that a session was moved or called off: those with a place, its tutor, and whoever stands in."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import orm, select, update

from bot import clock
from bot.notifications.base import Notification, promise
from bot.notifications.replies import leader_of
from bot.notifications.sessions import SessionCancelled, SessionMoved, people_in
from bot.services import called_off, reminders
from models.outbox import PENDING, OutboxRow, OutboxState
from models.people import Person
from models.sessions import Occurrence

LATE: Final = timedelta(hours=3)  # where the configuration says nothing else


def tell(
    db: orm.Session,
    actor: Person | None,
    occurrence: Occurrence,
    was: datetime,
    follow: bool,
    *,
    cancelled: bool = False,
    late_within: timedelta = LATE,
) -> None:
    """Tells everyone enrolled, and the tutor unless they did it; of use until the later of both times is over.

    What is called off late rings, and staff see who has not seen it.
    """
    session = occurrence.session
    late = cancelled and occurrence.starts_at - clock.now() <= late_within
    concerned = {*reminders.enrolled(db, session), session.tutor_id, leader_of(occurrence)}
    if actor is not None:
        concerned -= {actor.id}
    people = [person for person in reminders.recipients(db, session) if person in concerned]
    length = timedelta(minutes=session.minutes)
    known = _untold(db, occurrence, people)
    for person in people:
        # Who was not told of an earlier move yet is told of the time that they know.
        start = known.get(person, int(was.timestamp()))
        about: Notification = SessionMoved(occurrence.id, start, follow)
        if cancelled:
            about = SessionCancelled(occurrence.id, start, follow, late)
        promise(
            db,
            person,
            about,
            useful_until=max(was, occurrence.starts_at, clock.now()) + length,
        )
    if late and people_in(db, session):
        called_off.watch(db, occurrence)


def _untold(db: orm.Session, occurrence: Occurrence, people: Sequence[int]) -> dict[int, int]:
    """Takes back the news of earlier moves that has not gone out; gives the start that each of these people knows."""
    waiting = db.execute(
        select(OutboxRow.id, OutboxRow.person_id, OutboxRow.params)
        .where(OutboxRow.person_id.in_(people), OutboxRow.kind == SessionMoved.kind, OutboxRow.state == PENDING)
        .order_by(OutboxRow.id.desc())
    ).all()
    mine = [row for row in waiting if row.params["occurrence_id"] == occurrence.id]
    db.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_([row.id for row in mine]), OutboxRow.state == PENDING)
        .values(state=OutboxState.DROPPED, why="moved again", settled_at=clock.now()),
        execution_options={"synchronize_session": False},
    )
    return {row.person_id: int(row.params["was"]) for row in mine if row.person_id is not None}


def tell_stand_ins(
    db: orm.Session,
    actor: Person,
    first: Occurrence,
    others: Mapping[Occurrence, datetime],
    *,
    cancelled: bool = False,
) -> None:
    """Of all that follow with the first, each time that somebody takes for its tutor is told to them by itself.

    `others` are the rest with the starts that were known.
    """
    news = SessionCancelled if cancelled else SessionMoved
    told = {first.session.tutor_id, leader_of(first), actor.id}
    for occurrence, was in others.items():
        leader = leader_of(occurrence)
        if leader not in told:
            useful_until = max(was, occurrence.starts_at) + timedelta(minutes=first.session.minutes)
            promise(db, leader, news(occurrence.id, int(was.timestamp()), False), useful_until=useful_until)
