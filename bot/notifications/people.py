"""What we tell people about joining, and staff about people."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.callbacks.people import ConfirmJoiner
from bot.notifications.base import Notification, notification
from bot.notifications.content import Content, button, rows
from bot.notifications.menus import menu_of
from bot.texts import t
from models.outbox import Priority
from models.people import Person, PersonRole, Role


@notification("apology", Priority.ANSWER, for_the_paused=True)
class Apology(Notification):
    """Something went wrong on our side with what they sent."""

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        return [Content(t("apology"))]


@notification("own_menu", Priority.ANSWER)
class OwnMenu(Notification):
    """Sets the person's own command menu."""

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        if to is None:
            return []
        return [Content(commands=tuple((name, t(f"menu-{name}")) for name in menu_of(to)))]


@notification("confirm_joiner", Priority.ANSWER, rings_in_quiet_hours=False)
class JoinerToConfirm(Notification):
    """Asks a coordinator to confirm somebody who has joined."""

    person_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        joiner = db.get(Person, self.person_id)
        if joiner is None or joiner.confirmed_at is not None or joiner.left_at is not None:
            return []
        words = t("joiner-to-confirm", alias=joiner.alias, name=joiner.name, band=joiner.age_band or "")
        return [Content(words, rows(button("button-confirm", ConfirmJoiner(joiner.id))))]


@notification("confirmed", Priority.ANSWER, rings_in_quiet_hours=False)
class Confirmed(Notification):
    """Tells a young person that the service has confirmed them."""

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        return [Content(t("you-are-confirmed"))]


@notification("person_blocked", Priority.ANSWER, rings_in_quiet_hours=False)
class PersonBlocked(Notification):
    """Tells staff that nothing reaches this person any more."""

    person_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        person = db.get(Person, self.person_id)
        if person is None or person.blocked_at is None:
            return []
        return [Content(t("person-blocked", alias=person.alias, name=person.name))]


# Made once: to make a statement costs more than to run it, and this one runs for every question.
_HOLDERS = (
    select(Person)
    .join(PersonRole, PersonRole.person_id == Person.id)
    .where(
        PersonRole.role == bindparam("role"),
        PersonRole.pending_since.is_(None),
        Person.left_at.is_(None),
        Person.suspended_at.is_(None),
    )
    .order_by(Person.id)
)


def may_know_of_pauses(reader: Person) -> bool:
    """Whether a safeguarding pause is told apart to them: to tutors it is one of several reasons that are not told."""
    return bool(reader.roles & {Role.LEAD, Role.COORDINATOR})


def holders_of(db: Session, role: Role) -> list[Person]:
    """Everybody who may act in the role now: not those who have left, are suspended, or wait for a second adult."""
    return list(db.scalars(_HOLDERS, {"role": str(role)}))
