import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policies.local_time import resolve
from bot.policies.recurrence import Recurrence, occurrences

LONDON = ZoneInfo("Europe/London")
LONG_AGO, FAR_AHEAD = datetime(1990, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)
zones = st.sampled_from([ZoneInfo(name) for name in ("Europe/London", "America/New_York", "Pacific/Apia")])
firsts = st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(second=0, microsecond=0))
instants = st.datetimes(datetime(2010, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC))
rules = st.builds(
    Recurrence,
    st.sampled_from(["once", "weekly", "fortnightly"]),
    st.none() | st.dates(date(2010, 1, 1), date(2032, 1, 1)),
)


def test_weekly_keeps_the_wall_time_when_clocks_change() -> None:
    series = occurrences(
        datetime(2026, 10, 22, 17), Recurrence("weekly", date(2026, 11, 5)), LONDON, LONG_AGO, FAR_AHEAD
    )
    assert [one.local for one in series] == [datetime(2026, 10, day, 17) for day in (22, 29)] + [
        datetime(2026, 11, 5, 17)
    ]
    assert [one.starts_at.hour for one in series] == [16, 17, 17]
    assert [one.index for one in series] == [0, 1, 2]


def test_fortnightly_skips_a_week() -> None:
    series = occurrences(
        datetime(2026, 12, 3, 16, 30),
        Recurrence("fortnightly", date(2026, 12, 31)),
        LONDON,
        LONG_AGO,
        FAR_AHEAD,
    )
    assert [one.local.day for one in series] == [3, 17, 31]


def test_once_is_once() -> None:
    first = datetime(2026, 12, 3, 16, 30)
    assert [one.local for one in occurrences(first, Recurrence("once"), LONDON, LONG_AGO, FAR_AHEAD)] == [first]


def test_none_when_the_end_lies_before_the_first() -> None:
    rule = Recurrence("weekly", date(2026, 12, 2))
    assert occurrences(datetime(2026, 12, 3, 16), rule, LONDON, LONG_AGO, FAR_AHEAD) == []


def test_a_skipped_wall_time_moves_on_and_comes_back() -> None:
    series = occurrences(
        datetime(2026, 3, 22, 1, 30), Recurrence("weekly", date(2026, 4, 5)), LONDON, LONG_AGO, FAR_AHEAD
    )
    shown = [one.starts_at.astimezone(LONDON).strftime("%H:%M") for one in series]
    assert shown == ["01:30", "02:30", "01:30"]


def test_a_window_has_its_start_and_not_its_end() -> None:
    first, week = datetime(2026, 12, 3, 16, 30), timedelta(weeks=1)
    start = resolve(first, LONDON)
    (only,) = occurrences(first, Recurrence("weekly"), LONDON, start, start + week)
    assert only.starts_at == start


def test_a_zone_far_from_utc_loses_nothing_at_the_end_of_a_window() -> None:
    zone = ZoneInfo("Pacific/Apia")  # thirteen hours ahead
    first = datetime(2026, 6, 4, 17)
    start = resolve(first, zone)
    series = occurrences(first, Recurrence("weekly"), zone, start, start + timedelta(weeks=1, hours=1))
    assert [one.index for one in series] == [0, 1]


def test_the_end_of_time_is_a_window_too() -> None:
    edges = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
    rule = Recurrence("weekly", date(2026, 12, 24))
    assert len(occurrences(datetime(2026, 12, 3, 16), rule, LONDON, *edges)) == 4


def test_an_old_series_costs_no_more_than_a_new_one() -> None:
    start = datetime(2200, 1, 1, tzinfo=UTC)
    before = time.perf_counter()
    for _ in range(50):
        found = occurrences(datetime(1900, 1, 1, 17), Recurrence("weekly"), LONDON, start, start + timedelta(weeks=4))
    # Expanding three hundred years fifty times would take seconds.
    assert time.perf_counter() - before < 1.0
    assert len(found) == 4
    assert found[0].index > 15_000


def test_naive_windows_and_aware_firsts_are_refused() -> None:
    naive, aware = datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC)
    for first, start, end in ((aware, aware, aware), (naive, naive, aware), (naive, aware, naive)):
        with pytest.raises(ValueError, match=r"naive|aware"):
            occurrences(first, Recurrence("weekly"), LONDON, start, end)


@given(firsts, rules, zones, instants, st.integers(0, 200))
def test_a_window_is_a_cut_out_of_the_whole(
    first: datetime, rule: Recurrence, zone: ZoneInfo, start: datetime, days: int
) -> None:
    end = start + timedelta(days=days)
    whole = occurrences(first, rule, zone, LONG_AGO, datetime(2032, 1, 1, tzinfo=UTC))
    inside = [one for one in whole if start <= one.starts_at < end]
    assert occurrences(first, rule, zone, start, end) == inside


@given(firsts, rules, zones)
def test_every_occurrence_follows_from_its_index(first: datetime, rule: Recurrence, zone: ZoneInfo) -> None:
    weeks = {"once": 0, "weekly": 1, "fortnightly": 2}[rule.frequency]
    series = occurrences(first, rule, zone, LONG_AGO, datetime(2031, 1, 1, tzinfo=UTC))
    assert [one.index for one in series] == list(range(len(series)))
    for one in series:
        assert one.local == first + one.index * timedelta(weeks=weeks)
        assert one.starts_at == resolve(one.local, zone)
        assert rule.until is None or rule.frequency == "once" or one.local.date() <= rule.until
