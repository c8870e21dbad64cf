"""Three low ones in a row: a line on the leads' list and a quiet word, as young people are told at joining."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import orm, select

from bot.config import Config
from bot.notifications.base import promise
from bot.notifications.concerns import ConcernNow, concern_now
from bot.notifications.contacts import first_contacts
from bot.notifications.feelings import FeltLow, tutor_leading
from bot.policies.feelings import LOW, low_in_a_row
from bot.policies.judgements import MEDIUM
from bot.services.concerns import open_concern
from models.attendance import Attendance
from models.concerns import Concern
from models.people import Person, Role
from models.sessions import Occurrence

LOW_FACES: Final = "low_faces"  # the category in the record
_LONGEST_RUN: Final = 60
_SHOWN_OF_RUN: Final = 6
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


def look(db: orm.Session, actor: Person, config: Config) -> None:
    """Looks at what somebody said of their sessions, and shows the leads three low ones: once until that is closed."""
    shown = _shown_before(db, actor)
    if shown is not None and shown.outcome is None:
        return  # it stands on the list
    run = db.execute(
        select(Attendance, Occurrence)
        .join(Occurrence, Occurrence.id == Attendance.occurrence_id)
        .where(Attendance.person_id == actor.id, Attendance.felt.is_not(None))
        .where(Occurrence.starts_at > _newest_shown(db, shown))
        .order_by(Occurrence.starts_at.desc(), Occurrence.id.desc())
        .limit(_LONGEST_RUN)
    ).all()[::-1]
    if not low_in_a_row([said.felt or 0 for said, _ in run]):
        return
    low = [row for row in run if (row[0].felt or 0) <= LOW][-_SHOWN_OF_RUN:]
    leaders = {tutor_leading(db, occurrence) for _, occurrence in low}
    leads = [person for person in leaders if person.roles & {Role.LEAD, Role.COORDINATOR}]
    concern = open_concern(
        db,
        config,
        person=actor,
        source="pattern",
        category=LOW_FACES,
        severity=MEDIUM,
        words="\n".join(_in_record(said, occurrence) for said, occurrence in low),
        # A lead who led these sessions is not the one to look at them, nor a coordinator who stands in for leads.
        adult=leads[0] if leads else None,
        until=run[-1][1].id,
    )
    for lead in first_contacts(db, concern.adult_id):
        promise(db, lead, FeltLow(concern.id), key=f"low:{concern.id}:{lead.id}")


def _shown_before(db: orm.Session, actor: Person) -> ConcernNow | None:
    """The newest time that low faces of theirs were shown to the leads."""
    mine = select(Concern.id).where(Concern.person_id == actor.id, Concern.source == "pattern")
    for number in db.scalars(mine.order_by(Concern.id.desc())).all():
        now = concern_now(db, number)
        if now is not None and now.opened.category == LOW_FACES:
            return now
    return None


def _newest_shown(db: orm.Session, shown: ConcernNow | None) -> datetime:
    """The start of the newest meeting that was shown with them; what is counted anew comes after it."""
    until = db.get(Occurrence, shown.opened.details["until"]) if shown is not None else None
    return until.starts_at if until is not None else _LONG_AGO


def _in_record(said: Attendance, occurrence: Occurrence) -> str:
    when = occurrence.local.replace("T", " ")[:16]
    line = f"S{occurrence.session_id} {occurrence.session.title}, {when}: {said.felt}/5"
    return f"{line} – {said.felt_words}" if said.felt_words else line
