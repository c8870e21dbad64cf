"""What staff see of a session that was called off late: who has not seen it, and who is there already."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.callbacks.attendance import RevealUnseen
from bot.callbacks.people import HelpNow
from bot.callbacks.sessions import OpenSession
from bot.notifications.base import Notification, notification, shown_in
from bot.notifications.content import Button, Content, Subject, button, rows
from bot.notifications.people import may_know_of_pauses
from bot.notifications.replies import names_of
from bot.notifications.sessions import name_of
from bot.texts import t
from models.attendance import Attendance
from models.outbox import Priority
from models.people import Person, Role
from models.sessions import Enrolment, Occurrence

CONTACTS_SHOWN = 20


@dataclass(frozen=True)
class Seen:
    """The young people of an occurrence that is called off: who is there, who has seen it, and who has not."""

    there: list[Person]
    seen: list[Person]
    unseen: list[Person]  # Telegram took it, and they have not tapped
    undelivered: list[Person]


def seen_by(db: Session, occurrence: Occurrence) -> Seen:
    """How it stands now."""
    found = db.execute(
        select(Person, Attendance.already_there_at, Attendance.off_seen_at, Attendance.off_told_at)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .outerjoin(Attendance, (Attendance.person_id == Person.id) & (Attendance.occurrence_id == occurrence.id))
        .where(Enrolment.session_id == occurrence.session_id, Enrolment.left_at.is_(None), Person.left_at.is_(None))
        .order_by(Person.alias)
    ).all()
    stands = Seen([], [], [], [])
    for person, there_at, seen_at, told_at in found:
        if there_at is not None:
            stands.there.append(person)
        elif seen_at is not None:
            stands.seen.append(person)
        elif told_at is not None:
            stands.unseen.append(person)
        else:
            stands.undelivered.append(person)
    return stands


def _contacts(occurrence: Occurrence, people: Iterable[Person], to: Person) -> list[Button]:
    """For leads: the sealed contact of each, behind a tap that is recorded."""
    if Role.LEAD not in to.roles:
        return []
    return [
        button("button-contact-of", RevealUnseen(occurrence.id, person.id), alias=person.alias)
        for person in list(people)[:CONTACTS_SHOWN]
    ]


def _list(db: Session, occurrence: Occurrence, to: Person) -> Content:
    stands = seen_by(db, occurrence)
    session = occurrence.session
    groups = ("there", "unseen", "undelivered", "seen")
    lines = [t(f"off-{group}", people=names_of(getattr(stands, group))) for group in groups if getattr(stands, group)]
    paused = [person for person in stands.undelivered if person.paused_at is not None]
    if paused and may_know_of_pauses(to):
        lines.append(t("off-paused", people=names_of(paused)))
    to_ring = [*stands.there, *stands.unseen, *stands.undelivered]
    contacts = _contacts(occurrence, to_ring, to)
    if to_ring:
        lines.append(t("off-contact-lead" if contacts else "off-contact-others"))
    card = button("button-session", OpenSession(session.id), ref=name_of(session))
    words = t("off-late", ref=name_of(session), title=session.title, when=occurrence.starts_at, lines=lines)
    return Content(
        words,
        (*rows(*contacts, width=2), *rows(card, button("button-help-now", HelpNow()), width=2)),
        subject=Subject("off", occurrence.id),
        silent=not to_ring,
    )


@notification("off_unseen", Priority.ALERT)
class OffUnseen(Notification):
    """Tells staff who has not seen that a session is called off, so that they ring them."""

    occurrence_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        occurrence = db.get(Occurrence, self.occurrence_id)
        if occurrence is None or to is None or not to.is_staff or occurrence.cancelled_at is None:
            return []
        return [_list(db, occurrence, to)]


@notification("off_changed", Priority.NOTICE, rings_in_quiet_hours=False)
class OffChanged(Notification):
    """Carries a tap to the list that somebody of the staff has."""

    occurrence_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        occurrence = db.get(Occurrence, self.occurrence_id)
        if occurrence is None or to is None or not to.is_staff:
            return []
        shown = shown_in(db, to.telegram_id, "off", occurrence.id)
        if shown is None:
            return []
        return [replace(_list(db, occurrence, to), edit=shown.message_id, or_nothing=True)]


@notification("already_there", Priority.ALERT)
class SomebodyThere(Notification):
    """Somebody is there already, and nothing takes place: staff are rung at once."""

    occurrence_id: int
    person_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        occurrence, person = db.get(Occurrence, self.occurrence_id), db.get(Person, self.person_id)
        if occurrence is None or person is None or to is None or not to.is_staff:
            return []
        session = occurrence.session
        words = t(
            "off-somebody-there",
            alias=person.alias,
            name=person.name,
            ref=name_of(session),
            title=session.title,
            when=occurrence.starts_at,
        )
        card = button("button-session", OpenSession(session.id), ref=name_of(session))
        contacts = _contacts(occurrence, [person], to)
        return [Content(words, rows(*contacts, card, button("button-help-now", HelpNow())))]
