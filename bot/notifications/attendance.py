"""What staff are told of who comes: somebody can't, a register is empty, somebody was not there three times."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.callbacks.attendance import OpenMissing, OpenRegister
from bot.callbacks.people import HelpNow
from bot.callbacks.questions import OpenQuestion
from bot.callbacks.sessions import OpenSession
from bot.notifications.base import Notification, Outcome, notification
from bot.notifications.content import Content, button, rows
from bot.notifications.entries import media_of, note_seen, subject_of
from bot.notifications.replies import NOT_COMING
from bot.notifications.sessions import name_of
from bot.notifications.streaks import IN_A_ROW, streak_of
from bot.notifications.tutor_words import as_tutors_see, is_hidden
from bot.texts import t
from models.attendance import Attendance
from models.outbox import Priority
from models.people import Person, Role
from models.questions import Entry
from models.sessions import Occurrence


@notification("cannot_come", Priority.ANSWER, rings_in_quiet_hours=False)
class CannotCome(Notification):
    """Tells the tutor that somebody can't make it: with what they said of it, or that they would like another time."""

    occurrence_id: int
    person_id: int
    entry_id: int | None = None
    asks: bool = False

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        occurrence, person = db.get(Occurrence, self.occurrence_id), db.get(Person, self.person_id)
        if occurrence is None or person is None or to is None or occurrence.cancelled_at is not None:
            return []
        entry = db.get(Entry, self.entry_id) if self.entry_id is not None else None
        said = db.get(Attendance, (occurrence.id, person.id))
        if entry is None and (said is None or said.reply != NOT_COMING):
            return []
        if entry is None and not self.asks and said is not None and said.why_entry_id is not None:
            return []  # told already, with the reason
        session = occurrence.session
        named = {
            "alias": person.alias,
            "name": person.name,
            "ref": name_of(session),
            "title": session.title,
            "when": occurrence.starts_at,
        }
        card = button("button-session", OpenSession(session.id), ref=name_of(session))
        last = button("button-help-now", HelpNow())
        if entry is None:
            return [Content(t("cannot-come-asks" if self.asks else "cannot-come", **named), rows(card, last))]
        words = t("cannot-come-why", number=entry.question_id, words=as_tutors_see(entry, to.id), **named)
        thread = button("button-open", OpenQuestion(entry.question_id))
        media = () if is_hidden(entry, to.id) else media_of(entry)
        return [
            Content(
                words, rows(thread, card, last, width=2), media, subject_of(entry), protect=entry.file_id is not None
            )
        ]

    def settled(self, db: Session, to: Person | None, outcome: Outcome) -> None:
        entry = db.get(Entry, self.entry_id) if self.entry_id is not None else None
        if entry is not None and to is not None and outcome.state == "sent":
            note_seen(db, entry.question_id, to.id, entry.id)


@notification("register_waits", Priority.ANSWER, rings_in_quiet_hours=False)
class RegisterWaits(Notification):
    """Asks the tutor, once, who was there."""

    occurrence_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        occurrence = db.get(Occurrence, self.occurrence_id)
        if occurrence is None or occurrence.cancelled_at is not None or is_marked(db, occurrence.id):
            return []
        session = occurrence.session
        words = t("register-waits", ref=name_of(session), title=session.title, when=occurrence.starts_at)
        way = button("button-register", OpenRegister(occurrence.id, 0))
        return [Content(words, rows(way, button("button-help-now", HelpNow())))]


def is_marked(db: Session, occurrence_id: int) -> bool:
    """Whether somebody has begun its register: what young people said before does not count."""
    marked = select(Attendance.person_id).where(
        Attendance.occurrence_id == occurrence_id, Attendance.marked_by_id.is_not(None)
    )
    return db.scalar(marked.limit(1)) is not None


@notification("missing", Priority.ANSWER, rings_in_quiet_hours=False)
class Missing(Notification):
    """Tells a coordinator that somebody has not been there three times in a row; once for each such row."""

    person_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        person = db.get(Person, self.person_id)
        streak = streak_of(db, self.person_id)
        if person is None or to is None or streak is None or streak.count < IN_A_ROW or person.left_at is not None:
            return []
        if Role.COORDINATOR not in to.roles:
            return []
        words = t(
            "missing-now",
            alias=person.alias,
            name=person.name,
            count=streak.count,
            told=streak.told,
            since=streak.since,
        )
        return [Content(words, rows(button("button-missing", OpenMissing()), button("button-help-now", HelpNow())))]
