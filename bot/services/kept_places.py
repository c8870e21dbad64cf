"""Places that are kept: for whoever was offered one, and for whoever left the service and may come back."""

from sqlalchemy import func, orm, select

from bot import clock
from bot.notifications.base import promise
from bot.notifications.sessions import people_in
from bot.notifications.waiting import OnWaitingList
from bot.services.audit import record
from models.people import Person
from models.sessions import Enrolment, Session, Waiting


def offers(db: orm.Session, session: Session, but: int = 0) -> int:
    """How many places are kept for somebody who was offered one, this person aside."""
    kept = select(func.count()).where(
        Waiting.session_id == session.id, Waiting.offered_until.is_not(None), Waiting.person_id != but
    )
    return db.scalar(kept) or 0


def claim_back(db: orm.Session, person: Person) -> list[int]:
    """Somebody who had left is back: where their place is another's by now, they wait for one, first of all.

    The numbers of those sessions. The person counts again already.
    """
    theirs = select(Enrolment.session_id).where(Enrolment.person_id == person.id, Enrolment.left_at.is_(None))
    sessions = db.scalars(
        select(Session)
        .where(Session.id.in_(theirs), Session.capacity.is_not(None), Session.cancelled_at.is_(None))
        .order_by(Session.id)
        .with_for_update(of=Session)
    ).all()
    lost = []
    for session in sessions:
        if session.capacity is None or people_in(db, session) + offers(db, session) <= session.capacity:
            continue
        place = db.get_one(Enrolment, (session.id, person.id))
        place.left_at = clock.now()
        db.add(Waiting(session_id=session.id, person_id=person.id, since=place.enrolled_at))
        db.flush()
        record(db, person, "place_lost", f"session:{session.id}")
        promise(db, person, OnWaitingList(session.id))
        lost.append(session.id)
    return lost
