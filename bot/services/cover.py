"""Who looks after safety: a lead's absence needs another lead's yes, and a weekly test proves that alerts arrive."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise
from bot.notifications.contacts import leads_on_duty
from bot.notifications.leads import AbsenceAnswered, AbsenceAsked, AlertTestRing
from bot.notifications.people import holders_of
from bot.policies.weekly import WeeklyMoment
from bot.services.audit import record
from bot.services.people import require
from models.cover import Absence, AlertTest, AlertTestContact
from models.people import Person, Role


@dataclass(frozen=True)
class Tested:
    """The last test alert: when, how many contacts it went to, reached, and who tapped."""

    at: datetime
    contacts: int
    sent: int
    confirmed: int


def ask_absence(db: Session, actor: Person, until: datetime) -> Absence:
    """A lead would like to be away: the other leads on duty are asked; where there is none, it holds at once."""
    require(actor, Role.LEAD)
    if until <= clock.now():
        raise Refusal("absence-past")
    for earlier in _current(db, actor.id):
        earlier.ended_at = clock.now()
    absence = Absence(person_id=actor.id, until=until, asked_at=clock.now())
    db.add(absence)
    db.flush()
    others = leads_on_duty(db, but=actor.id)
    if not others:
        absence.accepted_at = clock.now()
    record(db, actor, "ask_absence", f"absence:{absence.id}", asked=len(others))
    for lead in others:
        promise(db, lead, AbsenceAsked(absence.id))
    return absence


def _current(db: Session, person_id: int) -> list[Absence]:
    return list(
        db.scalars(
            select(Absence).where(
                Absence.person_id == person_id, Absence.ended_at.is_(None), Absence.until > clock.now()
            )
        )
    )


def answer_absence(db: Session, actor: Person, absence_id: int, accept: bool) -> Absence:
    """Another lead takes over, or can't."""
    require(actor, Role.LEAD)
    absence = db.scalars(select(Absence).where(Absence.id == absence_id).with_for_update(of=Absence)).first()
    if absence is None or absence.person_id == actor.id:
        raise Refusal("old-button")
    if absence.accepted_at is not None or absence.ended_at is not None or absence.until <= clock.now():
        raise Refusal("absence-gone")
    if accept:
        if actor.id not in {lead.id for lead in leads_on_duty(db)}:
            raise Refusal("absence-gone")
        absence.accepted_at, absence.accepted_by = clock.now(), actor.id
    record(db, actor, "accept_absence" if accept else "decline_absence", f"absence:{absence.id}")
    promise(db, absence.person_id, AbsenceAnswered(absence.id, actor.id, accept))
    _ = absence.person.name
    return absence


def end_absence(db: Session, actor: Person) -> bool:
    """The lead is back; whether they were away, or had asked to be."""
    current = _current(db, actor.id)
    for absence in current:
        absence.ended_at = clock.now()
    if current:
        record(db, actor, "end_absence", f"person:{actor.id}")
    return bool(current)


# --- the weekly test ---


def run_test(db: Session, config: Config) -> AlertTest | None:
    """Rings every contact once a week; None where it is not time, or nobody was here yet when it was."""
    moment = WeeklyMoment.parse(config.safeguarding.test_alert)
    if moment is None:
        return None
    due = moment.latest(clock.now(), config.service.zone)
    last = db.scalar(select(func.max(AlertTest.at)))
    people = {person.id: person for role in (Role.LEAD, Role.COORDINATOR) for person in holders_of(db, role)}
    if (last is not None and last >= due) or not any(person.joined_at < due for person in people.values()):
        return None
    test = AlertTest(at=clock.now())
    db.add(test)
    db.flush()
    for person in people.values():
        db.add(AlertTestContact(test_id=test.id, person_id=person.id))
        db.flush()
        promise(db, person, AlertTestRing(test.id), key=f"test:{test.id}:{person.id}")
    record(db, None, "alert_test", f"alert_test:{test.id}", contacts=len(people))
    return test


def confirm_test(db: Session, actor: Person, test_id: int) -> None:
    """The alert has arrived."""
    contact = db.get(AlertTestContact, (test_id, actor.id))
    if contact is None:
        raise Refusal("old-button")
    contact.confirmed_at = contact.confirmed_at or clock.now()


def last_test(db: Session) -> Tested | None:
    """How the last test went; None if there was none yet."""
    test = db.scalars(select(AlertTest).order_by(AlertTest.id.desc()).limit(1)).first()
    if test is None:
        return None
    contacts = test.contacts
    return Tested(
        test.at,
        len(contacts),
        sum(contact.sent_at is not None for contact in contacts),
        sum(contact.confirmed_at is not None for contact in contacts),
    )
