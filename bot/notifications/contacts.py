"""Who is there for safety now: leads on duty, whom an alert goes to first and next, an answer's second adult."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.notifications.people import holders_of
from models.cover import Absence
from models.people import Person, Role


def _reachable(people: list[Person], but: int | None) -> list[Person]:
    return [
        person for person in people if person.id != but and person.blocked_at is None and person.telegram_id is not None
    ]


def absent(db: Session) -> set[int]:
    """The leads whose absence was accepted and lasts."""
    return set(
        db.scalars(
            select(Absence.person_id).where(
                Absence.accepted_at.is_not(None), Absence.ended_at.is_(None), Absence.until > clock.now()
            )
        )
    )


def leads_on_duty(db: Session, but: int | None = None) -> list[Person]:
    """The leads who can be reached and are not away, `but` one (the adult that a matter is about)."""
    away = absent(db)
    return [lead for lead in _reachable(holders_of(db, Role.LEAD), but) if lead.id not in away]


def first_contacts(db: Session, adult_id: int | None) -> list[Person]:
    """Whom an alert rings at once: every lead on duty; without any, leads who are away and coordinators."""
    return leads_on_duty(db, adult_id) or _others(db, adult_id)


def next_contacts(db: Session, adult_id: int | None) -> list[Person]:
    """Whom it rings next: leads who are away and coordinators, where they were not the first."""
    first = {person.id for person in first_contacts(db, adult_id)}
    return [person for person in _others(db, adult_id) if person.id not in first]


def _others(db: Session, adult_id: int | None) -> list[Person]:
    on_duty = {lead.id for lead in leads_on_duty(db, adult_id)}
    people = {person.id: person for role in (Role.LEAD, Role.COORDINATOR) for person in holders_of(db, role)}
    return [person for person in _reachable(list(people.values()), adult_id) if person.id not in on_duty]


def second_adult_there(db: Session, author_id: int) -> bool:
    """Whether a lead other than the author is on duty; where there is no other lead, a coordinator counts."""
    if any(lead.id != author_id for lead in holders_of(db, Role.LEAD)):
        return bool(leads_on_duty(db, author_id))
    return bool(_reachable(holders_of(db, Role.COORDINATOR), author_id))
