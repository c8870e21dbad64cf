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
from bot.notifications.replies import leader_of
from bot.policies.calendars.parts import Changed, Parts, ended, parts_of
from bot.policies.calendars.shapes import KEY, ONCE
from bot.policies.calendars.writing import Published, publish, weekly
from bot.policies.local_time import resolve
from bot.policies.numbers import LARGEST
from bot.policies.terms import Year
from bot.services.calendar_times import times_of
from bot.services.session_changes import STEPS
from bot.services.timetable import year_for, year_of
from bot.texts import Texts, t
from models.people import Person
from models.sessions import Occurrence, Session

_OWN_UID: Final = re.compile(r"s([1-9]\d{0,9})-\d{1,20}@backline")
_OWN_TIME: Final = re.compile(r"o([1-9]\d{0,9})-\d{1,20}@backline")
_ONE: Final = timedelta(minutes=1)
_AHEAD: Final = timedelta(weeks=52)


def uid_of(session: Session) -> str:
    """What the session is called in calendars: as in the file that it came from, or by a name of our own."""
    return session.calendar_uid or f"s{session.id}-{int(session.created_at.timestamp())}@backline"


def number_in(uid: str) -> int | None:
    """The session that a name of our own may be for."""
    match = _OWN_UID.fullmatch(uid)
    return int(match[1]) if match and int(match[1]) <= LARGEST else None


def time_in(uid: str) -> int | None:
    """The one time of a session that a name of our own may be for."""
    match = _OWN_TIME.fullmatch(uid)
    return int(match[1]) if match and int(match[1]) <= LARGEST else None


def uid_of_time(occurrence: Occurrence) -> str:
    """What one time of a session is called where it leaves by itself."""
    return f"o{occurrence.id}-{int(occurrence.session.created_at.timestamp())}@backline"


def one_time(db: orm.Session, occurrence_id: int, with_place: bool) -> bytes:
    """One time of a session: what it is called and when; where, if that was asked for. No link, and nobody's name."""
    occurrence = db.get(Occurrence, occurrence_id)
    if occurrence is None:
        raise Refusal("old-button")
    where = occurrence.session.place if with_place else ""
    return publish([replace(_alone(occurrence), place=where, link="", places=None)], clock.now())


def timetable(db: orm.Session, tutor_id: int, config: Config, texts: Texts) -> bytes:
    """All that a tutor leads and that is still to come: series, and single times that they take for somebody else."""
    tutor = db.get_one(Person, tutor_id)
    sessions = db.scalars(
        select(Session).where(Session.tutor_id == tutor_id, Session.cancelled_at.is_(None)).order_by(Session.id)
    )
    found = [(session, parts_of_session(db, session, config, by_its_tutor=True)) for session in sessions]
    entries = [
        Published(uid_of(one), one.title, one.place, one.link, one.zone, parts, one.capacity)
        for one, parts in found
        if parts is not None
    ]
    entries += [_alone(occurrence) for occurrence in _instead(db, tutor)]

    def told(entry: Published) -> Published:
        words = t("calendar-places", count=entry.places)
        return entry if entry.places is None else replace(entry, about=texts.plain(words, tutor.language))

    return publish(map(told, entries), clock.now())


def _instead(db: orm.Session, tutor: Person) -> list[Occurrence]:
    """What they lead once, of sessions that somebody else leads."""
    query = (
        select(Occurrence)
        .join(Session, Session.id == Occurrence.session_id)
        .where(
            Occurrence.tutor_id == tutor.id,
            Session.tutor_id != tutor.id,
            Occurrence.ends_at > clock.now(),
            Occurrence.cancelled_at.is_(None),
        )
        .order_by(Occurrence.starts_at, Occurrence.id)
    )
    return list(db.scalars(query))


def _alone(occurrence: Occurrence) -> Published:
    """One time by itself."""
    session = occurrence.session
    return Published(
        uid_of_time(occurrence),
        session.title,
        session.place,
        session.link,
        session.zone,
        Parts(datetime.fromisoformat(occurrence.local), _minutes(occurrence)),
        session.capacity,
    )


def parts_of_session(db: orm.Session, session: Session, config: Config, *, by_its_tutor: bool = False) -> Parts | None:
    """When a session takes place from now on, as a calendar entry has it; None where nothing is left of it.

    With `by_its_tutor` without the times that another tutor takes.
    """
    rows = coming(db, session)
    live = [row for row in rows if row.cancelled_at is None and not (by_its_tutor and led_by_another(row))]
    if session.calendar is not None:
        return _imported(session, rows, live)
    return _own(session, live, year_for(session, year_of(db, config)))


def led_by_another(occurrence: Occurrence) -> bool:
    """Whether somebody else than the session's tutor takes this one."""
    return leader_of(occurrence) != occurrence.session.tutor_id


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


def _own(session: Session, live: list[Occurrence], year: Year) -> Parts | None:
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
        zone, ahead = ZoneInfo(session.zone), range(last + 1, last + 1 + _AHEAD // step)
        for at in ahead:
            local = _by_rule(session, at)
            if resolve(local, zone) < session.unwritten_from or not year.meets_on(local.date()):
                left_out.append(at)
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


def _imported(session: Session, rows: list[Occurrence], live: list[Occurrence]) -> Parts | None:
    """The entry as it came, with what was moved, called off here or left to another tutor since."""
    if any(row.calendar_key == ONCE for row in rows):
        return _once(live)
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
        if row not in live:
            left_out.add(key)
            changed.pop(key, None)
        elif item is None or (row.local, _minutes(row)) != (item.local, item.minutes):
            left_out.discard(key)
            changed[key] = Changed(key, datetime.fromisoformat(row.local), _minutes(row))
    merged = replace(parts, left_out=tuple(sorted(left_out, key=str)), changed=tuple(changed.values()))
    if session.unwritten_from is not None:
        return merged
    # Nothing follows what is written out, whatever the file had: the rest may have been called off.
    keys = [datetime.strptime(row.calendar_key, KEY) for row in live if row.calendar_key]  # noqa: DTZ007
    return ended(merged, max(keys)) if keys else None


def _long_ago(rows: list[Occurrence]) -> datetime:
    return min([clock.now(), *(row.starts_at for row in rows)]) - timedelta(days=8)


def _minutes(occurrence: Occurrence) -> int:
    return round((occurrence.ends_at - occurrence.starts_at) / _ONE)
