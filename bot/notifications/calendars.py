"""What we tell people about calendars: files that they asked for, and what a newer file changed."""

from typing import Final

from sqlalchemy import orm, select

from bot import clock
from bot.callbacks.calendars import AddToCalendar
from bot.callbacks.sessions import MySessions
from bot.notifications.base import Notification, notification
from bot.notifications.content import Content, Made, Media, button, rows
from bot.notifications.sessions import has_place, name_of, shows_on_tap
from bot.texts import t
from models.outbox import Priority
from models.people import Person, Role
from models.sessions import Occurrence, Session

ONE_TIME: Final = "calendar-time"
ONE_TIME_AND_PLACE: Final = "calendar-time-and-place"
TIMETABLE: Final = "calendar-timetable"


@notification("calendar_time", Priority.ANSWER)
class TimeForCalendar(Notification):
    """One time of a session as a file for somebody's own calendar; the place in it only if they asked for that."""

    occurrence_id: int
    place: bool

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        occurrence = db.get(Occurrence, self.occurrence_id)
        if occurrence is None or to is None or not has_place(db, occurrence.session, to):
            return []
        if occurrence.cancelled_at is not None:
            return []
        session = occurrence.session
        may = shows_on_tap(session, to)
        placed = self.place and may
        made = Made(ONE_TIME_AND_PLACE if placed else ONE_TIME, occurrence.id, f"{name_of(session)}.ics", to.language)
        more = button("button-calendar-place", AddToCalendar(occurrence.id, True)) if may and not placed else None
        words = t("calendar-time", ref=name_of(session), title=session.title, when=occurrence.starts_at)
        back = button("button-sessions", MySessions())
        return [Content(words, rows(more, back), media=(Media("document", made=made),))]


@notification("calendar_timetable", Priority.ANSWER)
class TimetableForCalendar(Notification):
    """All that a tutor leads, as a file."""

    tutor_id: int

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        if to is None or to.id != self.tutor_id or Role.TUTOR not in to.roles:
            return []
        made = Made(TIMETABLE, to.id, "timetable.ics", to.language)
        return [Content(t("calendar-timetable"), media=(Media("document", made=made),))]


@notification("leads_imported", Priority.NOTICE, rings_in_quiet_hours=False)
class LeadsImported(Notification):
    """Tells a tutor that a calendar file made sessions that they lead."""

    count: int

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        if to is None or Role.TUTOR not in to.roles:
            return []
        return [Content(t("leads-imported", count=self.count), rows(button("button-sessions", MySessions())))]


@notification("session_on_again", Priority.NOTICE, rings_in_quiet_hours=False)
class SessionOnAgain(Notification):
    """A time that was called off takes place after all."""

    occurrence_id: int

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        occurrence = db.get(Occurrence, self.occurrence_id)
        if occurrence is None or to is None or occurrence.cancelled_at is not None:
            return []
        session = occurrence.session
        if not _concerns(db, session, to):
            return []
        words = t("session-on-again", ref=name_of(session), title=session.title, when=occurrence.starts_at)
        return [Content(words, rows(button("button-sessions", MySessions())))]


@notification("more_times_changed", Priority.NOTICE, rings_in_quiet_hours=False)
class MoreTimesChanged(Notification):
    """More changed than is told one by one."""

    session_id: int
    count: int

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        session = db.get(Session, self.session_id)
        if session is None or to is None or not _concerns(db, session, to):
            return []
        words = t("more-times-changed", ref=name_of(session), title=session.title, count=self.count)
        return [Content(words, rows(button("button-sessions", MySessions())))]


def _concerns(db: orm.Session, session: Session, to: Person) -> bool:
    instead = select(Occurrence.id).where(Occurrence.session_id == session.id, Occurrence.tutor_id == to.id)
    stands_in = db.scalar(instead.where(Occurrence.ends_at > clock.now()).limit(1)) is not None
    return to.id == session.tutor_id or stands_in or has_place(db, session, to)
