"""The dates and times of an entry, as wall times in its zone."""

from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.policies.calendars.parts import many
from bot.policies.calendars.rules import NotFollowed
from bot.policies.calendars.shapes import BadCalendar
from bot.policies.calendars.zones import Zones
from bot.policies.local_time import resolve

_YEARS: Final = range(
    1970, 2200
)  # others are slips, and some would go over the edge of time on their way to another zone


class Times:
    """Reads one entry's times; BadCalendar, with the entry's title, for those that can't be right."""

    def __init__(self, zones: Zones, zone: ZoneInfo, title: str) -> None:
        self.zone, self.title = zone, title
        self._zones = zones

    def start(self, event: Any) -> tuple[datetime | None, ZoneInfo]:
        """DTSTART as it stands there, and the zone that it names; no time where it is a whole day."""
        value, zone = self._read(self._prop(event, "DTSTART"))
        return (value if isinstance(value, datetime) else None), zone

    def length(self, event: Any) -> timedelta | None:
        """How long it is by the clock that runs on; None where the file does not say."""
        start, start_zone = self._read(self._prop(event, "DTSTART"))
        if "DTEND" in event:
            end, end_zone = self._read(self._prop(event, "DTEND"))
            if not isinstance(start, datetime) or not isinstance(end, datetime):
                raise BadCalendar("date", title=self.title)
            length: Any = resolve(end, end_zone) - resolve(start, start_zone)
        elif "DURATION" in event:
            length = getattr(self._prop(event, "DURATION"), "dt", None)
            if not isinstance(length, timedelta):
                raise BadCalendar("date", title=self.title)
        else:
            return None
        if length < timedelta():
            raise BadCalendar("backwards", title=self.title)
        return length if length else None

    def single(self, event: Any, name: str) -> datetime | date:
        """One time, or one day."""
        return self._local(self._prop(event, name))

    def several(self, event: Any, name: str) -> list[datetime | date]:
        """All times, or days, of a property that may list many."""
        return [self._local(one, line.params.get("TZID")) for line in many(event, name) for one in self._dates_in(line)]

    def moment(self, value: datetime | date, first: datetime) -> datetime:
        """The time that is meant by a day: that of the first."""
        return value if isinstance(value, datetime) else datetime.combine(value, first.time())

    def _dates_in(self, line: Any) -> list[Any]:
        found: list[Any] | None = getattr(line, "dts", None)
        if found is None:
            raise BadCalendar("date", title=self.title)
        return found

    def _local(self, prop: Any, named: str | None = None) -> datetime | date:
        value, zone = self._read(prop, named)
        return self._here(value, zone) if isinstance(value, datetime) else value

    def _here(self, value: datetime, zone: ZoneInfo) -> datetime:
        if zone.key == self.zone.key:
            return value
        return resolve(value, zone).astimezone(self.zone).replace(tzinfo=None)

    def _prop(self, event: Any, name: str) -> Any:
        found = event.get(name)
        if found is None or isinstance(found, list):
            raise BadCalendar("date", title=self.title)
        return found

    def _read(self, prop: Any, named: str | None = None) -> tuple[datetime | date, ZoneInfo]:
        value = getattr(prop, "dt", None)
        if isinstance(value, tuple):
            raise NotFollowed  # a period, with a length of its own: no program that we know of writes one
        if not isinstance(value, date) or value.year not in _YEARS:
            raise BadCalendar("date", title=self.title)
        if not isinstance(value, datetime):
            return value, self.zone
        name = named or prop.params.get("TZID")
        if name:
            zone = self._zones.named(str(name))
        elif value.tzinfo is not None:
            zone = ZoneInfo("UTC")
        else:
            zone = self._zones.default
        return value.replace(tzinfo=None, fold=0, microsecond=0), zone
