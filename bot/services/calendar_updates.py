"""A newer calendar file changes a session that came from one: exactly what differs, and those enrolled are told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import orm

from bot import clock
from bot.config import Config
from bot.notifications.base import promise
from bot.notifications.calendars import MoreTimesChanged, SessionOnAgain
from bot.notifications.replies import forget_replies
from bot.notifications.sessions import coming
from bot.services import calendar_exports, calendar_times, reminders, timetable
from bot.services.audit import record
from bot.services.calendar_exports import key_of
from bot.services.calendar_plans import Planned
from bot.services.calendar_times import IMPORTED
from bot.services.session_news import tell, tell_stand_ins
from models.people import Person
from models.sessions import Occurrence, Session

TOLD_ONE_BY_ONE: Final = 3


@dataclass(frozen=True)
class _News:
    occurrence: Occurrence
    was: datetime
    kind: str  # "moved" | "off" | "again"


def update_session(db: orm.Session, actor: Person, planned: Planned, config: Config) -> Session:
    """Carries out what was planned for one session; the caller holds its row."""
    session, entry = planned.session, planned.entry
    if session is None:
        raise RuntimeError("a plan for a new session is no change of one")
    starts = {row.id: row.starts_at for row in coming(db, session, 5_000) if row.starts_at > clock.now()}
    if planned.renamed:
        session.title, session.place, session.link = entry.title, entry.place, entry.link
    only_renamed = not (planned.added or planned.moved or planned.off or planned.again or planned.later)
    news: list[_News] = []
    if not only_renamed:
        news = _apply(db, planned, session, starts, config)
    record(
        db,
        actor,
        "session_imported_again",
        f"session:{session.id}",
        moved=len(planned.moved),
        off=len(planned.off),
        added=len(planned.added),
    )
    _tell(db, actor, session, starts, news, config.sessions.late_within)
    return session


def _apply(
    db: orm.Session, planned: Planned, session: Session, starts: dict[int, datetime], config: Config
) -> list[_News]:
    entry = planned.entry
    concerned = [*reminders.enrolled(db, session), *reminders.tutors_of(db, session)]
    reminders.withdraw(db, [row for row, _ in planned.moved], concerned, "moved")
    reminders.withdraw(db, planned.off, concerned, "called off")
    if not entry.off:
        _adopt(db, planned, session)
    zone = ZoneInfo(session.zone)
    news: list[_News] = []
    for row, item in planned.moved:
        calendar_times.put(row, item, zone)
        row.moved_at = clock.now()
        news.append(_News(row, starts[row.id], "moved"))
    for row, item in planned.again:
        calendar_times.put(row, item, zone)
        row.cancelled_at, row.why = None, ""
        news.append(_News(row, row.starts_at, "again"))
    for row in planned.off:
        row.cancelled_at, row.why = clock.now(), ""
        news.append(_News(row, row.starts_at, "off"))
    for row, key in planned.keys:
        row.calendar_key = key
    db.flush()
    forget_replies(db, [row.id for row, _ in planned.moved])
    added = calendar_times.add(db, session, planned.added)
    on = [row for row, _ in (*planned.moved, *planned.again)]
    reminders.remind(db, [*on, *added], reminders.recipients(db, session), config)
    _go_on(db, planned, session, config)
    return news


def _adopt(db: orm.Session, planned: Planned, session: Session) -> None:
    """From now on the new entry says when; for a session that was made here as well."""
    entry = planned.entry
    for row in calendar_exports.coming(db, session):
        row.calendar_key = key_of(session, row) or None
    session.calendar_uid, session.calendar, session.zone = entry.uid, entry.text, entry.zone
    session.first_local, session.minutes = entry.first_local, entry.minutes
    session.frequency = IMPORTED if entry.recurs else "once"
    session.until = entry.until if entry.recurs else None


def _go_on(db: orm.Session, planned: Planned, session: Session, config: Config) -> None:
    if planned.entry.off or planned.cut_off:
        session.unwritten_from = None
    else:
        calendar_times.look_on_from(session, planned.end)
        timetable.write_out(db, session, timetable.horizon(config) + timetable.HEADROOM, config)
    if session.unwritten_from is None and not coming(db, session, 1):
        session.cancelled_at = clock.now()


def _tell(
    db: orm.Session,
    actor: Person,
    session: Session,
    starts: dict[int, datetime],
    news: list[_News],
    late: timedelta,
) -> None:
    """As a move or a cancellation here does; all that follow as one, and of many apart the nearest one by one."""
    if not news:
        return
    news.sort(key=lambda one: (min(one.was, one.occurrence.starts_at), one.occurrence.id))
    first = news[0]
    following = {number for number, start in starts.items() if start >= first.was}
    alike = {one.kind for one in news} == {first.kind} and first.kind != "again"
    if len(news) > 1 and alike and {one.occurrence.id for one in news} >= following:
        off = first.kind == "off"
        tell(db, actor, first.occurrence, first.was, True, cancelled=off, late_within=late)
        rest = {one.occurrence: one.was for one in news[1:]}
        tell_stand_ins(db, actor, first.occurrence, rest, cancelled=off)
        return
    for one in news[:TOLD_ONE_BY_ONE]:
        if one.kind == "again":
            _tell_again(db, actor, one.occurrence)
        else:
            tell(db, actor, one.occurrence, one.was, False, cancelled=one.kind == "off", late_within=late)
    more = len(news) - TOLD_ONE_BY_ONE
    if more > 0:
        for person in reminders.recipients(db, session):
            if person != actor.id:
                promise(db, person, MoreTimesChanged(session.id, more))


def _tell_again(db: orm.Session, actor: Person, occurrence: Occurrence) -> None:
    for person in reminders.recipients(db, occurrence.session):
        if person != actor.id:
            promise(db, person, SessionOnAgain(occurrence.id), useful_until=occurrence.ends_at)
