"""What we tell people about sessions: a place in one, a reminder, that it moved, that it is called off."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, orm, select

from bot import clock
from bot.callbacks.calendars import AddToCalendar
from bot.callbacks.people import HelpNow
from bot.callbacks.sessions import MySessions, OpenSession, ShowPlace
from bot.callbacks.timetable import ShowLink
from bot.notifications.base import Notification, Outcome, notification, shown_in
from bot.notifications.content import Button, Content, Rows, Subject, button, rows
from bot.notifications.replies import (
    NOT_COMING,
    leader_of,
    note,
    note_reached,
    reply_buttons,
    reply_of,
    seen_buttons,
    who_lines,
)
from bot.policies.local_time import local_day
from bot.texts import Text, t
from models.outbox import Priority
from models.people import Person
from models.sessions import Enrolment, Occurrence, Session

RINGS_WITHIN = timedelta(hours=12)
NEXT_TIMES = 3
_NOTHING = Text("session-nothing")


def name_of(session: Session) -> str:
    """How people call it: `S4`."""
    return f"S{session.id}"


def place_for(session: Session, to: Person) -> Text:
    """The place as a message may show it: to staff; young people tap for it, once they are confirmed."""
    if not to.is_staff:
        waits = to.confirmed_at is None and bool(session.place or session.link)
        return t("session-at-later") if waits else _NOTHING
    return t("session-at", place=session.place) if session.place else _NOTHING


def shows_on_tap(session: Session, to: Person) -> bool:
    """Whether there is a place that this person sees when they tap for it: somebody else may be reading that phone."""
    return bool(session.place) and not to.is_staff and to.confirmed_at is not None


def place_button(session: Session) -> Button:
    """The way to the place."""
    return button("button-show-place", ShowPlace(session.id), ref=name_of(session))


def link_button(session: Session) -> Button:
    """The way to the link."""
    return button("button-show-link", ShowLink(session.id), ref=name_of(session))


def links_on_tap(session: Session, to: Person) -> bool:
    """Whether there is a link that this young person sees near the time, when they tap for it."""
    return bool(session.link) and not to.is_staff and to.confirmed_at is not None


def coming(db: orm.Session, session: Session, limit: int) -> list[Occurrence]:
    """The next occurrences that take place, the one that runs now among them."""
    return list(
        db.scalars(
            select(Occurrence)
            .where(
                Occurrence.session_id == session.id,
                Occurrence.ends_at > clock.now(),
                Occurrence.cancelled_at.is_(None),
            )
            .order_by(Occurrence.starts_at)
            .limit(limit)
        )
    )


def people_in(db: orm.Session, session: Session) -> int:
    """How many young people have a place and are here."""
    return (
        db.scalar(
            select(func.count())
            .select_from(Enrolment)
            .join(Person, Person.id == Enrolment.person_id)
            .where(Enrolment.session_id == session.id, Enrolment.left_at.is_(None), Person.left_at.is_(None))
        )
        or 0
    )


def has_place(db: orm.Session, session: Session, to: Person) -> bool:
    """Whether this young person has a place in the session."""
    place = db.get(Enrolment, (session.id, to.id))
    return place is not None and place.left_at is None


def _buttons(db: orm.Session, session: Session, to: Person) -> Rows:
    way = button("button-session", OpenSession(session.id), ref=name_of(session)) if to.is_staff else None
    place = place_button(session) if shows_on_tap(session, to) and has_place(db, session, to) else None
    link = link_button(session) if links_on_tap(session, to) and has_place(db, session, to) else None
    return rows(way or button("button-sessions", MySessions()), place, link, button("button-help-now", HelpNow()))


@notification("enrolled", Priority.ANSWER, rings_in_quiet_hours=False)
class Enrolled(Notification):
    """Tells a young person that they have a place."""

    session_id: int

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        session = db.get(Session, self.session_id)
        if session is None or to is None or not has_place(db, session, to):
            return []
        times = coming(db, session, NEXT_TIMES)
        if not times:
            return []
        words = t(
            "enrolled",
            ref=name_of(session),
            title=session.title,
            tutor=session.tutor.name,
            minutes=session.minutes,
            times=[t("session-time", when=item.starts_at) for item in times],
            place=place_for(session, to),
        )
        *ways, last = _buttons(db, session, to)
        add = button("button-add-to-calendar", AddToCalendar(times[0].id, False))
        return [Content(words, (*ways, (add,), last))]


@notification("taken_out", Priority.ANSWER, rings_in_quiet_hours=False)
class TakenOut(Notification):
    """Tells a young person that they no longer have a place."""

    session_id: int

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        session = db.get(Session, self.session_id)
        if session is None or to is None or has_place(db, session, to):
            return []
        return [Content(t("taken-out", ref=name_of(session), title=session.title), _buttons(db, session, to))]


@notification("session_reminder", Priority.REMINDER, rings_in_quiet_hours=False)
class SessionReminder(Notification):
    """A session comes soon. `starts` (UTC seconds) is the start that it was made for: after a move it says nothing."""

    occurrence_id: int
    starts: int

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        occurrence = db.get(Occurrence, self.occurrence_id)
        if occurrence is None or to is None or to.reminders_off_at is not None:
            return []
        session, now = occurrence.session, clock.now()
        if occurrence.cancelled_at is not None or int(occurrence.starts_at.timestamp()) != self.starts:
            return []
        if occurrence.starts_at <= now:
            return []
        if to.id == leader_of(occurrence):
            return [_tutors_reminder(db, occurrence, to)]
        said = reply_of(db, occurrence.id, to.id)
        # Who said that they can't make it is left in peace.
        if said == NOT_COMING or not has_place(db, session, to):
            return []
        words = t("session-reminder", place=place_for(session, to), **_soon(occurrence, now))
        return [Content(words, (*reply_buttons(occurrence, said), *_buttons(db, session, to)))]

    def settled(self, db: orm.Session, to: Person | None, outcome: Outcome) -> None:
        if to is not None and outcome.state == "failed":
            note(db, self.occurrence_id, to.id, unreached_at=outcome.at)
        elif to is not None and outcome.state == "sent":
            note_reached(db, self.occurrence_id, to.id)


def _tutors_reminder(db: orm.Session, occurrence: Occurrence, to: Person) -> Content:
    session = occurrence.session
    words = t(
        "session-reminder-tutor",
        people=people_in(db, session),
        place=place_for(session, to),
        who=who_lines(db, occurrence),
        **_soon(occurrence, clock.now()),
    )
    return Content(words, _buttons(db, session, to), subject=Subject("coming", occurrence.id))


@notification("who_comes", Priority.ANNOUNCEMENT, rings_in_quiet_hours=False)
class WhoComesChanged(Notification):
    """Carries what a young person said to the newest reminder of the session that the tutor has."""

    occurrence_id: int

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        occurrence = db.get(Occurrence, self.occurrence_id)
        if occurrence is None or to is None or occurrence.cancelled_at is not None:
            return []
        shown = shown_in(db, to.telegram_id, "coming", occurrence.id)
        if shown is None or occurrence.starts_at <= clock.now():
            return []
        return [replace(_tutors_reminder(db, occurrence, to), edit=shown.message_id, or_nothing=True)]


def _soon(occurrence: Occurrence, now: datetime) -> dict[str, Any]:
    return {
        "ref": name_of(occurrence.session),
        "title": occurrence.session.title,
        "day": _day(occurrence, now),
        "left": duration(occurrence.starts_at - now),
    }


def _day(occurrence: Occurrence, now: datetime) -> Text:
    zone = ZoneInfo(occurrence.session.zone)
    time = f"{occurrence.starts_at.astimezone(zone):%H:%M}"
    match (local_day(occurrence.starts_at, zone) - local_day(now, zone)).days:
        case 0:
            return t("session-today", time=time)
        case 1:
            return t("session-tomorrow", time=time)
        case _:
            return t("session-day", when=occurrence.starts_at)


def duration(left: timedelta) -> Text:
    """About how long, in the largest unit that says it in whole numbers."""
    minutes = max(1, round(left / timedelta(minutes=1)))
    for unit, size in (("days", 1440), ("hours", 60)):
        if minutes % size == 0 or minutes >= 3 * size:
            return t(f"left-{unit}", count=round(minutes / size))
    return t("left-minutes", count=minutes)


class _Change(Notification):
    """A change to an occurrence whose start the person knew as `was` (UTC seconds)."""

    occurrence_id: int
    was: int

    def _known_start(self) -> datetime:
        return datetime.fromtimestamp(self.was, UTC)

    def may_ring(self, db: orm.Session, to: Person | None) -> bool:
        """In quiet hours only where somebody would set out, or miss it, within twelve hours."""
        occurrence = db.get(Occurrence, self.occurrence_id)
        starts = [self._known_start(), *([occurrence.starts_at] if occurrence else [])]
        return min(starts) - clock.now() <= RINGS_WITHIN


@notification("session_moved", Priority.NOTICE, rings_in_quiet_hours=False)
class SessionMoved(_Change):
    """A session has another time; with `follow` so have all that follow."""

    occurrence_id: int
    was: int
    follow: bool

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        occurrence = db.get(Occurrence, self.occurrence_id)
        if occurrence is None or to is None or occurrence.cancelled_at is not None:
            return []
        if occurrence.starts_at == self._known_start() or not _concerns(db, occurrence, to):
            return []
        words = t(
            "session-moved-all" if self.follow else "session-moved",
            ref=name_of(occurrence.session),
            title=occurrence.session.title,
            now=occurrence.starts_at,
            was=self._known_start(),
        )
        return [Content(words, _buttons(db, occurrence.session, to))]


@notification("session_cancelled", Priority.NOTICE, rings_in_quiet_hours=False)
class SessionCancelled(_Change):
    """A session is called off; with `follow` so are all that follow."""

    occurrence_id: int
    was: int
    follow: bool
    late: bool = False  # so near its start that somebody may be on the way

    def may_ring(self, db: orm.Session, to: Person | None) -> bool:
        """One that is called off late rings at any hour."""
        return self.late or super().may_ring(db, to)

    def settled(self, db: orm.Session, to: Person | None, outcome: Outcome) -> None:
        if self.late and to is not None and outcome.state == "sent" and not to.is_staff:
            note(db, self.occurrence_id, to.id, off_told_at=outcome.at)

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        occurrence = db.get(Occurrence, self.occurrence_id)
        if occurrence is None or to is None or occurrence.cancelled_at is None:
            return []
        if not _concerns(db, occurrence, to):
            return []
        words = t(
            "session-cancelled-all" if self.follow else "session-cancelled",
            ref=name_of(occurrence.session),
            title=occurrence.session.title,
            was=self._known_start(),
            why=t("session-why", why=occurrence.why) if occurrence.why else _NOTHING,
        )
        seen = seen_buttons(occurrence.id) if self.late and not to.is_staff else ()
        return [Content(words, (*seen, *_buttons(db, occurrence.session, to)))]


def _concerns(db: orm.Session, occurrence: Occurrence, to: Person) -> bool:
    session = occurrence.session
    return to.id in (session.tutor_id, leader_of(occurrence)) or has_place(db, session, to)
