"""What a calendar file would change here, worked out before anybody says yes and once more when they do."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import orm, select

from bot import clock
from bot.config import Config
from bot.notifications.people import holders_of
from bot.notifications.sessions import people_in
from bot.policies.calendars.differences import differences
from bot.policies.calendars.parts import text_of
from bot.policies.calendars.shapes import Entry, Item, Reading, Skipped
from bot.policies.local_time import resolve
from bot.services import timetable
from bot.services.calendar_exports import (
    coming,
    key_of,
    led_by_another,
    number_in,
    parts_of_session,
    time_in,
    uid_of,
    uid_of_time,
)
from bot.services.calendar_times import times_of
from models.people import Person, Role
from models.sessions import Occurrence, Session

_AT_ONCE: Final = 500  # names in one query
_MOVED_WITHIN: Final = timedelta(weeks=53)


@dataclass
class Planned:
    """What becomes of one entry: a new session, or changes of one that there is."""

    entry: Entry
    session: Session | None = None
    leader: Person | None = None  # of a new session; None: nobody is known yet
    added: list[Item] = field(default_factory=list)
    moved: list[tuple[Occurrence, Item]] = field(default_factory=list)
    off: list[Occurrence] = field(default_factory=list)
    again: list[tuple[Occurrence, Item]] = field(default_factory=list)
    keys: list[tuple[Occurrence, str]] = field(default_factory=list)  # the same times under other names
    renamed: bool = False  # title, place or link
    later: bool = False  # what is not written out yet
    cut_off: bool = False  # all that follow were called off here: no rule brings them back
    end: datetime = field(default_factory=clock.now)  # as far as the times here were compared
    people: int = 0

    @property
    def changes(self) -> bool:
        """Whether the yes changes anything."""
        return bool(self.added or self.moved or self.off or self.again or self.renamed or self.later)


@dataclass
class Plan:
    """All that a yes would do. `same` counts what is here as the file has it, `left` what is not in the file."""

    new: list[Planned] = field(default_factory=list)
    changed: list[Planned] = field(default_factory=list)
    same: int = 0
    left: int = 0
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        """Whether there is anything to say yes to."""
        return bool(self.new or self.changed)

    @property
    def leaderless(self) -> bool:
        """Whether somebody has to say who leads the new sessions."""
        return any(planned.leader is None for planned in self.new)

    @property
    def fingerprint(self) -> str:
        """The same for the same plan alone: a yes to one is no yes to another."""
        said = [
            (
                planned.entry.uid,
                planned.entry.title,
                planned.session.id if planned.session else 0,
                planned.leader.id if planned.leader else 0,
                [(item.key, item.local, item.minutes) for item in planned.added],
                [(row.id, row.local, item.local, item.minutes) for row, item in planned.moved],
                [row.id for row in planned.off],
                [row.id for row, _ in planned.again],
                planned.renamed,
                planned.later,
                planned.people,
            )
            for planned in (*self.new, *self.changed)
        ]
        return hashlib.sha256(repr(said).encode()).hexdigest()


def make(db: orm.Session, reading: Reading, leader: Person | None, config: Config) -> Plan:
    """Compares what the file says with what is here; `leader` leads what names nobody that we know."""
    plan = Plan(skipped=list(reading.skipped))
    known = _known(db, reading.entries)
    end = timetable.horizon(config) + timetable.HEADROOM
    tutors = holders_of(db, Role.TUTOR)
    for entry in reading.entries:
        session = known.get(entry.uid)
        if session is None and (alone := _time_here(db, entry)) is not None:
            _plan_alone(plan, entry, alone)
        elif session is None:
            _plan_new(plan, entry, _leader_of(entry, tutors) or leader, end)
        elif session.cancelled_at is not None:
            if _still_on(entry):
                plan.skipped.append(Skipped(entry.title, "called-off-here"))
        else:
            planned = _compare(db, entry, session, end, config)
            if planned.changes:
                plan.changed.append(planned)
            else:
                plan.same += 1
    imported = select(Session.id).where(Session.calendar_uid.is_not(None), Session.cancelled_at.is_(None))
    here = {session.id for session in known.values()}
    plan.left = len([number for number in db.scalars(imported) if number not in here])
    return plan


def _known(db: orm.Session, entries: Iterable[Entry]) -> dict[str, Session]:
    """The sessions that these entries are, their rows held; one that goes on before one that was called off."""
    uids = [entry.uid for entry in entries]
    own = {number: uid for uid in uids if (number := number_in(uid)) is not None}
    found: list[Session] = []
    for at in range(0, len(uids), _AT_ONCE):
        imported = Session.calendar_uid.in_(uids[at : at + _AT_ONCE])
        found += db.scalars(select(Session).where(imported).order_by(Session.id).with_for_update(of=Session))
    ours = select(Session).where(Session.id.in_(own), Session.calendar_uid.is_(None)).order_by(Session.id)
    found += [one for one in db.scalars(ours.with_for_update(of=Session)) if uid_of(one) == own[one.id]]
    by_uid: dict[str, Session] = {}
    for session in sorted(found, key=lambda one: (one.cancelled_at is None, one.id)):
        by_uid[uid_of(session)] = session
        _ = session.tutor.name
    return by_uid


def _time_here(db: orm.Session, entry: Entry) -> Occurrence | None:
    """The one time of a session here that left as an entry by itself."""
    number = time_in(entry.uid)
    found = db.get(Occurrence, number) if number is not None else None
    return found if found is not None and uid_of_time(found) == entry.uid else None


def _plan_alone(plan: Plan, entry: Entry, alone: Occurrence) -> None:
    """It stays as it is: its session's own entry says when, or /move."""
    starts_at = resolve(datetime.fromisoformat(entry.first_local), ZoneInfo(entry.zone))
    says = (starts_at, starts_at + timedelta(minutes=entry.minutes), entry.off)
    if says == (alone.starts_at, alone.ends_at, alone.cancelled_at is not None):
        plan.same += 1
    else:
        plan.skipped.append(Skipped(entry.title, "alone"))


def _leader_of(entry: Entry, tutors: list[Person]) -> Person | None:
    """The one tutor who is called as the organiser is."""
    wanted = entry.leader.casefold()
    named = [tutor for tutor in tutors if tutor.name.casefold() == wanted] or [
        tutor for tutor in tutors if wanted and tutor.name.casefold() == wanted.split()[0]
    ]
    return named[0] if len(named) == 1 else None


def _still_on(entry: Entry) -> bool:
    return not entry.off and any(not item.off and _starts(entry, item) > clock.now() for item in entry.items)


def _starts(entry: Entry, item: Item) -> datetime:
    return resolve(item.at, ZoneInfo(entry.zone))


def _plan_new(plan: Plan, entry: Entry, leader: Person | None, end: datetime) -> None:
    today = clock.now().astimezone(ZoneInfo(entry.zone)).date().isoformat()
    if entry.off:
        plan.skipped.append(Skipped(entry.title, "off"))
    elif not _still_on(entry):
        ahead = entry.until is None or entry.until > today
        plan.skipped.append(Skipped(entry.title, "too-far" if ahead and not entry.items else "over"))
    else:
        items = [item for item in entry.items if not item.off and _starts(entry, item) > clock.now()]
        # At least the first, however far away.
        near = [item for item in items if _starts(entry, item) < end] or items[:1]
        plan.new.append(Planned(entry, leader=leader, added=near, people=0))


def _compare(db: orm.Session, entry: Entry, session: Session, end: datetime, config: Config) -> Planned:
    rows = [row for row in coming(db, session) if row.starts_at > clock.now()]
    planned = Planned(entry, session, people=people_in(db, session))
    names = (entry.title, entry.place, entry.link)
    planned.renamed = not entry.off and names != (session.title, session.place, session.link)
    same_rule = session.calendar is not None and session.calendar == entry.text and session.zone == entry.zone
    if same_rule and not entry.off:
        return planned
    # As far as anything is written out; what follows comes from the new rule by itself.
    written = max([end, *(row.starts_at + timedelta(minutes=1) for row in rows)])
    planned.end = session.unwritten_from or written
    endless = session.frequency != "once" and session.until is None
    planned.cut_off = session.calendar is not None and endless and session.unwritten_from is None
    before = _before(db, session, planned.end, config)
    after = _after(entry, before, planned.end)
    by_key = {key_of(session, row): row for row in rows}
    if entry.ours or number_in(entry.uid) is not None:
        # A tutor's own file does not have what another one takes: that it is not there calls nothing off.
        others = {key for key, row in by_key.items() if led_by_another(row)} - {item.key for item in after}
        before = [item for item in before if item.key not in others]
    found = differences(before, after)
    for item in found.new:
        _plan_added(planned, by_key.get(item.key), item)
    for was, item in found.moved:
        row = by_key.get(was.key)
        if row is None:
            planned.added.append(item)
        elif row.cancelled_at is not None or (row.local, row.ends_at - row.starts_at) == (item.local, _length(item)):
            planned.keys.append((row, item.key))
        else:
            planned.moved.append((row, item))
    planned.off = [row for item in found.off if (row := by_key.get(item.key)) and row.cancelled_at is None]
    for item in found.again:
        _plan_added(planned, by_key.get(item.key), item)
    stops = entry.off and session.unwritten_from is not None
    planned.later = stops or (session.calendar is not None and session.calendar != entry.text)
    return planned


def _plan_added(planned: Planned, row: Occurrence | None, item: Item) -> None:
    if row is None:
        planned.added.append(item)
    elif row.cancelled_at is not None:
        planned.again.append((row, item))


def _after(entry: Entry, before: list[Item], end: datetime) -> list[Item]:
    """The times by the new file: as far as the old ones were looked at, and further where one of those was moved to."""
    if entry.off:
        return []
    zone, now = ZoneInfo(entry.zone), clock.now()
    items = times_of(entry.text, zone, now, end)
    missing = {item.key for item in before} - {item.key for item in items}
    if missing and "RECURRENCE-ID" in entry.text:
        items += [item for item in times_of(entry.text, zone, end, end + _MOVED_WITHIN) if item.key in missing]
    return [item for item in items if _starts(entry, item) > now]


def _before(db: orm.Session, session: Session, end: datetime, config: Config) -> list[Item]:
    """The times that the session had by the file before; by our own rule for one that was made here."""
    zone, now = ZoneInfo(session.zone), clock.now()
    if session.calendar is not None:
        items = times_of(session.calendar, zone, now, end)
    else:
        parts = parts_of_session(db, session, config)
        items = times_of(text_of(parts), zone, now, end) if parts is not None else []
    return [item for item in items if resolve(item.at, zone) > now]


def _length(item: Item) -> timedelta:
    return timedelta(minutes=item.minutes)
