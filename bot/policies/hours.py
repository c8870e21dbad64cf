"""Quiet hours (nothing but alerts rings) and opening hours (answers are delivered), in a service's own zone.

Both are spans between wall times, resolved to instants day by day, so that they stay whole when clocks
change.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, Self
from zoneinfo import ZoneInfo

from bot.policies.local_time import as_utc, local_day, resolve, to_local

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SEARCH_DAYS: Final = 400

_ONE_DAY: Final = timedelta(days=1)
_ONE_HOUR: Final = timedelta(hours=1)
_ONE_MINUTE: Final = timedelta(minutes=1)
_SPAN: Final = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—]\s*(\d{1,2}):(\d{2})")
_TYPED: Final = re.compile(
    r"(?:from )?(\d{1,2})(?:[:.](\d{2}))? ?(?:([ap])\.?m\.?)? ?(?:[-–—]|to|until|till) ?"
    r"(\d{1,2})(?:[:.](\d{2}))? ?(?:([ap])\.?m\.?)?"
)
_LINE: Final = re.compile(r"([A-Za-z][A-Za-z,\s–—-]*?)\s+(\d.*)")


class BadHours(ValueError):
    """The text names no hours; the message says what is wrong and shows an example."""


def _parse_span(text: str, example: str) -> tuple[timedelta, timedelta]:
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise BadHours(f"{text!r} should be two times, for example {example!r}")
    ends: list[timedelta] = []
    for hour, minute in ((match[1], match[2]), (match[3], match[4])):
        end = timedelta(hours=int(hour), minutes=int(minute))
        if int(minute) > 59 or end > _ONE_DAY:
            raise BadHours(f"{hour}:{minute} in {text!r} is no time of day, for example {example!r}")
        ends.append(end)
    if ends[0] == _ONE_DAY:
        raise BadHours(f"{text!r} begins at 24:00; write 00:00, for example {example!r}")
    return ends[0], ends[1]


def _at(day: date, offset: timedelta, zone: ZoneInfo) -> datetime:
    return resolve(datetime.combine(day, time()) + offset, zone)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A daily span of wall time, which may cross midnight; no span at all means never quiet."""

    span: tuple[timedelta, timedelta] | None = None  # since midnight; an end before its start is on the next day

    @classmethod
    def parse(cls, text: str) -> Self:
        """Quiet hours from "20:00-08:00"; "" or "off" is never; BadHours where the text is neither."""
        example = "20:00-08:00"
        if text.strip().casefold() in {"", "off"}:
            return cls()
        start, end = _parse_span(text, example)
        if start == end or (start, end) == (timedelta(), _ONE_DAY):
            raise BadHours(f"{text!r} is quiet all day, so nothing could ever ring; for example {example!r}")
        return cls((start, end))

    @staticmethod
    def of(own: str | None, usual: "QuietHours") -> "QuietHours":
        """Somebody's own quiet hours as they are stored; the service's where they have none."""
        return usual if own is None else _own(own)

    @classmethod
    def typed(cls, text: str) -> Self:
        """The same as `parse`, as people write it: "9pm to 7am", "21-7", "21.30 - 7"; BadHours for anything else."""
        words = " ".join(text.casefold().split())
        if words in {"", "off", "none", "no", "never"}:
            return cls()
        match = _TYPED.fullmatch(words)
        if match is None:
            raise BadHours(f"{text!r} should be two times, for example '21:00-07:00'")
        ends = []
        for hour, minute, half in (match.groups()[:3], match.groups()[3:]):
            number = int(hour)
            if half and not 1 <= number <= 12:
                raise BadHours(f"{text!r} should be two times, for example '9pm to 7am'")
            number = number % 12 + (12 if half == "p" else 0) if half else number
            ends.append(f"{number}:{minute or '00'}")
        return cls.parse("-".join(ends))

    def __str__(self) -> str:
        """As `parse` reads it back: "20:00-08:00", "off"."""
        if self.span is None:
            return "off"
        ends = [f"{end // _ONE_HOUR:02}:{end % _ONE_HOUR // _ONE_MINUTE:02}" for end in self.span]
        return "-".join(ends)

    def covers(self, instant: datetime, zone: ZoneInfo) -> bool:
        """Whether it is quiet at this instant; the end of a span is no longer quiet."""
        return self._covering(instant, zone) is not None

    def ends_after(self, instant: datetime, zone: ZoneInfo) -> datetime:
        """The first instant from this one on that is not quiet: the instant itself when it is not."""
        while covering := self._covering(instant, zone):
            instant = covering[1]
        return instant

    def starts_before(self, instant: datetime, zone: ZoneInfo) -> datetime:
        """One minute before the quiet span that covers the instant began; the instant itself if none does."""
        while covering := self._covering(instant, zone):
            instant = covering[0] - _ONE_MINUTE
        return instant

    def _covering(self, instant: datetime, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
        today = local_day(instant, zone)
        if self.span is None:
            return None
        start, end = self.span
        if end < start:
            end += _ONE_DAY
        for day in (today - _ONE_DAY, today):
            begins, ends = _at(day, start, zone), _at(day, end, zone)
            if begins <= instant < ends:
                return begins, ends
        return None


# Asked for with every message that goes out.
@lru_cache(maxsize=512)
def _own(text: str) -> QuietHours:
    return QuietHours.parse(text)


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Weekly hours of wall time, any number of spans a day."""

    spans: tuple[tuple[int, timedelta, timedelta], ...]  # weekday (Monday is 0), start and end since midnight

    @classmethod
    def parse(cls, lines: Sequence[str]) -> Self:
        """Opening hours from lines such as "Mon-Fri 09:00-18:00"; BadHours where a line is none."""
        example = "Mon-Fri 09:00-18:00"
        if not lines:
            raise BadHours(f"there are no opening hours, so nothing could ever open; for example {example!r}")
        spans: set[tuple[int, timedelta, timedelta]] = set()
        for line in lines:
            match = _LINE.fullmatch(line.strip())
            if match is None:
                raise BadHours(f"{line!r} should be days and times, for example {example!r}")
            start, end = _parse_span(match[2], example)
            if end <= start:
                raise BadHours(f"{line!r} ends before it begins; past midnight needs two lines, like {example!r}")
            spans.update((day, start, end) for day in _parse_days(match[1], example))
        return cls(tuple(sorted(spans)))

    def is_open(self, instant: datetime, zone: ZoneInfo, closed_days: Container[date] = ()) -> bool:
        """Whether the instant falls in a span of a day that is not closed; the end of a span is shut."""
        today = local_day(instant, zone)
        return any(
            begins <= instant < ends
            for day in (today - _ONE_DAY, today)
            for begins, ends in self._on(day, zone, closed_days)
        )

    def next_open(self, instant: datetime, zone: ZoneInfo, closed_days: Container[date] = ()) -> datetime | None:
        """The first open instant from this one on; None where there is none within 400 days."""
        instant = as_utc(instant)
        first = local_day(instant, zone) - _ONE_DAY
        for ahead in range(SEARCH_DAYS + 2):
            day = first + ahead * _ONE_DAY
            opens = [max(begins, instant) for begins, ends in self._on(day, zone, closed_days) if ends > instant]
            if opens:
                return min(opens)
        return None

    @property
    def always(self) -> bool:
        """Whether no minute of the week is shut."""
        whole = {day for day, start, end in self.spans if not start and end == _ONE_DAY}
        return len(whole) == len(DAYS)

    def day_over(self, instant: datetime, zone: ZoneInfo, closed_days: Container[date] = ()) -> datetime | None:
        """When the working day of an open instant ends, breaks in it passed over; None if it goes on for a week."""
        end = as_utc(instant)
        last = [ends for _, ends in self._on(local_day(end, zone), zone, closed_days)]
        end = max(end, *last) if last else end
        for _ in range(2 * len(self.spans) + 2):
            # Past midnight a day is only what goes on without a break.
            running = [
                ends for begins, ends in self._on(local_day(end, zone), zone, closed_days) if begins <= end < ends
            ]
            if not running:
                return end
            end = max(running)
        return None

    def after_working_days(
        self, instant: datetime, days: int, zone: ZoneInfo, closed_days: Container[date] = ()
    ) -> datetime | None:
        """When that many working days have passed, by the clock of the day it began; None if it never opens again."""
        begins = self.next_open(instant, zone, closed_days)
        if begins is None:
            return None
        first = local_day(begins, zone)
        since_midnight = to_local(begins, zone).replace(tzinfo=None) - datetime.combine(first, time())
        for ahead in range(1, SEARCH_DAYS):
            day = first + ahead * _ONE_DAY
            if any(True for _ in self._on(day, zone, closed_days)):
                days -= 1
            if days <= 0:
                return self.next_open(_at(day, since_midnight, zone), zone, closed_days)
        return None

    def _on(self, day: date, zone: ZoneInfo, closed_days: Container[date]) -> Iterator[tuple[datetime, datetime]]:
        if day in closed_days:
            return
        for weekday, start, end in self.spans:
            if weekday == day.weekday():
                begins, ends = _at(day, start, zone), _at(day, end, zone)
                if begins < ends:  # a span inside a gap of the clocks can come out empty
                    yield begins, ends


def _parse_days(text: str, example: str) -> Iterator[int]:
    for part in text.split(","):
        ends = [_weekday(name, example) for name in re.split(r"[-–—]", part)]
        if len(ends) > 2:
            raise BadHours(f"{part.strip()!r} should be one day or a first and a last, for example {example!r}")
        length = (ends[-1] - ends[0]) % 7
        yield from ((ends[0] + ahead) % 7 for ahead in range(length + 1))


def _weekday(name: str, example: str) -> int:
    short = name.strip().casefold()[:3].capitalize()
    if short not in DAYS:
        raise BadHours(f"{name.strip()!r} is no day ({' '.join(DAYS)}), for example {example!r}")
    return DAYS.index(short)
