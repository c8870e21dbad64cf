"""Buttons to pick a day and a time: the next days first, then the month as a page."""

from datetime import date, datetime, time, timedelta
from typing import Final

from bot.callbacks.sessions import OtherDay, PickDay, PickTime, ShowMonth
from bot.notifications.content import Button, Rows, button, rows
from bot.policies.month import month_from, number_of, weeks_of
from bot.services.days import Days

DAYS_SHOWN: Final = 6
_AFTERNOON_TIMES: Final = ("15:30", "16:00", "16:30", "17:00", "17:30", "18:00", "18:30", "19:00")
_MORNING_TIMES: Final = ("10:00", "11:00", "12:00", "14:00")
_LAST_DAY: Final = date(2999, 12, 31)


def day_from(ordinal: int) -> date | None:
    """The day that a button carried; None for a number that is none."""
    return date.fromordinal(ordinal) if 1 <= ordinal <= _LAST_DAY.toordinal() else None


def day_buttons(now: datetime, days: Days, *last: Button) -> Rows:
    """The next days that have a common time left, and a month of days."""
    today = now.date()
    near = [today + timedelta(days=ahead) for ahead in range(DAYS_SHOWN + 1)]
    offered = [day for day in near if _times(day, now)][:DAYS_SHOWN]
    picks = [button("button-day", PickDay(day.toordinal()), day=day) for day in offered]
    return (*rows(*picks, width=2), *_month(today, days), *rows(*last))


def _month(today: date, days: Days) -> Rows:
    number = number_of(days.month)
    here = ShowMonth(number)
    turns = [
        button(key, ShowMonth(number + step)) if month_from(number + step, today) else None
        for key, step in (("button-month-before", -1), ("button-month-after", 1))
    ]
    title = button(f"button-month-{days.month.month}", here, year=days.month.year)
    names = [button(f"button-weekday-{place}", here) for place in range(7)]
    weeks = [tuple(_day(day, today, days, here) for day in week) for week in _to_come(days, today)]
    return (*rows(turns[0], title, turns[1], width=3), tuple(names), *weeks)


def _to_come(days: Days, today: date) -> list[list[date | None]]:
    """The weeks in which some day is left."""
    return [week for week in weeks_of(days.month) if any(day is not None and day >= today for day in week)]


def _day(day: date | None, today: date, days: Days, here: ShowMonth) -> Button:
    """A day to tap; what is over, or of another month, leads nowhere else than here."""
    if day is None or day < today:
        return button("button-day-over", here)
    key = "button-day-today" if day == today else "button-day-shut" if day in days.shut else "button-words"
    return button(key, PickDay(day.toordinal()), words=str(day.day))


def time_buttons(day: date, now: datetime, *last: Button) -> Rows:
    """Common times on the day that have not passed."""
    picks = [button("button-words", PickTime(item.hour * 60 + item.minute), words=f"{item:%H:%M}")
             for item in _times(day, now)]  # fmt: skip
    return (*rows(*picks, width=4), *rows(button("button-other-day", OtherDay()), *last))


def _times(day: date, now: datetime) -> list[time]:
    texts = [*_MORNING_TIMES, *_AFTERNOON_TIMES]
    times = [time.fromisoformat(text) for text in texts]
    return [item for item in times if day > now.date() or item > now.time()]
