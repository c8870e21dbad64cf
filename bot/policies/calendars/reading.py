"""A calendar file read: its entries in local wall time, what of it is left out and why, or why none of it is taken."""

import time
import warnings
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from icalendar import Calendar

from bot.policies.calendars import details
from bot.policies.calendars.envelope import opened
from bot.policies.calendars.expanding import expand
from bot.policies.calendars.parts import Changed, Parts, many, text_of
from bot.policies.calendars.rules import MOST_RULES, NotFollowed, last_of, local_rule
from bot.policies.calendars.shapes import (
    LONGEST_UID,
    MOST_EXCEPTIONS,
    MOST_SESSIONS,
    MOST_TIMES,
    BadCalendar,
    Entry,
    Item,
    Reading,
    Skipped,
)
from bot.policies.calendars.times import Times
from bot.policies.calendars.writing import MAKER
from bot.policies.calendars.zones import Zones
from bot.policies.local_time import resolve

LONGEST: Final = timedelta(days=1)
FURTHEST: Final = timedelta(days=2 * 366)
# Of a processor, for one entry: what is written out later costs as much again, while others wait for the database.
_PATIENCE: Final = 0.1
_IMPORTANT: Final = frozenset({"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"})


class _Skip(Exception):
    """The entry can't be a session here; the words are the reason."""


def read(data: bytes, zone: ZoneInfo, start: datetime, end: datetime) -> Reading:
    """What the file says of the instants in [start, end); a series that begins later has its first time all the same."""
    text = opened(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            calendars = Calendar.from_ical(text, multiple=True)
    except Exception:
        raise BadCalendar("unreadable") from None  # whatever a library thinks of it
    zones = Zones(zone, calendars, start)
    reader = _Reader(zones, start, end)
    for calendar in calendars:
        called_off = str(calendar.get("METHOD", "")).upper() == "CANCEL"
        for event in calendar.walk("VEVENT"):
            reader.sort_in(event, called_off)
        reader.ours |= str(calendar.get("PRODID", "")) == MAKER
    return reader.finish()


class _Reader:
    def __init__(self, zones: Zones, start: datetime, end: datetime) -> None:
        self._zones, self._start, self._end = zones, start, end
        self._main: dict[str, Any] = {}
        self._changed: dict[str, list[Any]] = {}
        self._off: set[str] = set()
        self._skipped: list[Skipped] = []
        self.ours = False

    def sort_in(self, event: Any, called_off: bool) -> None:
        """Puts an entry, or a changed time of one, where it belongs."""
        title, uid = details.title_of(event), str(event.get("UID", "")).strip()
        for name, _ in event.errors:
            if str(name).upper() in _IMPORTANT:
                raise BadCalendar("rule" if str(name).upper() == "RRULE" else "date", title=title)
        if not uid:
            self._skipped.append(Skipped(title, "no-number"))
            return
        if len(uid) > LONGEST_UID:
            raise BadCalendar("unreadable")
        if called_off:
            self._off.add(uid)
        if "RECURRENCE-ID" in event:
            self._changed.setdefault(uid, []).append(event)
        elif uid in self._main:
            raise BadCalendar("twice", title=title)
        else:
            self._main[uid] = event

    def finish(self) -> Reading:
        """All entries, worked out."""
        entries: list[Entry] = []
        for uid, event in self._main.items():
            title = details.title_of(event)
            try:
                entries.append(self._entry(uid, title, event, self._changed.pop(uid, [])))
                if sum(bool(entry.items) for entry in entries) > MOST_SESSIONS:
                    raise BadCalendar("too-many-sessions", most=MOST_SESSIONS)
            except _Skip as reason:
                self._skipped.append(Skipped(title, str(reason)))
            except NotFollowed:
                self._skipped.append(Skipped(title, "rule"))
        if sum(len(entry.items) for entry in entries) > MOST_TIMES:
            raise BadCalendar("bomb", title=max(entries, key=lambda entry: len(entry.items)).title)
        self._skipped += [Skipped(details.title_of(events[0]), "part") for events in self._changed.values()]
        return Reading(tuple(entries), tuple(self._skipped))

    def _entry(self, uid: str, title: str, event: Any, changed: list[Any]) -> Entry:
        if str(event.get("CLASS", "")).upper() in ("PRIVATE", "CONFIDENTIAL"):
            raise _Skip("private")  # somebody's own, in a calendar that holds the service's as well
        zone = self._zone_of(event, title)
        parts = self._parts(event, changed, Times(self._zones, zone, title))
        begun = time.thread_time()
        until = self._until(parts)
        items = self._items(parts, until, zone)
        if time.thread_time() - begun > _PATIENCE:
            raise BadCalendar("bomb", title=title)
        return Entry(
            uid,
            title,
            details.place_of(event),
            details.link_of(event),
            details.leader_of(event),
            zone.key,
            parts.first.isoformat(),
            parts.minutes,
            parts.recurs,
            until,
            uid in self._off or str(event.get("STATUS", "")).upper() == "CANCELLED",
            text_of(parts),
            items,
            details.places_of(event),
            self.ours,
        )

    def _zone_of(self, event: Any, title: str) -> ZoneInfo:
        """The zone whose clocks the entry follows; what is in UTC and does not repeat is shown in the calendar's own."""
        times = Times(self._zones, self._zones.default, title)
        local, zone = times.start(event)
        if local is None:
            raise _Skip("all-day")
        display = self._zones.default
        if zone.key != "UTC" or zone.key == display.key:
            return zone
        if "RRULE" not in event:
            return display
        # A rule names days and hours of UTC: it can be read as the calendar's only where those are the same days.
        shifts = any({"BYHOUR", "BYMINUTE"} & set(rule) for rule in many(event, "RRULE") if hasattr(rule, "keys"))
        same_day = resolve(local, zone).astimezone(display).date() == local.date()
        return display if self._zones.display is not None and same_day and not shifts else zone

    def _parts(self, event: Any, changed: list[Any], times: Times) -> Parts:
        first, minutes = times.single(event, "DTSTART"), self._minutes(event, times)
        if not isinstance(first, datetime):
            raise _Skip("all-day")
        if minutes is None:
            raise _Skip("no-length")
        rules = many(event, "RRULE")
        if "EXRULE" in event:
            raise NotFollowed
        if len(rules) > MOST_RULES:
            raise BadCalendar("bomb", title=times.title)
        added = times.several(event, "RDATE")
        left_out = times.several(event, "EXDATE")
        if len(added) + len(left_out) + len(changed) > MOST_EXCEPTIONS:
            raise BadCalendar("bomb", title=times.title)
        main = Parts(
            first,
            minutes,
            tuple(local_rule(rule, times.zone, times.title) for rule in rules),
            tuple(sorted({times.moment(one, first) for one in added})),
            tuple(sorted(set(left_out), key=str)),
        )
        return self._changes(changed, main, times)

    def _minutes(self, event: Any, times: Times) -> int | None:
        length = times.length(event)
        if length is not None and length > LONGEST:
            raise _Skip("too-long")
        return None if length is None else max(1, round(length / timedelta(minutes=1)))

    def _changes(self, changed: Sequence[Any], main: Parts, times: Times) -> Parts:
        found: dict[datetime, Changed] = {}
        for event in changed:
            if event["RECURRENCE-ID"].params.get("RANGE"):
                raise NotFollowed
            key = times.moment(times.single(event, "RECURRENCE-ID"), main.first)
            if key in found:
                raise BadCalendar("twice", title=times.title)
            local = times.single(event, "DTSTART")
            if not isinstance(local, datetime):
                raise _Skip("all-day")
            off = str(event.get("STATUS", "")).upper() == "CANCELLED"
            found[key] = Changed(key, local, self._minutes(event, times) or main.minutes, off)
        return replace(main, changed=tuple(found.values()))

    def _items(self, parts: Parts, until: str | None, zone: ZoneInfo) -> tuple[Item, ...]:
        now = self._start.astimezone(zone).replace(tzinfo=None)
        if until is not None and until < now.date().isoformat():
            return ()
        text = text_of(parts)
        soon = self._end.astimezone(zone).replace(tzinfo=None)
        near = [item for item in expand(text, now, soon) if resolve(item.at, zone) > self._start]
        if near:
            return tuple(near)
        return tuple(expand(text, soon, now + FURTHEST)[:1])

    def _until(self, parts: Parts) -> str | None:
        ends = [last_of(rule, parts.first) for rule in parts.rules]
        others = [parts.first, *parts.added, *(change.local for change in parts.changed)]
        known = [end for end in ends if end is not None]
        return None if len(known) < len(ends) else max([*known, *others]).date().isoformat()
