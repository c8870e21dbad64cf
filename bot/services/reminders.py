"""Reminders as promises: one row a person, occurrence and time before; written, withdrawn, rewritten as chosen."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from sqlalchemy import or_, orm, select, update

from bot import clock
from bot.config import Config
from bot.notifications.base import promise
from bot.notifications.replies import leader_of
from bot.notifications.session_reminders import SessionReminder
from bot.policies.hours import QuietHours
from bot.policies.reminders import Reminder, once_more, out_of_quiet, parse_wish, plan
from models.base import insert_into
from models.outbox import PENDING, OutboxRow, OutboxState
from models.people import Person
from models.sessions import Enrolment, Occurrence, Session

AGAIN: Final = "again"  # the name of the reminder that asks once more
# What somebody chose: times before as they are stored, and quiet hours; None where the service's hold.
_Choice = tuple[tuple[str, ...] | None, str | None]


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
    """Promises these people the reminders of these occurrences, each as they chose; one whose time is past is dropped.

    What was promised or said before is not promised again: a reminder has one name for each person and start.
    """
    now = clock.now()
    coming = list(coming)
    tutors = _tutors(db, {occurrence.session_id for occurrence in coming})
    chosen: dict[_Choice, list[int]] = {}
    if coming and people:
        rows = db.execute(select(Person.id, Person.remind_before, Person.quiet).where(Person.id.in_(people)))
        for person_id, before, quiet in rows:
            chosen.setdefault((None if before is None else tuple(before), quiet), []).append(person_id)
    promises = [
        _row(occurrence, person_id, reminder.name, reminder.due_at, reminder.useful_until, now)
        for choice, ids in chosen.items()
        for occurrence in coming
        for reminder in planned(occurrence.starts_at, choice, config, now)
        for person_id in ids
        # A tutor is reminded of what they lead themselves.
        if (occurrence.session_id, person_id) not in tutors or person_id == leader_of(occurrence)
    ]
    if promises:
        insertion = insert_into(db.get_bind().dialect.name, OutboxRow)
        db.execute(insertion.on_conflict_do_nothing(index_elements=["dedup_key"]), promises)
        db.info.get("marks", {})["promised"] = True


def _row(
    occurrence: Occurrence, person_id: int, name: str, due_at: datetime, useful_until: datetime, now: datetime
) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "kind": SessionReminder.kind,
        "params": asdict(SessionReminder(occurrence.id, _seconds(occurrence.starts_at))),
        "priority": int(SessionReminder.priority),
        "dedup_key": key_of(occurrence, person_id, name),
        "state": OutboxState.PENDING,
        "due_at": due_at,
        "useful_until": useful_until,
        "created_at": now,
        "attempts": 0,
        "done_steps": 0,
    }


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


def planned(starts_at: datetime, choice: "_Choice", config: Config, now: datetime) -> list[Reminder]:
    """The reminders still to ring for somebody with this choice, out of their quiet hours."""
    before, quiet = choice
    wishes = config.reminders.lead_times if before is None else [parse_wish(name) for name in before]
    return plan(starts_at, wishes, now, QuietHours.of(quiet, config.hours.quiet_hours), config.service.zone)


def key_of(occurrence: Occurrence, person_id: int, name: str) -> str:
    """Once for each start: what was moved is reminded of anew, what was moved back is not said twice."""
    return f"reminder:{occurrence.id}:{person_id}:{name}:{_seconds(occurrence.starts_at)}"


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())


def ask_again(db: orm.Session, person: Person, occurrence: Occurrence, config: Config) -> datetime | None:
    """Promises to ask once more, and only once, between now and the start; when, or None where that can't be."""
    now = clock.now()
    quiet = QuietHours.of(person.quiet, config.hours.quiet_hours)
    due_at = once_more(occurrence.starts_at, quiet, config.service.zone, now)
    if due_at is None or not _promise_again(db, person, occurrence, due_at):
        return None
    return due_at


def _promise_again(db: orm.Session, person: Person, occurrence: Occurrence, due_at: datetime) -> bool:
    """Whether they are asked then; a reminder that rings in that minute anyway asks as well."""
    waiting = db.scalars(
        select(OutboxRow.params).where(
            OutboxRow.person_id == person.id,
            OutboxRow.kind == SessionReminder.kind,
            OutboxRow.state == PENDING,
            OutboxRow.due_at == due_at,
        )
    )
    if any(params["occurrence_id"] == occurrence.id for params in waiting):
        return True
    about = SessionReminder(occurrence.id, _seconds(occurrence.starts_at))
    key = key_of(occurrence, person.id, AGAIN)
    return promise(db, person, about, due_at=due_at, useful_until=occurrence.starts_at, key=key)


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
    remind(db, _theirs(db, person), [person.id], config)


def choose(db: orm.Session, person: Person, before: list[str] | None, quiet: str | None, config: Config) -> None:
    """Another choice of reminders and quiet hours: what waits for this person is rewritten, in this transaction."""
    coming = _theirs(db, person)
    person.remind_before, person.quiet = before, quiet
    db.flush()
    again = _asked_again(db, person)
    withdraw(db, coming, [person.id], "chosen anew")
    remind(db, coming, [person.id], config)
    now, hours = clock.now(), QuietHours.of(quiet, config.hours.quiet_hours)
    for occurrence in coming:
        due_at = again.get(key_of(occurrence, person.id, AGAIN))
        if due_at is not None:
            due_at = out_of_quiet(due_at, occurrence.starts_at, hours, config.service.zone, now)
            _promise_again(db, person, occurrence, due_at)


def _asked_again(db: orm.Session, person: Person) -> dict[str, datetime]:
    """When this person is asked once more who said "later", by the promise's key."""
    waiting = db.execute(
        select(OutboxRow.dedup_key, OutboxRow.due_at).where(
            OutboxRow.person_id == person.id,
            OutboxRow.kind == SessionReminder.kind,
            OutboxRow.state == PENDING,
            OutboxRow.dedup_key.contains(f":{person.id}:{AGAIN}:"),
        )
    )
    return {row.dedup_key: row.due_at for row in waiting if row.dedup_key is not None}


def _theirs(db: orm.Session, person: Person) -> list[Occurrence]:
    """What is still to come for this person, with the sessions' rows held.

    A move at the same time is then either seen here, or sees what is written here.
    """
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
    coming = select(Occurrence).where(
        Occurrence.session_id.in_([session.id for session in sessions]),
        Occurrence.ends_at > clock.now(),
        Occurrence.cancelled_at.is_(None),
    )
    return list(db.scalars(coming))
