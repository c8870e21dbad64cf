"""Which times a kept entry has between two wall times: the library expands it, in wall time."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from bot.policies.calendars.shapes import KEY, ONCE, Item

_ONE: Final = timedelta(minutes=1)


def expand(text: str, start: datetime, end: datetime) -> list[Item]:
    """The times that start in [start, end), in order, those that the file calls off among them."""
    query, once = _query(text)
    found: list[Any] = query.between(start, end)
    items = [_item(event, once) for event in found if start <= event["DTSTART"].dt < end]
    return sorted(items, key=lambda item: (item.local, item.key))


@lru_cache(maxsize=256)
def _query(text: str) -> tuple[Any, bool]:
    """The entry read: half of the work, and of one session it is done several times in a row."""
    import recurring_ical_events
    from icalendar import Calendar

    calendar = Calendar.from_ical(text)
    events = calendar.walk("VEVENT")
    return recurring_ical_events.of(calendar), len(events) == 1 and not {"RRULE", "RDATE"} & set(events[0])


def _item(event: Any, once: bool) -> Item:
    local = event["DTSTART"].dt
    return Item(
        ONCE if once else event["RECURRENCE-ID"].dt.strftime(KEY),
        local.isoformat(),
        round((event["DTEND"].dt - local) / _ONE),
        str(event.get("STATUS", "")) == "CANCELLED",
    )
