"""A calendar file becomes sessions: once, exactly, with a yes; and a newer one changes exactly what differs."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, orm, select

from bot import clock
from bot.errors import NotAllowed, Refusal
from bot.services import calendar_imports as imports
from bot.services import enrolments, session_changes, timetable
from models.calendars import CalendarImport
from models.database import Database
from models.outbox import OutboxRow
from models.people import PersonRole, Role
from models.sessions import Occurrence, Session
from tests.services import session_house as house
from tests.services.calendar_house import FOLDER, WEEKLY, bring_in, club, ics, preview, reading_of, times

Run = Callable[..., Any]
CONFIG = house.config()


@pytest.fixture(autouse=True)
def _now() -> None:
    house.at("2026-11-25 12:00")


def inside(run: Run) -> Callable[[Callable[[orm.Session], Any]], Any]:
    """Runs a whole test in one transaction, with people in it."""

    def enter(test: Callable[[orm.Session], Any]) -> Any:
        def within(db: orm.Session) -> Any:
            house.people(db)
            return test(db)

        return run(within)

    return enter


def all_in(db: orm.Session, who: int = house.OTTER, number: int = 1) -> None:
    """Gives somebody a place."""
    house.as_somebody(db, house.TUTOR, enrolments.enrol_one, number, who, CONFIG)
    house.deliver(db)


def test_google_s_file_becomes_sessions(run: Run) -> None:
    """The organiser is the tutor; what is moved is moved, what is left out is not there, a whole day is no session."""

    @inside(run)
    def _(db: orm.Session) -> None:
        done = bring_in(db, (FOLDER / "google.ics").read_bytes(), CONFIG, leader=house.OTHER_TUTOR)
        club_, jam = done.sessions
        assert (club_.title, club_.tutor_id, club_.frequency, club_.until) == (
            "Guitar club", house.TUTOR, "imported", "2027-01-14",
        )  # fmt: skip
        assert club_.place == "Room 2, The Old Bath House, Wolverton"
        assert club_.link == "https://meet.google.com/abc-defg-hij"
        assert (jam.tutor_id, jam.frequency) == (house.OTHER_TUTOR, "once")
        assert times(db, club_.id) == [
            ("2026-12-03T16:30:00", 45), ("2026-12-11T17:00:00", 45), ("2026-12-17T16:30:00", 45),
            ("2027-01-07T16:30:00", 45), ("2027-01-14T16:30:00", 45),
        ]  # fmt: skip
        assert [(one.title, one.reason) for one in done.plan.skipped] == [("Christmas holidays", "all-day")]
        # One message for each tutor, however many sessions; and the reminders of what they lead.
        told = {(one.person, one.text.split(".")[0]) for one in house.deliver(db) if one.kind == "leads_imported"}
        assert told == {
            (house.TUTOR, "A session that you lead came in with a calendar file"),
            (house.OTHER_TUTOR, "A session that you lead came in with a calendar file"),
        }


@pytest.mark.parametrize("name", ["google", "outlook", "apple"])
def test_the_same_file_again_changes_nothing(run: Run, name: str) -> None:
    """Not a row, not a word."""

    @inside(run)
    def _(db: orm.Session) -> None:
        data = (FOLDER / f"{name}.ics").read_bytes()
        bring_in(db, data, CONFIG)
        count = select(func.count(Occurrence.id)), select(func.count(Session.id)), select(func.count(OutboxRow.id))
        before = [db.scalar(one) for one in count]
        shown = preview(db, data, CONFIG)
        assert not shown.plan.changes
        assert shown.plan.same == before[1]
        house.as_somebody(db, house.COORDINATOR, imports.carry_out, shown.number, CONFIG)
        assert [db.scalar(one) for one in count] == before


def test_a_newer_file_changes_what_differs_and_tells_those_enrolled(run: Run) -> None:
    """One time moved, one left out, one that was left out back again; the rest stays, with its row."""

    @inside(run)
    def _(db: orm.Session) -> None:
        bring_in(db, ics(club(WEEKLY + "\nEXDATE;TZID=Europe/London:20261231T163000")), CONFIG)
        all_in(db)
        rows = {row.local: row.id for row in house.occurrences_of(db)}
        moved = club("RECURRENCE-ID;TZID=Europe/London:20261210T163000", at="20261211T170000")
        newer = ics(club(WEEKLY + "\nEXDATE;TZID=Europe/London:20261217T163000"), moved)
        plan = preview(db, newer, CONFIG).plan
        (planned,) = plan.changed
        assert [(row.local, item.local) for row, item in planned.moved] == [
            ("2026-12-10T16:30:00", "2026-12-11T17:00:00")
        ]
        assert [row.local for row in planned.off] == ["2026-12-17T16:30:00"]
        assert [item.local for item in planned.added] == ["2026-12-31T16:30:00"]
        assert (planned.people, plan.new, plan.same) == (1, [], 0)
        bring_in(db, newer, CONFIG)
        assert [local for local, _ in times(db)] == [
            "2026-12-03T16:30:00", "2026-12-11T17:00:00", "2026-12-24T16:30:00", "2026-12-31T16:30:00",
            "2027-01-07T16:30:00",
        ]  # fmt: skip
        assert db.get_one(Occurrence, rows["2026-12-10T16:30:00"]).local == "2026-12-11T17:00:00"
        told = [(one.person, one.kind) for one in house.deliver(db) if one.due_at <= clock.now()]
        assert [one for one in told if one[0] == house.OTTER] == [
            (house.OTTER, "session_moved"), (house.OTTER, "session_cancelled"),
        ]  # fmt: skip
        starts = {occurrence for person, occurrence, _ in house.pending(db) if person == house.OTTER}
        assert starts == {row.id for row in house.occurrences_of(db) if row.cancelled_at is None}


def test_a_series_at_another_time_is_moved_and_not_made_anew(run: Run) -> None:
    """All that follow is one message, and the places stay."""

    @inside(run)
    def _(db: orm.Session) -> None:
        bring_in(db, ics(club(WEEKLY)), CONFIG)
        all_in(db)
        before = [row.id for row in house.occurrences_of(db)]
        done = bring_in(db, ics(club(WEEKLY, at="20261204T170000")), CONFIG)
        assert len(done.plan.changed[0].moved) == 6
        assert [row.id for row in house.occurrences_of(db)] == before
        assert times(db)[0] == ("2026-12-04T17:00:00", 45)
        (told,) = [one for one in house.deliver(db) if one.person == house.OTTER and one.kind == "session_moved"]
        assert "has moved, and all the times after it too" in told.text


def test_many_changes_apart_are_not_a_flood(run: Run) -> None:
    """Three one by one, the rest as a number."""

    @inside(run)
    def _(db: orm.Session) -> None:
        bring_in(db, ics(club("RRULE:FREQ=DAILY;COUNT=20")), CONFIG)
        all_in(db)
        days = ",".join(f"202612{day:02}T163000" for day in range(4, 21, 2))
        bring_in(db, ics(club(f"RRULE:FREQ=DAILY;COUNT=20\nEXDATE;TZID=Europe/London:{days}")), CONFIG)
        told = [one for one in house.deliver(db) if one.person == house.OTTER and one.kind != "session_reminder"]
        assert [one.kind for one in told] == ["session_cancelled"] * 3 + ["more_times_changed"]
        assert "6 more times have changed" in told[-1].text


def test_what_was_changed_here_stays_until_the_file_says_otherwise(run: Run) -> None:
    """Moved and called off by the tutor: the same file leaves it, a file that moves that very time does not."""

    @inside(run)
    def _(db: orm.Session) -> None:
        bring_in(db, ics(club(WEEKLY)), CONFIG)
        first, second, third, *_ = house.occurrences_of(db)
        at = first.starts_at.replace(tzinfo=None, hour=18, minute=0)
        house.as_somebody(db, house.TUTOR, session_changes.move, first.id, at, False, CONFIG)
        house.as_somebody(db, house.TUTOR, session_changes.cancel, second.id, "ill", False)
        assert not preview(db, ics(club(WEEKLY)), CONFIG).plan.changes
        other = club("RECURRENCE-ID;TZID=Europe/London:20261217T163000", at="20261218T163000")
        bring_in(db, ics(club(WEEKLY), other), CONFIG)
        assert (first.local[11:16], second.cancelled_at is not None, third.local[:10]) == ("18:00", True, "2026-12-18")
        again = club("RECURRENCE-ID;TZID=Europe/London:20261203T163000", at="20261203T190000")
        bring_in(db, ics(club(WEEKLY), other, again), CONFIG)
        assert first.local[11:16] == "19:00"


def test_a_time_that_is_on_again_is_told(run: Run) -> None:
    """Called off in one file, back in the next."""

    @inside(run)
    def _(db: orm.Session) -> None:
        bring_in(db, ics(club(WEEKLY)), CONFIG)
        all_in(db)
        bring_in(db, ics(club(WEEKLY + "\nEXDATE;TZID=Europe/London:20261210T163000")), CONFIG)
        house.deliver(db)
        bring_in(db, ics(club(WEEKLY)), CONFIG)
        assert len(times(db)) == 6
        (told,) = [one for one in house.deliver(db) if one.kind == "session_on_again" and one.person == house.OTTER]
        assert "takes place after all" in told.text


def test_a_series_that_is_called_off_is_off_for_good(run: Run) -> None:
    """STATUS:CANCELLED, or METHOD:CANCEL around it: all of it, in one message."""

    @inside(run)
    def _(db: orm.Session) -> None:
        bring_in(db, ics(club("RRULE:FREQ=WEEKLY")), CONFIG)
        all_in(db)
        bring_in(db, ics(club("RRULE:FREQ=WEEKLY", title="Canceled: Guitar club"), head="METHOD:CANCEL\n"), CONFIG)
        session = house.session_of(db)
        assert (session.cancelled_at is not None, session.unwritten_from, session.title) == (True, None, "Guitar club")
        told = [one.text for one in house.deliver(db) if one.person == house.OTTER]
        assert len(told) == 1
        assert "is called off, from" in told[0]
        skipped = preview(db, ics(club("RRULE:FREQ=WEEKLY")), CONFIG).plan.skipped
        assert [one.reason for one in skipped] == ["called-off-here"]


def test_a_stale_preview_is_refused_and_shown_anew(run: Run) -> None:
    """Something changed between the preview and the yes: nothing is done, and the new preview can be said yes to."""

    @inside(run)
    def _(db: orm.Session) -> None:
        bring_in(db, ics(club(WEEKLY)), CONFIG)
        newer = ics(club(WEEKLY + "\nEXDATE;TZID=Europe/London:20261210T163000,20261217T163000"))
        shown = preview(db, newer, CONFIG)
        second = house.occurrences_of(db)[1]
        house.as_somebody(db, house.TUTOR, session_changes.cancel, second.id, "ill", False)
        stale = house.as_somebody(db, house.COORDINATOR, imports.carry_out, shown.number, CONFIG)
        assert isinstance(stale, imports.Preview)
        assert stale.stale
        assert len(times(db)) == 5
        done = house.as_somebody(db, house.COORDINATOR, imports.carry_out, shown.number, CONFIG)
        assert isinstance(done, imports.Imported)
        assert len(times(db)) == 4
        with pytest.raises(Refusal, match="calendar-done-before"):
            house.as_somebody(db, house.COORDINATOR, imports.carry_out, shown.number, CONFIG)


def test_a_series_without_an_end_goes_on(run: Run) -> None:
    """The horizon moves on, and the file's rule with it, over the clock change, with what it moved far ahead."""

    @inside(run)
    def _(db: orm.Session) -> None:
        far = club("RECURRENCE-ID;TZID=Europe/London:20270401T163000", at="20270402T100000")
        near = club("RECURRENCE-ID;TZID=Europe/London:20270408T163000", at="20261212T100000")
        bring_in(db, ics(club("RRULE:FREQ=WEEKLY;INTERVAL=2"), far, near), CONFIG)
        for _ in range(30):
            house.go_to(clock.now().replace() + timetable.HEADROOM)
            timetable.write_out_some(db, CONFIG)
        found = times(db)
        assert ("2026-12-12T10:00:00", 45) in found
        assert len(found) == len(set(found))
        assert ("2027-04-08T16:30:00", 45) not in found
        utc = {row.local: row.starts_at.hour for row in house.occurrences_of(db)}
        assert utc["2027-03-25T16:30:00"] == 16
        assert utc["2027-04-22T16:30:00"] == 15
        assert {row.calendar_key for row in house.occurrences_of(db)} >= {"20270408T163000", "20270325T163000"}


def test_only_who_began_it_and_runs_the_service_can_say_yes(run: Run) -> None:
    """Another coordinator's number, a forged one, a tutor."""

    @inside(run)
    def _(db: orm.Session) -> None:
        shown = preview(db, ics(club(WEEKLY)), CONFIG)
        with pytest.raises(NotAllowed):
            house.as_somebody(db, house.TUTOR, imports.carry_out, shown.number, CONFIG)
        with pytest.raises(NotAllowed):
            house.as_somebody(db, house.TUTOR, imports.begin, reading_of(ics(club()), CONFIG), CONFIG)
        for number in (shown.number + 1, 0, -5, 2**40):
            with pytest.raises(Refusal, match="old-button"):
                house.as_somebody(db, house.COORDINATOR, imports.carry_out, number, CONFIG)
        for leader in (house.OTTER, house.LEAD, 999, 2**40):
            with pytest.raises(Refusal, match="old-button"):
                house.as_somebody(db, house.COORDINATOR, imports.choose_leader, shown.number, leader, CONFIG)
        house.go_to(clock.now() + imports.GOOD_FOR * 1.1)
        with pytest.raises(Refusal, match="calendar-too-old"):
            house.as_somebody(db, house.COORDINATOR, imports.carry_out, shown.number, CONFIG)
        house.as_somebody(db, house.COORDINATOR, imports.begin, reading_of(ics(club()), CONFIG), CONFIG)
        assert db.scalar(select(func.count(CalendarImport.id))) == 1


def test_all_that_follow_is_moved_in_the_calendar_and_not_here(run: Run) -> None:
    """One time of an imported session can be moved here; the series follows its file."""

    @inside(run)
    def _(db: orm.Session) -> None:
        bring_in(db, ics(club(WEEKLY)), CONFIG)
        first = house.occurrences_of(db)[0]
        at = first.starts_at.replace(tzinfo=None, hour=18, minute=0)
        with pytest.raises(Refusal, match="session-follows-calendar"):
            house.as_somebody(db, house.TUTOR, session_changes.move, first.id, at, True, CONFIG)
        assert first.local[11:16] == "16:30"


async def test_two_coordinators_with_the_same_file_make_it_once(database_url: str) -> None:
    """Both saw it as new, and both say yes in the same moment: the second is shown what is true by then."""
    database = Database(database_url)
    try:

        def prepare(db: orm.Session) -> list[int]:
            house.people(db)
            db.add(PersonRole(person_id=house.LEAD, role=Role.COORDINATOR))
            db.flush()
            reading = reading_of(ics(club(f"{WEEKLY}\nORGANIZER;CN=Tom:mailto:tom@example.org")), CONFIG)
            who = (house.COORDINATOR, house.LEAD)
            return [house.as_somebody(db, one, imports.begin, reading, CONFIG).number for one in who]

        first, second = await database.write(prepare)

        def yes(db: orm.Session, who: int, number: int) -> type:
            return type(house.as_somebody(db, who, imports.carry_out, number, CONFIG))

        outcomes = await asyncio.gather(
            database.write(yes, house.COORDINATOR, first), database.write(yes, house.LEAD, second)
        )
        assert set(outcomes) == {imports.Imported, imports.Preview}
        assert await database.read(lambda db: db.scalar(select(func.count(Session.id)))) == 1
    finally:
        database.close()
