"""Times as people say them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policies.spoken_times import names_which, understand_when, which_of_two

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("tomorrow half 4", "2026-11-24 16:30"),
        ("Thu half past four", "2026-11-26 16:30"),
        ("half past 4 on Thursday", "2026-11-26 16:30"),
        ("thursday at quarter to 5", "2026-11-26 16:45"),
        ("quarter past 3pm thu", "2026-11-26 15:15"),
        ("fri ten past 3", "2026-11-27 15:10"),
        ("fri twenty-five to six", "2026-11-27 17:35"),
        ("fri 20 minutes to 6", "2026-11-27 17:40"),
        ("Fri 4 o’clock", "2026-11-27 16:00"),
        ("Thu 4", "2026-11-26 16:00"),
        ("7 on Thursday", "2026-11-26 19:00"),
        ("Sat 10", "2026-11-28 10:00"),
        ("Sat half 9", "2026-11-28 09:30"),
        ("Sat 9 in the evening", "2026-11-28 21:00"),
        ("Sat half 4 in the morning", "2026-11-28 04:30"),
        ("quarter to one thu", "2026-11-26 12:45"),
        ("3/12 4", "2026-12-03 16:00"),
        ("3/12 16:30", "2026-12-03 16:30"),
        ("2026-12-03 half 4", "2026-12-03 16:30"),
        ("Thu 4pm!", "2026-11-26 16:00"),
    ],
)
def test_ways_to_say_a_time(text: str, when: str) -> None:
    assert understand_when(text, MONDAY) == datetime.fromisoformat(when)


@pytest.mark.parametrize(
    "text", ["", "half", "half 4", "Thu", "3/12", "3 Dec", "12 dec", "Thu half 13", "Thu half past", "quarter to Thu", "Thu 13",
             "Thu 0", "half 4 whenever", "4" * 70],
)  # fmt: skip
def test_what_says_no_time(text: str) -> None:
    assert understand_when(text, MONDAY) is None


def test_which_of_two_times() -> None:
    second = understand_when("25/10/2027 01:30 second", MONDAY)
    assert second is not None
    assert (second, second.fold) == (datetime(2027, 10, 25, 1, 30), 1)
    assert names_which("2026-10-25 01:30 (the first one)")
    assert not names_which("2026-10-25 01:30")
    assert [which_of_two(words) for words in ("first", "The second one", "2nd", "later", "Thu 4pm")] == [
        0,
        1,
        1,
        1,
        None,
    ]


@given(st.text(max_size=70), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_any_text_says_a_time_or_none(text: str, today: date) -> None:
    found = understand_when(text, today)
    assert found is None or found.tzinfo is None


@given(st.integers(1, 12), st.sampled_from(["am", "pm"]), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_half_past_is_half_an_hour_after_it(hour: int, half: str, today: date) -> None:
    whole, later = (understand_when(f"tomorrow {words}{half}", today) for words in (f"{hour}", f"half {hour} "))
    assert whole is not None
    assert later is not None
    assert (later - whole).total_seconds() == 30 * 60
