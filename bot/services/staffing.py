"""Who joins the staff: where the service wants it, a second adult who did not invite them says yes."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise
from bot.notifications.oversight import StaffConfirmed, StaffToConfirm
from bot.notifications.people import OwnMenu, holders_of
from bot.services import people
from bot.services.audit import record
from bot.services.people import find, require
from models.people import STAFF, Invitation, Person, PersonRole, Role


def staff_role(db: Session, role: Role, config: Config) -> PersonRole:
    """A role as it is given to somebody who joins: to be used at once, or when a second adult has said yes."""
    runs = any(holders_of(db, one) for one in (Role.COORDINATOR, Role.LEAD))
    waits = role in STAFF and config.joining.two_person_staff and runs
    return PersonRole(role=role, pending_since=clock.now() if waits else None)


def ask_for_second(db: Session, person: Person, invitation: Invitation) -> None:
    """Asks everybody who may say yes; nothing where nothing waits."""
    if any(row.pending_since is not None for row in person.role_rows):
        for other in _may_confirm(db, person, invitation.created_by):
            promise(db, other, StaffToConfirm(person.id))


def _may_confirm(db: Session, person: Person, inviter: int | None) -> list[Person]:
    runs = {one.id: one for role in (Role.COORDINATOR, Role.LEAD) for one in holders_of(db, role)}
    return [one for one in runs.values() if one.id not in (person.id, inviter)]


def confirm(db: Session, actor: Person, person_id: int) -> Person:
    """The second adult says yes: not the person, and not who invited them."""
    require(actor, Role.COORDINATOR, Role.LEAD)
    person = db.get(Person, person_id)
    if person is None or not person.is_staff:
        raise Refusal("old-button")
    waiting = [row for row in person.role_rows if row.pending_since is not None]
    if not waiting:
        raise Refusal("staff-confirmed-already", alias=person.alias, name=person.name)
    invitation = db.scalars(
        select(Invitation).where(Invitation.used_by == person.id).order_by(Invitation.used_at.desc()).limit(1)
    ).first()
    if actor.id == person.id or (invitation is not None and invitation.created_by == actor.id):
        raise Refusal("staff-second-person")
    for row in waiting:
        row.pending_since = None
    record(db, actor, "confirm_staff", f"person:{person.id}", roles=sorted(row.role for row in waiting))
    promise(db, person, StaffConfirmed())
    promise(db, person, OwnMenu())
    return person


def confirm_anyone(db: Session, actor: Person, alias: str) -> Person:
    """/confirm by alias: a young person who has joined, or somebody of the staff who waits for a second adult."""
    require(actor, Role.COORDINATOR)
    person = find(db, alias)
    if person.is_staff:
        return confirm(db, actor, person.id)
    return people.confirm(db, actor, person.id)
