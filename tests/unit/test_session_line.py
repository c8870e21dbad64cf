from datetime import date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from bot.policies.durations import format_compact
from bot.policies.recurrence import Recurrence
from bot.policies.session_line import (
    DEFAULT_DURATION,
    BadSessionLine,
    SessionLine,
    parse_session_line,
)
from bot.policies.when import needs_confirmation, parse_when

MONDAY = date(2026, 11, 23)
START = datetime(2026, 12, 3, 16, 30)
WEEKLY = Recurrence("weekly", date(2026, 12, 17))
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
minutes = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(lambda at: at.replace(second=0, microsecond=0))
words = st.text("abcdefgh Åß漢", min_size=1, max_size=30).map(lambda text: f"Room {' '.join(text.split())}".strip())


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2026-12-03 16:30", START),
        ("2026-12-03T16:30", START),
        ("2026-12-03 4:30pm", START),
        ("3/12/2026 16:30", START),
        ("03/12/26 16.30", START),
        ("3/12 16:30", START),
        ("16:30 3/12", START),
        ("3 Dec 16:30", START),
        ("Dec 3rd, 4:30 p.m.", START),
        ("Thu 3 December 2026 at 16:30", START),
        ("Thu 4pm", datetime(2026, 11, 26, 16)),
        ("4pm on Thursday", datetime(2026, 11, 26, 16)),
        ("tomorrow 4:30pm", datetime(2026, 11, 24, 16, 30)),
        ("today at noon", datetime(2026, 11, 23, 12)),
        ("tues 12am", datetime(2026, 11, 24, 0)),
        ("wed 12pm", datetime(2026, 11, 25, 12)),
        ("Mon 10:00", datetime(2026, 11, 30, 10)),
        ("1/1 9:00", datetime(2027, 1, 1, 9)),
        ("29/2 9:00", datetime(2028, 2, 29, 9)),
    ],
)
def test_times_as_people_write_them(text: str, when: datetime) -> None:
    assert parse_when(text, MONDAY) == when


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "16:30",
        "Thu",
        "Thu 4",
        "Thu 25:00",
        "Thu 13pm",
        "Thu 4:60pm",
        "31/2 9:00",
        "3/13 9:00",
        "2026-13-03 9:00",
        "2026-12-03 24:00",
        "9999-12-03 9:00",
        "Fri 3 Dec 16:30",
        "2026-12-03 16:30 and again",
        "Thu 4pm " * 20,
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert parse_when(text, MONDAY) is None


def test_only_full_iso_forms_need_no_second_look() -> None:
    assert not needs_confirmation("2026-12-03 16:30")
    assert not needs_confirmation(" 2026-12-03T16:30 ")
    for text in ("3/12/2026 16:30", "Thu 4pm", "2026-12-03 4pm", "2026-12-3 16:30", "tomorrow 16:30"):
        assert needs_confirmation(text)


@given(minutes, days)
def test_iso_and_british_dates_in_full_read_the_same_whatever_today_is(when: datetime, today: date) -> None:
    assert parse_when(f"{when:%Y-%m-%d %H:%M}", today) == when
    assert parse_when(f"{when:%d/%m/%Y %H:%M}", today) == when
    assert parse_when(f"{when:%a %d %B %Y} {when:%I:%M%p}", today) == when


@given(minutes, days)
def test_a_date_without_its_year_is_not_in_the_past(when: datetime, today: date) -> None:
    found = parse_when(f"{when.day}/{when.month} {when:%H:%M}", today)
    assert found is not None
    assert found.date() >= today
    assert (found.day, found.month, found.time()) == (when.day, when.month, when.time())


@given(st.sampled_from(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]), days)
def test_a_weekday_is_within_the_next_week(name: str, today: date) -> None:
    found = parse_when(f"{name} 4pm", today)
    assert found is not None
    assert f"{found:%a}" == name
    assert 1 <= (found.date() - today).days <= 7


@given(st.text(max_size=40), days)
def test_any_text_is_a_time_or_none(text: str, today: date) -> None:
    found = parse_when(text, today)
    assert found is None or found.tzinfo is None


def test_the_whole_line() -> None:
    line = "title; 2026-12-03 16:30; 45m; weekly until 2026-12-17; place"
    assert parse_session_line(line, MONDAY) == SessionLine(
        "title", START, timedelta(minutes=45), WEEKLY, "place", needs_confirmation=False
    )


def test_the_shortest_line() -> None:
    found = parse_session_line("Jam; Thu 4pm", MONDAY)
    assert (found.duration, found.recurrence, found.place) == (DEFAULT_DURATION, Recurrence("once"), None)
    assert found.needs_confirmation


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("weekly", Recurrence("weekly")),
        ("Weekley until 17/12", WEEKLY),
        ("every week till 17 Dec", WEEKLY),
        ("weekly until Thursday 17 December 2026", WEEKLY),
        ("fortnightly", Recurrence("fortnightly")),
        ("every two weeks", Recurrence("fortnightly")),
        ("every Thursday until 17/12", WEEKLY),
        ("Thursdays", Recurrence("weekly")),
        ("on thursdays", Recurrence("weekly")),
        ("every other thurs", Recurrence("fortnightly")),
        ("once", Recurrence("once")),
        ("weekly until 2026-12-03", Recurrence("weekly", date(2026, 12, 3))),
        ("weekly until 1/3", Recurrence("weekly", date(2027, 3, 1))),
    ],
)
def test_ways_to_repeat(part: str, expected: Recurrence) -> None:
    found = parse_session_line(f"Jam; 2026-12-03 16:30; {part}", MONDAY)
    assert (found.recurrence, found.place) == (expected, None)


@pytest.mark.parametrize(
    "place",
    ["Room 5", "12 Bridge Street", "Every Nation Church", "Welcome to Hall B", "6 Place Road", "Max 6 Gym"],
)
def test_places_that_look_like_something_else(place: str) -> None:
    found = parse_session_line(f"Jam; 2026-12-03 16:30; {place}; weekly", MONDAY)
    assert (found.place, found.recurrence, found.duration) == (place, Recurrence("weekly"), DEFAULT_DURATION)


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("", "title", ""),
        ("; 2026-12-03 16:30", "title", ""),
        ("x" * 101 + "; 2026-12-03 16:30", "title", "x" * 101),
        ("Jam", "when", ""),
        ("Jam; soon; 45m", "when", "soon"),
        ("Jam; 2026-12-03 16:30; 45", "duration", "45"),
        ("Jam; 2026-12-03 16:30; 45 minuts", "duration", "45 minuts"),
        ("Jam; 2026-12-03 16:30; 0m", "duration", "0m"),
        ("Jam; 2026-12-03 16:30; -45m", "duration", "-45m"),
        ("Jam; 2026-12-03 16:30; 1w", "duration", "1w"),
        ("Jam; 2026-12-03 16:30; 45m; monthly", "recurrence", "monthly"),
        ("Jam; 2026-12-03 16:30; 45m; every month", "recurrence", "every month"),
        ("Jam; 2026-12-03 16:30; 45m; every Friday", "recurrence", "every Friday"),
        ("Jam; 2026-12-03 16:30; 45m; Fridays", "recurrence", "Fridays"),
        ("Jam; 2026-12-03 16:30; weekly for 6 weeks", "recurrence", "weekly for 6 weeks"),
        ("Jam; 2026-12-03 16:30; weekly until soon", "recurrence", "weekly until soon"),
        ("Jam; 2026-12-03 16:30; weekly until 2026-12-02", "recurrence", "weekly until 2026-12-02"),
        # The next 1st of December is before the start; the one after it is a year of sessions nobody wanted.
        ("Jam; 2026-12-03 16:30; weekly until 1/12", "recurrence", "weekly until 1/12"),
        ("Jam; 2026-12-03 16:30; once until 2026-12-17", "recurrence", "once until 2026-12-17"),
        ("Jam; 2026-12-03 16:30; here; there", "place", "there"),
        ("Jam; 2026-12-03 16:30; " + "x" * 301, "place", "x" * 301),
    ],
)
def test_what_is_wrong_is_named(line: str, field: str, value: str) -> None:
    with pytest.raises(BadSessionLine) as refused:
        parse_session_line(line, MONDAY)
    assert (refused.value.field, refused.value.value) == (field, value)


@given(
    words,
    minutes,
    st.integers(1, 1440).map(lambda count: timedelta(minutes=count)),
    words,
    st.integers(0, 400),
    st.data(),
)
def test_a_line_made_of_its_parts_reads_back(
    title: str, when: datetime, duration: timedelta, place: str, ahead: int, data: st.DataObject
) -> None:
    until = when.date() + timedelta(days=ahead)
    orders = list(permutations([format_compact(duration), f"weekly until {until}", place]))
    line = "; ".join([title, f"{when:%Y-%m-%d %H:%M}", *data.draw(st.sampled_from(orders))])
    assert parse_session_line(line, MONDAY) == SessionLine(
        title, when, duration, Recurrence("weekly", until), place, needs_confirmation=False
    )


@given(
    st.lists(st.text(max_size=20) | st.sampled_from(["Jam", "2026-12-03 16:30", "45m", "weekly"]), max_size=7),
    days,
)
def test_any_line_makes_a_session_or_names_its_fault(parts: list[str], today: date) -> None:
    try:
        found = parse_session_line(";".join(parts), today)
    except BadSessionLine as refused:
        event(refused.field)
        return
    assert found.title
    assert found.duration > timedelta()
    assert found.when.tzinfo is None
