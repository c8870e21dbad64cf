"""A calendar file becomes sessions: shown first, and done with a yes, in one transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, or_, orm, select

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise
from bot.notifications.calendars import LeadsImported
from bot.notifications.people import holders_of
from bot.policies.calendars.shapes import Reading
from bot.policies.numbers import LARGEST
from bot.services import calendar_plans, calendar_times, reminders, timetable
from bot.services.audit import record
from bot.services.calendar_plans import Plan, Planned
from bot.services.calendar_times import IMPORTED
from bot.services.calendar_updates import update_session
from bot.services.people import ask_next, require, stop_asking
from models.calendars import CalendarImport
from models.people import Conversation, Person, Role
from models.sessions import Session

STEP: Final = "sessions.calendar"
GOOD_FOR: Final = timedelta(days=1)  # a preview; later the file is to be sent again
# The child looks this much further than is written out, so that a yes within a day still finds everything.
AHEAD: Final = timedelta(weeks=4)
PAGE: Final = 8


@dataclass(frozen=True)
class Preview:
    """What a yes would change; `stale` where something changed since it was shown before."""

    number: int
    plan: Plan
    stale: bool = False


@dataclass(frozen=True)
class AskLeader:
    """Who leads the new sessions that name nobody here? A page of tutors."""

    number: int
    count: int
    tutors: list[Person]
    page: int
    more: bool


@dataclass(frozen=True)
class Imported:
    """Done."""

    plan: Plan
    sessions: list[Session]


def ask_for_file(db: orm.Session, actor: Person) -> None:
    """The next document is a calendar, whatever it is called."""
    require(actor, Role.COORDINATOR)
    ask_next(db, actor.telegram_id or 0, STEP)


def window(config: Config) -> tuple[datetime, datetime]:
    """The instants whose times a file is read for."""
    return clock.now(), timetable.horizon(config) + timetable.HEADROOM + AHEAD


def begin(db: orm.Session, actor: Person, reading: Reading, config: Config) -> Preview | AskLeader:
    """Keeps what the file says, and shows what it would change; an earlier file is forgotten."""
    require(actor, Role.COORDINATOR)
    old = or_(CalendarImport.person_id == actor.id, CalendarImport.made_at < clock.now() - GOOD_FOR)
    db.execute(delete(CalendarImport).where(old))
    conversation = db.get(Conversation, actor.telegram_id or 0)
    if conversation is not None and conversation.step == STEP:
        stop_asking(db, conversation.chat_id)
    kept = CalendarImport(person_id=actor.id, read=reading.as_json(), shown="", made_at=clock.now())
    db.add(kept)
    db.flush()
    return _look(db, kept, config)


def leaders(db: orm.Session, actor: Person, number: int, page: int, config: Config) -> AskLeader:
    """Another page of tutors."""
    kept = _kept(db, actor, number)
    plan = calendar_plans.make(db, _reading(kept), None, config)
    return _ask(db, kept, plan, page)


def choose_leader(db: orm.Session, actor: Person, number: int, person_id: int, config: Config) -> Preview | AskLeader:
    """This tutor leads them."""
    kept = _kept(db, actor, number)
    if person_id not in {tutor.id for tutor in holders_of(db, Role.TUTOR)}:
        raise Refusal("old-button")
    kept.leader_id = person_id
    return _look(db, kept, config)


def drop(db: orm.Session, actor: Person, number: int) -> None:
    """No: nothing is changed, and the file is forgotten."""
    db.delete(_kept(db, actor, number))


def carry_out(db: orm.Session, actor: Person, number: int, config: Config) -> Imported | Preview | AskLeader:
    """Yes: all of it, if it is still what was shown; if not, it is shown anew and nothing is changed."""
    kept = _kept(db, actor, number)
    plan = _plan(db, kept, config)
    if plan.leaderless:
        return _ask(db, kept, plan, 0)
    if plan.fingerprint != kept.shown:
        kept.shown = plan.fingerprint
        return Preview(kept.id, plan, stale=True)
    kept.done_at, kept.read = clock.now(), Reading((), ()).as_json()
    sessions = [_create(db, planned, config) for planned in plan.new]
    sessions += [update_session(db, actor, planned, config) for planned in plan.changed]
    record(db, actor, "calendar_imported", f"import:{kept.id}", new=len(plan.new), changed=len(plan.changed))
    _tell_leaders(db, actor, plan)
    return Imported(plan, sessions)


def _kept(db: orm.Session, actor: Person, number: int) -> CalendarImport:
    require(actor, Role.COORDINATOR)
    kept = None
    if 1 <= number <= LARGEST:
        # All of them are held: of two coordinators with the same file the second sees what the first has made.
        every = db.scalars(select(CalendarImport).order_by(CalendarImport.id).with_for_update()).all()
        kept = next((one for one in every if one.id == number), None)
    if kept is None or kept.person_id != actor.id:
        raise Refusal("old-button")
    if kept.done_at is not None:
        raise Refusal("calendar-done-before")
    if kept.made_at < clock.now() - GOOD_FOR:
        raise Refusal("calendar-too-old")
    return kept


def _reading(kept: CalendarImport) -> Reading:
    return Reading.from_json(kept.read)


def _plan(db: orm.Session, kept: CalendarImport, config: Config) -> Plan:
    leader = next((one for one in holders_of(db, Role.TUTOR) if one.id == kept.leader_id), None)
    return calendar_plans.make(db, _reading(kept), leader, config)


def _look(db: orm.Session, kept: CalendarImport, config: Config) -> Preview | AskLeader:
    plan = _plan(db, kept, config)
    if plan.leaderless:
        return _ask(db, kept, plan, 0)
    kept.shown = plan.fingerprint
    return Preview(kept.id, plan)


def _ask(db: orm.Session, kept: CalendarImport, plan: Plan, page: int) -> AskLeader:
    page = max(0, min(page, 10_000))
    tutors = sorted(holders_of(db, Role.TUTOR), key=lambda tutor: (tutor.name.casefold(), tutor.id))
    if not tutors:
        raise Refusal("calendar-no-tutors")
    shown = tutors[page * PAGE : (page + 1) * PAGE]
    count = sum(planned.leader is None for planned in plan.new)
    return AskLeader(kept.id, count, shown, page, len(tutors) > (page + 1) * PAGE)


def _create(db: orm.Session, planned: Planned, config: Config) -> Session:
    entry, leader = planned.entry, planned.leader
    if leader is None:
        raise RuntimeError("a plan without a leader was carried out")
    session = Session(
        title=entry.title,
        tutor_id=leader.id,
        zone=entry.zone,
        first_local=entry.first_local,
        minutes=entry.minutes,
        frequency=IMPORTED if entry.recurs else "once",
        until=entry.until if entry.recurs else None,
        place=entry.place,
        link=entry.link,
        capacity=entry.places,
        all_year=True,
        calendar_uid=entry.uid,
        calendar=entry.text,
        created_at=clock.now(),
    )
    session.tutor = leader
    db.add(session)
    db.flush()
    added = calendar_times.add(db, session, planned.added)
    beyond = max(row.starts_at for row in added) + timedelta(minutes=1)
    calendar_times.look_on_from(session, max(beyond, timetable.horizon(config) + timetable.HEADROOM), entry.items)
    reminders.remind(db, added, reminders.recipients(db, session), config)
    return session


def _tell_leaders(db: orm.Session, actor: Person, plan: Plan) -> None:
    """Each tutor who leads something new, once."""
    leaders = [planned.leader for planned in plan.new if planned.leader is not None]
    for leader in {one.id: one for one in leaders}.values():
        if leader.id != actor.id:
            promise(db, leader, LeadsImported(sum(one.id == leader.id for one in leaders)))
