from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policies.leases import LEASE, has_lapsed, lapses_loudly, may_answer, renewed

NOW = datetime(2026, 12, 3, 12, tzinfo=UTC)
ANA, BEN = 1, 2
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
people = st.integers(1, 4)


def test_a_lease_is_twenty_minutes() -> None:
    assert renewed(NOW) - NOW == LEASE == timedelta(minutes=20)


def test_it_has_lapsed_at_its_end() -> None:
    assert not has_lapsed(NOW + timedelta(microseconds=1), NOW)
    assert has_lapsed(NOW, NOW)
    assert has_lapsed(None, NOW)


@pytest.mark.parametrize("on_duty", [0, 1, 2, 5])
def test_only_the_holder_answers_while_the_lease_runs(on_duty: int) -> None:
    assert may_answer(ANA, renewed(NOW), ANA, NOW, on_duty)
    assert not may_answer(ANA, renewed(NOW), BEN, NOW, on_duty)


def test_a_free_question_and_a_lapsed_lease_are_open_to_all() -> None:
    assert may_answer(None, None, BEN, NOW, 2)
    assert may_answer(ANA, NOW, BEN, NOW, 2)
    assert may_answer(ANA, NOW, ANA, NOW, 2)


def test_a_lapse_is_told_only_where_somebody_else_could_take_over() -> None:
    assert [lapses_loudly(on_duty) for on_duty in (0, 1, 2, 3)] == [False, False, True, True]


def test_naive_times_are_refused() -> None:
    naive = NOW.replace(tzinfo=None)
    for refuse in (
        lambda: renewed(naive),
        lambda: has_lapsed(None, naive),
        lambda: has_lapsed(naive, NOW),
        lambda: may_answer(ANA, naive, BEN, NOW, 2),
    ):
        with pytest.raises(ValueError, match="naive"):
            refuse()


@given(instants, st.timedeltas(-2 * LEASE, 2 * LEASE))
def test_a_renewed_lease_lasts_exactly_its_time(now: datetime, later: timedelta) -> None:
    assert has_lapsed(renewed(now), now + later) is (later >= LEASE)


@given(people, st.none() | instants, people, instants, st.integers(0, 5))
def test_two_people_never_hold_the_same_running_lease(
    holder: int, until: datetime | None, other: int, now: datetime, on_duty: int
) -> None:
    allowed = [person for person in {holder, other} if may_answer(holder, until, person, now, on_duty)]
    assert holder in allowed
    assert has_lapsed(until, now) or allowed == [holder]
