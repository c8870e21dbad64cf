"""What leaves as a calendar file: one time for a young person, or all that a tutor leads."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import orm, select

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.policies.calendars.parts import Changed, Parts, ended, parts_of
from bot.policies.calendars.shapes import KEY, ONCE
from bot.policies.calendars.writing import Published, publish, weekly
from bot.policies.numbers import LARGEST
from bot.policies.terms import Year
from bot.services.calendar_times import times_of
from bot.services.session_changes import STEPS
from bot.services.timetable import year_for, year_of
from models.sessions import Occurrence, Session

_OWN_UID: Final = re.compile(r"s([1-9]\d{0,9})-\d{1,20}@backline")
_ONE: Final = timedelta(minutes=1)
_AHEAD: Final = timedelta(weeks=52)


def uid_of(session: Session) -> str:
    """What the session is called in calendars: as in the file that it came from, or by a name of our own."""
    return session.calendar_uid or f"s{session.id}-{int(session.created_at.timestamp())}@backline"


def number_in(uid: str) -> int | None:
    """The session that a name of our own may be for."""
    match = _OWN_UID.fullmatch(uid)
    return int(match[1]) if match and int(match[1]) <= LARGEST else None


def one_time(db: orm.Session, occurrence_id: int, with_place: bool) -> bytes:
    """One time of a session: what it is called and when; where, if that was asked for. No link, and nobody's name."""
    occurrence = db.get(Occurrence, occurrence_id)
    if occurrence is None:
        raise Refusal("old-button")
    session = occurrence.session
    entry = Published(
        f"o{occurrence.id}-{int(session.created_at.timestamp())}@backline",
        session.title,
        session.place if with_place else "",
        "",
        session.zone,
        Parts(datetime.fromisoformat(occurrence.local), _minutes(occurrence)),
    )
    return publish([entry], clock.now())


def timetable(db: orm.Session, tutor_id: int, config: Config) -> bytes:
    """All that a tutor leads and that is still to come, as series."""
    sessions = db.scalars(
        select(Session).where(Session.tutor_id == tutor_id, Session.cancelled_at.is_(None)).order_by(Session.id)
    )
    found = [(session, parts_of_session(db, session, config)) for session in sessions]
    return publish(
        (
            Published(uid_of(session), session.title, session.place, session.link, session.zone, parts)
            for session, parts in found
            if parts is not None
        ),
        clock.now(),
    )


def parts_of_session(db: orm.Session, session: Session, config: Config) -> Parts | None:
    """When a session takes place from now on, as a calendar entry has it; None where nothing is left of it."""
    rows = coming(db, session)
    if session.calendar is not None:
        return _imported(session, rows)
    return _own(session, rows, year_for(session, year_of(db, config)))


def coming(db: orm.Session, session: Session) -> list[Occurrence]:
    """What is not over, the called-off among it."""
    return list(
        db.scalars(
            select(Occurrence)
            .where(Occurrence.session_id == session.id, Occurrence.ends_at > clock.now())
            .order_by(Occurrence.position)
        )
    )


def key_of(session: Session, occurrence: Occurrence) -> str:
    """Which of the entry's times it is: by the file that it came from, or by our own rule."""
    if session.calendar is not None:
        return occurrence.calendar_key or ""
    return ONCE if session.frequency == "once" else _by_rule(session, occurrence.position).strftime(KEY)


def _by_rule(session: Session, position: int) -> datetime:
    return datetime.fromisoformat(session.first_local) + position * STEPS.get(session.frequency, timedelta())


def _own(session: Session, rows: list[Occurrence], year: Year) -> Parts | None:
    live = [row for row in rows if row.cancelled_at is None]
    if session.frequency == "once":
        return _once(live)
    step = STEPS[session.frequency]
    if not live:
        return None if session.unwritten_from is None else _unwritten(session, step)
    first, last = live[0].position, live[-1].position
    by_position = {row.position: row for row in live}
    left_out = [at for at in range(first, last + 1) if at not in by_position]
    if session.unwritten_from is not None:
        # What is not written out yet: the holidays of a year ahead are known, whoever reads the file.
        ahead = range(last + 1, last + 1 + _AHEAD // step)
        left_out += [at for at in ahead if not year.meets_on(_by_rule(session, at).date())]
    until: datetime | None = None
    if session.unwritten_from is None:
        until = _by_rule(session, last)
    elif session.until is not None:
        until = datetime.combine(date.fromisoformat(session.until), time(23, 59, 59))
    return Parts(
        _by_rule(session, first),
        session.minutes,
        (weekly(step // timedelta(weeks=1), until),),
        (),
        tuple(_by_rule(session, at) for at in left_out),
        tuple(
            Changed(_by_rule(session, row.position), datetime.fromisoformat(row.local), _minutes(row))
            for row in live
            if datetime.fromisoformat(row.local) != _by_rule(session, row.position) or _minutes(row) != session.minutes
        ),
    )


def _unwritten(session: Session, step: timedelta) -> Parts | None:
    """A series of which nothing is written out that takes place: from the first that will be."""
    if session.unwritten_from is None:
        return None
    first = session.unwritten_from.astimezone(ZoneInfo(session.zone)).replace(tzinfo=None)
    until = datetime.combine(date.fromisoformat(session.until), time(23, 59, 59)) if session.until else None
    return Parts(first, session.minutes, (weekly(step // timedelta(weeks=1), until),))


def _once(live: list[Occurrence]) -> Parts | None:
    return Parts(datetime.fromisoformat(live[0].local), _minutes(live[0])) if live else None


def _imported(session: Session, rows: list[Occurrence]) -> Parts | None:
    """The entry as it came, with what was moved or called off here since."""
    if any(row.calendar_key == ONCE for row in rows):
        return _once([row for row in rows if row.cancelled_at is None])
    if not rows and session.unwritten_from is None:
        return None
    parts = parts_of(session.calendar or "")
    zone = ZoneInfo(session.zone)
    end = max((row.starts_at for row in rows), default=clock.now()) + timedelta(days=8)
    in_file = {item.key: item for item in times_of(session.calendar or "", zone, _long_ago(rows), end)}
    changed = {change.key: change for change in parts.changed}
    left_out = set(parts.left_out)
    for row in rows:
        item = in_file.get(row.calendar_key or "")
        if row.calendar_key is None:
            continue
        key = datetime.strptime(row.calendar_key, KEY)  # noqa: DTZ007 (wall time has no zone)
        if row.cancelled_at is not None:
            left_out.add(key)
            changed.pop(key, None)
        elif item is None or (row.local, _minutes(row)) != (item.local, item.minutes):
            changed[key] = Changed(key, datetime.fromisoformat(row.local), _minutes(row))
    merged = replace(parts, left_out=tuple(sorted(left_out, key=str)), changed=tuple(changed.values()))
    if session.unwritten_from is not None:
        return merged
    # Nothing follows what is written out, whatever the file had: the rest may have been called off.
    keys = [datetime.strptime(row.calendar_key, KEY) for row in rows if row.calendar_key and row.cancelled_at is None]  # noqa: DTZ007
    return ended(merged, max(keys)) if keys else None


def _long_ago(rows: list[Occurrence]) -> datetime:
    return min([clock.now(), *(row.starts_at for row in rows)]) - timedelta(days=8)


def _minutes(occurrence: Occurrence) -> int:
    return round((occurrence.ends_at - occurrence.starts_at) / _ONE)
