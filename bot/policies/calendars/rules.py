"""Rules of repetition that we are ready to follow, and until when they go on."""

from datetime import UTC, date, datetime, time
from math import prod
from typing import Any, Final
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from bot.policies.calendars.shapes import BadCalendar

_FREQUENCIES: Final = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_BY: Final = frozenset({"DAY", "MONTHDAY", "MONTH", "YEARDAY", "WEEKNO", "SETPOS", "HOUR", "MINUTE", "SECOND"})
_PARTS: Final = frozenset({"FREQ", "UNTIL", "COUNT", "INTERVAL", "WKST", *(f"BY{one}" for one in _BY)})
MOST_RULES: Final = 3
_MOST_COUNT: Final = 5_000
_MOST_A_DAY: Final = 4
_MOST_VALUES: Final = 60
_LAST: Final = datetime(2199, 12, 31)  # noqa: DTZ001 (wall time has no zone)


class NotFollowed(Exception):
    """A rule of a kind that we can't follow: no fault of the file's."""


def local_rule(rule: Any, zone: ZoneInfo, title: str) -> str:
    """The rule with its end as wall time in the zone; BadCalendar for one that would never be done with."""
    from icalendar import vRecur

    if not isinstance(rule, vRecur):
        raise BadCalendar("rule", title=title)
    values = {name.upper(): value if isinstance(value, list) else [value] for name, value in rule.items()}
    if set(values) - _PARTS:
        raise NotFollowed
    frequency = str(values.get("FREQ", [""])[0]).upper()
    if frequency not in _FREQUENCIES:
        # Every second, every minute, every hour: no session that anybody comes to.
        raise BadCalendar("bomb" if frequency else "rule", title=title)
    times_a_day = prod(len(values.get(name, [0])) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    if (
        times_a_day > _MOST_A_DAY
        or sum(map(len, values.values())) > _MOST_VALUES
        or not 1 <= _number(values, "INTERVAL") <= 1_000
        or not 1 <= _number(values, "COUNT") <= _MOST_COUNT
    ):
        raise BadCalendar("bomb", title=title)
    if "COUNT" in values and "UNTIL" in values:
        raise BadCalendar("rule", title=title)
    if "UNTIL" in values:
        values["UNTIL"] = [_end(values["UNTIL"][0], zone, title)]
    made: Any = vRecur(values)
    return str(made.to_ical(), "utf-8")


def _number(values: dict[str, list[Any]], name: str) -> int:
    found = values.get(name, [1])[0]
    return found if isinstance(found, int) else 0


def _end(until: Any, zone: ZoneInfo, title: str) -> datetime:
    if not isinstance(until, date):
        raise BadCalendar("rule", title=title)
    if not isinstance(until, datetime):
        return min(datetime.combine(until, time(23, 59, 59)), _LAST)
    if until.year >= _LAST.year or until.year < 1970:
        return min(until.replace(tzinfo=None), _LAST)
    return (until if until.tzinfo is None else until.astimezone(UTC).astimezone(zone)).replace(tzinfo=None)


def last_of(rule: str, first: datetime) -> datetime | None:
    """The last time that the rule can have; None where it has no end."""
    made: Any = rrulestr(rule, dtstart=first)
    if made._until is not None:
        until: datetime = made._until
        return until
    if made._count is None:
        return None
    return max(made, default=first)
