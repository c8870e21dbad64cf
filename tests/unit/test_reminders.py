from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policies.hours import QuietHours
from bot.policies.reminders import (
    BadWish,
    Moment,
    Reminder,
    Wish,
    in_order,
    name_of,
    once_more,
    out_of_quiet,
    parse_wish,
    parse_wishes,
    plan,
)

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
    (one,) = plan(start, [HOUR], start - DAY, NIGHT, LONDON)
    assert one == Reminder(HOUR, datetime(2026, 12, 2, 19, 59, tzinfo=UTC), start)


def test_a_reminder_by_day_stays() -> None:
    assert plan(START, [HOUR], START - DAY, NIGHT, LONDON) == plan(START, [HOUR], START - DAY)


def test_none_where_the_evening_has_passed() -> None:
    start = datetime(2026, 12, 3, 8, 30, tzinfo=UTC)
    booked = datetime(2026, 12, 2, 23, 0, tzinfo=UTC)
    assert plan(start, [HOUR], booked, NIGHT, LONDON) == []


def test_of_two_in_the_same_minute_the_later_is_left() -> None:
    start = datetime(2026, 12, 3, 8, 30, tzinfo=UTC)
    (one,) = plan(start, [12 * HOUR, HOUR], start - DAY, NIGHT, LONDON)
    assert one.before == HOUR


@pytest.mark.parametrize(
    ("wish", "start", "quiet", "rings"),
    [
        (Moment.EVENING, "2026-12-03 16:30", "20:00-08:00", "2026-12-02 18:00"),
        (Moment.EVENING, "2026-12-03 16:30", "17:30-08:00", "2026-12-02 17:29"),
        (Moment.EVENING, "2026-12-03 16:30", "off", "2026-12-02 18:00"),
        (Moment.EVENING, "2027-03-28 10:00", "20:00-08:00", "2027-03-27 18:00"),  # the clocks go forward that night
        (Moment.EVENING, "2026-10-25 10:00", "20:00-08:00", "2026-10-24 18:00"),  # and back
        (Moment.MORNING, "2026-12-03 16:30", "20:00-08:00", "2026-12-03 08:00"),
        (Moment.MORNING, "2026-12-03 16:30", "22:00-06:30", "2026-12-03 08:00"),
        (Moment.MORNING, "2026-12-03 16:30", "22:00-10:15", "2026-12-03 10:15"),
        (Moment.MORNING, "2027-03-28 10:00", "20:00-08:00", "2027-03-28 08:00"),
        (Moment.MORNING, "2026-12-03 08:00", "20:00-08:00", None),  # not before it begins
        (Moment.MORNING, "2026-12-03 09:30", "22:00-10:00", None),
        (timedelta(minutes=10), "2026-12-03 08:05", "20:00-08:00", "2026-12-02 19:59"),
    ],
)
def test_moments_are_local_and_out_of_quiet_hours(wish: Wish, start: str, quiet: str, rings: str | None) -> None:
    starts_at = datetime.fromisoformat(start).replace(tzinfo=LONDON)
    found = plan(starts_at, [wish], starts_at - 3 * DAY, QuietHours.parse(quiet), LONDON)
    assert [f"{one.due_at.astimezone(LONDON):%Y-%m-%d %H:%M}" for one in found] == ([rings] if rings else [])


zones = st.sampled_from([LONDON, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")])
wishes = st.lists(st.one_of(befores.map(lambda few: few[0] if few else HOUR), st.sampled_from(Moment)), max_size=5)
spans = st.tuples(st.integers(0, 47), st.integers(0, 47)).filter(lambda ends: ends[0] != ends[1])
quiets = st.one_of(
    st.just(QuietHours()),
    spans.map(lambda ends: QuietHours((ends[0] * 30 * MINUTE, ends[1] * 30 * MINUTE))),
)


@given(instants, wishes, instants, quiets, zones)
def test_nothing_rings_in_quiet_hours_or_late_or_in_the_past_or_twice(
    starts_at: datetime, before: list[Wish], now: datetime, quiet: QuietHours, zone: ZoneInfo
) -> None:
    found = plan(starts_at, before, now, quiet, zone)
    assert len({one.due_at for one in found}) == len({one.name for one in found}) == len(found)
    for one in found:
        assert not quiet.covers(one.due_at, zone)
        assert now <= one.due_at < starts_at
        assert one.due_at < one.useful_until <= starts_at
        assert parse_wish(one.name) == one.before


@given(instants, wishes, instants, quiets, zones, st.timedeltas(timedelta(), 3 * DAY))
def test_planning_again_names_the_same_reminders(
    starts_at: datetime, before: list[Wish], now: datetime, quiet: QuietHours, zone: ZoneInfo, later: timedelta
) -> None:
    sooner = {one.name: one.due_at for one in plan(starts_at, before, now, quiet, zone)}
    for one in plan(starts_at, before, now + later, quiet, zone):
        assert sooner[one.name] == one.due_at


@given(instants, st.timedeltas(MINUTE, 3 * DAY), quiets, zones)
def test_asked_once_more_between_now_and_the_start(
    now: datetime, ahead: timedelta, quiet: QuietHours, zone: ZoneInfo
) -> None:
    due = once_more(now + ahead, quiet, zone, now)
    if due is not None:
        assert now < due < now + ahead
        assert not quiet.covers(due, zone)
    elif ahead >= 10 * MINUTE:
        assert quiet.covers(now + ahead / 2, zone)


@given(instants, st.timedeltas(MINUTE, 3 * DAY), st.timedeltas(MINUTE, 3 * DAY), quiets, zones)
def test_what_was_fixed_moves_out_of_new_quiet_hours_or_says_nothing(
    now: datetime, ahead: timedelta, more: timedelta, quiet: QuietHours, zone: ZoneInfo
) -> None:
    starts_at = now + ahead + more
    due = out_of_quiet(now + ahead, starts_at, quiet, zone, now)
    assert due == starts_at or (now <= due < starts_at and not quiet.covers(due, zone))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("evening before, 1h", [Moment.EVENING, HOUR]),
        ("the evening before and an hour before", [Moment.EVENING, HOUR]),
        ("10 minutes", [10 * MINUTE]),
        ("10m; the morning of; a day before", [10 * MINUTE, Moment.MORNING, DAY]),
        ("In the morning", [Moment.MORNING]),
        ("the day of", [Moment.MORNING]),
        ("the night before", [Moment.EVENING]),
        ("half an hour before", [30 * MINUTE]),
        ("1h30m", [90 * MINUTE]),
        ("1h, 60m", [HOUR]),
    ],
)
def test_wishes_as_people_write_them(text: str, meant: list[Wish]) -> None:
    assert parse_wishes(text) == meant
    assert [parse_wish(name_of(wish)) for wish in meant] == meant


@pytest.mark.parametrize("text", ["", ",", "whenever", "1s", "2m", "8d", "-1h", "90s", "1h,2h,3h,4h,5h,6h,7h"])
def test_words_that_name_no_time_are_refused(text: str) -> None:
    with pytest.raises(BadWish):
        parse_wishes(text)


def test_they_are_listed_from_the_last_to_ring() -> None:
    assert in_order([DAY, Moment.EVENING, HOUR, Moment.MORNING, 10 * MINUTE, HOUR]) == [
        10 * MINUTE,
        HOUR,
        Moment.MORNING,
        Moment.EVENING,
        DAY,
    ]
