"""Sessions as a calendar file that any program reads: zoned times, their zones' rules, and nobody's name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.policies.calendars.parts import Parts, events_of, many
from bot.policies.calendars.shapes import PLACES
from bot.policies.local_time import resolve

MAKER: Final = "-//Backline//Sessions//EN"


@dataclass(frozen=True, slots=True)
class Published:
    """A session, or one time of it, as it leaves for a calendar."""

    uid: str
    title: str
    place: str
    link: str
    zone: str
    parts: Parts
    places: int | None = None
    about: str = ""  # for whoever reads it; it does not come in again


def publish(entries: Iterable[Published], made_at: datetime) -> bytes:
    """The file."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("PRODID", MAKER)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    for entry in entries:
        for event in events_of(entry.parts):
            _zoned(event, ZoneInfo(entry.zone))
            event["UID"] = entry.uid
            event.add("DTSTAMP", made_at.astimezone(UTC).replace(microsecond=0))
            event.add("SUMMARY", entry.title)
            if entry.place:
                event.add("LOCATION", entry.place)
            if entry.link:
                event.add("URL", entry.link)
            if entry.about:
                event.add("DESCRIPTION", entry.about)
            if entry.places is not None:
                event.add(PLACES, str(entry.places))
            calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _zoned(event: Any, zone: ZoneInfo) -> None:
    """Puts the zone to every wall time; the end of a rule is UTC then (RFC 5545, 3.3.10)."""
    for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
        if name in event:
            local = event.pop(name).dt
            event.add(name, local.replace(tzinfo=zone))
    for name in ("RDATE", "EXDATE"):
        lines = [[one.dt for one in line.dts] for line in many(event, name)]
        event.pop(name, None)
        for values in lines:
            whole_days = not isinstance(values[0], datetime)
            if whole_days:
                event.add(name, values, parameters={"VALUE": "DATE"})
            else:
                event.add(name, [value.replace(tzinfo=zone) for value in values])
    rules = many(event, "RRULE")
    event.pop("RRULE", None)
    for rule in rules:
        if "UNTIL" in rule:
            rule["UNTIL"] = [resolve(until, zone) for until in rule["UNTIL"]]
        event.add("RRULE", rule)


def weekly(weeks: int, until: datetime | None) -> str:
    """The words of a rule for every so many weeks, until a wall time."""
    from icalendar import vRecur

    made: Any = vRecur({"FREQ": ["WEEKLY"], "INTERVAL": [weeks]} | ({"UNTIL": [until]} if until else {}))
    return str(made.to_ical(), "utf-8")
