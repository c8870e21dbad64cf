"""The time zones that a file names: by their own names, by Windows', by a maker's prefix, or by their rules alone."""

import warnings
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Calendar, Component
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from bot.policies.calendars.shapes import BadCalendar

_SAMPLED: Final = timedelta(days=3 * 366)
_STEP: Final = timedelta(days=7)
_PLAIN_UTC: Final = frozenset({"utc", "z", "etc/utc", "gmt/utc", "zulu"})


@cache
def _known() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


@cache
def _windows() -> dict[str, str]:
    return {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}


class Zones:
    """Finds the zone behind a TZID; `default` is for times that name none."""

    def __init__(self, service: ZoneInfo, calendars: Iterable[Calendar], now: datetime) -> None:
        self._now = now
        self._service = service
        self._found: dict[str, ZoneInfo] = {}
        self._defined: dict[str, Component] = {}
        self.display: ZoneInfo | None = None
        for calendar in calendars:
            for component in calendar.walk("VTIMEZONE"):
                self._defined.setdefault(str(component.get("TZID", "")).strip(), component)
            if name := str(calendar.get("X-WR-TIMEZONE", "")).strip():
                self.display = self.display or self.named(name)
        self.default = self.display or service

    def named(self, name: str) -> ZoneInfo:
        """The zone that is meant; BadCalendar where there is none."""
        name = name.strip()
        if name not in self._found:
            found = next(self._candidates(name), None)
            if found is None:
                raise BadCalendar("zone", zone=name[:60])
            self._found[name] = found
        return self._found[name]

    def _candidates(self, name: str) -> Iterator[ZoneInfo]:
        yield from _by_name(name)
        defined = self._defined.get(name)
        if defined is None:
            return
        yield from _by_name(str(defined.get("X-LIC-LOCATION", "")))
        rules = _rules_of(defined)
        if rules is not None:
            # Two zones that show the same time for three years are one for us; the service's own is tried first.
            preferred = (self._service, *map(ZoneInfo, sorted(set(WINDOWS_TO_OLSON.values()) & set(_known().values()))))
            yield from (zone for zone in preferred if _alike(rules, zone, self._now))


def _by_name(name: str) -> Iterator[ZoneInfo]:
    if name.casefold() in _PLAIN_UTC:
        yield ZoneInfo("UTC")
    parts = name.strip("/").split("/")
    # "/mozilla.org/20050126_1/Europe/London": what a maker put in front is dropped, the longest name first.
    for start in range(len(parts) if name.startswith("/") else 1):
        short = "/".join(parts[start:]).casefold()
        zone = _known().get(short) or _windows().get(short)
        if zone is not None:
            yield ZoneInfo(zone)


def _rules_of(defined: Component) -> tzinfo | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            zone = defined.to_tz(lookup_tzid=False)  # type: ignore[attr-defined]
    except Exception:
        return None  # whatever a library thinks of it: it defines no zone
    return zone if isinstance(zone, tzinfo) else None


def _alike(rules: tzinfo, zone: ZoneInfo, now: datetime) -> bool:
    at = datetime(now.year, 1, 1, 12, tzinfo=UTC)
    end = at + _SAMPLED
    while at < end:
        local = at.astimezone(zone)
        if local.replace(tzinfo=rules).utcoffset() != local.utcoffset():
            return False
        at += _STEP
    return True
