"""Who comes, who can't, who has not said, and who was not reached: as tutors see it, and the buttons to say it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import orm, select, update
from sqlalchemy.orm.util import identity_key

from bot.callbacks.attendance import AlreadyThere, AskLater, Coming, NotComing, SeenOff
from bot.notifications.content import Rows, button, rows
from bot.notifications.people import may_know_of_pauses
from bot.texts import Text, t
from models.attendance import Attendance
from models.base import insert_into
from models.people import Person
from models.sessions import Enrolment, Occurrence

COMING: Final = "coming"
NOT_COMING: Final = "not_coming"
NAMES_SHOWN: Final = 30


@dataclass(frozen=True)
class Who:
    """The young people of one occurrence by what they said; the unreached stand among the others as well."""

    coming: list[Person]
    cannot: list[Person]
    unsaid: list[Person]
    blocked: list[Person]
    off: list[Person]
    unreached: list[Person]  # for a reason that is not told
    paused: list[Person]  # by a safeguarding lead: for the eyes of `may_know_of_pauses` alone


def note(db: orm.Session, occurrence_id: int, person_id: int, **values: Any) -> None:
    """Writes something down of one person at one occurrence, whether anything was known of them before or not."""
    row = {"occurrence_id": occurrence_id, "person_id": person_id, "felt_words": ""}
    statement = insert_into(db.get_bind().dialect.name, Attendance).on_conflict_do_update(
        index_elements=["occurrence_id", "person_id"], set_=values
    )
    # By the table's own types, as the ORM would; whoever has the row loaded sees it anew.
    db.execute(statement, {**row, **values})
    known = db.identity_map.get(identity_key(Attendance, (occurrence_id, person_id)))
    if known is not None:
        db.expire(known)


def note_reached(db: orm.Session, occurrence_id: int, person_id: int) -> None:
    """Telegram took a reminder again that it would not take before."""
    mine = (Attendance.occurrence_id == occurrence_id, Attendance.person_id == person_id)
    db.execute(update(Attendance).where(*mine, Attendance.unreached_at.is_not(None)).values(unreached_at=None))


def forget_replies(db: orm.Session, occurrence_ids: Collection[int]) -> None:
    """What was said of another time is not said of a new one: all are asked anew."""
    db.execute(
        update(Attendance)
        .where(Attendance.occurrence_id.in_(occurrence_ids), Attendance.reply.is_not(None))
        .values(reply=None, replied_at=None, why_entry_id=None)
    )


def reply_of(db: orm.Session, occurrence_id: int, person_id: int) -> str | None:
    """What they said about coming."""
    row = db.get(Attendance, (occurrence_id, person_id))
    return row.reply if row is not None else None


def leader_of(occurrence: Occurrence) -> int:
    """Who leads this one."""
    return occurrence.tutor_id or occurrence.session.tutor_id


def who_comes(db: orm.Session, occurrence: Occurrence) -> Who:
    """Everybody who has a place and is here, by what they said."""
    found = db.execute(
        select(Person, Attendance.reply, Attendance.unreached_at)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .outerjoin(Attendance, (Attendance.person_id == Person.id) & (Attendance.occurrence_id == occurrence.id))
        .where(
            Enrolment.session_id == occurrence.session_id,
            Enrolment.left_at.is_(None),
            Person.left_at.is_(None),
        )
        .order_by(Person.alias)
    ).all()
    who = Who([], [], [], [], [], [], [])
    for person, reply, unreached_at in found:
        if person.paused_at is not None:
            missed: list[Person] | None = who.paused
        elif person.telegram_id is None:
            missed = who.unreached
        elif person.blocked_at is not None:
            missed = who.blocked
        elif person.reminders_off_at is not None:
            missed = who.off
        else:
            missed = who.unreached if unreached_at is not None else None
        if missed is not None:
            missed.append(person)
        said = {COMING: who.coming, NOT_COMING: who.cannot}.get(reply or "")
        if said is not None:
            said.append(person)
        elif missed is None:
            who.unsaid.append(person)
    return who


def who_lines(db: orm.Session, occurrence: Occurrence, to: Person) -> list[Text]:
    """The same in lines, those that name nobody left out; a safeguarding pause is told apart to those who may know."""
    who = who_comes(db, occurrence)
    if not may_know_of_pauses(to):
        everybody = sorted([*who.unreached, *who.paused], key=lambda person: person.alias)
        who = replace(who, unreached=everybody, paused=[])
    groups = ("coming", "cannot", "unsaid", "unreached", "paused", "blocked", "off")
    return [t(f"who-{group}", people=names_of(getattr(who, group))) for group in groups if getattr(who, group)]


def names_of(people: Iterable[Person]) -> str:
    """Aliases and names in a row, not without end."""
    everybody = [f"{person.alias} ({person.name})" for person in people]
    return ", ".join(everybody[:NAMES_SHOWN]) + ("…" if len(everybody) > NAMES_SHOWN else "")


def minute_of(occurrence: Occurrence) -> int:
    """The start as a button carries it: an old button then tells that it knows another."""
    return int(occurrence.starts_at.timestamp()) // 60


def reply_buttons(occurrence: Occurrence, said: str | None) -> Rows:
    """What a young person can say about coming; a mind may be changed."""
    at = (occurrence.id, minute_of(occurrence))
    return rows(
        button("button-coming", Coming(*at)) if said != COMING else None,
        button("button-not-coming", NotComing(*at)) if said != NOT_COMING else None,
        button("button-ask-later", AskLater(*at)) if said is None else None,
        width=2,
    )


def seen_buttons(occurrence_id: int) -> Rows:
    """What a young person can say to a session that is called off late."""
    return rows(
        button("button-seen-off", SeenOff(occurrence_id)),
        button("button-already-there", AlreadyThere(occurrence_id)),
        width=2,
    )
