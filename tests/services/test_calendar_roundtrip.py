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
from bot.policies.calendars import reading
from bot.policies.calendars.parts import Changed, Parts
from bot.policies.calendars.writing import Published, publish
from bot.policies.recurrence import Recurrence
from bot.policies.session_line import SessionLine
from bot.services import calendar_exports as exports
from bot.services import session_changes as changes
from bot.services import session_settings as settings_of
from bot.services import sessions, timetable
from bot.texts import Texts
from models.calendars import CalendarImport
from models.database import Database
from models.sessions import Occurrence, Session
from tests.services import session_house as house
from tests.services.calendar_house import bring_in, preview
from tests.services.test_sessions_any import afresh

ANY = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC")
TEXTS = Texts(ZoneInfo("Europe/London"), "Backline")
NOW = datetime(2026, 10, 1, 12)
Found = list[tuple[str, str, str, int | None, str, str, int]]
TUTORS = (house.TUTOR, house.OTHER_TUTOR)
Run = Callable[..., Any]


@pytest.fixture
def run_sqlite(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs a use case on a fresh SQLite database: what is tried is the writing and the reading."""
    # The bot reads in a process of its own; in this one all that was collected before would count as time.
    monkeypatch.setattr(reading, "_PATIENCE", 5)
    database = Database(sqlite_url)
    try:
        yield database.write_now
    finally:
        database.close()


def coming(db: orm.Session, config: Config) -> Found:
    """All that is to come as far as everything is written out: of what, where, for how many, when, how long."""
    timetable.write_out_some(db, config)
    near = Occurrence.starts_at.between(clock.now() + timedelta(seconds=1), timetable.horizon(config))
    rows = db.scalars(select(Occurrence).where(near, Occurrence.cancelled_at.is_(None)))
    return sorted(
        (
            row.session.title,
            row.session.place,
            row.session.link,
            row.session.capacity,
            *whose_clocks(row),
            round((row.ends_at - row.starts_at) / timedelta(minutes=1)),
        )
        for row in rows
    )


def whose_clocks(row: Occurrence) -> tuple[str, str]:
    """The zone and its wall time; one time in UTC that does not repeat comes back in the service's, at the same instant."""
    if row.session.zone != "UTC":
        return row.session.zone, row.local
    return house.LONDON.key, row.starts_at.astimezone(house.LONDON).replace(tzinfo=None).isoformat()


def out_and_in(db: orm.Session, config: Config) -> tuple[Found, Found]:
    """What is to come, before the tutors' files came into an empty database, and after."""
    before = coming(db, config)
    files = files_of_all(db, config)
    empty(db)
    clock.travel(
        timedelta(seconds=2)
    )  # another service: its numbers begin anew, and it was not made in the same second
    for tutor, file in zip(TUTORS, files, strict=True):
        if before and b"BEGIN:VEVENT" in file:
            bring_in(db, file, config, tutor)
    return before, coming(db, config)


def files_of_all(db: orm.Session, config: Config) -> list[bytes]:
    """What each of the tutors takes away."""
    return [exports.timetable(db, tutor, config, TEXTS) for tutor in TUTORS]


def no_time_would_change(db: orm.Session, config: Config) -> bool:
    """Whoever's file comes back here: nothing is new, moved, called off or taken up again."""
    files = [file for file in files_of_all(db, config) if b"BEGIN:VEVENT" in file]
    plans = [preview(db, file, config).plan for file in files]
    changed = [one for plan in plans for one in plan.changed]
    return not any(plan.new for plan in plans) and not any(
        one.added or one.moved or one.off or one.again or one.renamed for one in changed
    )


def give(db: orm.Session, row: Occurrence, config: Config) -> None:
    """Another tutor takes this one time."""
    if row.tutor_id is None:
        number = row.session_id
        house.as_somebody(db, house.COORDINATOR, settings_of.give_to, number, house.OTHER_TUTOR, row.id, config)


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
                st.sampled_from(["move", "move", "off", "other", "other", "move-all", "off-all"]),
                st.integers(-60 * 24 * 10, 60 * 24 * 10),
            ),
            max_size=5,
        )
    )

    def example(db: orm.Session) -> None:
        house.at(NOW.isoformat(), ZoneInfo(zone))
        empty(db)
        line = SessionLine(
            "Band",
            first,
            timedelta(minutes=50),
            Recurrence(frequency, until),
            "Room 1, upstairs; left",
            False,
            capacity=6,
        )
        house.as_somebody(db, house.TUTOR, sessions.create, line, config)
        number = db.scalars(select(Session.id)).one()
        for at, act, minutes in acts:
            rows = house.occurrences_of(db, number)
            row, follow = rows[at % len(rows)], act.endswith("all")
            try:
                if act.startswith("off"):
                    house.as_somebody(db, house.TUTOR, changes.cancel, row.id, "", follow)
                elif act == "other":
                    give(db, row, config)
                else:
                    to = datetime.fromisoformat(row.local) + timedelta(minutes=minutes)
                    house.as_somebody(db, house.TUTOR, changes.move, row.id, to, follow, config)
            except Refusal:
                continue  # into the past, or off already
        house.go_to(clock.now() + timedelta(days=data.draw(st.integers(0, 60))))
        coming(db, config)
        assert no_time_would_change(db, config)
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
    act = data.draw(st.sampled_from(["none", "off", "move", "other", "off-all"]))

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
        elif act == "other":
            give(db, row, config)
            assert no_time_would_change(db, config)
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
        text = exports.timetable(db, house.TUTOR, config, TEXTS).decode().replace("\r\n ", "")
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


def test_what_another_tutor_takes_is_in_theirs_alone(run_sqlite: Run) -> None:
    """A day of the series as a time by itself; back here it is no new session, and its day is not called off."""

    def example(db: orm.Session) -> None:
        house.at("2026-11-25 12:00")
        empty(db)
        config = house.config()
        rule = Recurrence("weekly", date(2026, 12, 17))
        line = SessionLine(
            "Guitar club", datetime(2026, 12, 3, 16, 30), timedelta(minutes=45), rule, "Room 2", False, capacity=6
        )
        house.as_somebody(db, house.TUTOR, sessions.create, line, config)
        row = house.occurrences_of(db, db.scalars(select(Session.id)).one())[1]
        house.as_somebody(db, house.COORDINATOR, settings_of.give_to, row.session_id, house.OTHER_TUTOR, row.id, config)
        own, others = (file.decode().replace("\r\n ", "") for file in files_of_all(db, config))
        day = "DTSTART;TZID=Europe/London:20261210T163000"
        assert (day in own, day in others) == (False, True)
        assert ("EXDATE;TZID=Europe/London:20261210T163000" in own, "RRULE" in others) == (True, False)
        for text in (own, others):
            assert "DESCRIPTION:6 places" in text
            assert "Tess" not in text
        plan = preview(db, others.encode(), config).plan
        assert (plan.same, plan.changes) == (1, False)
        elsewhere = others.replace("DTSTART;TZID=Europe/London:20261210T16", "DTSTART;TZID=Europe/London:20261210T15")
        plan = preview(db, elsewhere.encode(), config).plan
        assert ([one.reason for one in plan.skipped], plan.changes) == (["alone"], False)
        assert preview(db, exports.one_time(db, row.id, with_place=True), config).plan.same == 1
        assert no_time_would_change(db, config)

    run_sqlite(example)
