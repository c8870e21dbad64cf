"""When an entry takes place, taken apart and put together again: wall times alone, in the entry's one zone.

What is kept of an entry is this, as iCalendar without zones; `sessions.zone` says whose clocks they are.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from bot.policies.calendars.rules import last_of

if TYPE_CHECKING:
    from icalendar import Event

_UID: Final = "kept"


@dataclass(frozen=True, slots=True)
class Changed:
    """One time of a series that is not as the rule has it."""

    key: datetime
    local: datetime
    minutes: int
    off: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """The first time, its length, rules (RRULE's words), times added and left out, and times that were changed."""

    first: datetime
    minutes: int
    rules: tuple[str, ...] = ()
    added: tuple[datetime, ...] = ()
    left_out: tuple[datetime | date, ...] = ()
    changed: tuple[Changed, ...] = ()

    @property
    def recurs(self) -> bool:
        """Whether it has more than the one time."""
        return bool(self.rules or self.added or self.changed)


def events_of(parts: Parts) -> "list[Event]":
    """The VEVENTs: the series, then its changed times."""
    main = _event(parts.first, parts.minutes)
    for rule in parts.rules:
        main.add("RRULE", _rule(rule))
    if parts.added:
        main.add("RDATE", sorted(parts.added))
    times = sorted(one for one in parts.left_out if isinstance(one, datetime))
    days = sorted(one for one in parts.left_out if not isinstance(one, datetime))
    if times:
        main.add("EXDATE", times)
    if days:
        main.add("EXDATE", days, parameters={"VALUE": "DATE"})
    events = [main]
    for change in sorted(parts.changed, key=lambda one: one.key):
        event = _event(change.local, change.minutes)
        event.add("RECURRENCE-ID", change.key)
        if change.off:
            event.add("STATUS", "CANCELLED")
        events.append(event)
    return events


def _rule(words: str) -> Any:
    from icalendar import vRecur

    return vRecur.from_ical(words)


def _event(local: datetime, minutes: int) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("UID", _UID)
    event.add("DTSTART", local)
    event.add("DTEND", local + timedelta(minutes=minutes))
    return event


def text_of(parts: Parts) -> str:
    """As it is kept: the same parts are always the same text."""
    from icalendar import Calendar

    calendar = Calendar()
    for event in events_of(parts):
        calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")


def parts_of(text: str) -> Parts:
    """The same back, from a text that was written here."""
    from icalendar import Calendar

    events: list[Any] = Calendar.from_ical(text).walk("VEVENT")
    main, *changed = events
    return Parts(
        main["DTSTART"].dt,
        _minutes(main),
        tuple(rule.to_ical().decode() for rule in many(main, "RRULE")),
        tuple(one.dt for line in many(main, "RDATE") for one in line.dts),
        tuple(one.dt for line in many(main, "EXDATE") for one in line.dts),
        tuple(
            Changed(one["RECURRENCE-ID"].dt, one["DTSTART"].dt, _minutes(one), one.get("STATUS") == "CANCELLED")
            for one in changed
        ),
    )


def ended(parts: Parts, last: datetime) -> Parts:
    """The same up to this time, whatever its rules would go on for."""

    def end(words: str) -> str:
        rule, own = _rule(words), last_of(words, parts.first)
        rule.pop("COUNT", None)
        rule["UNTIL"] = [last if own is None else min(last, own)]
        return str(rule.to_ical(), "utf-8")

    return replace(
        parts,
        rules=tuple(end(words) for words in parts.rules),
        added=tuple(one for one in parts.added if one <= last),
        changed=tuple(one for one in parts.changed if one.key <= last),
    )


def many(component: Any, name: str) -> list[Any]:
    """A property that may stand several times."""
    found = component.get(name)
    return [] if found is None else found if isinstance(found, list) else [found]


def _minutes(event: Any) -> int:
    return int((event["DTEND"].dt - event["DTSTART"].dt) / timedelta(minutes=1))
