"""The only place that asks what time it is."""

from datetime import UTC, datetime, timedelta

_shift = timedelta()


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC) + _shift


def travel(by: timedelta) -> None:
    """Moves every later `now()` by this much: for the story, for practice and for tests."""
    global _shift
    _shift += by


def come_back() -> None:
    """Undoes all travel."""
    global _shift
    _shift = timedelta()
