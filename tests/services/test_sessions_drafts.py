"""A new session asked for step by step, and a line that is shown for a yes before it counts."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from bot.errors import NotAllowed, Refusal
from bot.services import session_drafts as drafts
from bot.services.session_drafts import Asked
from bot.services.sessions import Card
from tests.services.session_house import (
    LONDON,
    OTTER,
    TUTOR,
    as_somebody,
    at,
    config,
    occurrences_of,
    people,
    session_of,
)

Run = Callable[..., Any]
CONFIG = config(holidays="GB-ENG")


@pytest.fixture
def house(run: Run) -> Run:
    """People, on Monday the 23rd of November 2026 at noon."""
    at("2026-11-23 12:00")
    run(people)
    return run


def begin(house: Run, words: str = "") -> Any:
    return house(as_somebody, TUTOR, drafts.begin, words, CONFIG)


def say(house: Run, words: str) -> Any:
    return house(as_somebody, TUTOR, drafts.typed, words, CONFIG)


def put(house: Run, field: str, value: Any) -> Any:
    return house(as_somebody, TUTOR, drafts.put, field, value, CONFIG)


def refused(run: Run, use_case: Callable[..., Any], *args: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        run(as_somebody, TUTOR, use_case, *args)
    return refusal.value.key


def starts(house: Run) -> list[str]:
    return [f"{item.starts_at.astimezone(LONDON):%Y-%m-%d %H:%M}" for item in house(occurrences_of)]


def test_every_step_by_words(house: Run) -> None:
    assert begin(house).field == "title"
    words = ("Guitar club", "Thu 4pm", "45", "weekly", "until 10/12", "Room 2")
    fields = [say(house, step).field for step in words]
    assert fields == ["when", "minutes", "frequency", "until", "place", "confirm"]
    assert house(occurrences_of) == []
    made = say(house, "Yes!")
    assert isinstance(made, Card)
    session = house(session_of)
    assert (session.title, session.minutes, session.place) == ("Guitar club", 45, "Room 2")
    assert starts(house) == ["2026-11-26 16:00", "2026-12-03 16:00", "2026-12-10 16:00"]


def test_every_step_by_buttons(house: Run) -> None:
    begin(house, "Band")
    house(as_somebody, TUTOR, drafts.pick_day, date(2026, 11, 27), CONFIG)
    house(as_somebody, TUTOR, drafts.pick_day, None, CONFIG)
    house(as_somebody, TUTOR, drafts.pick_day, date(2026, 11, 28), CONFIG)
    assert house(as_somebody, TUTOR, drafts.pick_time, 10 * 60 + 30, CONFIG).field == "minutes"
    assert put(house, "minutes", 60).field == "frequency"
    assert put(house, "frequency", "fortnightly").field == "until"
    assert put(house, "until", 3).field == "place"
    shown = put(house, "place", "")
    assert shown.line.when == datetime(2026, 11, 28, 10, 30)
    # Three meetings: the 26th of December is a bank holiday, and not counted.
    assert shown.line.recurrence.until == date(2027, 1, 9)
    house(as_somebody, TUTOR, drafts.make, CONFIG)
    assert starts(house) == ["2026-11-28 10:30", "2026-12-12 10:30", "2027-01-09 10:30"]
    assert [item.position for item in house(occurrences_of)] == [0, 1, 3]


def test_once_asks_for_no_end_and_no_end_is_none(house: Run) -> None:
    for words in ("", "Concert", "2026-12-05 19:00", "2h"):
        begin(house) if not words else say(house, words)
    assert put(house, "frequency", "once").field == "place"
    begin(house, "Choir")
    for words in ("2026-12-05 19:00", "1h30m", "every week"):
        shown = say(house, words)
    assert shown.field == "until"
    assert say(house, "no end").field == "place"
    assert say(house, "skip").line.recurrence.until is None


def test_a_day_and_then_a_time_in_words(house: Run) -> None:
    begin(house, "Band")
    house(as_somebody, TUTOR, drafts.pick_day, date(2026, 11, 28), CONFIG)
    assert say(house, "4:15pm").known["when"] == "2026-11-28T16:15:00"


def test_a_day_alone_is_asked_its_time_and_later_keeps_it(house: Run) -> None:
    begin(house, "Band")
    asked = say(house, "sat")
    assert (asked.field, asked.day) == ("when", date(2026, 11, 28))
    for words in ("half 7", "an hour", "saturdays", "none", "Hall"):
        asked = say(house, words)
    assert (asked.line.when, asked.line.recurrence.frequency) == (datetime(2026, 11, 28, 19, 30), "weekly")
    assert say(house, "5/12").line.when == datetime(2026, 12, 5, 19, 30)


def test_one_part_is_changed_and_the_rest_is_kept(house: Run) -> None:
    shown = begin(house, "Guitar club; Thu 4pm; 45m; weekly until 10/12; Room 2")
    assert isinstance(shown, Asked)
    assert shown.field == "confirm"
    assert house(as_somebody, TUTOR, drafts.again, "minutes", CONFIG).field == "minutes"
    shown = say(house, "1h")
    assert (shown.field, shown.known["minutes"], shown.known["place"]) == ("confirm", 60, "Room 2")
    assert house(as_somebody, TUTOR, drafts.again, "frequency", CONFIG).field == "frequency"
    assert put(house, "frequency", "weekly").field == "until"
    assert put(house, "until", 0).field == "confirm"
    assert say(house, "17:30").known["when"] == "2026-11-26T17:30:00"
    assert isinstance(house(as_somebody, TUTOR, drafts.make, CONFIG), Card)
    assert starts(house)[:2] == ["2026-11-26 17:30", "2026-12-03 17:30"]


def test_words_at_the_end_are_a_yes_a_no_or_another_line(house: Run) -> None:
    begin(house, "Guitar club; Thu 4pm")
    assert refused(house, drafts.typed, "no", CONFIG) == "session-no"
    assert refused(house, drafts.typed, "purple", CONFIG) == "newsession-bad-when"
    assert isinstance(say(house, "Guitar club; 2026-11-26 16:00"), Card)
    assert refused(house, drafts.typed, "yes", CONFIG) == "old-button"


def test_each_wrong_word_is_refused_and_the_step_stays(house: Run) -> None:
    begin(house)
    assert refused(house, drafts.typed, "x" * 101, CONFIG) == "newsession-bad-title"
    assert refused(house, drafts.typed, " ", CONFIG) == "session-words-please"
    say(house, "Band")
    assert refused(house, drafts.typed, "one day", CONFIG) == "newsession-bad-when"
    assert refused(house, drafts.typed, "2026-11-22 10:00", CONFIG) == "session-past"
    say(house, "2026-12-05 19:00")
    for words in ("long", "0", "2d", "30s"):
        assert refused(house, drafts.typed, words, CONFIG) == "newsession-bad-duration"
    say(house, "45")
    for words in ("sometimes", "Room 2", "weekly until 2026-12-04"):
        assert refused(house, drafts.typed, words, CONFIG) == "newsession-bad-recurrence"
    say(house, "weekly")
    assert refused(house, drafts.typed, "2026-12-01", CONFIG) == "newsession-bad-recurrence"
    assert say(house, "2026-12-12").field == "place"
    assert refused(house, drafts.typed, "x" * 301, CONFIG) == "newsession-bad-place"
    say(house, "Hall")
    house(as_somebody, TUTOR, drafts.again, "when", CONFIG)
    assert refused(house, drafts.typed, "2026-12-13 10:00", CONFIG) == "newsession-after-the-end"


def test_old_and_forged_buttons(house: Run) -> None:
    assert refused(house, drafts.put, "minutes", 45, CONFIG) == "old-button"
    assert refused(house, drafts.make, CONFIG) == "old-button"
    begin(house, "Band")
    assert refused(house, drafts.put, "minutes", 45, CONFIG) == "old-button"
    assert refused(house, drafts.pick_time, 600, CONFIG) == "old-button"
    say(house, "2026-12-05 19:00")
    assert refused(house, drafts.pick_day, date(2026, 12, 5), CONFIG) == "old-button"
    for value in (0, -1, 1441, 10**17):
        assert refused(house, drafts.put, "minutes", value, CONFIG) == "old-button"
    put(house, "minutes", 45)
    assert refused(house, drafts.put, "frequency", "hourly", CONFIG) == "old-button"
    put(house, "frequency", "weekly")
    for value in (-1, 101, 10**17):
        assert refused(house, drafts.put, "until", value, CONFIG) == "old-button"
    assert refused(house, drafts.again, "colour", CONFIG) == "old-button"
    assert refused(house, drafts.look_again, CONFIG) == "old-button"


def test_never_mind(house: Run) -> None:
    begin(house, "Band")
    assert house(as_somebody, TUTOR, drafts.drop) is True
    assert house(as_somebody, TUTOR, drafts.drop) is False
    assert refused(house, drafts.typed, "Thu 4pm", CONFIG) == "old-button"


def test_a_yes_that_comes_too_late_is_refused(house: Run) -> None:
    begin(house, "Band; today 12:30")
    at("2026-11-23 12:31")
    assert refused(house, drafts.make, CONFIG) == "session-past"
    with pytest.raises(NotAllowed):
        house(as_somebody, OTTER, drafts.make, CONFIG)
