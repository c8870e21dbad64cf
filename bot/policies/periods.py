"""A span of days as people write it: "1/9 30/11", "1 Sep to 30 Nov 2026", "last month"."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from bot.policies.local_time import resolve
from bot.policies.when import parse_when

_LONGEST: Final = 80  # characters
_LINKS: Final = frozenset({"to", "until", "till", "til", "and", "through", "-", "–", "—"})
_OPENERS: Final = frozenset({"from", "between", "since"})
_YEAR: Final = re.compile(r"\d{4}|\d+[/.-]\d+[/.-]\d{2}$")
_CLOCK: Final = re.compile(r"\d:\d|\d\s*[ap]m|noon")  # a time of day has no place here
_BETWEEN: Final = re.compile(r"(?<=\d)\s*[–—]\s*(?=\d)|(?<=/\d)-(?=\d)|(?<=/\d\d)-(?=\d)")
_LEAP_DAYS_APART: Final = timedelta(days=8 * 366)
_ONE_DAY: Final = timedelta(days=1)

Wrong = Literal["unreadable", "reversed", "future"]


class BadPeriod(ValueError):
    """The words name no span of days that has begun: `wrong` says why."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong)
        self.wrong = wrong


_MONTH: Final = re.compile(r"(?:in |for )?(?P<name>[a-z]{3,9})(?: (?P<year>\d{4}))?")


@dataclass(frozen=True)
class Period:
    """Local days, the first and the last included."""

    first: date
    last: date

    def instants(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """When it begins, and when it is over (that instant no longer in it)."""
        return (
            resolve(datetime.combine(self.first, time()), zone),
            resolve(datetime.combine(self.last + _ONE_DAY, time()), zone),
        )


def last_month(today: date) -> Period:
    """The calendar month before this one."""
    last = today.replace(day=1) - _ONE_DAY
    return Period(last.replace(day=1), last)


def parse_period(words: str, today: date) -> Period:
    """The days that the words name, none of them after today; without a year they are the newest ones that have begun.

    A first day alone lasts until today. BadPeriod for anything else.
    """
    text = " ".join(unicodedata.normalize("NFKC", words).casefold().replace(",", " ").split())
    if not text or len(text) > _LONGEST:
        raise BadPeriod("unreadable")
    match text:
        case "last month":
            return last_month(today)
        case "this month":
            return Period(today.replace(day=1), today)
        case "this year":
            return Period(today.replace(month=1, day=1), today)
        case "today":
            return Period(today, today)
    if (month := _month(text, today)) is not None:
        return month
    pieces = _BETWEEN.sub(" – ", text).split()
    if pieces[0] in _OPENERS:
        pieces = pieces[1:]
    found = _two_days(pieces, today)
    if found is None:
        raise BadPeriod("unreadable")
    first, last = found
    if last < first:
        raise BadPeriod("reversed")
    if first > today:
        raise BadPeriod("future")
    return Period(first, min(last, today))


def _month(text: str, today: date) -> Period | None:
    """A whole month as far as it is over: "October", "in Oct 2025"; without a year the newest that has begun."""
    match = _MONTH.fullmatch(text)
    year = f" {match['year']}" if match and match["year"] else ""
    first = _newest(f"1 {match['name']}{year}", today) if match else None
    if first is None:
        return None
    if first > today:
        raise BadPeriod("future")
    return Period(first, min(today, last_month(first + 31 * _ONE_DAY).last))


def _two_days(pieces: list[str], today: date) -> tuple[date, date] | None:
    """The first way to cut the words into two days; or into one, which lasts until today."""
    for at in range(1, len(pieces)):
        first = " ".join(pieces[:at])
        last = " ".join(pieces[at + 1 :] if pieces[at] in _LINKS else pieces[at:])
        begins = _begin(first, last, today)
        ends = (today if last == "today" else _day(last, begins)) if begins is not None else None
        if begins is not None and ends is not None:
            return begins, ends
    alone = _newest(" ".join(pieces), today)
    return (alone, max(alone, today)) if alone is not None else None


def _begin(first: str, last: str, today: date) -> date | None:
    """The first day; without a year it is the newest one that is not after the last day, if that has one."""
    until = _day(last, today) if _has_year(last) else today
    return _newest(first, until) if until is not None else None


def _newest(text: str, today: date) -> date | None:
    """The newest day with this name that is not after today; as it stands where it has a year."""
    if _has_year(text):
        return _day(text, today)
    found = _day(text, today - _LEAP_DAYS_APART)
    while found is not None and (later := _day(text, found + _ONE_DAY)) is not None and later <= today:
        found = later
    return found


def _day(text: str, since: date) -> date | None:
    """The date that the text names, from `since` on where it has no year; None for a weekday alone and other words."""
    if not any(character.isdigit() for character in text) or _CLOCK.search(text):
        return None
    try:
        found = parse_when(f"{text} 12:00", since)
    except OverflowError:
        return None
    return found.date() if found is not None else None


def _has_year(text: str) -> bool:
    return _YEAR.search(text) is not None
