"""Terms entered, corrected and taken away: what that does to a timetable that is there, and who is told."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from bot.errors import NotAllowed, Refusal
from bot.policies.term_lines import parse_terms
from bot.services import enrolments, session_changes, session_drafts, session_settings, sessions, terms, timetable
from bot.services.terms import Changed, Effect, Preview, Terms
from models.sessions import Occurrence
from tests.services.session_house import (
    COORDINATOR,
    LEAD,
    LONDON,
    LYNX,
    OTHER_TUTOR,
    OTTER,
    TUTOR,
    WREN,
    as_somebody,
    at,
    config,
    deliver,
    occurrences_of,
    pending,
    people,
    session_of,
)

Run = Callable[..., Any]
CONFIG = config(holidays="GB-ENG", horizon="20w")
AUTUMN = "Autumn; 2026-09-02 to 2026-12-18; half-term 2026-10-26 to 2026-10-30"
SPRING = "Spring; 2027-01-04 to 2027-03-25; half-term 2027-02-15 to 2027-02-19"


@pytest.fixture
def house(run: Run) -> Run:
    """A Thursday and a Monday series from the 12th of October, each with Otter; Wren is in the first."""
    at("2026-10-05 12:00")
    run(people)
    run(as_somebody, TUTOR, session_drafts.begin, "Band; 2026-10-15 16:30; weekly until 2027-01-31", CONFIG)
    run(as_somebody, TUTOR, session_drafts.begin, "Choir; 2026-10-12 17:00; weekly until 2026-11-09", CONFIG)
    run(as_somebody, TUTOR, enrolments.enrol, 1, "Otter-12 Wren-77", CONFIG)
    run(as_somebody, TUTOR, enrolments.enrol, 2, "Otter-12", CONFIG)
    run(deliver)
    return run


def enter(house: Run, words: str, who: int = COORDINATOR) -> Any:
    return house(as_somebody, who, terms.change, words, CONFIG)


def days(house: Run, number: int = 1) -> list[str]:
    found: list[Occurrence] = house(occurrences_of, number)
    return [f"{item.starts_at.astimezone(LONDON):%m-%d}" for item in found if item.cancelled_at is None]


def test_holidays_alone_are_left_out_before_any_term_is_entered(house: Run) -> None:
    # Christmas Eve is no bank holiday, and the Thursdays around it are none either.
    assert len(days(house)) == 16
    house(as_somebody, TUTOR, session_drafts.begin, "Late; 2026-12-21 17:00; weekly until 2027-01-11", CONFIG)
    assert days(house, 3) == ["12-21", "01-04", "01-11"]
    assert [item.position for item in house(occurrences_of, 3)] == [0, 2, 3]


def test_a_term_is_shown_before_anybody_is_told(house: Run) -> None:
    shown = enter(house, AUTUMN)
    assert isinstance(shown, Preview)
    # Band: one in half-term, six after the 18th of December; Choir: one in half-term. Two young people, and the tutor.
    assert shown.effect == Effect(off=8, on=0, people=3)
    assert shown.last == date(2026, 12, 18)
    assert len(days(house)) == 16
    assert house(deliver) == []
    done = house(as_somebody, COORDINATOR, terms.answered, "Yes!", CONFIG)
    assert isinstance(done, Changed)
    assert done.effect == shown.effect
    assert len(days(house)) == 9
    assert days(house, 2) == ["10-12", "10-19", "11-02", "11-09"]
    told = house(deliver)
    assert sorted(item.person for item in told) == [TUTOR, OTTER, WREN]
    (otters,) = (item.text for item in told if item.person == OTTER)
    assert otters.count("•") == 8
    assert "Choir (S2)" in otters
    assert not any(item.may_ring for item in told)
    (wrens,) = (item.text for item in told if item.person == WREN)
    assert wrens.count("•") == 7
    assert "Choir" not in wrens


def test_reminders_go_and_come_with_the_terms(house: Run) -> None:
    before = house(pending)
    enter(house, AUTUMN)
    house(as_somebody, COORDINATOR, terms.apply, CONFIG)
    on = {item.id for number in (1, 2) for item in house(occurrences_of, number) if item.cancelled_at is None}
    assert house(pending) == [row for row in before if row[1] in on]
    enter(house, SPRING)
    house(as_somebody, COORDINATOR, terms.apply, CONFIG)
    assert len(days(house)) == 13
    house(as_somebody, COORDINATOR, terms.change, "remove autumn", CONFIG)
    house(as_somebody, COORDINATOR, terms.apply, CONFIG)
    house(as_somebody, COORDINATOR, terms.change, "remove Spring", CONFIG)
    house(as_somebody, COORDINATOR, terms.apply, CONFIG)
    assert len(days(house)) == 16
    assert house(pending) == before


def test_what_a_term_calls_off_within_hours_rings_as_any_late_one_does(house: Run) -> None:
    """A coordinator enters the half-term on its first afternoon: somebody may be on the way."""
    at("2026-10-29 14:00")
    enter(house, AUTUMN)
    house(as_somebody, COORDINATOR, terms.apply, CONFIG)
    told = {(item.person, item.kind, item.may_ring) for item in house(deliver)}
    assert {(OTTER, "session_cancelled", True), (WREN, "session_cancelled", True)} <= told
    assert (WREN, "terms_changed", False) in told
    at("2026-10-29 14:05:01")
    assert {item.person for item in house(deliver) if item.kind == "off_unseen"} == {TUTOR, COORDINATOR, LEAD}


def test_several_terms_in_one_message_touch_only_what_is_between(house: Run) -> None:
    shown = enter(house, f"{AUTUMN}\n{SPRING}")
    assert isinstance(shown, Preview)
    assert shown.effect == Effect(off=4, on=0, people=3)
    house(as_somebody, COORDINATOR, terms.apply, CONFIG)
    assert [item.line.name for item in house(as_somebody, LEAD, terms.terms).terms] == ["Autumn", "Spring"]


def test_days_in_full_that_touch_nobody_are_entered_at_once(house: Run) -> None:
    done = enter(house, "Ever; 2026-10-01 to 2027-08-31")
    assert isinstance(done, Changed)
    assert done.effect == Effect()
    # Written the British way they are shown first: 3/9 might be meant otherwise.
    house(as_somebody, COORDINATOR, terms.remove, house(as_somebody, LEAD, terms.terms).terms[0].id, CONFIG)
    house(as_somebody, COORDINATOR, terms.apply, CONFIG)
    assert isinstance(enter(house, "Ever; 1/10 to 31/8/2027"), Preview)


def test_a_term_is_corrected_by_its_name(house: Run) -> None:
    enter(house, AUTUMN)
    house(as_somebody, COORDINATOR, terms.apply, CONFIG)
    shown = enter(house, "autumn; 2026-09-02 to 2026-12-18; half-term 2026-10-19 to 2026-10-23")
    assert isinstance(shown, Preview)
    assert [line.name for line in shown.removing] == ["Autumn"]
    assert (shown.effect.off, shown.effect.on) == (2, 2)
    house(as_somebody, COORDINATOR, terms.apply, CONFIG)
    assert days(house, 2) == ["10-12", "10-26", "11-02", "11-09"]
    assert len(house(as_somebody, LEAD, terms.terms).terms) == 1
    told = {item.person: item.text for item in house(deliver)}
    # What is off and what is on stand in one message.
    assert "are on" in told[OTTER]
    assert "not in term" in told[OTTER]


def test_what_was_moved_or_called_off_by_hand_is_left_alone(house: Run) -> None:
    times = house(as_somebody, TUTOR, session_changes.times, 1, 5).times
    house(as_somebody, TUTOR, session_changes.move, times[2].id, datetime(2026, 10, 30, 10, 0), False, CONFIG)
    house(as_somebody, TUTOR, session_changes.cancel, times[1].id, "ill", False)
    enter(house, AUTUMN)
    house(as_somebody, COORDINATOR, terms.apply, CONFIG)
    found = {item.id: item for item in house(occurrences_of)}
    assert found[times[2].id].cancelled_at is None
    assert (found[times[1].id].why, found[times[1].id].out_of_term) == ("ill", False)
    house(as_somebody, COORDINATOR, terms.change, "remove Autumn", CONFIG)
    house(as_somebody, COORDINATOR, terms.apply, CONFIG)
    assert house(occurrences_of)[1].cancelled_at is not None


def test_what_was_called_off_for_good_does_not_come_back(house: Run) -> None:
    third = house(as_somebody, TUTOR, session_changes.times, 2, 5).times[2]
    enter(house, AUTUMN)
    house(as_somebody, COORDINATOR, terms.apply, CONFIG)
    fourth = house(occurrences_of, 2)[3]
    assert third.position == 2
    house(as_somebody, TUTOR, session_changes.cancel, fourth.id, "over", True)
    house(as_somebody, COORDINATOR, terms.change, "remove Autumn", CONFIG)
    house(as_somebody, COORDINATOR, terms.apply, CONFIG)
    assert days(house, 2) == ["10-12", "10-19", "10-26"]
    assert house(session_of, 2).until == "2026-11-01"


def test_all_that_follow_move_with_the_terms(house: Run) -> None:
    enter(house, f"{AUTUMN}\n{SPRING}")
    house(as_somebody, COORDINATOR, terms.apply, CONFIG)
    first = house(occurrences_of, 2)[0]
    # Mondays become Saturdays two days before: the one in half-term is before it then, and the last one in.
    house(as_somebody, TUTOR, session_changes.move, first.id, datetime(2026, 10, 10, 10, 0), True, CONFIG)
    assert days(house, 2) == ["10-10", "10-17", "10-24", "10-31", "11-07"]
    assert [item.position for item in house(occurrences_of, 2) if item.cancelled_at is None] == [0, 1, 2, 3, 4]
    with pytest.raises(Refusal) as refused:
        house(as_somebody, TUTOR, session_changes.move, first.id, datetime(2026, 10, 28, 10, 0), True, CONFIG)
    assert refused.value.key == "session-day-shut"
    # Alone it may stand anywhere.
    house(as_somebody, TUTOR, session_changes.move, first.id, datetime(2026, 10, 28, 10, 0), False, CONFIG)
    assert days(house, 2)[0] == "10-28"


def test_a_series_that_meets_all_the_year(house: Run) -> None:
    line = "Holiday band; 2026-12-21 17:00; weekly until 2027-01-04; all year"
    enter(house, AUTUMN)
    house(as_somebody, COORDINATOR, terms.apply, CONFIG)
    house(as_somebody, TUTOR, session_drafts.begin, line, CONFIG)
    assert days(house, 3) == ["12-21", "12-28", "01-04"]
    with pytest.raises(Refusal) as refused:
        house(as_somebody, TUTOR, session_drafts.begin, "Lost; 2026-12-21 17:00; weekly until 2027-01-04", CONFIG)
    assert refused.value.key == "session-never-in-term"
    house(deliver)
    changed = house(as_somebody, TUTOR, session_settings.set_all_year, 2, True, CONFIG)
    assert (changed.off, changed.on) == (0, 1)
    assert days(house, 2) == ["10-12", "10-19", "10-26", "11-02", "11-09"]
    assert {item.person for item in house(deliver)} == {TUTOR, OTTER}
    changed = house(as_somebody, TUTOR, session_settings.set_all_year, 2, False, CONFIG)
    assert (changed.off, changed.on) == (1, 0)


def test_a_one_off_meets_when_it_says(house: Run) -> None:
    enter(house, AUTUMN)
    house(as_somebody, COORDINATOR, terms.apply, CONFIG)
    house(as_somebody, TUTOR, session_drafts.begin, "Christmas concert; 2026-12-25 17:00", CONFIG)
    assert days(house, 3) == ["12-25"]


def test_the_horizon_goes_on_in_the_next_term(house: Run) -> None:
    short = config(horizon="2w")
    house(as_somebody, TUTOR, session_drafts.begin, "Endless; 2026-10-05 18:00; weekly", short)
    enter(house, f"{AUTUMN}\n{SPRING}")
    house(as_somebody, COORDINATOR, terms.apply, short)
    for day in ("2026-10-20", "2026-11-20", "2026-12-20", "2027-01-10"):
        at(f"{day} 12:00")
        house(timetable.write_out_some, short)
    written = [item for item in house(occurrences_of, 3) if item.cancelled_at is None]
    assert all(item.local[:10] not in ("2026-10-26", "2026-12-21", "2026-12-28") for item in written)
    assert [item.position for item in written][:5] == [0, 1, 2, 4, 5]
    assert written[-1].local[:10] >= "2027-01-18"


def test_who_may_read_and_who_may_enter(house: Run) -> None:
    for who in (TUTOR, LEAD):
        assert isinstance(house(as_somebody, who, terms.change, "", CONFIG), Terms)
        with pytest.raises(NotAllowed):
            enter(house, AUTUMN, who)
    with pytest.raises(NotAllowed):
        house(as_somebody, OTTER, terms.terms)
    assert house(as_somebody, COORDINATOR, terms.terms).may_change


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Autumn", "term-bad-days"),
        ("Autumn; 2026-12-18 to 2026-09-02", "term-bad-order"),
        ("remove Winter", "term-unknown"),
        ("Winter; 2026-12-01 to 2026-12-31", "term-overlaps"),
    ],
)
def test_what_makes_no_term_changes_nothing(house: Run, words: str, key: str) -> None:
    enter(house, AUTUMN)
    house(as_somebody, COORDINATOR, terms.apply, CONFIG)
    with pytest.raises(Refusal) as refused:
        enter(house, words)
    assert refused.value.key == key
    assert len(house(as_somebody, LEAD, terms.terms).terms) == 1


def test_other_words_leave_everything_as_it_was(house: Run) -> None:
    enter(house, AUTUMN)
    assert isinstance(house(as_somebody, COORDINATOR, terms.answered, "hm, no", CONFIG), Terms)
    with pytest.raises(Refusal) as refused:
        house(as_somebody, COORDINATOR, terms.apply, CONFIG)
    assert refused.value.key == "old-button"
    assert isinstance(house(as_somebody, COORDINATOR, terms.use_sample, CONFIG), Preview)


def test_a_file_changes_nothing_for_people_unless_it_is_said(house: Run) -> None:
    found = parse_terms(AUTUMN, date(2026, 10, 5))
    assert isinstance(house(terms.load, found, CONFIG, sure=False), Preview)
    assert len(days(house)) == 16
    assert isinstance(house(terms.load, found, CONFIG, sure=True), Changed)
    assert len(days(house)) == 9


def test_a_young_person_sees_why_it_is_off(house: Run) -> None:
    enter(house, AUTUMN)
    house(as_somebody, COORDINATOR, terms.apply, CONFIG)
    off = [item for item in house(as_somebody, OTTER, sessions.booked).times if item.cancelled_at is not None]
    assert off
    assert all(item.out_of_term for item in off)
    with pytest.raises(Refusal):
        house(as_somebody, OTHER_TUTOR, session_settings.set_all_year, 1, True, CONFIG)
    assert LYNX not in {row[0] for row in house(pending)}
