"""Places that are limited: never more are given than there are, and an offer is not lost in the night."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.policies.hours import QuietHours
from bot.policies.places import free, lasts_until, to_offer

LONDON = ZoneInfo("Europe/London")
counts = st.integers(0, 50)


@given(st.one_of(st.none(), counts), counts, counts, st.lists(counts, unique=True))
def test_the_longest_waiting_get_what_is_free_and_no_more(
    capacity: int | None, placed: int, offered: int, waiting: list[int]
) -> None:
    chosen = to_offer(capacity, placed, offered, waiting)
    assert chosen == waiting[: len(chosen)]
    left = free(capacity, placed, offered)
    if capacity is None or left is None:
        assert chosen == waiting
    else:
        assert left >= 0
        assert len(chosen) == min(len(waiting), left)
        assert placed + offered + len(chosen) <= max(capacity, placed + offered)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1)), st.integers(1, 2000))
def test_the_time_of_an_offer_begins_when_somebody_may_read_it(naive: datetime, minutes: int) -> None:
    now, lasts = naive.replace(tzinfo=UTC), timedelta(minutes=minutes)
    quiet = QuietHours.parse("20:00-08:00")
    until = lasts_until(now, lasts, quiet, LONDON)
    assert until >= now + lasts
    assert not quiet.covers(until - lasts, LONDON)
    if not quiet.covers(now, LONDON):
        assert until == now + lasts
