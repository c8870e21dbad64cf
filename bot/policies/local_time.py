"""Local wall time and instants: sessions are kept as wall time and zone, everything else as aware UTC."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def as_utc(instant: datetime) -> datetime:
    """The instant in UTC, where arithmetic is true; ValueError where it is naive and so names no instant."""
    if instant.utcoffset() is None:
        raise ValueError(f"an instant needs its zone: {instant!r} is naive")
    return instant.astimezone(UTC)


def require_naive(naive: datetime) -> datetime:
    """The wall time itself; ValueError where it is aware, because its zone could contradict the one given."""
    if naive.tzinfo is not None:
        raise ValueError(f"a wall time carries no zone: {naive!r} is aware")
    return naive


def resolve(naive: datetime, zone: ZoneInfo) -> datetime:
    """The UTC instant of a wall time: one inside a gap moves on by the gap, an ambiguous one is the first."""
    # fold=0 is both rules at once: the offset before the change (PEP 495).
    return require_naive(naive).replace(tzinfo=zone, fold=0).astimezone(UTC)


def instant_of(naive: datetime, zone: ZoneInfo) -> datetime:
    """The same, but of a wall time that the clocks show twice, fold=1 is the second."""
    if naive.fold and is_ambiguous(naive, zone):
        return require_naive(naive).replace(tzinfo=zone).astimezone(UTC)
    return resolve(naive, zone)


def to_local(instant: datetime, zone: ZoneInfo) -> datetime:
    """The instant as aware wall time in the zone."""
    return as_utc(instant).astimezone(zone)


def is_gap(naive: datetime, zone: ZoneInfo) -> bool:
    """Whether the clocks jump over this wall time."""
    return resolve(naive, zone).astimezone(zone).replace(tzinfo=None, fold=0) != naive.replace(fold=0)


def is_ambiguous(naive: datetime, zone: ZoneInfo) -> bool:
    """Whether the clocks show this wall time twice."""
    first = require_naive(naive).replace(tzinfo=zone, fold=0)
    return first.utcoffset() != first.replace(fold=1).utcoffset() and not is_gap(naive, zone)


def local_day(instant: datetime, zone: ZoneInfo) -> date:
    """The calendar day in the zone at this instant."""
    return to_local(instant, zone).date()
