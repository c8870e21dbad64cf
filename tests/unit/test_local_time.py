from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policies.local_time import as_utc, is_ambiguous, is_gap, local_day, resolve, to_local

LONDON = ZoneInfo("Europe/London")
# A half-hour change, a change at midnight, a skipped day, and none at all.
zones = st.sampled_from(
    [ZoneInfo(name) for name in ("Europe/London", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia", "UTC")]
)
wall_times = st.datetimes(datetime(2005, 1, 1), datetime(2035, 1, 1))
instants = st.datetimes(datetime(2005, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))


def test_a_gap_moves_on() -> None:
    skipped = datetime(2026, 3, 29, 1, 30)
    assert is_gap(skipped, LONDON)
    assert not is_ambiguous(skipped, LONDON)
    assert resolve(skipped, LONDON) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert to_local(resolve(skipped, LONDON), LONDON).replace(tzinfo=None) == datetime(2026, 3, 29, 2, 30)


def test_an_overlap_takes_the_first() -> None:
    twice = datetime(2026, 10, 25, 1, 30)
    assert is_ambiguous(twice, LONDON)
    assert not is_gap(twice, LONDON)
    assert resolve(twice, LONDON) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert resolve(twice.replace(fold=1), LONDON) == resolve(twice, LONDON)


def test_the_day_is_the_local_one() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert local_day(late, LONDON) == date(2026, 7, 2)
    assert local_day(late, ZoneInfo("America/New_York")) == date(2026, 7, 1)


def test_a_naive_instant_and_an_aware_wall_time_are_refused() -> None:
    naive, aware = datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC)
    for refuse in (
        lambda: as_utc(naive),
        lambda: to_local(naive, LONDON),
        lambda: local_day(naive, LONDON),
        lambda: resolve(aware, LONDON),
        lambda: is_gap(aware, LONDON),
        lambda: is_ambiguous(aware, LONDON),
    ):
        with pytest.raises(ValueError, match=r"naive|aware"):
            refuse()


@given(wall_times, zones)
def test_a_wall_time_comes_back_unless_it_was_skipped(naive: datetime, zone: ZoneInfo) -> None:
    back = to_local(resolve(naive, zone), zone).replace(tzinfo=None, fold=0)
    assert (back == naive) is not is_gap(naive, zone)
    assert back >= naive


@given(instants, zones)
def test_an_instant_comes_back_unless_it_is_the_second_of_two(instant: datetime, zone: ZoneInfo) -> None:
    local = to_local(instant, zone)
    back = resolve(local.replace(tzinfo=None, fold=0), zone)
    assert back <= instant
    assert back == instant or (local.fold == 1 and is_ambiguous(local.replace(tzinfo=None), zone))


@given(st.integers(2005, 2034), st.integers(0, 119))
def test_around_every_change_of_the_clocks(year: int, minute: int) -> None:
    for month, gap in ((3, True), (10, False)):
        last = datetime(year, month, 31)
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        naive = sunday + timedelta(minutes=minute)
        in_the_hour = minute >= 60
        assert is_gap(naive, LONDON) is (gap and in_the_hour)
        assert is_ambiguous(naive, LONDON) is (not gap and in_the_hour)
