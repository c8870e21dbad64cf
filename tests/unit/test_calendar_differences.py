"""What a newer file changes: applied to the older times it gives the newer ones, and the same is no difference."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.policies.calendars.differences import Differences, differences
from bot.policies.calendars.shapes import KEY, Item

FIRST = datetime(2026, 12, 3, 16, 30)


def item(day: int, minute: int = 0, off: bool = False, key: int | None = None) -> Item:
    """A time so many days on; under the key of that day unless another is given."""
    local = FIRST + timedelta(days=day, minutes=minute)
    return Item((FIRST + timedelta(days=day if key is None else key)).strftime(KEY), local.isoformat(), 45, off)


items = st.lists(
    st.builds(item, st.integers(0, 20), st.integers(0, 600), st.booleans()), max_size=8, unique_by=lambda one: one.key
)


@given(items, items)
def test_what_is_applied_gives_the_newer_times(before: list[Item], after: list[Item]) -> None:
    found = differences(before, after)
    live = {one.key: (one.local, one.minutes) for one in before if not one.off}
    for one in found.off:
        del live[one.key]
    for was, _ in found.moved:
        del live[was.key]
    for one in (*(now for _, now in found.moved), *found.again, *found.new):
        assert one.key not in live
        live[one.key] = (one.local, one.minutes)
    assert live == {one.key: (one.local, one.minutes) for one in after if not one.off}


@given(items)
def test_the_same_is_no_difference(same: list[Item]) -> None:
    found = differences(same, same[::-1])
    assert found == Differences()


def test_a_series_on_another_day_is_moved_week_by_week() -> None:
    """Thursdays become Fridays: nothing is called off, nothing is new."""
    found = differences([item(0), item(7), item(14)], [item(1), item(8), item(15)])
    assert [(was.local[:10], now.local[:10]) for was, now in found.moved] == [
        ("2026-12-03", "2026-12-04"), ("2026-12-10", "2026-12-11"), ("2026-12-17", "2026-12-18"),
    ]  # fmt: skip
    assert (found.off, found.new) == ((), ())
