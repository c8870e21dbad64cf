"""A month as a page of days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.policies.month import YEARS_AHEAD, month_from, number_of, weeks_of

days = st.dates(date(2000, 1, 1), date(2199, 12, 31))


@given(days)
def test_every_day_of_the_month_stands_once_below_its_weekday(day: date) -> None:
    weeks = weeks_of(day.replace(day=1))
    shown = [item for week in weeks for item in week if item is not None]
    first = day.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    assert shown == [first + timedelta(days=ahead) for ahead in range((after - first).days)]
    assert all(item is None or item.weekday() == place for week in weeks for place, item in enumerate(week))
    assert all(len(week) == 7 for week in weeks)


@given(days, st.integers(-30, 30))
def test_only_months_that_are_not_over_can_be_turned_to(today: date, step: int) -> None:
    month = month_from(number_of(today) + step, today)
    assert (month is not None) is (0 <= step <= YEARS_AHEAD * 12)
    assert month is None or (number_of(month), month.day) == (number_of(today) + step, 1)


def test_numbers_that_are_no_month() -> None:
    assert month_from(-1, date(2026, 11, 23)) is None
    assert month_from(2**31 - 1, date(2026, 11, 23)) is None
