"""The timetable written out: occurrences over a rolling horizon, and their reminders as promises."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final, cast
from zoneinfo import ZoneInfo

from sqlalchemy import orm, select

from bot import clock
from bot.config import Config
from bot.policies import recurrence
from bot.policies.recurrence import Frequency, Recurrence
from bot.policies.terms import ALL_YEAR, Written, Year, difference
from bot.services import calendar_times, reminders
from models.sessions import Occurrence, Session
from models.terms import Term

# A series is written out this much beyond the horizon, so that each is looked at once a week and not at every ring.
HEADROOM: Final = timedelta(weeks=1)
AT_ONCE: Final = 10  # series in one transaction: nobody waits behind the whole timetable after a long absence
# Longer than any step of a series, a clock change included: the next occurrence is always within it.
_NEXT_WITHIN: Final = timedelta(weeks=3)
_LATEST: Final = datetime(9000, 1, 1, tzinfo=UTC)


def year_of(db: orm.Session, config: Config) -> Year:
    """When the service meets: the terms that were entered, bank holidays, and the days that `[hours]` closes."""
    return year_with(list(db.scalars(select(Term))), config)


def year_with(rows: list[Term], config: Config) -> Year:
    """The same from these terms and breaks."""
    terms = tuple((row.first, row.last) for row in rows if not row.is_break)
    breaks = tuple((row.first, row.last) for row in rows if row.is_break)
    return Year(terms, breaks, config.hours.shut_days)


def year_for(session: Session, year: Year) -> Year:
    """The year as this session knows it: one-off, imported and all-year sessions meet whenever they say."""
    exempt = session.all_year or session.calendar is not None or session.frequency == "once"
    return ALL_YEAR if exempt else year


# --- writing out ---


def write_out_some(db: orm.Session, config: Config) -> int:
    """Writes the next few series out up to the horizon; how many there were: with fewer than `AT_ONCE` it is done."""
    end = horizon(config)
    short = db.scalars(
        select(Session)
        .where(Session.unwritten_from < end)
        .order_by(Session.unwritten_from, Session.id)
        .limit(AT_ONCE)
        .with_for_update(of=Session, skip_locked=True)
    ).all()
    year = year_of(db, config) if short else ALL_YEAR
    for session in short:
        write_out(db, session, end + HEADROOM, config, year)
    return len(short)


def horizon(config: Config) -> datetime:
    """How far ahead occurrences must be there: the longest reminder has to ring within it."""
    ahead = max(config.reminders.lead_times, default=timedelta())
    return clock.now() + config.reminders.rolling_horizon + ahead


def write_out(
    db: orm.Session,
    session: Session,
    end: datetime,
    config: Config,
    year: Year | None = None,
    first_at: datetime | None = None,
) -> list[Occurrence]:
    """Adds the occurrences that start before `end` and are not there yet, with everybody's reminders.

    The caller holds the session's row. An occurrence that is there has its reminders promised: always both.
    `first_at` is the instant of position 0 where the clocks show its time twice.
    """
    start = session.unwritten_from
    if start is None:
        return []
    if session.calendar is not None:
        # Imported: its calendar entry says when, holidays and all.
        imported = calendar_times.write_out(db, session, start, end)
        reminders.remind(db, imported, reminders.recipients(db, session), config)
        return imported
    expanded = _rule(session, start, max(start, end) + _NEXT_WITHIN)
    meets = year_for(session, year if year is not None else year_of(db, config))
    if first_at is not None:
        expanded = [replace(item, starts_at=first_at) if item.index == 0 else item for item in expanded]
    due = [item for item in expanded if item.starts_at < end and meets.meets_on(item.local.date())]
    session.unwritten_from = next((item.starts_at for item in expanded if item.starts_at >= end), None)
    added = [_written(session, item) for item in due]
    db.add_all(added)
    db.flush()
    reminders.remind(db, added, reminders.recipients(db, session), config)
    return added


def _rule(session: Session, start: datetime, end: datetime) -> list[recurrence.Occurrence]:
    first = datetime.fromisoformat(session.first_local)
    return recurrence.occurrences(first, recurrence_of(session), ZoneInfo(session.zone), start, end)


def _written(session: Session, item: recurrence.Occurrence) -> Occurrence:
    return Occurrence(
        session_id=session.id,
        position=item.index,
        local=item.local.isoformat(),
        starts_at=item.starts_at,
        ends_at=item.starts_at + timedelta(minutes=session.minutes),
    )


def recurrence_of(session: Session) -> Recurrence:
    """How the session repeats."""
    until = date.fromisoformat(session.until) if session.until else None
    return Recurrence(cast(Frequency, session.frequency), until)


def last_day_of(first: datetime, frequency: str, meetings: int, year: Year) -> date:
    """The day of the last of so many meetings, those left out not counted."""
    endless = Recurrence(cast(Frequency, frequency))
    found = first.date()
    far = first.replace(tzinfo=UTC) + timedelta(days=2 * 366 + 7 * meetings)
    for item in recurrence.occurrences(first, endless, ZoneInfo("UTC"), first.replace(tzinfo=UTC), far):
        if meetings <= 0:
            break
        if year.meets_on(item.local.date()):
            found = item.local.date()
            meetings -= 1
    return found


# --- fitting what is written out to another year ---


@dataclass
class Fit:
    """What another year changes about one session; nothing is changed yet."""

    session: Session
    off: list[Occurrence] = field(default_factory=list)
    back: list[tuple[Occurrence, recurrence.Occurrence]] = field(default_factory=list)
    new: list[recurrence.Occurrence] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        """Whether anything changes."""
        return bool(self.off or self.back or self.new)


def look(db: orm.Session, session: Session, year: Year, after: int = -1) -> Fit:
    """Which coming occurrences fall out of term with this year, and which take place again or for the first time.

    Only positions behind `after`: a series that was moved from one on had another rule before it.
    """
    now = clock.now()
    rows = db.scalars(select(Occurrence).where(Occurrence.session_id == session.id, Occurrence.starts_at > now)).all()
    there = {row.position: row for row in rows}
    end = session.unwritten_from
    if end is None:
        # Written to its end; a series without one was called off, and is not written any further.
        last = max((row.starts_at for row in rows), default=now)
        end = _LATEST if session.until else last + timedelta(seconds=1)
    rule = _rule(session, now, end)
    # Positions that are over, or were moved into the past, are written too.
    past = set(
        db.scalars(select(Occurrence.position).where(Occurrence.session_id == session.id, Occurrence.starts_at <= now))
    )
    rule = [item for item in rule if item.index > after and item.index not in past]
    written = {
        position: Written(datetime.fromisoformat(row.local), row.cancelled_at is not None, row.out_of_term)
        for position, row in there.items()
    }
    found = difference(rule, written, year_for(session, year))
    return Fit(
        session,
        [there[position] for position in found.off],
        [(there[item.index], item) for item in found.back],
        list(found.new),
    )


def fit(db: orm.Session, found: Fit, config: Config) -> tuple[list[int], list[int]]:
    """Makes it so, reminders included; the occurrences that are off now, and those that take place now."""
    session = found.session
    concerned = [*reminders.enrolled(db, session), *reminders.tutors_of(db, session)]
    reminders.withdraw(db, found.off, concerned, "not in term")
    for row in found.off:
        row.cancelled_at, row.why, row.out_of_term = clock.now(), "", True
    for row, item in found.back:
        row.cancelled_at, row.out_of_term, row.moved_at = None, False, None
        row.local, row.starts_at = item.local.isoformat(), item.starts_at
        row.ends_at = item.starts_at + timedelta(minutes=session.minutes)
    added = [_written(session, item) for item in found.new]
    db.add_all(added)
    db.flush()
    on = [*(row for row, _ in found.back), *added]
    reminders.remind(db, on, reminders.recipients(db, session), config)
    return [row.id for row in found.off], [row.id for row in on]
