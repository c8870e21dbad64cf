"""Reminders as rows: written with a place, rewritten by a move, gone with a cancellation, back after a return."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import orm, update

from bot import clock
from bot.notifications.session_reminders import SessionReminder
from bot.services import enrolments, people, session_changes, session_drafts, timetable
from models.people import Person, PersonRole, Role
from tests.services.session_house import (
    COORDINATOR,
    LONDON,
    LYNX,
    NEW,
    OTTER,
    TUTOR,
    WREN,
    Heard,
    as_somebody,
    at,
    config,
    deliver,
    occurrences_of,
    pending,
    session_of,
)
from tests.services.session_house import people as cast

Run = Callable[..., Any]
LINE = "Guitar club; 2026-12-03 16:30; 45m; weekly until 2026-12-17; Room 2"


@pytest.fixture
def house(run: Run) -> Run:
    """People, a session of three Thursdays, and one young person in it; the 23rd of November 2026 at noon."""
    at("2026-11-23 12:00")
    run(cast)
    run(as_somebody, TUTOR, session_drafts.begin, LINE, config())
    run(as_somebody, TUTOR, enrolments.enrol, 1, "Otter-12", config())
    run(deliver)
    return run


def due(house: Run, person: int, occurrence: int | None = None) -> list[str]:
    """When this person's reminders are due, as London's clocks show it."""
    return [
        f"{when.astimezone(LONDON):%d %H:%M}"
        for who, about, when in house(pending)
        if who == person and occurrence in (None, about)
    ]


def reminded(house: Run) -> list[Heard]:
    return [item for item in house(deliver) if item.kind == "session_reminder"]


def test_everyone_enrolled_and_the_tutor_have_theirs(house: Run) -> None:
    times = ["02 16:30", "03 15:30", "09 16:30", "10 15:30", "16 16:30", "17 15:30"]
    assert due(house, OTTER) == times
    assert due(house, TUTOR) == times
    assert due(house, WREN) == []


def test_one_arrives_once_with_what_is_true(house: Run) -> None:
    at("2026-12-02 16:29")
    assert reminded(house) == []
    at("2026-12-02 16:30")
    first = {item.person: item for item in reminded(house)}
    assert sorted(first) == [TUTOR, OTTER]
    assert "<b>Guitar club</b> (S1) is tomorrow at 16:30. That is in 1 day." in first[OTTER].text
    assert "Room 2" not in first[OTTER].text
    assert "Room 2" in first[TUTOR].text
    assert "1 young person has a place" in first[TUTOR].text
    assert not first[OTTER].may_ring
    assert reminded(house) == []
    at("2026-12-03 15:31")
    (second,) = [item for item in reminded(house) if item.person == OTTER]
    assert "today at 16:30. That is in 59 minutes." in second.text


def test_a_place_booked_late_has_only_what_is_still_to_ring(house: Run) -> None:
    at("2026-12-03 12:00")
    house(as_somebody, TUTOR, enrolments.enrol, 1, "Wren-77", config())
    first = house(occurrences_of)[0].id
    assert due(house, WREN, first) == ["03 15:30"]
    at("2026-12-03 16:00")
    house(as_somebody, TUTOR, enrolments.enrol, 1, "Lynx-31", config())
    assert due(house, LYNX, first) == []
    assert len(due(house, LYNX)) == 4


def test_what_fell_due_in_an_absence_is_sent_only_while_it_is_of_use(house: Run) -> None:
    at("2026-12-03 15:50")
    (late,) = [item for item in reminded(house) if item.person == OTTER]
    assert "in 40 minutes" in late.text
    at("2026-12-10 16:31")
    assert reminded(house) == []
    assert due(house, OTTER) == ["16 16:30", "17 15:30"]


def test_an_unconfirmed_person_is_reminded_without_the_place(house: Run) -> None:
    house(as_somebody, TUTOR, enrolments.enrol, 1, "Puffin-45", config())
    house(deliver)
    at("2026-12-02 16:30")
    (told,) = [item for item in reminded(house) if item.person == NEW]
    assert "Room 2" not in told.text
    house(lambda db: as_somebody(db, COORDINATOR, people.confirm, NEW))
    at("2026-12-03 15:30")
    (told,) = [item for item in reminded(house) if item.person == NEW]
    assert "The place shows here once" not in told.text


def test_a_move_takes_its_reminders_along(house: Run) -> None:
    first = house(occurrences_of)[0].id
    at("2026-12-02 17:00")
    assert len(reminded(house)) == 2
    house(as_somebody, TUTOR, session_changes.move, first, datetime(2026, 12, 4, 18, 0), False, config())
    assert due(house, OTTER, first) == ["03 18:00", "04 17:00"]
    house(deliver)
    at("2026-12-03 15:45")
    assert reminded(house) == []
    at("2026-12-03 18:00")
    assert [item.person for item in reminded(house)] == [TUTOR, OTTER]


def test_moved_and_moved_back_nothing_is_said_twice(house: Run) -> None:
    first = house(occurrences_of)[0].id
    at("2026-12-02 16:45")
    assert len(reminded(house)) == 2
    for local in (datetime(2026, 12, 4, 16, 30), datetime(2026, 12, 3, 16, 30)):
        house(as_somebody, TUTOR, session_changes.move, first, local, False, config())
    assert due(house, OTTER, first) == ["03 15:30"]
    at("2026-12-02 16:50")
    assert reminded(house) == []


def test_a_cancelled_one_has_none(house: Run) -> None:
    first, second, _ = (item.id for item in house(occurrences_of))
    house(as_somebody, TUTOR, session_changes.cancel, first, "ill", False)
    assert due(house, OTTER) == ["09 16:30", "10 15:30", "16 16:30", "17 15:30"]
    house(as_somebody, TUTOR, session_changes.cancel, second, "closed", True)
    assert house(pending) == []


def test_a_reminder_in_flight_when_the_session_changes_says_nothing(house: Run) -> None:
    """A row that was claimed before the change is composed after it, or was rewritten by hand: the truth decides."""
    first = house(occurrences_of)[0]
    stale = SessionReminder(first.id, int(first.starts_at.timestamp()))

    def says(db: orm.Session, who: int = OTTER) -> bool:
        return bool(stale.compose(db, db.get(Person, who)))

    assert house(says)
    assert not house(says, WREN)
    house(lambda db: db.execute(update(Person).where(Person.id == OTTER).values(reminders_off_at=clock.now())))
    assert not house(says)
    house(lambda db: db.execute(update(Person).where(Person.id == OTTER).values(reminders_off_at=None)))
    house(as_somebody, TUTOR, session_changes.move, first.id, datetime(2026, 12, 4, 18, 0), False, config())
    assert not house(says)
    house(as_somebody, TUTOR, session_changes.move, first.id, datetime(2026, 12, 3, 16, 30), False, config())
    assert house(says)
    house(as_somebody, TUTOR, enrolments.take_out, 1, OTTER)
    assert not house(says)
    assert house(says, TUTOR)
    house(as_somebody, TUTOR, session_changes.cancel, first.id, "ill", False)
    assert not house(says, TUTOR)


def test_reminders_off_and_on_again(house: Run) -> None:
    house(as_somebody, OTTER, people.set_reminders, False)
    at("2026-12-02 16:30")
    assert [item.person for item in reminded(house)] == [TUTOR]
    house(as_somebody, OTTER, people.set_reminders, True)
    assert reminded(house) == []
    at("2026-12-03 15:30")
    assert [item.person for item in reminded(house)] == [TUTOR, OTTER]


def test_who_leaves_is_not_reminded_and_who_returns_is(house: Run) -> None:
    house(as_somebody, OTTER, people.leave)
    assert due(house, OTTER) == []
    first = house(occurrences_of)[0].id
    house(as_somebody, TUTOR, session_changes.move, first, datetime(2026, 12, 4, 18, 0), False, config())
    house(deliver)
    assert due(house, OTTER) == []
    at("2026-12-03 19:00")
    house(lambda db: people.come_home(db, db.get_one(Person, OTTER), config()))
    assert due(house, OTTER) == ["04 17:00", "09 16:30", "10 15:30", "16 16:30", "17 15:30"]
    house(lambda db: people.come_home(db, db.get_one(Person, OTTER), config()))
    assert len(due(house, OTTER)) == 5
    house(as_somebody, TUTOR, people.leave)
    house(lambda db: people.come_home(db, db.get_one(Person, TUTOR), config()))
    assert due(house, TUTOR) == due(house, OTTER)


def test_what_was_called_off_in_an_absence_stays_off_and_a_lost_place_has_none(house: Run) -> None:
    house(as_somebody, OTTER, people.leave)
    house(as_somebody, TUTOR, session_changes.cancel, house(occurrences_of)[0].id, "ill", False)
    house(lambda db: people.come_home(db, db.get_one(Person, OTTER), config()))
    assert due(house, OTTER) == ["09 16:30", "10 15:30", "16 16:30", "17 15:30"]
    house(as_somebody, TUTOR, enrolments.take_out, 1, OTTER)
    assert due(house, OTTER) == []
    assert len(due(house, TUTOR)) == 4


def test_new_occurrences_come_with_reminders_for_all_who_are_here(house: Run) -> None:
    settings = config(before=["1d"], horizon="3w")
    house(lambda db: as_somebody(db, TUTOR, session_drafts.begin, "Band; 2026-11-24 17:00; weekly", settings))
    house(as_somebody, TUTOR, enrolments.enrol, 2, "Otter-12 Wren-77 Lynx-31", settings)
    house(as_somebody, LYNX, people.leave)
    before = {row for row in house(pending) if row[0] in (OTTER, WREN, LYNX)}
    at("2026-12-05 12:00")
    there = len(house(occurrences_of, 2))
    assert house(timetable.write_out_some, settings) == 1
    added = len(house(occurrences_of, 2)) - there
    assert added
    new = {row for row in house(pending) if row not in before and row[0] != TUTOR}
    written = house(occurrences_of, 2)[-added:]
    assert {row for row in new if row[1] in {item.id for item in written}} == {
        (person, item.id, item.starts_at - timedelta(days=1)) for person in (OTTER, WREN) for item in written
    }


def test_quiet_hours_bring_a_reminder_forward(run: Run) -> None:
    at("2026-11-23 12:00")
    run(cast)
    settings = config(quiet="20:00-08:00", before=["1d", "12h", "1h"])
    run(as_somebody, TUTOR, session_drafts.begin, "Early; 2026-12-03 08:30", settings)
    run(as_somebody, TUTOR, enrolments.enrol, 1, "Otter-12", settings)
    # 12 hours before is 20:30, and an hour before is 07:30: both would ring in the minute before the quiet begins.
    assert due(run, OTTER) == ["02 08:30", "02 19:59"]
    at("2026-12-02 20:15")
    run(as_somebody, TUTOR, enrolments.enrol, 1, "Wren-77", settings)
    assert due(run, WREN) == []


def test_many_people_and_times_are_one_statement(run: Run) -> None:
    at("2026-11-23 12:00")
    run(cast)
    run(as_somebody, TUTOR, session_drafts.begin, "Choir; 2026-11-26 17:00; weekly", config(horizon="52w"))

    def many(db: orm.Session) -> str:
        for number in range(100, 150):
            role = PersonRole(role=Role.YOUNG_PERSON)
            alias = f"Gecko-{number}"
            db.add(
                Person(id=number, telegram_id=number, alias=alias, name="Y", joined_at=clock.now(), role_rows=[role])
            )
        db.flush()
        return " ".join(f"Gecko-{number}" for number in range(100, 150))

    aliases = run(many)
    run(as_somebody, TUTOR, enrolments.enrol, 1, aliases, config())
    meetings = len(run(occurrences_of))
    assert meetings > 50
    assert len(run(pending)) == 2 * 51 * meetings
    run(as_somebody, TUTOR, session_changes.cancel, run(occurrences_of)[0].id, "over", True)
    assert run(pending) == []
    assert run(session_of).cancelled_at is not None
