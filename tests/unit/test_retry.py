from datetime import UTC, datetime, timedelta
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policies.retry import SERVER_ATTEMPTS, FailureKind, GiveUp, Retry, after_failure, update_retry_delay

NOW = datetime(2026, 12, 3, 12, tzinfo=UTC)
own_pace = st.sampled_from(["network", "server"])
kinds = st.sampled_from(["network", "server", "flood", "forbidden", "bad_request"])


def seconds(outcome: Retry | GiveUp) -> float:
    assert isinstance(outcome, Retry)
    return (outcome.at - NOW).total_seconds()


@pytest.mark.parametrize("kind", ["network", "server"])
def test_waits_double_from_one_second_to_five_minutes(kind: FailureKind) -> None:
    waits = [seconds(after_failure(kind, attempts, NOW)) for attempts in range(1, 12)]
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_a_server_is_given_up_only_after_a_day_of_waiting() -> None:
    waited, attempts = 0.0, 0
    while isinstance(outcome := after_failure("server", attempts + 1, NOW), Retry):
        attempts += 1
        waited += seconds(outcome)
    assert outcome == GiveUp("server")
    assert attempts == SERVER_ATTEMPTS
    assert timedelta(hours=24) <= timedelta(seconds=waited) < timedelta(hours=24, minutes=5)


def test_a_cut_network_is_never_given_up() -> None:
    assert seconds(after_failure("network", 1_000_000_000, NOW)) == 300


def test_a_block_and_a_refusal_are_final() -> None:
    assert after_failure("forbidden", 1, NOW) == GiveUp("blocked")
    assert after_failure("bad_request", 1, NOW) == GiveUp("bad_request")


def test_a_flood_waits_as_told() -> None:
    assert seconds(after_failure("flood", 9, NOW, retry_after=37.5, jitter=1.0)) == 37.5
    assert seconds(after_failure("flood", 1, NOW, retry_after=-3)) == 0
    assert seconds(after_failure("flood", 3, NOW)) == 4
    assert seconds(after_failure("flood", 1, NOW, retry_after=inf)) == 7 * 86_400
    assert seconds(after_failure("flood", 1, NOW, retry_after=nan)) == 0


def test_a_naive_time_and_a_failure_without_an_attempt_are_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        after_failure("network", 1, NOW.replace(tzinfo=None))
    with pytest.raises(ValueError, match="attempt"):
        after_failure("network", 0, NOW)
    with pytest.raises(ValueError, match="attempt"):
        update_retry_delay(0)


def test_a_try_at_the_very_moment_it_becomes_useless_is_too_late() -> None:
    assert after_failure("network", 1, NOW, useful_until=NOW + timedelta(seconds=1)) == GiveUp("too_late")


@given(own_pace, st.integers(1, SERVER_ATTEMPTS), st.floats(0, 1))
def test_jitter_lengthens_by_its_fraction_at_most(kind: FailureKind, attempts: int, jitter: float) -> None:
    plain = seconds(after_failure(kind, attempts, NOW))
    jittered = seconds(after_failure(kind, attempts, NOW, jitter=jitter))
    assert plain <= jittered <= plain * (1 + jitter) + 1e-6


@given(own_pace, st.integers(1, 400), st.floats(allow_nan=False))
def test_no_jitter_makes_a_wait_shorter_or_endless(kind: FailureKind, attempts: int, jitter: float) -> None:
    outcome = after_failure(kind, attempts, NOW, jitter=jitter)
    assert isinstance(outcome, GiveUp) or 1 <= seconds(outcome) <= 600


@given(kinds, st.integers(1, 1000), st.none() | st.floats(0, 1e6), st.timedeltas(-timedelta(1), timedelta(1)))
def test_nothing_is_tried_when_it_has_become_useless(
    kind: FailureKind, attempts: int, retry_after: float | None, left: timedelta
) -> None:
    limited = after_failure(kind, attempts, NOW, retry_after, NOW + left)
    free = after_failure(kind, attempts, NOW, retry_after)
    if isinstance(free, GiveUp) or free.at < NOW + left:
        assert limited == free
    else:
        assert limited == GiveUp("too_late")


@given(st.integers(1, 50))
def test_an_update_is_retried_three_times(attempts: int) -> None:
    expected = {1: 0.2, 2: 1.0, 3: 3.0}
    assert update_retry_delay(attempts) == expected.get(attempts)
