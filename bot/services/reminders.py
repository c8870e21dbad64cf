"""Reminders as promises: one row a person, occurrence and time before, written, withdrawn and rewritten."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import or_, orm, select, update

from bot import clock
from bot.config import Config
from bot.notifications.sessions import SessionReminder, leader_of
from bot.policies.durations import format_compact
from bot.policies.reminders import Reminder, plan, shift_out_of_quiet
from models.base import insert_into
from models.outbox import PENDING, OutboxRow, OutboxState
from models.people import Person
from models.sessions import Enrolment, Occurrence, Session


def recipients(db: orm.Session, session: Session) -> list[int]:
    """Who is reminded: everyone with a place, and whoever leads some of it; not those who have left the service."""
    return list(
        db.scalars(
            select(Person.id)
            .where(Person.id.in_([*enrolled(db, session), *tutors_of(db, session)]), Person.left_at.is_(None))
            .order_by(Person.id)
        )
    )


def tutors_of(db: orm.Session, session: Session) -> list[int]:
    """The session's tutor, and whoever leads single ones of its coming occurrences."""
    instead = db.scalars(
        select(Occurrence.tutor_id)
        .where(Occurrence.session_id == session.id, Occurrence.ends_at > clock.now(), Occurrence.tutor_id.is_not(None))
        .distinct()
    )
    return list(dict.fromkeys([session.tutor_id, *(person for person in instead if person is not None)]))


def enrolled(db: orm.Session, session: Session) -> list[int]:
    """Everybody with a place, those who have left the service among them: their place is kept."""
    places = select(Enrolment.person_id).where(Enrolment.session_id == session.id, Enrolment.left_at.is_(None))
    return list(db.scalars(places))


def remind(db: orm.Session, coming: Iterable[Occurrence], people: Collection[int], config: Config) -> None:
    """Promises these people the reminders of these occurrences; one whose time has passed is dropped."""
    now = clock.now()
    coming = list(coming)
    tutors = _tutors(db, {occurrence.session_id for occurrence in coming})
    rows = [
        {
            "person_id": person,
            "kind": SessionReminder.kind,
            "params": asdict(SessionReminder(occurrence.id, _seconds(occurrence.starts_at))),
            "priority": int(SessionReminder.priority),
            "dedup_key": key_of(occurrence, person, reminder),
            "state": OutboxState.PENDING,
            "due_at": reminder.due_at,
            "useful_until": reminder.useful_until,
            "created_at": now,
            "attempts": 0,
            "done_steps": 0,
        }
        for occurrence in coming
        for reminder in planned(occurrence.starts_at, config, now)
        for person in people
        # A tutor is reminded of what they lead themselves.
        if (occurrence.session_id, person) not in tutors or person == leader_of(occurrence)
    ]
    if rows:
        insertion = insert_into(db.get_bind().dialect.name, OutboxRow)
        db.execute(insertion.on_conflict_do_nothing(index_elements=["dedup_key"]), rows)
        db.info.get("marks", {})["promised"] = True


def _tutors(db: orm.Session, sessions: Collection[int]) -> set[tuple[int, int]]:
    """Who leads some of these sessions, and which: they have no place there, whatever else they are."""
    places = select(Enrolment.session_id, Enrolment.person_id).where(
        Enrolment.session_id.in_(sessions), Enrolment.left_at.is_(None)
    )
    placed = {(row[0], row[1]) for row in db.execute(places)}
    led = select(Session.id, Session.tutor_id).where(Session.id.in_(sessions))
    single = select(Occurrence.session_id, Occurrence.tutor_id).where(
        Occurrence.session_id.in_(sessions), Occurrence.tutor_id.is_not(None)
    )
    return {(row[0], row[1]) for row in [*db.execute(led), *db.execute(single)]} - placed


def planned(starts_at: datetime, config: Config, now: datetime) -> list[Reminder]:
    """The reminders still to ring, out of quiet hours; of two that would ring in the same minute, the later one."""
    zone, quiet = config.service.zone, config.hours.quiet_hours
    by_minute: dict[datetime, Reminder] = {}
    for reminder in plan(starts_at, config.reminders.lead_times, now):
        audible = shift_out_of_quiet(reminder, quiet, zone, now)
        if audible is not None:
            by_minute[audible.due_at] = audible
    return list(by_minute.values())


def key_of(occurrence: Occurrence, person_id: int, reminder: Reminder) -> str:
    """Once for each start: what was moved is reminded of anew, what was moved back is not said twice."""
    before = format_compact(reminder.before)
    return f"reminder:{occurrence.id}:{person_id}:{before}:{_seconds(occurrence.starts_at)}"


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())


def withdraw(db: orm.Session, occurrences: Sequence[Occurrence], people: Collection[int], why: str) -> int:
    """Drops what these people would have been reminded of, and has not been said yet; how many rows."""
    if not occurrences or not people:
        return 0
    theirs = [OutboxRow.dedup_key.startswith(f"reminder:{item.id}:") for item in occurrences]
    # By person and kind, because only that way has an index on both databases.
    result = db.execute(
        update(OutboxRow)
        .where(
            OutboxRow.person_id.in_(people),
            OutboxRow.kind == SessionReminder.kind,
            OutboxRow.state == PENDING,
            or_(*theirs),
        )
        .values(state=OutboxState.DROPPED, why=why, settled_at=clock.now(), dedup_key=None),
        execution_options={"synchronize_session": False},
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def rebuild(db: orm.Session, person: Person, config: Config) -> None:
    """Promises somebody who is back what they are still to be reminded of: their places, and what they lead."""
    places = select(Enrolment.session_id).where(Enrolment.person_id == person.id, Enrolment.left_at.is_(None))
    instead = select(Occurrence.session_id).where(
        Occurrence.tutor_id == person.id, Occurrence.ends_at > clock.now(), Occurrence.cancelled_at.is_(None)
    )
    # Their rows are held, so that a move at the same time is either seen here or sees that they are back.
    sessions = db.scalars(
        select(Session)
        .where(
            Session.cancelled_at.is_(None),
            or_(Session.tutor_id == person.id, Session.id.in_(places), Session.id.in_(instead)),
        )
        .order_by(Session.id)
        .with_for_update(of=Session)
    ).all()
    coming = db.scalars(
        select(Occurrence).where(
            Occurrence.session_id.in_([session.id for session in sessions]),
            Occurrence.ends_at > clock.now(),
            Occurrence.cancelled_at.is_(None),
        )
    ).all()
    remind(db, coming, [person.id], config)
