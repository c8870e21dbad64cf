"""A session called off late: who has seen it, who is there already, and staff who ring those who have not."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import orm, select

from bot import clock
from bot.errors import Refusal
from bot.notifications.base import promise
from bot.notifications.called_off import OffChanged, OffUnseen, SomebodyThere, seen_by
from bot.notifications.contacts import leads_on_duty
from bot.notifications.people import holders_of
from bot.notifications.replies import leader_of, note
from bot.notifications.sessions import has_place
from bot.policies.numbers import LARGEST
from bot.services import oversight
from bot.services.oversight import Sealed
from bot.services.people import require
from models.attendance import Attendance
from models.people import Person, Role
from models.sessions import Occurrence, Session

UNSEEN_AFTER: Final = timedelta(minutes=5)
LOOKS_BACK: Final = timedelta(hours=24)  # for /seen and /alreadythere
TOGETHER_SECONDS: Final = 2


def watch(db: orm.Session, occurrence: Occurrence) -> None:
    """In five minutes staff see who has not seen it, and from then on what changes."""
    for person_id in _staff(db, occurrence):
        about = OffUnseen(occurrence.id)
        promise(db, person_id, about, due_at=clock.now() + UNSEEN_AFTER, key=f"off:{occurrence.id}:{person_id}")


def _staff(db: orm.Session, occurrence: Occurrence) -> list[int]:
    """Its tutor, the coordinators, and the leads on duty: they alone can open a sealed contact."""
    everybody = [*holders_of(db, Role.COORDINATOR), *leads_on_duty(db)]
    return sorted({leader_of(occurrence), *(person.id for person in everybody)})


def seen(db: orm.Session, actor: Person, occurrence_id: int) -> Occurrence:
    """They have seen that it is called off."""
    occurrence = _own(db, actor, occurrence_id)
    row = db.get(Attendance, (occurrence.id, actor.id))
    if row is None or row.off_seen_at is None:
        note(db, occurrence.id, actor.id, off_seen_at=clock.now())
        _bring_up_to_date(db, occurrence)
    return occurrence


def already_there(db: orm.Session, actor: Person, occurrence_id: int) -> Occurrence:
    """They are there already: staff are rung at once."""
    occurrence = _own(db, actor, occurrence_id)
    row = db.get(Attendance, (occurrence.id, actor.id))
    if row is None or row.already_there_at is None:
        now = clock.now()
        note(db, occurrence.id, actor.id, off_seen_at=row.off_seen_at or now if row else now, already_there_at=now)
        _bring_up_to_date(db, occurrence)
    for person_id in _staff(db, occurrence):
        key = f"there:{occurrence.id}:{actor.id}:{person_id}"
        promise(db, person_id, SomebodyThere(occurrence.id, actor.id), key=key)
    return occurrence


def newest_off(db: orm.Session, actor: Person, number: int) -> int:
    """Which occurrence /seen S4 and /alreadythere S4 mean: the one called off last; Refusal without one."""
    require(actor, Role.YOUNG_PERSON)
    session = db.get(Session, number) if 1 <= number <= LARGEST else None
    if session is None or not has_place(db, session, actor):
        raise Refusal("reply-no-session", number=f"S{number}")
    newest = db.scalars(
        select(Occurrence.id)
        .where(
            Occurrence.session_id == number,
            Occurrence.cancelled_at.is_not(None),
            Occurrence.ends_at > clock.now() - LOOKS_BACK,
        )
        .order_by(Occurrence.cancelled_at.desc(), Occurrence.starts_at)
        .limit(1)
    ).first()
    if newest is None:
        raise Refusal("off-none", number=f"S{number}")
    return newest


def _own(db: orm.Session, actor: Person, occurrence_id: int) -> Occurrence:
    require(actor, Role.YOUNG_PERSON)
    occurrence = db.get(Occurrence, occurrence_id) if 1 <= occurrence_id <= LARGEST else None
    if occurrence is None or occurrence.cancelled_at is None or not has_place(db, occurrence.session, actor):
        raise Refusal("old-button")
    _ = occurrence.session.tutor.name
    return occurrence


def _bring_up_to_date(db: orm.Session, occurrence: Occurrence) -> None:
    window = int(clock.now().timestamp()) // TOGETHER_SECONDS + 1
    due = datetime.fromtimestamp(window * TOGETHER_SECONDS, tz=clock.now().tzinfo)
    for person_id in _staff(db, occurrence):
        key = f"offnow:{occurrence.id}:{person_id}:{window}"
        promise(db, person_id, OffChanged(occurrence.id), due_at=due, key=key)


def called_off_one(db: orm.Session, actor: Person, occurrence_id: int) -> Occurrence:
    """The occurrence of a list of who has not seen that it is off."""
    require(actor, Role.LEAD)
    occurrence = db.get(Occurrence, occurrence_id) if 1 <= occurrence_id <= LARGEST else None
    if occurrence is None or occurrence.cancelled_at is None:
        raise Refusal("old-button")
    return occurrence


def reveal_unseen(db: orm.Session, actor: Person, occurrence_id: int, person_id: int, reason: str) -> Sealed:
    """Opens the seal of somebody who has to be rung about it, as /reveal does: recorded, and the other leads read why."""
    occurrence = called_off_one(db, actor, occurrence_id)
    stands = seen_by(db, occurrence)
    found = [one for one in (*stands.there, *stands.unseen, *stands.undelivered) if one.id == person_id]
    if not found:
        raise Refusal("off-has-seen")
    return oversight.reveal(db, actor, found[0].alias, reason)
