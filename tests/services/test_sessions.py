"""Sessions on real databases: made, looked at, enrolled in, and by whom."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, orm, select

from bot import clock
from bot.errors import NotAllowed, Refusal
from bot.scheduler import Scheduler
from bot.services import enrolments, session_drafts, session_places, sessions, timetable
from bot.services.sessions import Booked, Card, Led
from models.audit import AuditEntry
from models.database import Database
from models.questions import Entry, EntryState, Question, QuestionState
from models.sessions import Occurrence, Session
from tests.services.session_house import (
    COORDINATOR,
    LEAD,
    NEW,
    OTHER_TUTOR,
    OTTER,
    TUTOR,
    WREN,
    as_somebody,
    at,
    config,
    deliver,
    occurrences_of,
    people,
    session_of,
)

LINE = "Guitar club; 2026-12-03 16:30; 45m; weekly until 2026-12-17; Room 2"
Run = Callable[..., Any]


def make(db: orm.Session, line: str = LINE, who: int = TUTOR, **more: Any) -> Card:
    card = as_somebody(db, who, session_drafts.begin, line, config(**more))
    assert isinstance(card, Card)
    return card


@pytest.fixture
def house(run: Run) -> Run:
    """People, on the 23rd of November 2026 at noon."""
    at("2026-11-23 12:00")
    run(people)
    return run


def refused(run: Run, who: int, use_case: Callable[..., Any], *args: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        run(as_somebody, who, use_case, *args)
    return refusal.value.key


def test_a_line_in_full_makes_the_whole_series(house: Run) -> None:
    def look(db: orm.Session) -> tuple[list[datetime], list[datetime], str, int]:
        card = make(db)
        written = occurrences_of(db)
        return (
            [item.starts_at for item in written],
            [item.ends_at for item in written],
            card.session.place,
            card.session.tutor_id,
        )

    starts, ends, place, tutor = house(look)
    assert starts == [datetime(2026, 12, day, 16, 30, tzinfo=UTC) for day in (3, 10, 17)]
    assert ends == [start + timedelta(minutes=45) for start in starts]
    assert (place, tutor) == ("Room 2", TUTOR)


def test_a_series_without_an_end_is_written_over_the_horizon_and_goes_on(house: Run) -> None:
    settings = config(before=["1d"], horizon="4w")
    house(lambda db: as_somebody(db, TUTOR, session_drafts.begin, "Band; 2026-11-24 17:00; weekly", settings))
    # Four weeks, the day of the longest reminder, and what it took to reach the first.
    assert house(lambda db: len(occurrences_of(db))) == 5
    assert house(timetable.write_out_some, settings) == 0
    at("2026-12-10 12:00")
    assert house(timetable.write_out_some, settings) > 0
    assert house(timetable.write_out_some, settings) == 0
    at("2027-06-01 12:00")
    house(timetable.write_out_some, settings)
    written = house(occurrences_of)
    assert [item.position for item in written] == list(range(len(written)))
    assert all(f"{item.starts_at.astimezone(settings.service.zone):%a %H:%M}" == "Tue 17:00" for item in written)
    assert written[-1].starts_at >= clock.now() + timedelta(weeks=4)


async def test_many_series_are_written_a_few_at_a_time_with_room_between(house: Run, database_url: str) -> None:
    """All of them, each in a whole transaction: other work is done in between, and a death there is no harm."""
    settings = config(before=["1d"], horizon="4w")
    for number in range(timetable.AT_ONCE * 2 + 1):
        house(as_somebody, TUTOR, session_drafts.begin, f"Band {number}; 2026-11-24 17:00; weekly", settings)
    at("2026-12-20 12:00")

    def short(db: orm.Session) -> int:
        end = timetable.horizon(settings)
        return db.scalar(select(func.count()).where(Session.unwritten_from < end)) or 0

    def dies(db: orm.Session) -> None:
        timetable.write_out_some(db, settings)
        raise KeyboardInterrupt

    assert house(short) == 21
    assert house(timetable.write_out_some, settings) == 10
    with pytest.raises(KeyboardInterrupt):
        house(dies)
    assert house(short) == 11
    left: list[int] = []

    class Watched(Database):
        async def write(self, use_case: Any, *args: Any, **more: Any) -> Any:
            result = await super().write(use_case, *args, **more)
            left.append(await super().write(short))  # somebody else's turn
            return result

    database = Watched(database_url)
    try:
        await Scheduler(database, settings, lambda: None)._write_out()
    finally:
        database.close()
    assert left == [1, 0]
    times = house(lambda db: db.scalars(select(Occurrence.starts_at).order_by(Occurrence.starts_at)).all())
    assert len(times) == 21 * len(set(times))


def test_one_that_is_far_away_is_there_at_once(house: Run) -> None:
    house(make, "Concert; 2027-11-05 19:00; 2h")
    (only,) = house(occurrences_of)
    assert only.starts_at == datetime(2027, 11, 5, 19, tzinfo=UTC)
    assert house(session_of).unwritten_from is None


def test_what_makes_no_session_is_refused_by_its_part(house: Run) -> None:
    for line, key in (
        ("Club; 2026-11-23 11:59", "session-past"),
        ("Club; 2062-12-03 16:30", "session-too-far"),
        ("Club; soon", "newsession-bad-when"),
        ("; 2026-12-03 16:30", "newsession-bad-title"),
        ("Club; 2026-12-03 16:30; 99h", "newsession-bad-duration"),
        ("Club; 2026-12-03 16:30; 45m; monthly", "newsession-bad-recurrence"),
        ("Club; 2026-12-03 16:30; 45m; weekly until 2026-12-01", "newsession-bad-recurrence"),
        ("Club; 2026-12-03 16:30; 45m; weekly; here; there", "newsession-bad-place"),
    ):
        assert refused(house, TUTOR, session_drafts.begin, line, config()) == key
    assert house(occurrences_of) == []


def test_only_tutors_make_sessions(house: Run) -> None:
    for who in (OTTER, LEAD, COORDINATOR):
        with pytest.raises(NotAllowed):
            house(as_somebody, who, session_drafts.begin, LINE, config())


def test_enrolling_several_tells_each_once(house: Run) -> None:
    def enrol(db: orm.Session) -> tuple[list[str], list[str], list[str]]:
        done = as_somebody(db, TUTOR, enrolments.enrol, 1, "otter 12, Wren-77 and Gecko-99 ???", config())
        return [item.alias for item in done.new], [item.alias for item in done.had], done.unknown

    house(make)
    assert house(enrol) == (["Otter-12", "Wren-77"], [], ["Gecko-99", "???"])
    heard = house(deliver)
    assert sorted(item.person for item in heard if item.kind == "enrolled") == [OTTER, WREN]
    assert all("Thu 17 Dec, 16:30" in item.text and "Room 2" not in item.text for item in heard)
    assert house(enrol) == ([], ["Otter-12", "Wren-77"], ["Gecko-99", "???"])
    assert house(deliver) == []


def test_who_is_not_confirmed_is_told_all_but_the_place(house: Run) -> None:
    house(make, "Guitar club; 2026-12-03 16:30; 45m; https://meet.example/secret")
    house(as_somebody, TUTOR, enrolments.enrol, 1, "Puffin-45", config())
    (told,) = house(deliver)
    assert told.person == NEW
    assert "Guitar club" in told.text
    assert "16:30" in told.text
    assert "secret" not in told.text
    assert "said OK" in told.text


def test_nobody_is_enrolled_by_a_name_that_is_no_young_person(house: Run) -> None:
    house(make)
    for words in ("Gecko-99", "Heron-20", "nobody"):
        assert refused(house, TUTOR, enrolments.enrol, 1, words, config()) == "enrol-unknown"
    assert refused(house, TUTOR, enrolments.enrol, 1, "", config()) == "enrol-whom"


def test_a_session_is_its_tutors_and_the_coordinators(house: Run) -> None:
    house(make)
    for number in (1, 2, 0, -1, 2**31, 10**17):
        assert refused(house, OTHER_TUTOR, enrolments.enrol, number, "Otter-12", config()) == "no-such-session"
        assert refused(house, OTHER_TUTOR, sessions.open_session, number) == "no-such-session"
    for who in (OTTER, LEAD):
        with pytest.raises(NotAllowed):
            house(as_somebody, who, enrolments.enrol, 1, "Otter-12", config())
    with pytest.raises(NotAllowed):
        house(as_somebody, OTTER, sessions.open_session, 1)
    house(as_somebody, COORDINATOR, enrolments.enrol, 1, "Otter-12", config())
    assert house(as_somebody, COORDINATOR, sessions.open_session, 1).may_change
    assert not house(as_somebody, LEAD, sessions.open_session, 1).may_change


def test_the_place_is_for_those_who_have_one_and_for_those_who_look_after_it(house: Run) -> None:
    house(make)
    house(as_somebody, TUTOR, enrolments.enrol, 1, "Otter-12 Puffin-45", config())
    for who in (OTTER, TUTOR, COORDINATOR, LEAD):
        assert house(as_somebody, who, session_places.place_of, 1, config()).place == "Room 2"
    for who in (WREN, NEW, OTHER_TUTOR):
        assert refused(house, who, session_places.place_of, 1, config()) == "session-place-none"
    for number in (0, -1, 2, 2**31, 10**17):
        assert refused(house, OTTER, session_places.place_of, number, config()) == "session-place-none"
    house(as_somebody, TUTOR, enrolments.take_out, 1, OTTER)
    assert refused(house, OTTER, session_places.place_of, 1, config()) == "session-place-none"


def test_buttons_that_were_forged_change_nothing(house: Run) -> None:
    house(make)
    for person in (0, -1, TUTOR, 99, 2**31, 10**17):
        assert refused(house, TUTOR, enrolments.enrol_one, 1, person, config()) == "old-button"
        assert refused(house, TUTOR, enrolments.place_of, 1, person) == "old-button"
    assert house(deliver) == []


def test_a_place_can_be_taken_away_again(house: Run) -> None:
    house(make)
    house(as_somebody, TUTOR, enrolments.enrol_one, 1, OTTER, config())
    house(as_somebody, TUTOR, enrolments.enrol_one, 1, OTTER, config())
    assert [item.kind for item in house(deliver)] == ["enrolled"]
    assert house(as_somebody, OTTER, sessions.booked).times
    house(as_somebody, TUTOR, enrolments.take_out, 1, OTTER)
    assert house(as_somebody, OTTER, sessions.booked).times == []
    assert [item.kind for item in house(deliver)] == ["taken_out"]
    at("2026-12-04 12:00")
    assert house(deliver) == []
    house(as_somebody, TUTOR, enrolments.enrol_one, 1, OTTER, config())
    assert [item.kind for item in house(deliver)] == ["enrolled"]


def test_told_of_a_place_only_while_it_is_theirs(house: Run) -> None:
    house(make)
    house(as_somebody, TUTOR, enrolments.enrol_one, 1, OTTER, config())
    house(as_somebody, TUTOR, enrolments.take_out, 1, OTTER)
    assert [item.kind for item in house(deliver)] == ["taken_out"]


def test_the_picker_begins_with_those_whom_the_tutor_answered(house: Run) -> None:
    def answered(db: orm.Session) -> None:
        question = Question(asker_id=WREN, state=QuestionState.ANSWERED, asked_at=clock.now())
        db.add(question)
        db.flush()
        db.add(
            Entry(
                question_id=question.id,
                author_id=TUTOR,
                by_staff=True,
                kind="text",
                text="So",
                state=EntryState.DELIVERED,
                said_at=clock.now(),
                chat_id=TUTOR,
                message_id=5,
            )
        )

    house(make)
    assert house(as_somebody, TUTOR, enrolments.choice, 1, False, 0).everyone
    house(answered)
    known = house(as_somebody, TUTOR, enrolments.choice, 1, False, 0)
    assert [item.alias for item in known.people] == ["Wren-77"]
    everyone = house(as_somebody, TUTOR, enrolments.choice, 1, True, 0)
    assert [item.alias for item in everyone.people] == ["Lynx-31", "Otter-12", "Puffin-45", "Wren-77"]
    house(as_somebody, TUTOR, enrolments.enrol_one, 1, WREN, config())
    assert house(as_somebody, TUTOR, enrolments.choice, 1, True, 0).placed == {WREN}


def test_lists_show_each_side_its_own(house: Run) -> None:
    house(make)
    house(make, "Band; 2026-11-25 18:00; weekly", OTHER_TUTOR)
    house(as_somebody, TUTOR, enrolments.enrol, 1, "Otter-12", config())
    house(as_somebody, COORDINATOR, enrolments.enrol, 2, "Otter-12 Wren-77", config())
    mine: Led = house(as_somebody, TUTOR, sessions.led)
    assert [(line.session.title, line.people) for line in mine.lines] == [("Guitar club", 1)]
    every: Led = house(as_somebody, COORDINATOR, sessions.led)
    assert [(line.session.title, line.people) for line in every.lines] == [("Band", 2), ("Guitar club", 1)]
    own: Booked = house(as_somebody, OTTER, sessions.booked)
    assert [item.session.title for item in own.times][:3] == ["Band", "Band", "Guitar club"]
    assert own.times == sorted(own.times, key=lambda item: item.starts_at)
    at("2026-12-18 12:00")
    assert house(as_somebody, TUTOR, sessions.led).lines == []
    assert {item.session.title for item in house(as_somebody, OTTER, sessions.booked).times} == {"Band"}


def test_one_that_runs_is_still_shown(house: Run) -> None:
    house(make)
    house(as_somebody, TUTOR, enrolments.enrol, 1, "Otter-12", config())
    at("2026-12-03 17:14")
    assert len(house(as_somebody, OTTER, sessions.booked).times) == 3
    at("2026-12-03 17:16")
    assert len(house(as_somebody, OTTER, sessions.booked).times) == 2


def test_pages_of_sessions(house: Run) -> None:
    for number in range(10):
        house(make, f"Club {number}; 2026-12-{number + 1:02} 16:30")
    first, second = (house(as_somebody, TUTOR, sessions.led, page) for page in (0, 1))
    assert [line.session.title for line in (*first.lines, *second.lines)] == [f"Club {n}" for n in range(10)]
    assert (first.more, second.more) == (True, False)
    assert house(as_somebody, TUTOR, sessions.led, 10**17).lines == []


def test_deeds_are_written_down_without_words(house: Run) -> None:
    house(make)
    house(as_somebody, TUTOR, enrolments.enrol, 1, "Otter-12", config())
    entries = house(lambda db: [(row.action, row.subject, row.details) for row in db.scalars(select(AuditEntry))])
    assert entries == [("session_made", "session:1", {}), ("enrolled", "session:1", {"person": OTTER})]


def test_words_that_a_database_refuses_are_cleaned(house: Run) -> None:
    house(make, "Gui\x00tar \ud800club; 2026-12-03 16:30; 45m; once; Ro\x00om")
    session = house(session_of)
    assert (session.title, session.place) == ("Guitar club", "Room")
