"""The timetable written out: occurrences over a rolling horizon, and their reminders as promises."""

from datetime import date, datetime, timedelta
from typing import Final, cast
from zoneinfo import ZoneInfo

from sqlalchemy import orm, select

from bot import clock
from bot.config import Config
from bot.policies.recurrence import Frequency, Recurrence, occurrences
from bot.services import calendar_times, reminders
from models.sessions import Occurrence, Session

# A series is written out this much beyond the horizon, so that each is looked at once a week and not at every ring.
HEADROOM: Final = timedelta(weeks=1)
MOST_AT_ONCE: Final = 500  # series in one ring: the writer must not be held up by a long absence
# Longer than any step of a series, a clock change included: the next occurrence is always within it.
_NEXT_WITHIN: Final = timedelta(weeks=3)


def write_out_all(db: orm.Session, config: Config) -> int:
    """Writes out every series up to the horizon; how many occurrences were added."""
    end = horizon(config)
    short = db.scalars(
        select(Session)
        .where(Session.unwritten_from < end)
        .order_by(Session.unwritten_from, Session.id)
        .limit(MOST_AT_ONCE)
        .with_for_update(of=Session, skip_locked=True)
    ).all()
    return sum(len(write_out(db, session, end + HEADROOM, config)) for session in short)


def horizon(config: Config) -> datetime:
    """How far ahead occurrences must be there: the longest reminder has to ring within it."""
    ahead = max(config.reminders.lead_times, default=timedelta())
    return clock.now() + config.reminders.rolling_horizon + ahead


def write_out(db: orm.Session, session: Session, end: datetime, config: Config) -> list[Occurrence]:
    """Adds the occurrences that start before `end` and are not there yet, with everybody's reminders.

    The caller holds the session's row. An occurrence that is there has its reminders promised: always both.
    """
    start = session.unwritten_from
    if start is None:
        return []
    if session.calendar is not None:
        # Imported: its calendar entry says when, holidays and all.
        imported = calendar_times.write_out(db, session, start, end)
        reminders.remind(db, imported, reminders.recipients(db, session), config)
        return imported
    expanded = occurrences(
        datetime.fromisoformat(session.first_local),
        recurrence_of(session),
        ZoneInfo(session.zone),
        start,
        max(start, end) + _NEXT_WITHIN,
    )
    length = timedelta(minutes=session.minutes)
    added = [
        Occurrence(
            session_id=session.id,
            position=item.index,
            local=item.local.isoformat(),
            starts_at=item.starts_at,
            ends_at=item.starts_at + length,
        )
        for item in expanded
        if item.starts_at < end
    ]
    session.unwritten_from = next((item.starts_at for item in expanded if item.starts_at >= end), None)
    db.add_all(added)
    db.flush()
    reminders.remind(db, added, reminders.recipients(db, session), config)
    return added


def recurrence_of(session: Session) -> Recurrence:
    """How the session repeats."""
    until = date.fromisoformat(session.until) if session.until else None
    return Recurrence(cast(Frequency, session.frequency), until)
