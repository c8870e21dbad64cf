"""Days on which nobody is there: bank holidays of a country, and the spans outside a service's terms."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Self

# The names of the United Kingdom's parts need no look into the package, which takes half a second to load.
_KNOWN: Final = frozenset({"", "GB", "GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS"})
_CODE: Final = re.compile(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?")
_SPAN: Final = re.compile(r"(\S+?)(?:\s+(?:to|until|[-–—])\s+(\S+))?")


class BadClosedDays(ValueError):
    """The text names no days; the message says what is wrong and shows an example."""


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """A container of calendar days: `date(2026, 12, 25) in ClosedDays.parse("GB-ENG", [])`."""

    holidays: str = ""  # a country, and its part: "GB-ENG"; "" is no holidays at all
    spans: tuple[tuple[date, date], ...] = ()  # first and last day, both closed

    @classmethod
    def parse(cls, holidays: str, spans: Sequence[str]) -> Self:
        """From "GB-ENG" and lines such as "2026-12-21 to 2027-01-03" or "2027-02-17"; BadClosedDays otherwise."""
        code = holidays.strip().upper()
        if code not in _KNOWN:
            _check_code(code, holidays)
        return cls(code, tuple(sorted(_span(line) for line in spans)))

    def __contains__(self, day: object) -> bool:
        """Whether nobody is there on that day."""
        if not isinstance(day, date):
            return False
        if any(first <= day <= last for first, last in self.spans):
            return True
        return bool(self.holidays) and day in bank_holidays(self.holidays, day.year)

    def know(self, year: int, years: int) -> None:
        """Looks up the holidays of so many years from this one on, so that nobody waits for that later."""
        for ahead in range(years if self.holidays else 0):
            bank_holidays(self.holidays, year + ahead)

    def without_holidays(self) -> "ClosedDays":
        """The spans alone: for hours that are said to be always."""
        return ClosedDays("", self.spans)


@lru_cache(maxsize=64)
def bank_holidays(code: str, year: int) -> frozenset[date]:
    """The days of the year that are holidays there; the substitute days of the United Kingdom included."""
    # Loaded when first wanted: a service that is always open never waits for it.
    import holidays

    country, _, part = code.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=part or None, years=year).keys())


def _check_code(code: str, given: str) -> None:
    match = _CODE.fullmatch(code)
    try:
        if match is None:
            raise NotImplementedError
        bank_holidays(code, 2026)
    except NotImplementedError:
        raise BadClosedDays(f'{given!r} is no place whose holidays are known, for example "GB-ENG"') from None


def _span(line: str) -> tuple[date, date]:
    example = "2026-12-21 to 2027-01-03"
    match = _SPAN.fullmatch(line.strip())
    try:
        if match is None:
            raise ValueError
        first = date.fromisoformat(match[1])
        last = date.fromisoformat(match[2]) if match[2] else first
    except ValueError:
        raise BadClosedDays(f"{line!r} should be a day or two, for example {example!r}") from None
    if last < first:
        raise BadClosedDays(f"{line!r} ends before it begins, for example {example!r}")
    if (last - first).days > 366:
        raise BadClosedDays(f"{line!r} is longer than a year, for example {example!r}")
    return first, last
