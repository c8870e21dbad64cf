"""A session moved or called off: one occurrence, or it and all that follow; everybody concerned is told."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import orm, select

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.replies import forget_replies
from bot.notifications.sessions import coming, people_in
from bot.policies.fields import clean_text, shorten
from bot.policies.local_time import instant_of, resolve
from bot.policies.numbers import LARGEST
from bot.policies.when import parse_when
from bot.services import reminders, timetable
from bot.services.audit import record
from bot.services.session_news import LATE, tell, tell_stand_ins
from bot.services.sessions import changeable, check_start, next_of
from models.people import Person
from models.sessions import Occurrence, Session

STEPS: Final = {"weekly": timedelta(weeks=1), "fortnightly": timedelta(weeks=2)}
LONGEST_WHY: Final = 300  # characters
_A_DAY: Final = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}(?:/\d{2,4})?")


@dataclass(frozen=True)
class Change:
    """An occurrence that is about to change, or has: what it was, and how many young people are told."""

    session: Session
    occurrence: Occurrence
    was: datetime
    follow: bool
    people: int
    others: int  # how many more occurrences change with it


@dataclass(frozen=True)
class Times:
    """The next occurrences of a session, to choose from."""

    session: Session
    times: list[Occurrence]


def times(db: orm.Session, actor: Person, number: int, limit: int) -> Times:
    """The occurrences that can be moved or called off, the next one first."""
    session = changeable(db, actor, number)
    next_of(db, session)
    return Times(session, coming(db, session, limit))


def named(db: orm.Session, actor: Person, number: int, day: str | None) -> Occurrence:
    """The occurrence on the day that was typed; the next one without a day. Refusal where there is none."""
    session = changeable(db, actor, number)
    if day is None:
        return next_of(db, session)
    wanted = day_named(day, clock.now().astimezone(ZoneInfo(session.zone)).date())
    for occurrence in coming(db, session, 1000):
        if datetime.fromisoformat(occurrence.local).date() == wanted:
            return occurrence
    raise Refusal("no-such-day", number=f"S{number}", day=day)


def day_named(text: str, today: date) -> date | None:
    """The date that a typed "2026-12-03" or "3/12" names."""
    found = parse_when(f"{text} 12:00", today) if _A_DAY.fullmatch(text) else None
    return found.date() if found else None


def look_at(db: orm.Session, actor: Person, occurrence_id: int, follow: bool) -> Change:
    """What a change of this occurrence would touch."""
    occurrence = _changeable(db, actor, occurrence_id)
    session = occurrence.session
    others = len(_following(db, occurrence)) if follow else 0
    return Change(session, occurrence, occurrence.starts_at, follow, people_in(db, session), others)


def move(db: orm.Session, actor: Person, occurrence_id: int, local: datetime, follow: bool, config: Config) -> Change:
    """Moves an occurrence to this wall time; with `follow` the series and all that follow move with it."""
    occurrence = _changeable(db, actor, occurrence_id)
    session = occurrence.session
    zone = ZoneInfo(session.zone)
    if follow and session.calendar is not None:
        raise Refusal("session-follows-calendar", number=f"S{session.id}")
    if check_start(local, zone) == occurrence.starts_at and not follow:
        raise Refusal("session-already-then", when=occurrence.starts_at)
    was = occurrence.starts_at
    step = STEPS.get(session.frequency) if follow else None
    year = timetable.year_of(db, config)
    if step is not None and not timetable.year_for(session, year).meets_on(local.date()):
        raise Refusal("session-day-shut", day=local.date(), number=f"S{session.id}")
    moved = {occurrence.id: local}
    others: list[Occurrence] = []
    if step is not None:
        others = [item for item in _following(db, occurrence) if item.position > occurrence.position]
        moved |= {item.id: local + (item.position - occurrence.position) * step for item in others}
        _move_rule(db, session, occurrence.position, local, step)
    everybody, starts = [occurrence, *others], {item: item.starts_at for item in others}
    concerned = [*reminders.enrolled(db, session), *reminders.tutors_of(db, session)]
    reminders.withdraw(db, everybody, concerned, "moved")
    for item in everybody:
        item.local = moved[item.id].isoformat()
        item.starts_at = instant_of(moved[item.id], zone)
        item.ends_at = item.starts_at + timedelta(minutes=session.minutes)
        item.moved_at = clock.now()
    db.flush()
    forget_replies(db, [item.id for item in everybody])
    reminders.remind(db, everybody, reminders.recipients(db, session), config)
    if step is not None:
        # On their new day some may fall out of term, and others that did not meet may do so now.
        timetable.fit(db, timetable.look(db, session, year, after=occurrence.position), config)
    record(db, actor, "session_moved", f"occurrence:{occurrence.id}", others=len(others))
    tell(db, actor, occurrence, was, bool(others))
    tell_stand_ins(db, actor, occurrence, starts)
    return Change(session, occurrence, was, follow, people_in(db, session), len(others))


def _move_rule(db: orm.Session, session: Session, position: int, local: datetime, step: timedelta) -> None:
    old_first = datetime.fromisoformat(session.first_local)
    first = local - position * step
    session.first_local = first.isoformat()
    if session.until is not None:
        # The end moves by as many days: a Thursday series that becomes a Friday one keeps its last meeting.
        session.until = (date.fromisoformat(session.until) + (first.date() - old_first.date())).isoformat()
    if session.unwritten_from is not None:
        last = db.scalars(
            select(Occurrence.position)
            .where(Occurrence.session_id == session.id)
            .order_by(Occurrence.position.desc())
            .limit(1)
        ).one()
        session.unwritten_from = resolve(first + (last + 1) * step, ZoneInfo(session.zone))


def _end_rule(session: Session, position: int) -> None:
    """The rule says no more than what is left: a term that changes later brings nothing back."""
    step = STEPS.get(session.frequency)
    if step is not None and position > 0:
        last = (datetime.fromisoformat(session.first_local) + position * step).date() - timedelta(days=1)
        session.until = min(last, date.fromisoformat(session.until) if session.until else last).isoformat()


def cancel(
    db: orm.Session, actor: Person, occurrence_id: int, why: str, follow: bool, late_within: timedelta = LATE
) -> Change:
    """Calls an occurrence off, with `follow` all that follow as well; reminders go with it.

    One that begins within `late_within` is called off late: that rings, and staff see who has not seen it.
    """
    occurrence = _changeable(db, actor, occurrence_id)
    session = occurrence.session
    others = _following(db, occurrence) if follow else []
    everybody = [occurrence, *others]
    people = people_in(db, session)
    concerned = [*reminders.enrolled(db, session), *reminders.tutors_of(db, session)]
    reminders.withdraw(db, everybody, concerned, "called off")
    for item in everybody:
        item.cancelled_at = clock.now()
        item.why = shorten(" ".join(clean_text(why).split()), LONGEST_WHY)
    if follow:
        session.unwritten_from = None
        _end_rule(session, occurrence.position)
    db.flush()
    if session.unwritten_from is None and not coming(db, session, 1):
        session.cancelled_at = clock.now()
    record(db, actor, "session_cancelled", f"occurrence:{occurrence.id}", others=len(others))
    tell(db, actor, occurrence, occurrence.starts_at, bool(others), cancelled=True, late_within=late_within)
    tell_stand_ins(db, actor, occurrence, {item: item.starts_at for item in others}, cancelled=True)
    return Change(session, occurrence, occurrence.starts_at, follow, people, len(others))


def _changeable(db: orm.Session, actor: Person, occurrence_id: int) -> Occurrence:
    number = None
    if 1 <= occurrence_id <= LARGEST:
        number = db.scalar(select(Occurrence.session_id).where(Occurrence.id == occurrence_id))
    if number is None:
        raise Refusal("old-button")
    changeable(db, actor, number)
    occurrence = db.get_one(Occurrence, occurrence_id)
    if occurrence.cancelled_at is not None:
        raise Refusal("session-off-already", when=occurrence.starts_at)
    if occurrence.ends_at <= clock.now():
        raise Refusal("session-was", when=occurrence.starts_at)
    _ = occurrence.session.tutor.name
    return occurrence


def _following(db: orm.Session, occurrence: Occurrence) -> list[Occurrence]:
    """All that are still to come after this one, by time or by number: one that was moved may stand out of order."""
    return [
        item
        for item in coming(db, occurrence.session, 1000)
        if item.id != occurrence.id and (item.position > occurrence.position or item.starts_at >= occurrence.starts_at)
    ]
