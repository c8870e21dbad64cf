"""What we tell people about sessions: a place in one, that it moved, that it is called off."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, orm, select

from bot import clock
from bot.callbacks.calendars import AddToCalendar
from bot.callbacks.people import HelpNow
from bot.callbacks.sessions import MySessions, OpenSession, ShowPlace
from bot.callbacks.timetable import ShowLink
from bot.notifications.base import Notification, Outcome, notification
from bot.notifications.content import Button, Content, Rows, button, rows
from bot.notifications.replies import leader_of, note, seen_buttons
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


def session_buttons(db: orm.Session, session: Session, to: Person) -> Rows:
    """Where a message about a session leads: the session, its place and link where they may show, help."""
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
        *ways, last = session_buttons(db, session, to)
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
        return [Content(t("taken-out", ref=name_of(session), title=session.title), session_buttons(db, session, to))]


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
        return [Content(words, session_buttons(db, occurrence.session, to))]


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
        return [Content(words, (*seen, *session_buttons(db, occurrence.session, to)))]


def _concerns(db: orm.Session, occurrence: Occurrence, to: Person) -> bool:
    session = occurrence.session
    return to.id in (session.tutor_id, leader_of(occurrence)) or has_place(db, session, to)
