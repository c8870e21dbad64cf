"""After a session: its young people are asked how it was, its tutor sees what they say, and a lead low ones."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import orm, select

from bot import clock
from bot.callbacks.feelings import ChangeFace, HowItWas, TapFace
from bot.callbacks.people import HelpNow
from bot.callbacks.safeguarding import ReadConcern
from bot.notifications.base import Notification, notification, shown_in
from bot.notifications.concerns import alias_of, concern_now, may_hear
from bot.notifications.concerns import name_of as concern_name
from bot.notifications.content import Button, Content, Rows, Subject, button, rows
from bot.notifications.sessions import name_of
from bot.notifications.tutor_words import masked
from bot.policies.feelings import FACES
from bot.policies.fields import shorten
from bot.policies.local_time import local_day
from bot.texts import Text, t
from models.attendance import Attendance
from models.outbox import Priority
from models.people import Person
from models.sessions import Enrolment, Occurrence

ASKED = "felt"  # what the question shows, so that words typed under it are known for what they are
SUMMARY = "felt_summary"
ABSENT = frozenset({"told", "not_told"})
SHORT_LINE = 120  # characters


def face_buttons(occurrence: Occurrence) -> Rows:
    """The five faces, each with its word, the best first."""
    return rows(*[button(f"button-face-{face}", TapFace(occurrence.id, face)) for face in FACES], width=2)


def asking(db: orm.Session, occurrence: Occurrence, to: Person) -> Text:
    """How was it? Whoever has not tapped a face before is told who sees them."""
    answered = select(Attendance.person_id).where(Attendance.person_id == to.id, Attendance.felt.is_not(None))
    first = db.scalar(answered.limit(1)) is None
    return t(
        "felt-ask",
        title=occurrence.session.title,
        day=_day(occurrence),
        tutor=tutor_leading(db, occurrence).name,
        first=t("felt-ask-first") if first else t("session-nothing"),
    )


def tutor_leading(db: orm.Session, occurrence: Occurrence) -> Person:
    """Who led that meeting."""
    stand_in = db.get(Person, occurrence.tutor_id) if occurrence.tutor_id is not None else None
    return stand_in or occurrence.session.tutor


def was_there(db: orm.Session, occurrence: Occurrence, person: Person) -> bool:
    """Whether they came, as far as is known: with a place then, not marked absent, and not having said they can't."""
    place = db.get(Enrolment, (occurrence.session_id, person.id))
    if place is None or place.enrolled_at >= occurrence.ends_at:
        return False
    if place.left_at is not None and place.left_at <= occurrence.starts_at:
        return False
    known = db.get(Attendance, (occurrence.id, person.id))
    if known is None:
        return True
    return known.mark not in ABSENT if known.mark is not None else known.reply != "not_coming"


def _day(occurrence: Occurrence) -> Text:
    zone = ZoneInfo(occurrence.session.zone)
    match (local_day(clock.now(), zone) - local_day(occurrence.starts_at, zone)).days:
        case 0:
            return t("felt-today")
        case 1:
            return t("felt-yesterday")
        case _:
            return t("felt-day", when=occurrence.starts_at)


@notification("felt_ask", Priority.REMINDER, rings_in_quiet_hours=False)
class FeltAsk(Notification):
    """Asks somebody who was there how it was: once, and whatever comes of it, never again."""

    occurrence_id: int

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        occurrence = db.get(Occurrence, self.occurrence_id)
        if occurrence is None or to is None or to.reminders_off_at is not None:
            return []
        if occurrence.cancelled_at is not None or not was_there(db, occurrence, to):
            return []
        known = db.get(Attendance, (occurrence.id, to.id))
        if known is not None and known.felt is not None:
            return []
        buttons = (*face_buttons(occurrence), *rows(button("button-help-now", HelpNow())))
        return [Content(asking(db, occurrence, to), buttons, subject=Subject(ASKED, occurrence.id))]


def change_button(occurrence_id: int) -> Button:
    """The way back to the faces."""
    return button("button-change-face", ChangeFace(occurrence_id))


# --- to the tutor ---


def said_of(db: orm.Session, occurrence_id: int) -> list[Attendance]:
    """What was said of one meeting, by alias."""
    return list(
        db.scalars(
            select(Attendance)
            .join(Person, Person.id == Attendance.person_id)
            .where(Attendance.occurrence_id == occurrence_id, Attendance.felt.is_not(None))
            .order_by(Person.alias)
        )
    )


def line_of(said: Attendance, longest: int | None = None) -> Text:
    """One young person's face, and their line as tutors see it: without contact details."""
    words = " ".join(masked(said.felt_words).split())
    if longest is not None:
        words = shorten(words, longest)
    return t(
        "felt-line",
        alias=said.person.alias,
        name=said.person.name,
        face=t(f"face-{said.felt}"),
        words=t("felt-line-words", words=words) if words else t("session-nothing"),
    )


@notification("felt_for_tutor", Priority.REMINDER, rings_in_quiet_hours=False)
class FeltForTutor(Notification):
    """Shows the tutor, without a sound and in one message that grows, how a meeting was."""

    occurrence_id: int

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        occurrence = db.get(Occurrence, self.occurrence_id)
        if occurrence is None or to is None:
            return []
        lines = [line_of(said, SHORT_LINE) for said in said_of(db, occurrence.id)]
        if not lines:
            return []
        words = t(
            "felt-for-tutor",
            ref=name_of(occurrence.session),
            title=occurrence.session.title,
            when=occurrence.starts_at,
            lines=lines,
        )
        shown = shown_in(db, to.telegram_id, SUMMARY, occurrence.id)
        buttons = rows(
            button("button-how-it-was", HowItWas(occurrence.session_id), ref=name_of(occurrence.session)),
            button("button-help-now", HelpNow()),
        )
        edit = shown.message_id if shown is not None else None
        return [Content(words, buttons, subject=Subject(SUMMARY, occurrence.id), edit=edit, silent=True)]


# --- to the lead ---


@notification("felt_low", Priority.NOTICE, rings_in_quiet_hours=False)
class FeltLow(Notification):
    """Tells a lead, without a sound, that a young person's sessions felt bad three times in a row."""

    concern_id: int

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        now = concern_now(db, self.concern_id)
        if now is None or now.outcome is not None or not may_hear(to, now.concern):
            return []
        words = t("felt-low", ref=concern_name(now.concern.id), alias=alias_of(now.concern))
        buttons = rows(button("button-read", ReadConcern(now.concern.id)), button("button-help-now", HelpNow()))
        return [Content(words, buttons, subject=Subject("concern_low", now.concern.id), silent=True)]


STILL_OF_USE = timedelta(days=2)
