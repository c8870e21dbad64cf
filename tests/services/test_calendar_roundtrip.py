"""Out to a file and back in again: whatever was moved, called off or left out, the same times take place."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, orm, select

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.policies.calendars.parts import Changed, Parts
from bot.policies.calendars.writing import Published, publish
from bot.policies.recurrence import Recurrence
from bot.policies.session_line import SessionLine
from bot.services import calendar_exports as exports
from bot.services import session_changes as changes
from bot.services import sessions, timetable
from models.calendars import CalendarImport
from models.database import Database
from models.sessions import Occurrence, Session
from tests.services import session_house as house
from tests.services.calendar_house import bring_in, preview
from tests.services.test_sessions_any import afresh

ANY = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC")
NOW = datetime(2026, 10, 1, 12)
Found = list[tuple[str, str, str, str, str, int]]
Run = Callable[..., Any]


@pytest.fixture
def run_sqlite(sqlite_url: str) -> Iterator[Run]:
    """Runs a use case on a fresh SQLite database: what is tried is the writing and the reading."""
    database = Database(sqlite_url)
    try:
        yield database.write_now
    finally:
        database.close()


def coming(db: orm.Session, config: Config) -> Found:
    """All that is to come as far as everything is written out: of what, where, when, how long."""
    timetable.write_out_all(db, config)
    near = Occurrence.starts_at.between(clock.now() + timedelta(seconds=1), timetable.horizon(config))
    rows = db.scalars(select(Occurrence).where(near, Occurrence.cancelled_at.is_(None)))
    return sorted(
        (
            row.session.title,
            row.session.place,
            row.session.link,
            row.session.zone,
            row.local,
            round((row.ends_at - row.starts_at) / timedelta(minutes=1)),
        )
        for row in rows
    )


def out_and_in(db: orm.Session, config: Config) -> tuple[Found, Found]:
    """What is to come, before its file came into an empty database, and after."""
    before = coming(db, config)
    file = exports.timetable(db, house.TUTOR)
    empty(db)
    if before:
        bring_in(db, file, config)
    return before, coming(db, config)


def empty(db: orm.Session) -> None:
    """As a service that has just been set up."""
    afresh(db)
    db.execute(delete(CalendarImport))
    db.flush()


@ANY
@given(st.data())
def test_any_session_of_ours_survives_the_way_out_and_in(run_sqlite: Run, data: st.DataObject) -> None:
    zone = data.draw(st.sampled_from(ZONES))
    config = house.config(zone, horizon="20w", before=["1d"])
    first = NOW + timedelta(days=data.draw(st.integers(1, 40)), minutes=data.draw(st.integers(0, 1439)))
    frequency = data.draw(st.sampled_from(["once", "weekly", "fortnightly"]))
    ends = data.draw(st.one_of(st.none(), st.integers(0, 12)))
    until = None if ends is None or frequency == "once" else (first + ends * timedelta(weeks=1)).date()
    acts = data.draw(
        st.lists(
            st.tuples(
                st.integers(0, 20),
                st.sampled_from(["move", "move", "off", "move-all", "off-all"]),
                st.integers(-60 * 24 * 10, 60 * 24 * 10),
            ),
            max_size=5,
        )
    )

    def example(db: orm.Session) -> None:
        house.at(NOW.isoformat(), ZoneInfo(zone))
        empty(db)
        line = SessionLine(
            "Band", first, timedelta(minutes=50), Recurrence(frequency, until), "Room 1, upstairs; left", False
        )
        house.as_somebody(db, house.TUTOR, sessions.create, line, config)
        number = db.scalars(select(Session.id)).one()
        for at, act, minutes in acts:
            rows = house.occurrences_of(db, number)
            row, follow = rows[at % len(rows)], act.endswith("all")
            try:
                if act.startswith("off"):
                    house.as_somebody(db, house.TUTOR, changes.cancel, row.id, "", follow)
                else:
                    to = datetime.fromisoformat(row.local) + timedelta(minutes=minutes)
                    house.as_somebody(db, house.TUTOR, changes.move, row.id, to, follow, config)
            except Refusal:
                continue  # into the past, or off already
        house.go_to(clock.now() + timedelta(days=data.draw(st.integers(0, 60))))
        file = exports.timetable(db, house.TUTOR)
        if coming(db, config):
            assert not preview(db, file, config).plan.changes  # here it is all as it is
        before, after = out_and_in(db, config)
        assert before == after

    run_sqlite(example)


RULES = (
    "FREQ=WEEKLY;BYDAY=TU,TH",
    "FREQ=WEEKLY;INTERVAL=3;COUNT=9",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=DAILY;BYDAY=MO,WE;UNTIL=20261220T235959",
    "FREQ=YEARLY;BYMONTH=12;BYDAY=1SA",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
)


@ANY
@given(st.data())
def test_any_entry_survives_in_and_out_and_in(run_sqlite: Run, data: st.DataObject) -> None:
    zone = data.draw(st.sampled_from(ZONES))
    config = house.config("Europe/London", horizon="20w", before=["1d"])
    first = NOW + timedelta(days=data.draw(st.integers(-300, 40)), minutes=data.draw(st.integers(0, 1439)))
    some_days = st.lists(st.integers(0, 200).map(lambda days: first + timedelta(days=days)), max_size=4, unique=True)
    rules = tuple(data.draw(st.lists(st.sampled_from(RULES), max_size=2, unique=True)))
    keys = data.draw(some_days)
    parts = Parts(
        first,
        data.draw(st.integers(1, 1440)),
        rules,
        tuple(data.draw(some_days)),
        (*data.draw(some_days), *(one.date() for one in data.draw(some_days))),
        tuple(
            Changed(key, key + timedelta(minutes=data.draw(st.integers(-5000, 5000))), 30, data.draw(st.booleans()))
            for key in keys
        )
        if rules
        else (),
    )
    act = data.draw(st.sampled_from(["none", "off", "move", "off-all"]))

    def example(db: orm.Session) -> None:
        house.at(NOW.isoformat())
        empty(db)
        entry = Published("any@tests", "Any", "", "https://meet.example.org/x", zone, parts)
        file = publish([entry], clock.now())
        shown = preview(db, file, config)
        if not shown.plan.changes:
            return
        bring_in(db, file, config)
        rows = house.occurrences_of(db, db.scalars(select(Session.id)).one())
        row = rows[len(rows) // 2]
        if act.startswith("off"):
            house.as_somebody(db, house.TUTOR, changes.cancel, row.id, "", act == "off-all")
        elif act == "move":
            to = datetime.fromisoformat(row.local) + timedelta(hours=5)
            house.as_somebody(db, house.TUTOR, changes.move, row.id, to, False, config)
        assert not preview(db, file, config).plan.changes or not coming(db, config)
        before, after = out_and_in(db, config)
        assert before == after

    run_sqlite(example)


def test_what_leaves_is_what_programs_expect(run_sqlite: Run) -> None:
    """Zones with their rules, an end in UTC, what is off left out; no name, no alias."""

    def example(db: orm.Session) -> None:
        house.at("2026-11-25 12:00")
        empty(db)
        config = house.config()
        line = SessionLine(
            "Guitar club",
            datetime(2026, 12, 3, 16, 30),
            timedelta(minutes=45),
            Recurrence("weekly", date(2026, 12, 24)),
            "Room 2",
            False,
        )
        house.as_somebody(db, house.TUTOR, sessions.create, line, config)
        second, third = house.occurrences_of(db, db.scalars(select(Session.id)).one())[1:3]
        house.as_somebody(db, house.TUTOR, changes.cancel, second.id, "ill", False)
        at = datetime(2026, 12, 18, 17, 0)
        house.as_somebody(db, house.TUTOR, changes.move, third.id, at, False, config)
        text = exports.timetable(db, house.TUTOR).decode().replace("\r\n ", "")
        for line_ in (
            "DTSTART;TZID=Europe/London:20261203T163000",
            "RRULE:FREQ=WEEKLY;UNTIL=20261224T163000Z",
            "EXDATE;TZID=Europe/London:20261210T163000",
            "RECURRENCE-ID;TZID=Europe/London:20261217T163000",
            "DTSTART;TZID=Europe/London:20261218T170000",
            "BEGIN:VTIMEZONE",
            "LOCATION:Room 2",
        ):
            assert line_ in text
        for name in ("Tom", "Heron", "ORGANIZER", "ATTENDEE"):
            assert name not in text

    run_sqlite(example)
