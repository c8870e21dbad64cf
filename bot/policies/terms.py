"""When a service meets: its terms, the breaks inside them, and which meetings of a series that leaves."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from bot.policies.recurrence import Occurrence

Span = tuple[date, date]  # the first and the last day, both meant


@dataclass(frozen=True, slots=True)
class Year:
    """The days on which a series meets; with no term entered that is every day that is not closed."""

    terms: tuple[Span, ...] = ()
    breaks: tuple[Span, ...] = ()
    closed: Container[date] = field(default_factory=frozenset)

    def meets_on(self, day: date) -> bool:
        """Whether a series meets on this local day."""
        return day not in self.closed and not self.is_out(day)

    def is_out(self, day: date) -> bool:
        """Whether the day is outside every term, or in a break."""
        return _in(day, self.breaks) or (bool(self.terms) and not _in(day, self.terms))


ALL_YEAR: Final = Year()


@dataclass(frozen=True, slots=True)
class OffDays:
    """The days on which no tutor is there: those that are closed, and those outside the terms or in a break.

    A day after the last term is not off: nobody has said yet when the next one begins, and answers must not wait
    for ever.
    """

    year: Year

    def __contains__(self, day: object) -> bool:
        """Whether no tutor is there on that day."""
        if not isinstance(day, date):
            return False
        known = any(day <= last for _, last in self.year.terms)
        return day in self.year.closed or (known and self.year.is_out(day))


def _in(day: date, spans: Iterable[Span]) -> bool:
    return any(first <= day <= last for first, last in spans)


@dataclass(frozen=True, slots=True)
class Written:
    """A meeting that is written out: its wall time, whether it is called off, and whether that is because of terms."""

    local: datetime
    is_off: bool
    out_of_term: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """What the year changes about a series: positions to call off, and meetings that take place again, or for once."""

    off: tuple[int, ...] = ()
    back: tuple[Occurrence, ...] = ()
    new: tuple[Occurrence, ...] = ()


def difference(rule: Iterable[Occurrence], written: Mapping[int, Written], year: Year) -> Difference:
    """Where what is written out differs from what the rule and the year say; applied once, nothing differs.

    A meeting that somebody moved by hand stays where it was put, and one that was called off by hand stays off.
    """
    off: list[int] = []
    back: list[Occurrence] = []
    new: list[Occurrence] = []
    for item in rule:
        there = written.get(item.index)
        meets = year.meets_on(item.local.date())
        if there is None:
            if meets:
                new.append(item)
        elif there.is_off:
            if meets and there.out_of_term:
                back.append(item)
        elif not meets and there.local == item.local:
            off.append(item.index)
    return Difference(tuple(off), tuple(back), tuple(new))
