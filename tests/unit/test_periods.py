"""Days from one to another, as a coordinator writes them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.policies.periods import BadPeriod, Period, last_month, parse_period

TODAY = date(2026, 11, 25)
AUTUMN = Period(date(2026, 9, 1), date(2026, 10, 30))


@pytest.mark.parametrize(
    "words",
    [
        "1/9 30/10", "1/9 to 30/10", "1/9-30/10", "1/9 – 30/10", "01/09/2026 30/10/26", "2026-09-01 2026-10-30",
        "2026-09-01 – 2026-10-30", "1 Sep to 30 Oct", "from 1 September until 30 October 2026",
        "between 1st sept and 30th oct", "Sep 1 Oct 30",
    ],
)  # fmt: skip
def test_as_people_write_it(words: str) -> None:
    assert parse_period(words, TODAY) == AUTUMN


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("1/9", Period(date(2026, 9, 1), TODAY)),
        ("1/9 30/11", Period(date(2026, 9, 1), TODAY)),  # no day that is still to come
        ("1 sept to today", Period(date(2026, 9, 1), TODAY)),
        ("30/11 1/9", Period(date(2025, 11, 30), date(2026, 9, 1))),
        ("1 dec 31 jan", Period(date(2025, 12, 1), date(2026, 1, 31))),
        ("25/11", Period(TODAY, TODAY)),
        ("29 feb 1 mar 2024", Period(date(2024, 2, 29), date(2024, 3, 1))),
        ("29 feb", Period(date(2024, 2, 29), TODAY)),
        ("Last month", Period(date(2026, 10, 1), date(2026, 10, 31))),
        ("this month", Period(date(2026, 11, 1), TODAY)),
        ("this year", Period(date(2026, 1, 1), TODAY)),
        ("today", Period(TODAY, TODAY)),
        ("in October", Period(date(2026, 10, 1), date(2026, 10, 31))),
        ("dec", Period(date(2025, 12, 1), date(2025, 12, 31))),
        ("february 2024", Period(date(2024, 2, 1), date(2024, 2, 29))),
        ("nov", Period(date(2026, 11, 1), TODAY)),
    ],
)
def test_without_a_year_it_is_the_newest_that_has_begun(words: str, period: Period) -> None:
    assert parse_period(words, TODAY) == period


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("", "unreadable"), ("banana", "unreadable"), ("mon tue", "unreadable"), ("5pm 6pm", "unreadable"),
        ("31/2 1/3", "unreadable"), ("1/9 banana", "unreadable"), ("x" * 500, "unreadable"), ("to", "unreadable"),
        ("from", "unreadable"), ("from to", "unreadable"), ("1/1/9999 2/1/9999", "unreadable"),
        ("2026-10-30 2026-09-01", "reversed"), ("2027-01-02 2027-01-01", "reversed"),
        ("2027-01-01 2027-02-01", "future"), ("26/11/2026", "future"), ("december 2026", "future"),
    ],
)  # fmt: skip
def test_what_is_no_span_of_days_says_why(words: str, wrong: str) -> None:
    with pytest.raises(BadPeriod) as refused:
        parse_period(words, TODAY)
    assert refused.value.wrong == wrong


@settings(max_examples=100)
@given(
    st.text(max_size=100) | st.lists(st.sampled_from(["1/9", "from", "to", "-", "2026", "30 oct", "–"])).map(" ".join)
)
def test_any_words_are_a_period_that_has_begun_or_refused(words: str) -> None:
    try:
        found = parse_period(words, TODAY)
    except BadPeriod:
        return
    assert found.first <= found.last <= TODAY


@settings(max_examples=100)
@given(st.dates(date(2001, 1, 1), date(2100, 1, 1)), st.dates(date(2001, 1, 1), date(2100, 1, 1)))
def test_two_days_in_full_are_those_days(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert parse_period(f"{first} {last}", last) == Period(first, last)
    assert parse_period(f"{first:%d/%m/%Y} - {last:%d/%m/%Y}", last) == Period(first, last)


@settings(max_examples=60)
@given(st.dates(date(2001, 1, 1), date(2100, 1, 1)))
def test_the_month_before_is_whole(today: date) -> None:
    month = last_month(today)
    assert month.first.day == 1
    assert (month.last + timedelta(days=1)).day == 1
    assert timedelta(27) <= month.last - month.first <= timedelta(30)
    assert month.last < today


def test_a_day_has_the_hours_that_the_clocks_give_it() -> None:
    """The twenty-fifth of October 2026 has twenty-five of them in London."""
    start, end = Period(date(2026, 10, 25), date(2026, 10, 25)).instants(ZoneInfo("Europe/London"))
    assert start == datetime(2026, 10, 24, 23, tzinfo=UTC)
    assert end - start == timedelta(hours=25)
