"""Terms as a coordinator types them: "Autumn; 2026-09-02 to 2026-12-18; half-term 2026-10-26 to 2026-10-30"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, Literal

from bot.policies.terms import Span
from bot.policies.when import parse_day

LONGEST_NAME: Final = 60  # characters
LONGEST_TERM: Final = 366  # days
MOST_LINES: Final = 60
_BETWEEN: Final = re.compile(r"\s+(?:to|until|till|til|through)\s+|\s*(?:–|—|->|→)\s*|\s+-\s+", re.IGNORECASE)
_FROM: Final = re.compile(r"^from\s+", re.IGNORECASE)
_A_YEAR: Final = timedelta(days=365)
_BREAK_NAME: Final = "half-term"

TermFault = Literal["name", "days", "order", "long", "break", "outside", "overlap", "many", "empty"]


@dataclass(frozen=True, slots=True)
class Break:
    """Days inside a term on which nobody meets."""

    name: str
    days: Span


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term with its breaks."""

    name: str
    days: Span
    breaks: tuple[Break, ...] = ()


class BadTermLine(ValueError):
    """The line names no term: what is wrong, what is written there, and in which line (from 1)."""

    def __init__(self, fault: TermFault, value: str, line: int = 1) -> None:
        super().__init__(f"line {line}: {fault}: {value!r}")
        self.fault: TermFault = fault
        self.value = value
        self.line = line


def parse_term_line(text: str, today: date) -> TermLine:
    """The term that the line names; BadTermLine where it names none."""
    name, days_text, *others = [" ".join(part.split()) for part in text.replace("；", ";").split(";")] + [""]
    if not name or len(name) > LONGEST_NAME:
        raise BadTermLine("name", name)
    days = _term_days(days_text, today)
    if days is None:
        raise BadTermLine("days", days_text)
    _check(days, days_text)
    breaks = tuple(sorted((_break(part, days, today) for part in others if part), key=lambda item: item.days))
    for earlier, later in pairwise(breaks):
        if later.days[0] <= earlier.days[1]:
            raise BadTermLine("break", f"{later.days[0]} to {later.days[1]}")
    return TermLine(name, days, breaks)


def parse_terms(text: str, today: date) -> list[TermLine]:
    """A term for each line; empty lines and those that begin with # say nothing. BadTermLine names the first fault."""
    found: list[TermLine] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            term = parse_term_line(line, today)
            if len(found) >= MOST_LINES:
                raise BadTermLine("many", term.name)
            check_apart(term, found)
        except BadTermLine as error:
            raise BadTermLine(error.fault, error.value, number) from None
        found.append(term)
    if not found:
        raise BadTermLine("empty", "")
    return found


def check_apart(term: TermLine, others: Sequence[TermLine]) -> None:
    """BadTermLine where the term shares days with another one."""
    for other in others:
        if term.days[0] <= other.days[1] and other.days[0] <= term.days[1]:
            raise BadTermLine("overlap", other.name)


def write_term_line(term: TermLine) -> str:
    """The line that reads back as this term."""
    parts = [term.name, _written(term.days), *(f"{item.name} {_written(item.days)}" for item in term.breaks)]
    return "; ".join(parts)


def _written(days: Span) -> str:
    return f"{days[0]} to {days[1]}"


def _break(part: str, term: Span, today: date) -> Break:
    # Its name comes first, in as many words as it has: the longest end that names days is the days.
    words = part.split(" ")
    for count in range(len(words)):
        # Days without a year are those of the term.
        days = _days(" ".join(words[count:]), term[0]) or _days(" ".join(words[count:]), today)
        if days is None:
            continue
        _check(days, part)
        if not (term[0] <= days[0] and days[1] <= term[1]):
            raise BadTermLine("outside", part)
        name = " ".join(words[:count]).rstrip(":,") or _BREAK_NAME
        if len(name) > LONGEST_NAME:
            raise BadTermLine("break", part)
        return Break(name, days)
    raise BadTermLine("break", part)


def _term_days(text: str, today: date) -> Span | None:
    """The days of a term; without a year it is the one that runs, or the next: its last day is still to come."""
    days = _days(text, today)
    ends = _BETWEEN.split(_FROM.sub("", text.strip()))
    if days is None or len(ends) != 2 or parse_day(ends[0], today - _A_YEAR) == days[0]:
        return days
    last = parse_day(ends[1], today)
    first = parse_day(ends[0], last - _A_YEAR) if last is not None else None
    return (first, last) if first is not None and last is not None else None


def _days(text: str, today: date) -> Span | None:
    ends = _BETWEEN.split(_FROM.sub("", text.strip()))
    first = parse_day(ends[0], today)
    if first is None or len(ends) > 2:
        return None
    last = parse_day(ends[1], first) if len(ends) == 2 else first
    return None if last is None else (first, last)


def _check(days: Span, text: str) -> None:
    if days[1] < days[0]:
        raise BadTermLine("order", text)
    if (days[1] - days[0]).days > LONGEST_TERM:
        raise BadTermLine("long", text)
