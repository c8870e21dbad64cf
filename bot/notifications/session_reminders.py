"""What we say before a session: to those who have a place, and to whoever leads it, with who comes."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import orm

from bot import clock
from bot.notifications.base import Notification, Outcome, notification, shown_in
from bot.notifications.content import Content, Subject
from bot.notifications.replies import NOT_COMING, leader_of, note, note_reached, reply_buttons, reply_of, who_lines
from bot.notifications.sessions import has_place, name_of, people_in, place_for, session_buttons
from bot.policies.local_time import local_day
from bot.texts import Text, t
from models.outbox import Priority
from models.people import Person
from models.sessions import Occurrence


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
        return [Content(words, (*reply_buttons(occurrence, said), *session_buttons(db, session, to)))]

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
        who=who_lines(db, occurrence, to),
        **_soon(occurrence, clock.now()),
    )
    return Content(words, session_buttons(db, session, to), subject=Subject("coming", occurrence.id))


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
