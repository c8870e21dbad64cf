"""Any series, through both changes of the clocks, and any week of a busy service: each reminder once, at its minute."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, orm, select

from bot import clock
from bot.config import Config
from bot.delivery import rows
from bot.errors import Refusal
from bot.policies.durations import parse_duration
from bot.policies.local_time import is_gap
from bot.policies.recurrence import Recurrence
from bot.policies.session_line import SessionLine
from bot.policies.term_lines import Break, TermLine
from bot.services import enrolments, people, reminders, session_changes, sessions, terms, timetable
from bot.texts import Texts
from models.audit import AuditEntry
from models.outbox import PENDING, OutboxRow
from models.people import Person
from models.sessions import Enrolment, Occurrence, Session
from models.terms import Term
from tests.services.session_house import (
    COORDINATOR,
    LYNX,
    OTTER,
    TUTOR,
    WREN,
    Heard,
    as_somebody,
    config,
    deliver,
    go_to,
    pending,
)
from tests.services.session_house import people as cast

Run = Callable[..., Any]
WEEK = timedelta(weeks=1)
# (zone, days on which its clocks change): by an hour, by half an hour, in the southern summer, never.
CHANGES = [
    ("Europe/London", "2027-03-28"),
    ("Europe/London", "2026-10-25"),
    ("America/New_York", "2027-03-14"),
    ("America/New_York", "2026-11-01"),
    ("Australia/Lord_Howe", "2027-04-04"),
    ("Australia/Lord_Howe", "2026-10-04"),
    ("Asia/Kolkata", "2027-03-28"),
]
ANY = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def afresh(db: orm.Session) -> None:
    """Nothing is left of the example before."""
    for table in (OutboxRow, Enrolment, Occurrence, Session, Term, AuditEntry):
        db.execute(delete(table))
    if db.get(Person, TUTOR) is None:
        cast(db)
    for person in db.scalars(select(Person)):
        person.left_at = person.reminders_off_at = None
    db.flush()
    db.expire_all()


def through(db: orm.Session, end: datetime, service: Config) -> list[tuple[datetime, Heard]]:
    """Lets time pass minute by minute that matters: what was heard, and when. The horizon is looked at every day."""
    heard: list[tuple[datetime, Heard]] = []
    texts = Texts(service.service.zone, "Backline")
    while clock.now() < end:
        timetable.write_out_some(db, service)
        soonest = db.scalar(select(func.min(OutboxRow.due_at)).where(OutboxRow.state == PENDING))
        go_to(min([end, clock.now() + timedelta(days=1), *([soonest] if soonest else [])]))
        heard += [(clock.now(), item) for item in deliver(db, texts)]
    return heard


def drawn_year(data: st.DataObject, first: date) -> list[TermLine]:
    """No terms, or one around the first day with a break somewhere."""
    if data.draw(st.booleans()):
        return []
    begins = first - timedelta(days=data.draw(st.integers(-20, 60)))
    ends = begins + timedelta(days=data.draw(st.integers(20, 150)))
    off = begins + timedelta(days=data.draw(st.integers(0, 10)))
    return [TermLine("Term", (begins, ends), (Break("half-term", (off, off + timedelta(days=9))),))]


def enter(db: orm.Session, lines: list[TermLine], service: Config) -> None:
    """The terms are these from now on, as a coordinator would enter them."""
    db.flush()
    now = as_somebody(db, COORDINATOR, terms.terms).terms
    if now:
        as_somebody(db, COORDINATOR, terms.remove, now[0].id, service)
        as_somebody(db, COORDINATOR, terms.apply, service)
    if lines:
        terms.load(db, lines, service, sure=True)


@ANY
@given(st.data())
def test_each_reminder_of_any_series_rings_once_at_its_local_minute(run: Run, data: st.DataObject) -> None:
    zone_name, change = data.draw(st.sampled_from(CHANGES))
    zone = ZoneInfo(zone_name)
    before = data.draw(st.sampled_from([("1d", "1h"), ("1w", "10m"), ("2d", "1d", "90m")]))
    service = config(zone_name, before=list(before), horizon="2w")
    minute = data.draw(st.integers(0, 24 * 60 - 1))
    first = datetime.fromisoformat(change) + timedelta(days=data.draw(st.integers(-21, 0)), minutes=minute)
    weeks = data.draw(st.sampled_from([1, 2]))
    ends = data.draw(st.one_of(st.none(), st.integers(0, 6)))
    last = None if ends is None else (first + ends * WEEK).date()
    # Terms that there are from the start, and others from some day on; at a minute at which nothing else is due.
    at_first, later_on = (drawn_year(data, first.date()) for _ in range(2))
    turn = timedelta(days=data.draw(st.integers(0, 50)), hours=1, minutes=7, seconds=19)
    events = [(timedelta(), OTTER), (timedelta(days=data.draw(st.integers(0, 30))), WREN), (turn, 0)]

    def example(db: orm.Session) -> None:
        afresh(db)
        made = first.replace(tzinfo=zone) - timedelta(days=9)
        go_to(made)
        made = clock.now()
        line = SessionLine(
            "Band",
            first,
            timedelta(minutes=45),
            Recurrence("weekly" if weeks == 1 else "fortnightly", last),
            None,
            False,
        )
        enter(db, at_first, service)
        year, turned = timetable.year_of(db, service), made
        try:
            as_somebody(db, TUTOR, sessions.create, line, service)
        except Refusal as refusal:
            assert refusal.key == "session-never-in-term"  # noqa: PT017
            return
        number = db.scalars(select(Session.id)).one()
        booked = {}
        heard: list[tuple[datetime, Heard]] = []
        for later, person in sorted(events):
            heard += through(db, made + later, service)
            if not person:
                enter(db, later_on, service)
                turned = clock.now()
                continue
            try:
                as_somebody(db, TUTOR, enrolments.enrol_one, number, person, service)
                booked[person] = clock.now()
            except Refusal as refusal:
                assert refusal.key in ("session-is-over", "session-out-of-term")  # noqa: PT017
        heard += through(db, made + 9 * WEEK, service)

        # What should have rung, from the wall times and the terms alone: those that held when it was to ring.
        then = timetable.year_of(db, service)
        expected: Counter[tuple[int, datetime]] = Counter()
        local = first
        while local < first + 12 * WEEK and (last is None or local.date() <= last):
            start = local.replace(tzinfo=zone).astimezone(UTC)
            if not is_gap(local, zone):
                assert f"{start.astimezone(zone):%a %H:%M}" == f"{first:%a %H:%M}"
            for ahead in before:
                rings = start - parse_duration(ahead)
                for person, since in {TUTOR: made, **booked}.items():
                    meets = (year if rings < turned else then).meets_on(local.date())
                    if since <= rings <= clock.now() and meets:
                        expected[person, rings] += 1
            local += weeks * WEEK
        reminded = [(at, item) for at, item in heard if item.kind == "session_reminder"]
        assert Counter((item.person, item.due_at) for _, item in reminded) == expected
        # At its minute: what was due before there was anything to be due is the one that can be late.
        assert all(abs(at - item.due_at) < timedelta(seconds=5) for at, item in reminded)

    run(example)


DEEDS = [
    "wait",
    "move",
    "move all",
    "cancel",
    "enrol",
    "take out",
    "leave",
    "return",
    "off",
    "on",
    "write out",
    "terms",
    "crash",
]


@ANY
@given(st.data())
def test_a_busy_service_never_rings_wrongly_and_forgets_nothing(run: Run, data: st.DataObject) -> None:
    service = config(quiet=data.draw(st.sampled_from(["off", "20:00-08:00"])), before=["1d", "1h"], horizon="3w")
    zone = service.service.zone
    deeds = data.draw(st.lists(st.sampled_from(DEEDS), min_size=10, max_size=40))
    picks = st.integers(0, 10**6)

    def example(db: orm.Session) -> None:
        afresh(db)
        go_to(datetime(2027, 3, 20, 12, tzinfo=UTC))
        for title, local, repeats in (
            ("Band", datetime(2027, 3, 22, 17, 0), Recurrence("weekly")),
            ("Early", datetime(2027, 3, 23, 8, 30), Recurrence("fortnightly")),
            ("Once", datetime(2027, 3, 28, 18, 0), Recurrence("once")),
        ):
            line = SessionLine(title, local, timedelta(minutes=45), repeats, None, needs_confirmation=False)
            card = as_somebody(db, TUTOR, sessions.create, line, service)
            as_somebody(db, TUTOR, enrolments.enrol_one, card.session.id, OTTER, service)
        heard: list[Heard] = []
        for deed in deeds:
            do(db, deed, data.draw(picks))
            now_heard = [item for item in deliver(db) if item.kind == "session_reminder"]
            assert all(is_true(db, item) for item in now_heard)
            heard += now_heard
        said = Counter((item.person, item.occurrence, item.starts, item.due_at) for item in heard)
        assert max(said.values(), default=0) <= 1
        assert not any(service.hours.quiet_hours.covers(item.due_at, zone) for item in heard)
        now = clock.now()
        assert {row for row in pending(db) if row[2] > now} == what_should_wait(db, now)

    def is_true(db: orm.Session, item: Heard) -> bool:
        occurrence = db.get_one(Occurrence, item.occurrence)
        person = db.get_one(Person, item.person)
        place = db.get(Enrolment, (occurrence.session_id, item.person))
        return (
            occurrence.cancelled_at is None
            and occurrence.starts_at == item.starts > clock.now()
            and person.left_at is person.reminders_off_at is None
            and (item.person == TUTOR or (place is not None and place.left_at is None))
        )

    def what_should_wait(db: orm.Session, now: datetime) -> set[tuple[int, int, datetime]]:
        return {
            (person, occurrence.id, reminder.due_at)
            for session in db.scalars(select(Session))
            for occurrence in session_changes.coming(db, session, 1000)
            for person in reminders.recipients(db, session)
            for reminder in reminders.planned(occurrence.starts_at, (None, None), service, now)
            if reminder.due_at > now
        }

    def do(db: orm.Session, deed: str, pick: int) -> None:
        person = (OTTER, WREN, LYNX)[pick % 3]
        number = db.scalars(select(Session.id).order_by(Session.id)).all()[pick // 3 % 3]
        whole = db.get_one(Person, person)
        if deed == "wait":
            soonest = db.scalar(select(func.min(OutboxRow.due_at)).where(OutboxRow.state == PENDING))
            late = timedelta(minutes=pick % 1440 if pick % 3 == 0 else 0)
            go_to(max(clock.now(), soonest or clock.now()) + late)
        elif deed == "write out":
            timetable.write_out_some(db, service)
        elif deed == "terms":
            begins = clock.now().date() + timedelta(days=pick % 40 - 20)
            off = begins + timedelta(days=pick % 13)
            breaks = (Break("half-term", (off, off + timedelta(days=6))),)
            enter(db, [TermLine("Term", (begins, begins + timedelta(days=60)), breaks)] if pick % 3 else [], service)
        elif deed == "crash":
            db.flush()
            rows.take(db, dict(rows.candidates(db)))
            rows.release_in_flight(db)
        elif deed == "off" or deed == "on":
            people.set_reminders(db, whole, deed == "on")
        elif deed == "return":
            if whole.left_at is not None:
                people.come_home(db, whole, service)
        elif deed == "leave":
            if whole.left_at is None:
                people.leave(db, whole)
        else:
            try:
                change(db, deed, number, person, pick)
            except Refusal:
                pass  # nothing left to change, or nobody to take out

    def change(db: orm.Session, deed: str, number: int, person: int, pick: int) -> None:
        if deed == "enrol":
            as_somebody(db, TUTOR, enrolments.enrol_one, number, person, service)
        elif deed == "take out":
            as_somebody(db, TUTOR, enrolments.take_out, number, person)
        else:
            times = as_somebody(db, TUTOR, session_changes.times, number, 5).times
            one = times[pick % len(times)]
            if deed == "cancel":
                as_somebody(db, TUTOR, session_changes.cancel, one.id, "ill", pick % 5 == 0)
            else:
                local = datetime.fromisoformat(one.local) + timedelta(minutes=pick % (6 * 1440) - 3 * 1440)
                as_somebody(db, TUTOR, session_changes.move, one.id, local, deed == "move all", service)

    run(example)
