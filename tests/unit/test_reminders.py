from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policies.hours import QuietHours
from bot.policies.reminders import Reminder, plan, shift_out_of_quiet

LONDON = ZoneInfo("Europe/London")
START = datetime(2026, 12, 3, 16, 30, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
NIGHT = QuietHours.parse("20:00-08:00")

instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
befores = st.lists(st.integers(1, 20_000).map(lambda minutes: minutes * MINUTE), max_size=6)


def test_a_day_and_an_hour_before() -> None:
    far, near = plan(START, [HOUR, DAY], START - 3 * DAY)
    assert far == Reminder(DAY, START - DAY, START - 2 * HOUR)
    assert near == Reminder(HOUR, START - HOUR, START)


def test_what_has_passed_is_dropped_and_what_is_due_now_is_not() -> None:
    assert [one.before for one in plan(START, [DAY, HOUR], START - DAY)] == [DAY, HOUR]
    assert [one.before for one in plan(START, [DAY, HOUR], START - DAY + MINUTE)] == [HOUR]
    assert plan(START, [DAY, HOUR], START) == []


def test_close_reminders_are_useful_until_the_next() -> None:
    first, second = plan(START, [90 * MINUTE, 10 * MINUTE], START - DAY)
    assert first.useful_until == second.due_at
    three = plan(START, [2 * DAY, DAY, HOUR], START - 3 * DAY)
    assert three[0].useful_until == three[1].due_at


def test_the_same_time_twice_rings_once() -> None:
    assert len(plan(START, [HOUR, 60 * MINUTE], START - DAY)) == 1


def test_a_start_in_its_own_zone_is_counted_in_real_hours() -> None:
    # 24 hours before Sunday noon, with the clocks going back in between, is Saturday 13:00 by the clock.
    start = datetime(2026, 10, 25, 12, tzinfo=LONDON)
    (one,) = plan(start, [DAY], START - 300 * DAY)
    assert one.due_at == datetime(2026, 10, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize("before", [timedelta(), -HOUR])
def test_a_reminder_after_the_start_is_refused(before: timedelta) -> None:
    with pytest.raises(ValueError, match="before the start"):
        plan(START, [before], START - DAY)


def test_naive_times_are_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        plan(START.replace(tzinfo=None), [HOUR], START)
    with pytest.raises(ValueError, match="naive"):
        plan(START, [HOUR], START.replace(tzinfo=None))


@given(instants, befores, instants)
def test_a_plan_is_in_order_and_every_reminder_is_useful_for_a_while(
    starts_at: datetime, before: list[timedelta], now: datetime
) -> None:
    reminders = plan(starts_at, before, now)
    assert {one.before for one in reminders} == {ahead for ahead in before if starts_at - ahead >= now}
    for one, following in pairwise(reminders):
        assert one.due_at < following.due_at
        assert one.useful_until <= following.due_at
    for one in reminders:
        assert one.due_at == starts_at - one.before
        assert now <= one.due_at < one.useful_until <= starts_at
    if reminders:
        assert reminders[-1].useful_until == starts_at


@given(instants, befores, instants, st.timedeltas(timedelta(), 3 * DAY))
def test_planning_later_only_drops(
    starts_at: datetime, before: list[timedelta], now: datetime, later: timedelta
) -> None:
    sooner = plan(starts_at, before, now)
    assert plan(starts_at, before, now + later) == [one for one in sooner if one.due_at >= now + later]


def test_a_reminder_at_night_rings_the_evening_before() -> None:
    start = datetime(2026, 12, 3, 8, 30, tzinfo=UTC)
    (one,) = plan(start, [HOUR], start - DAY)
    shifted = shift_out_of_quiet(one, NIGHT, LONDON, start - DAY)
    assert shifted is not None
    assert shifted.due_at == datetime(2026, 12, 2, 19, 59, tzinfo=UTC)
    assert (shifted.before, shifted.useful_until) == (one.before, one.useful_until)


def test_a_reminder_by_day_stays() -> None:
    (one,) = plan(START, [HOUR], START - DAY)
    assert shift_out_of_quiet(one, NIGHT, LONDON, START - DAY) == one


def test_none_where_the_evening_has_passed() -> None:
    start = datetime(2026, 12, 3, 8, 30, tzinfo=UTC)
    booked = datetime(2026, 12, 2, 23, 0, tzinfo=UTC)
    (one,) = plan(start, [HOUR], booked)
    assert shift_out_of_quiet(one, NIGHT, LONDON, booked) is None


@given(instants, befores, instants)
def test_nothing_rings_at_night_or_late_or_in_the_past(
    starts_at: datetime, before: list[timedelta], now: datetime
) -> None:
    for one in plan(starts_at, before, now):
        shifted = shift_out_of_quiet(one, NIGHT, LONDON, now)
        if shifted is None:
            assert NIGHT.starts_before(one.due_at, LONDON) < now
        else:
            assert not NIGHT.covers(shifted.due_at, LONDON)
            assert now <= shifted.due_at <= one.due_at < starts_at
