"""Which meetings of a series the year leaves, through ten years of terms and both changes of the clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.policies.closed_days import ClosedDays
from bot.policies.recurrence import Occurrence, Recurrence, occurrences
from bot.policies.terms import ALL_YEAR, Difference, Written, Year, difference

LONDON = ZoneInfo("Europe/London")
FIRST = date(2026, 9, 1)
TEN_YEARS = 3653
spans = st.tuples(st.integers(0, TEN_YEARS), st.integers(0, 120)).map(
    lambda pair: (FIRST + timedelta(days=pair[0]), FIRST + timedelta(days=pair[0] + pair[1]))
)
years = st.builds(
    Year,
    st.lists(spans, max_size=30).map(tuple),
    st.lists(spans, max_size=10).map(tuple),
    st.sampled_from([ClosedDays(), ClosedDays("GB-ENG")]),
)
series = st.builds(
    lambda day, minute, frequency: occurrences(
        datetime.combine(FIRST, datetime.min.time()) + timedelta(days=day, minutes=minute),
        Recurrence(frequency),
        LONDON,
        datetime(2026, 9, 1, tzinfo=UTC),
        datetime(2036, 9, 1, tzinfo=UTC),
    ),
    st.integers(0, 400),
    st.integers(0, 1439),
    st.sampled_from(["weekly", "fortnightly"]),
)


def carried_out(written: dict[int, Written], found: Difference) -> dict[int, Written]:
    """What is written out once the difference is made."""
    after = dict(written)
    for position in found.off:
        after[position] = Written(written[position].local, is_off=True, out_of_term=True)
    for item in (*found.back, *found.new):
        after[item.index] = Written(item.local, is_off=False, out_of_term=False)
    return after


def test_without_terms_only_closed_days_are_left_out() -> None:
    year = Year(closed=ClosedDays("GB-ENG"))
    assert not year.meets_on(date(2026, 12, 25))
    assert year.meets_on(date(2026, 12, 24))
    assert not year.is_out(date(2026, 12, 25))


def test_a_term_is_from_its_first_day_to_its_last_without_its_breaks() -> None:
    year = Year(((date(2026, 9, 2), date(2026, 12, 18)),), ((date(2026, 10, 26), date(2026, 10, 30)),))
    for day, meets in (
        ("09-01", 0),
        ("09-02", 1),
        ("10-25", 1),
        ("10-26", 0),
        ("10-30", 0),
        ("10-31", 1),
        ("12-18", 1),
    ):
        assert year.meets_on(date.fromisoformat(f"2026-{day}")) == bool(meets)
    assert not year.meets_on(date(2027, 1, 10))


@settings(max_examples=40, deadline=None)
@given(series, years, years)
def test_what_is_written_is_what_the_year_leaves(rule: list[Occurrence], first: Year, then: Year) -> None:
    """Written once and fitted twice, to one year and to another: exactly the meetings of the last, at their wall time."""
    written = carried_out({}, difference(rule, {}, first))
    assert set(written) == {item.index for item in rule if first.meets_on(item.local.date())}
    written = carried_out(written, difference(rule, written, then))
    meets = {position for position, there in written.items() if not there.is_off}
    assert meets == {item.index for item in rule if then.meets_on(item.local.date())}
    assert difference(rule, written, then) == Difference()
    # A number is the same meeting whatever was left out before it, at the local minute of the series.
    by_number = {item.index: item for item in rule}
    assert all(there.local == by_number[position].local for position, there in written.items())
    assert len({f"{item.local:%H:%M %a}" for item in rule}) <= 1


@settings(max_examples=30, deadline=None)
@given(series, years, st.data())
def test_what_somebody_did_by_hand_stays(rule: list[Occurrence], year: Year, data: st.DataObject) -> None:
    """A meeting that was moved, or called off for a reason, is nothing that terms decide about."""
    written = {item.index: Written(item.local, is_off=False, out_of_term=False) for item in rule}
    moved = data.draw(st.sets(st.sampled_from(sorted(written)), max_size=5)) if written else set()
    off = data.draw(st.sets(st.sampled_from(sorted(written)), max_size=5)) if written else set()
    for position in moved:
        written[position] = Written(written[position].local + timedelta(hours=1), is_off=False, out_of_term=False)
    for position in off:
        written[position] = Written(written[position].local, is_off=True, out_of_term=False)
    for one in (year, ALL_YEAR):
        found = difference(rule, written, one)
        touched = {*found.off, *(item.index for item in (*found.back, *found.new))}
        assert not touched & (moved | off)
