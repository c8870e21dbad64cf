"""Moving and calling off: one occurrence or all that follow, who is told what, and what rings in quiet hours."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest

from bot.errors import NotAllowed, Refusal
from bot.services import cancel_requests, enrolments, session_drafts, session_requests, sessions, timetable
from bot.services.cancel_requests import AskWhy, Cancelled
from bot.services.session_changes import cancel, day_named, look_at, move, times
from bot.services.session_requests import AskWhen, Moved, Understood
from tests.services.session_house import (
    COORDINATOR,
    LEAD,
    LONDON,
    LYNX,
    OTHER_TUTOR,
    OTTER,
    TUTOR,
    WREN,
    Heard,
    as_somebody,
    at,
    config,
    deliver,
    occurrences_of,
    people,
    session_of,
)

Run = Callable[..., Any]
CONFIG = config()


@pytest.fixture
def house(run: Run) -> Run:
    """Three Thursdays with two young people; the 23rd of November 2026 at noon."""
    at("2026-11-23 12:00")
    run(people)
    line = "Guitar club; 2026-12-03 16:30; 45m; weekly until 2026-12-17; Room 2"
    run(as_somebody, TUTOR, session_drafts.begin, line, CONFIG)
    run(as_somebody, TUTOR, enrolments.enrol, 1, "Otter-12 Wren-77", CONFIG)
    run(deliver)
    return run


def told(house: Run, kind: str) -> list[Heard]:
    return sorted((item for item in house(deliver) if item.kind == kind), key=lambda item: item.person)


def local(house: Run, number: int = 1) -> list[str]:
    return [f"{item.starts_at.astimezone(LONDON):%a %d %b %H:%M}" for item in house(occurrences_of, number)]


def asked(house: Run, words: str, number: int = 1, who: int = TUTOR) -> Any:
    return house(as_somebody, who, session_requests.move_typed, number, words, CONFIG)


def off(house: Run, words: str, number: int = 1, who: int = TUTOR) -> Any:
    return house(as_somebody, who, cancel_requests.cancel_typed, number, words)


def refused(run: Run, who: int, use_case: Callable[..., Any], *args: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        run(as_somebody, who, use_case, *args)
    return refusal.value.key


def test_a_time_in_full_moves_the_next_one_and_tells_everyone(house: Run) -> None:
    done = asked(house, "2026-12-04 17:00")
    assert isinstance(done, Moved)
    assert (done.change.people, done.change.others) == (2, 0)
    assert local(house) == ["Fri 04 Dec 17:00", "Thu 10 Dec 16:30", "Thu 17 Dec 16:30"]
    heard = told(house, "session_moved")
    assert [item.person for item in heard] == [OTTER, WREN]
    assert "New time: <b>Fri 4 Dec, 17:00</b>" in heard[0].text
    assert "It was: Thu 3 Dec, 16:30" in heard[0].text
    assert house(deliver) == []


def test_any_other_time_is_shown_first(house: Run) -> None:
    for words in ("Fri 5pm", "4/12 17:00", "to 4 Dec 17:00"):
        shown = asked(house, words)
        assert isinstance(shown, Understood)
    assert asked(house, "4/12 17:00").local == datetime(2026, 12, 4, 17, 0)
    assert asked(house, "17:15").local == datetime(2026, 12, 3, 17, 15)
    assert house(deliver) == []
    assert local(house)[0] == "Thu 03 Dec 16:30"
    first = house(occurrences_of)[0].id
    house(as_somebody, TUTOR, session_requests.move_now, first, datetime(2026, 12, 4, 17, 0), False, CONFIG)
    assert local(house)[0] == "Fri 04 Dec 17:00"


def test_one_named_by_its_day(house: Run) -> None:
    assert isinstance(asked(house, "2026-12-10 to 2026-12-11 17:00"), Moved)
    assert local(house) == ["Thu 03 Dec 16:30", "Fri 11 Dec 17:00", "Thu 17 Dec 16:30"]
    assert isinstance(asked(house, "17/12 -> 2026-12-18 18:00"), Moved)
    assert local(house) == ["Thu 03 Dec 16:30", "Fri 11 Dec 17:00", "Fri 18 Dec 18:00"]
    assert refused(house, TUTOR, session_requests.move_typed, 1, "2026-12-12 to 2026-12-13 17:00", CONFIG) == (
        "no-such-day"
    )


def test_all_that_follow_move_with_it_and_keep_their_count(house: Run) -> None:
    done = asked(house, "all 2026-12-04 17:00")
    assert (done.change.others, done.change.people) == (2, 2)
    assert local(house) == ["Fri 04 Dec 17:00", "Fri 11 Dec 17:00", "Fri 18 Dec 17:00"]
    assert house(session_of).until == "2026-12-18"
    heard = told(house, "session_moved")
    assert [item.person for item in heard] == [OTTER, WREN]
    assert "all the times after it too" in heard[0].text


def test_a_rolling_series_goes_on_where_it_was_moved_to(house: Run) -> None:
    settings = config(before=["1d"], horizon="3w")
    house(as_somebody, TUTOR, session_drafts.begin, "Band; 2026-11-24 17:00; fortnightly", settings)
    at("2026-11-25 12:00")
    for words, when in (("all 2026-12-02 18:30", "Wed 18:30"), ("all 2026-12-20 10:00", "Sun 10:00")):
        house(as_somebody, TUTOR, session_requests.move_typed, 2, words, settings)
        at(f"{words[4:14]} 09:00")
        house(timetable.write_out_some, settings)
        written = house(occurrences_of, 2)
        assert [item.position for item in written] == list(range(len(written)))
        coming = [item for item in written if item.starts_at > datetime.fromisoformat(f"{words[4:]}:00+00:00")]
        assert coming
        assert {f"{item.starts_at.astimezone(LONDON):%a %H:%M}" for item in coming} == {when}
        assert {(later.starts_at - one.starts_at).days for one, later in pairwise(coming)} <= {14}
    assert local(house, 2)[0] == "Tue 24 Nov 17:00"


def test_one_that_was_moved_out_of_order_follows_by_its_number(house: Run) -> None:
    first, second, _ = (item.id for item in house(occurrences_of))
    house(as_somebody, TUTOR, move, second, datetime(2026, 12, 1, 9, 0), False, CONFIG)
    assert house(as_somebody, TUTOR, look_at, first, True).others == 2
    house(as_somebody, TUTOR, move, first, datetime(2026, 12, 4, 17, 0), True, CONFIG)
    assert local(house) == ["Fri 04 Dec 17:00", "Fri 11 Dec 17:00", "Fri 18 Dec 17:00"]


def test_a_move_into_the_past_is_refused_kindly(house: Run) -> None:
    assert refused(house, TUTOR, session_requests.move_typed, 1, "2026-11-22 17:00", CONFIG) == "session-past"
    assert refused(house, TUTOR, session_requests.move_typed, 1, "2062-11-22 17:00", CONFIG) == "session-too-far"
    assert refused(house, TUTOR, session_requests.move_typed, 1, "whenever", CONFIG) == "move-bad-when"
    assert refused(house, TUTOR, session_requests.move_typed, 1, "2026-12-03 16:30", CONFIG) == "session-already-then"
    assert house(deliver) == []


def test_moved_twice_before_anybody_was_told_is_told_once(house: Run) -> None:
    asked(house, "2026-12-04 17:00")
    asked(house, "2026-12-05 10:00")
    heard = told(house, "session_moved")
    assert [item.person for item in heard] == [OTTER, WREN]
    assert "Sat 5 Dec, 10:00" in heard[0].text
    assert "It was: Thu 3 Dec, 16:30" in heard[0].text
    asked(house, "2026-12-06 10:00")
    asked(house, "2026-12-05 10:00")
    assert house(deliver) == []


def test_called_off_before_the_move_was_told_names_the_time_that_they_know(house: Run) -> None:
    asked(house, "2026-12-04 17:00")
    off(house, "I am ill")
    heard = house(deliver)
    assert {item.kind for item in heard} == {"session_cancelled"}
    assert "on Thu 3 Dec, 16:30 is called off" in heard[0].text


def test_the_next_one_is_called_off_with_the_reason(house: Run) -> None:
    done = off(house, "I am <ill>")
    assert isinstance(done, Cancelled)
    assert done.change.people == 2
    heard = told(house, "session_cancelled")
    assert [item.person for item in heard] == [OTTER, WREN]
    assert "on Thu 3 Dec, 16:30 is called off" in heard[0].text
    assert "Why: I am &lt;ill&gt;" in heard[0].text
    again = off(house, "still ill")
    assert again.change.occurrence.position == 1
    assert "10 Dec" in told(house, "session_cancelled")[0].text


@pytest.mark.parametrize(
    ("words", "position"),
    [("Thu 10 Dec I am away", 1), ("17 dec, closed", 2), ("tomorrow I am away", 0), ("next week nobody can", 0)],
)
def test_another_day_in_words_is_shown_before_anything_is_called_off(house: Run, words: str, position: int) -> None:
    asked = off(house, words)
    assert isinstance(asked, AskWhy)
    assert (asked.change.occurrence.position, asked.why) == (position, words)
    assert told(house, "session_cancelled") == []
    assert off(house, "Thursday is no good").change.occurrence.position == 0


def test_a_day_alone_keeps_the_time_of_day(house: Run) -> None:
    assert asked(house, "Fri 4 Dec").local == datetime(2026, 12, 4, 16, 30)


def test_a_reason_may_begin_with_a_number_and_a_day_may_come_first(house: Run) -> None:
    assert off(house, "3/4 of us are ill").change.occurrence.position == 0
    assert off(house, "17/12 school is closed").change.occurrence.position == 2
    assert off(house, "2026-12-10: closed").change.occurrence.why == "closed"
    assert house(session_of).cancelled_at is not None
    assert refused(house, TUTOR, cancel_requests.cancel_typed, 1, "closed") == "session-is-off"


def test_all_is_shown_before_it_is_done(house: Run) -> None:
    shown = off(house, "all the strings broke")
    assert isinstance(shown, AskWhy)
    assert (shown.change.others, shown.why) == (2, "the strings broke")
    assert house(deliver) == []
    house(as_somebody, TUTOR, cancel_requests.cancel_now, shown.change.occurrence.id, True)
    heard = told(house, "session_cancelled")
    assert len(heard) == 2
    assert "There are no more times" in heard[0].text
    assert "the strings broke" in heard[0].text
    assert all(item.cancelled_at is not None for item in house(occurrences_of))
    assert refused(house, TUTOR, enrolments.enrol, 1, "Lynx-31", CONFIG) == "session-is-off"


def test_without_a_reason_it_is_asked_for(house: Run) -> None:
    assert isinstance(off(house, ""), AskWhy)
    done = house(as_somebody, TUTOR, cancel_requests.why_typed, "Flooded")
    assert done.change.occurrence.why == "Flooded"
    assert refused(house, TUTOR, cancel_requests.why_typed, "again") == "old-button"


def test_a_new_time_is_asked_for_step_by_step(house: Run) -> None:
    first = house(occurrences_of)[0].id
    opened = house(as_somebody, TUTOR, session_requests.ask_move, first, False, CONFIG)
    assert isinstance(opened, AskWhen)
    assert opened.day is None
    assert house(as_somebody, TUTOR, session_requests.pick_day, date(2026, 12, 5), CONFIG).day == date(2026, 12, 5)
    shown = house(as_somebody, TUTOR, session_requests.pick_time, 10 * 60 + 30, CONFIG)
    assert shown.local == datetime(2026, 12, 5, 10, 30)
    assert refused(house, TUTOR, session_requests.pick_time, 600, CONFIG) == "old-button"
    house(as_somebody, TUTOR, session_requests.ask_move, first, False, CONFIG)
    house(as_somebody, TUTOR, session_requests.pick_day, date(2026, 12, 5), CONFIG)
    assert house(as_somebody, TUTOR, session_requests.when_typed, "11:15", CONFIG).local == datetime(
        2026, 12, 5, 11, 15
    )
    house(as_somebody, TUTOR, session_requests.ask_move, first, True, CONFIG)
    done = house(as_somebody, TUTOR, session_requests.when_typed, "2026-12-04 17:00", CONFIG)
    assert (type(done), done.change.others) == (Moved, 2)


def test_an_old_button_is_answered(house: Run) -> None:
    first, second, _ = (item.id for item in house(occurrences_of))
    house(as_somebody, TUTOR, cancel, first, "", False)
    when = datetime(2026, 12, 4, 17, 0)
    assert refused(house, TUTOR, move, first, when, False, CONFIG) == "session-off-already"
    assert refused(house, TUTOR, cancel, first, "", False) == "session-off-already"
    at("2026-12-10 17:16")
    assert refused(house, TUTOR, move, second, when, False, CONFIG) == "session-was"
    for number in (0, -5, 99, 2**31, 10**17):
        assert refused(house, TUTOR, look_at, number, False) == "old-button"


def test_one_that_has_begun_is_the_one_that_is_meant(house: Run) -> None:
    at("2026-12-03 16:40")
    assert off(house, "No heating").change.occurrence.position == 0
    assert len(told(house, "session_cancelled")) == 2


def test_only_its_tutor_and_the_coordinator_change_it(house: Run) -> None:
    first = house(occurrences_of)[0].id
    when = datetime(2026, 12, 4, 17, 0)
    assert refused(house, OTHER_TUTOR, move, first, when, False, CONFIG) == "no-such-session"
    assert refused(house, OTHER_TUTOR, cancel, first, "", False) == "no-such-session"
    assert refused(house, OTHER_TUTOR, times, 1, 5) == "no-such-session"
    for who in (LEAD, OTTER):
        for use_case, args in ((move, (first, when, False, CONFIG)), (cancel, (first, "", False)), (times, (1, 5))):
            with pytest.raises(NotAllowed):
                house(as_somebody, who, use_case, *args)
    house(as_somebody, COORDINATOR, move, first, when, False, CONFIG)
    assert [item.person for item in told(house, "session_moved")] == [TUTOR, OTTER, WREN]


def test_who_has_no_place_any_more_is_not_told(house: Run) -> None:
    house(as_somebody, TUTOR, enrolments.take_out, 1, WREN)
    house(deliver)
    asked(house, "2026-12-04 17:00")
    assert [item.person for item in told(house, "session_moved")] == [OTTER]
    house(as_somebody, TUTOR, enrolments.enrol, 1, "Lynx-31", CONFIG)
    house(deliver)
    asked(house, "2026-12-05 17:00")
    house(as_somebody, TUTOR, enrolments.take_out, 1, LYNX)
    assert [item.person for item in told(house, "session_moved")] == [OTTER]


@pytest.mark.parametrize(
    ("now", "new", "rings"),
    [
        ("2026-12-02 21:00", "2026-12-04 17:00", False),  # both far away
        ("2026-12-03 05:00", "2026-12-04 17:00", True),  # they would set out today
        ("2026-12-01 21:00", "2026-12-02 08:30", True),  # the new time is tomorrow morning
    ],
)
def test_a_change_rings_at_night_only_within_twelve_hours(house: Run, now: str, new: str, rings: bool) -> None:
    at(now)
    asked(house, new)
    (heard, _) = told(house, "session_moved")
    assert heard.may_ring is rings


def test_a_cancellation_at_night_rings_only_within_twelve_hours(house: Run) -> None:
    at("2026-12-03 04:29")
    off(house, "ill")
    assert not told(house, "session_cancelled")[0].may_ring
    at("2026-12-10 04:31")
    off(house, "ill")
    assert told(house, "session_cancelled")[0].may_ring


def test_news_that_is_too_late_is_dropped(house: Run) -> None:
    asked(house, "2026-12-02 10:00")
    at("2026-12-03 17:16")
    assert house(deliver) == []


def test_the_clocks_go_forward_and_the_wall_time_stays(run: Run) -> None:
    at("2027-03-20 12:00")
    run(people)
    run(as_somebody, TUTOR, session_drafts.begin, "Band; 2027-03-25 17:00; weekly until 2027-04-01", CONFIG)
    assert [item.starts_at for item in run(occurrences_of)] == [
        datetime(2027, 3, 25, 17, tzinfo=UTC),
        datetime(2027, 4, 1, 16, tzinfo=UTC),
    ]
    run(as_somebody, TUTOR, session_requests.move_typed, 1, "all 2027-03-27 01:30", CONFIG)
    assert [item.starts_at for item in run(occurrences_of)][1] == datetime(2027, 4, 3, 0, 30, tzinfo=UTC)
    shown = run(as_somebody, TUTOR, session_requests.move_typed, 1, "all 2027-03-28 01:30", CONFIG)
    # The clocks jump over 01:30 that day: the nearest time is offered, and nothing has moved.
    assert isinstance(shown, Understood)
    assert (shown.local, shown.skipped) == (datetime(2027, 3, 28, 2, 30), datetime(2027, 3, 28, 1, 30))
    first = shown.change.occurrence.id
    run(as_somebody, TUTOR, session_requests.move_now, first, shown.local, True, CONFIG)
    assert [item.starts_at for item in run(occurrences_of)] == [
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
        datetime(2027, 4, 4, 1, 30, tzinfo=UTC),
    ]


@pytest.mark.parametrize(("words", "hour"), [("first", 0), ("the second one", 1)])
def test_when_the_clocks_go_back_both_times_can_be_had(run: Run, words: str, hour: int) -> None:
    at("2026-10-10 12:00")
    run(people)
    run(as_somebody, TUTOR, session_drafts.begin, "Band; 2026-10-24 17:00", CONFIG)
    shown = run(as_somebody, TUTOR, session_requests.move_typed, 1, "2026-10-25 01:30", CONFIG)
    assert isinstance(shown, Understood)
    assert shown.is_twice
    moved = run(as_somebody, TUTOR, session_requests.when_typed, words, CONFIG)
    assert isinstance(moved, Moved)
    assert moved.change.occurrence.starts_at == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    # Said at once, it is shown as any time that is not written in full, and not asked about.
    shown = run(as_somebody, TUTOR, session_requests.move_typed, 1, "2026-10-25 01:15 second", CONFIG)
    assert (shown.is_twice, shown.local.fold) == (False, 1)


def test_a_day_is_named_as_people_write_it() -> None:
    today = date(2026, 11, 23)
    assert day_named("2026-12-03", today) == day_named("3/12", today) == day_named("3/12/26", today)
    assert day_named("31/2", today) is None
    assert day_named("soon", today) is None


def test_what_was_moved_or_called_off_is_marked(house: Run) -> None:
    asked(house, "2026-12-04 17:00")
    off(house, "10/12 closed")
    card = house(as_somebody, TUTOR, sessions.open_session, 1)
    marks = [(item.moved_at is not None, item.cancelled_at is not None) for item in card.times]
    assert marks == [(True, False), (False, True), (False, False)]
