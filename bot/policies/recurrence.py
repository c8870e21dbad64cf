"""Which occurrences a session has: local wall time repeats, so that 17:00 stays 17:00 when clocks change."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from dateutil.rrule import WEEKLY, rrule

from bot.policies.local_time import as_utc, require_naive, resolve

Frequency = Literal["once", "weekly", "fortnightly"]

_WEEKS: Final[dict[Frequency, int]] = {"weekly": 1, "fortnightly": 2}
# No zone is further than this from UTC, and no gap of the clocks longer: enough to never miss an edge.
_SLACK: Final = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How a session repeats; until is the last local day that may have an occurrence (None: no end)."""

    frequency: Frequency
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a session: its number from 0, its wall time (naive) and its instant (UTC)."""

    index: int
    local: datetime
    starts_at: datetime


def occurrences(
    first: datetime, recurrence: Recurrence, zone: ZoneInfo, start: datetime, end: datetime
) -> list[Occurrence]:
    """The occurrences that start in [start, end), in order; an index is the same whatever window is asked."""
    require_naive(first)
    start, end = as_utc(start), as_utc(end)
    weeks = _WEEKS.get(recurrence.frequency)
    if weeks is None:
        return _within([Occurrence(0, first, resolve(first, zone))], start, end)
    step = timedelta(weeks=weeks)
    # Jump to the window: expanding from the first would cost the more, the older the series.
    earliest, latest = _widened(start, end)
    if recurrence.until is not None:
        latest = min(latest, datetime.combine(recurrence.until, time.max))
    skipped = max(0, (earliest - first) // step)
    dates = rrule(WEEKLY, interval=weeks, dtstart=first + skipped * step, until=latest)
    expanded = [Occurrence(index, local, resolve(local, zone)) for index, local in enumerate(dates, start=skipped)]
    return _within(expanded, start, end)


def _widened(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """Wall times that surely lie before and after the window, in whatever zone."""
    earliest, latest = start.replace(tzinfo=None), end.replace(tzinfo=None)
    return (
        earliest - min(_SLACK, earliest - datetime.min),  # noqa: DTZ901
        latest + min(_SLACK, datetime.max - latest),  # noqa: DTZ901
    )


def _within(expanded: list[Occurrence], start: datetime, end: datetime) -> list[Occurrence]:
    return [occurrence for occurrence in expanded if start <= occurrence.starts_at < end]
