"""Another tutor, and the link to join: who is told, who is reminded, who sees it and when."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from bot.errors import Refusal
from bot.services import enrolments, session_changes, session_drafts, session_settings, sessions
from bot.services.session_settings import NewTutor, WhichTutor
from tests.services.session_house import (
    COORDINATOR,
    LEAD,
    LYNX,
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
    pending,
    people,
    session_of,
)

Run = Callable[..., Any]
CONFIG = config()
LINK = "https://meet.example/band?pwd=1"


@pytest.fixture
def house(run: Run) -> Run:
    """Three Thursdays with Otter and the unconfirmed Puffin, led by Tom."""
    at("2026-11-23 12:00")
    run(people)
    run(as_somebody, TUTOR, session_drafts.begin, "Band; 2026-12-03 16:30; weekly until 2026-12-17", CONFIG)
    run(as_somebody, TUTOR, enrolments.enrol, 1, "Otter-12 Puffin-45", CONFIG)
    run(deliver)
    return run


def give(house: Run, words: str, who: int = TUTOR) -> Any:
    return house(as_somebody, who, session_settings.change_tutor, 1, words, CONFIG)


def refused(house: Run, who: int, use_case: Callable[..., Any], *args: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        house(as_somebody, who, use_case, *args)
    return refusal.value.key


def reminded(house: Run, person: int) -> int:
    return sum(row[0] == person for row in house(pending))


def test_another_tutor_from_now_on(house: Run) -> None:
    at("2026-12-04 12:00")
    house(deliver)
    done = give(house, "Tess", COORDINATOR)
    assert isinstance(done, NewTutor)
    assert (reminded(house, TUTOR), reminded(house, OTHER_TUTOR), reminded(house, OTTER)) == (0, 4, 4)
    told = {item.person: item.text for item in house(deliver)}
    assert set(told) == {TUTOR, OTHER_TUTOR, OTTER, NEW}
    assert "is with Tess instead of Tom" in told[OTTER]
    assert "You lead" in told[OTHER_TUTOR]
    assert "instead of you" in told[TUTOR]
    assert house(as_somebody, TUTOR, sessions.led).lines == []
    assert [line.session.id for line in house(as_somebody, OTHER_TUTOR, sessions.led).lines] == [1]
    # Who led what has been stays known.
    assert [item.tutor_id for item in house(occurrences_of)] == [TUTOR, None, None]
    assert refused(house, TUTOR, session_settings.change_tutor, 1, "Tom", CONFIG) == "no-such-session"


def test_another_tutor_for_one_time(house: Run) -> None:
    done = give(house, "2026-12-10 tess")
    assert isinstance(done, NewTutor)
    assert done.occurrence is not None
    assert (reminded(house, TUTOR), reminded(house, OTHER_TUTOR)) == (4, 2)
    told = {item.person: item.text for item in house(deliver)}
    assert set(told) == {OTHER_TUTOR, OTTER, NEW}
    assert "on Thu 10 Dec, 16:30" in told[OTTER]
    (line,) = house(as_somebody, OTHER_TUTOR, sessions.led).lines
    assert line.next_at == done.occurrence.starts_at
    assert not house(as_somebody, OTHER_TUTOR, sessions.open_session, 1).may_change
    names = [(item.tutor or item.session.tutor).name for item in house(as_somebody, OTTER, sessions.booked).times]
    assert names == ["Tom", "Tess", "Tom"]
    at("2026-12-09 16:30")
    leads = [item.person for item in house(deliver) if "which you lead" in item.text]
    assert leads.count(OTHER_TUTOR) == 1
    # And back.
    give(house, "10/12 Tom")
    assert reminded(house, OTHER_TUTOR) == 0
    assert house(occurrences_of)[1].tutor_id is None


def test_who_stands_in_hears_of_their_one_time_when_all_that_follow_change(house: Run) -> None:
    give(house, "2026-12-10 tess")
    house(deliver)

    def told(use_case: Callable[..., Any], *args: Any) -> list[str]:
        house(as_somebody, TUTOR, use_case, house(occurrences_of)[0].id, *args)
        return [item.text for item in house(deliver) if item.person == OTHER_TUTOR]

    assert told(session_changes.move, datetime(2026, 12, 4, 17), True, CONFIG) == [
        "<b>Band</b> (S1) has moved.\nNew time: <b>Fri 11 Dec, 17:00</b>\nIt was: Thu 10 Dec, 16:30"
    ]
    assert told(session_changes.cancel, "", True) == ["<b>Band</b> (S1) on Fri 11 Dec, 17:00 is called off."]


def test_one_time_that_somebody_else_has_stays_theirs_when_the_rest_is_given_away(house: Run) -> None:
    give(house, "2026-12-10 Tess")
    give(house, "Tess", COORDINATOR)
    assert [item.tutor_id for item in house(occurrences_of)] == [None, None, None]
    assert (reminded(house, TUTOR), reminded(house, OTHER_TUTOR)) == (0, 6)


def test_whom_without_a_name_or_with_one_that_nobody_has(house: Run) -> None:
    asked = give(house, "")
    assert isinstance(asked, WhichTutor)
    assert [tutor.name for tutor in asked.tutors] == ["Tess"]
    asked = give(house, "3/12")
    assert isinstance(asked, WhichTutor)
    assert asked.occurrence is not None
    assert give(house, "Zoe").unknown == "Zoe"
    assert refused(house, TUTOR, session_settings.change_tutor, 1, "Tom", CONFIG) == "tutor-already"
    assert refused(house, TUTOR, session_settings.change_tutor, 1, "4/12 Tess", CONFIG) == "no-such-day"
    for tutor, occurrence in ((OTTER, 0), (99, 0), (OTHER_TUTOR, 99), (OTHER_TUTOR, 2**31), (TUTOR, 0)):
        assert refused(house, TUTOR, session_settings.give_to, 1, tutor, occurrence, CONFIG) == "old-button"
    assert refused(house, OTHER_TUTOR, session_settings.change_tutor, 1, "Tess", CONFIG) == "no-such-session"


def test_the_link_shows_near_the_time_to_who_has_a_place_and_is_confirmed(house: Run) -> None:
    house(as_somebody, TUTOR, session_settings.set_link, 1, LINK)

    def seen(who: int) -> Any:
        return house(as_somebody, who, session_settings.link_of, 1, CONFIG)

    shown = seen(OTTER)
    assert shown.url == ""
    assert f"{shown.shows_at:%Y-%m-%d %H:%M}" == "2026-12-03 16:00"
    assert seen(TUTOR).url == seen(LEAD).url == LINK
    for who in (WREN, LYNX, NEW, OTHER_TUTOR):
        assert refused(house, who, session_settings.link_of, 1, CONFIG) == "session-link-none"
    for when, there in (("15:59", False), ("16:00", True), ("17:14", True), ("17:16", False)):
        at(f"2026-12-03 {when}")
        assert bool(seen(OTTER).url) is there, when
    house(as_somebody, TUTOR, enrolments.take_out, 1, OTTER)
    at("2026-12-10 16:15")
    assert refused(house, OTTER, session_settings.link_of, 1, CONFIG) == "session-link-none"
    house(as_somebody, TUTOR, session_settings.set_link, 1, "off")
    assert refused(house, TUTOR, session_settings.link_of, 1, CONFIG) == "session-link-none"


@pytest.mark.parametrize(
    "words",
    ["http://meet.example/x", "meet.example", "https://", "https://x", "https://a b.example", "javascript:alert(1)",
     "https://user:pw@meet.example/", "https://meet.example/" + "x" * 300, ""],
)  # fmt: skip
def test_what_is_no_link(house: Run, words: str) -> None:
    assert refused(house, TUTOR, session_settings.set_link, 1, words) == "newsession-bad-link"
    assert house(session_of).link == ""


def test_a_link_in_the_line_is_no_place(house: Run) -> None:
    house(as_somebody, TUTOR, session_drafts.begin, f"Online; 2026-12-04 16:30; 45m; max 6; {LINK}; Room 2", CONFIG)
    made = house(session_of, 2)
    assert (made.link, made.place, made.capacity, made.all_year) == (LINK, "Room 2", 6, False)
    assert refused(house, TUTOR, session_drafts.begin, "X; 2026-12-04 16:30; http://a.example", CONFIG) == (
        "newsession-bad-link"
    )
    assert refused(house, TUTOR, session_drafts.begin, "X; 2026-12-04 16:30; 0 places", CONFIG) == (
        "newsession-bad-capacity"
    )
