"""Imported sessions written out: their calendar entry says when, not a rule of ours."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, orm, select

from bot.policies.calendars.expanding import expand
from bot.policies.calendars.shapes import Item
from bot.policies.local_time import resolve
from models.sessions import Occurrence, Session

IMPORTED: Final = "imported"
# Where a series pauses for longer than this, it is looked at again when the horizon gets there.
_NEXT_WITHIN: Final = timedelta(weeks=6)


def times_of(text: str, zone: ZoneInfo, start: datetime, end: datetime) -> list[Item]:
    """The entry's times that start in these instants, those that the file calls off among them."""
    first, last = (instant.astimezone(zone).replace(tzinfo=None) for instant in (start, end))
    # Wall times an hour apart may be the same instant or none: what is asked for is instants.
    slack = timedelta(hours=3)
    items = expand(text, first - slack, last + slack)
    return [item for item in items if start <= resolve(item.at, zone) < end]


def write_out(db: orm.Session, session: Session, start: datetime, end: datetime) -> list[Occurrence]:
    """Adds the times that start in [start, end), and remembers from when on there is nothing yet."""
    zone = ZoneInfo(session.zone)
    found = times_of(session.calendar or "", zone, start, end + _NEXT_WITHIN)
    items = [item for item in found if resolve(item.at, zone) < end]
    keys = [item.key for item in items]
    # One that was moved this far is here already.
    here = select(Occurrence.calendar_key).where(Occurrence.session_id == session.id, Occurrence.calendar_key.in_(keys))
    known = set(db.scalars(here))
    added = add(db, session, [item for item in items if not item.off and item.key not in known])
    _look_on(session, end, found[len(items) :])
    return added


def add(db: orm.Session, session: Session, items: Iterable[Item]) -> list[Occurrence]:
    """New occurrences, numbered on from those that are there."""
    last = db.scalar(select(func.max(Occurrence.position)).where(Occurrence.session_id == session.id))
    added = []
    for position, item in enumerate(items, start=0 if last is None else last + 1):
        occurrence = Occurrence(session_id=session.id, position=position)
        put(occurrence, item, ZoneInfo(session.zone))
        added.append(occurrence)
    db.add_all(added)
    db.flush()
    return added


def put(occurrence: Occurrence, item: Item, zone: ZoneInfo) -> None:
    """Gives an occurrence the time, the length and the key of an entry's time."""
    occurrence.local = item.local
    occurrence.starts_at = resolve(item.at, zone)
    occurrence.ends_at = occurrence.starts_at + timedelta(minutes=item.minutes)
    occurrence.calendar_key = item.key


def look_on_from(session: Session, end: datetime, known: Sequence[Item] = ()) -> None:
    """Everything before `end` is written out: where the next one is, or None once the entry is over."""
    zone = ZoneInfo(session.zone)
    following = [item for item in known if resolve(item.at, zone) >= end]
    _look_on(session, end, following or times_of(session.calendar or "", zone, end, end + _NEXT_WITHIN))


def _look_on(session: Session, end: datetime, following: Sequence[Item]) -> None:
    zone = ZoneInfo(session.zone)
    if following:
        session.unwritten_from = resolve(following[0].at, zone)
    elif session.until is not None and session.until < end.astimezone(zone).date().isoformat():
        session.unwritten_from = None
    else:
        session.unwritten_from = None if session.frequency == "once" else end + _NEXT_WITHIN
