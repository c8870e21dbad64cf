"""A month as a page of days, Monday first, and which months can be turned to."""

from calendar import Calendar
from datetime import date
from typing import Final

_CALENDAR: Final = Calendar(firstweekday=0)
YEARS_AHEAD: Final = 2


def number_of(day: date) -> int:
    """A month as one number that grows by one from each to the next."""
    return day.year * 12 + day.month - 1


def month_from(number: int, today: date) -> date | None:
    """The first of the month with this number; None where it is over, or more than two years ahead."""
    if not number_of(today) <= number <= number_of(today) + YEARS_AHEAD * 12:
        return None
    return date(number // 12, number % 12 + 1, 1)


def weeks_of(month: date) -> list[list[date | None]]:
    """The weeks that the month touches, seven days each; days of other months are None."""
    return [
        [day if day.month == month.month else None for day in week]
        for week in _CALENDAR.monthdatescalendar(month.year, month.month)
    ]
