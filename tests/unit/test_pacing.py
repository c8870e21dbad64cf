from bisect import bisect_right

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policies.pacing import Pacer

EPSILON = 1e-6
rates = st.floats(0.5, 50)
gaps = st.floats(0, 2)
steps = st.lists(st.tuples(st.integers(1, 6), st.sampled_from([0.0, 0.0, 0.01, 0.3, 2.0])), max_size=120)
starts = st.sampled_from([0.0, 1e6, -50.0])


def played(pacer: Pacer, steps: list[tuple[int, float]], start: float) -> list[tuple[float, int]]:
    """What a sender does that waits as told: (time, chat) of each send."""
    now, sends = start, []
    for chat, pause in steps:
        now = max(now + pause, pacer.ready_at(chat, now + pause))
        pacer.spend(chat, now)
        sends.append((now, chat))
    return sends


def most_within(times: list[float], window: float) -> int:
    return max((bisect_right(times, at + window - EPSILON) - index for index, at in enumerate(times)), default=0)


@given(rates, gaps, st.integers(1, 5), st.integers(1, 4), steps, starts)
def test_no_second_has_more_than_the_rate_and_the_burst(
    rate: float, gap: float, burst: int, chat_burst: int, steps: list[tuple[int, float]], start: float
) -> None:
    sends = played(Pacer(rate, gap, burst, chat_burst), steps, start)
    assert most_within([at for at, _ in sends], 1.0) <= rate + burst


@given(st.floats(0.1, 2), st.integers(1, 4), steps, starts)
def test_no_chat_has_more_than_its_share(
    gap: float, chat_burst: int, steps: list[tuple[int, float]], start: float
) -> None:
    sends = played(Pacer(0, gap, chat_burst=chat_burst), steps, start)
    for chat in range(1, 7):
        times = [at for at, to in sends if to == chat]
        assert most_within(times, 10 * gap) <= 10 + chat_burst


@given(rates, gaps, steps)
def test_ready_at_is_never_past_and_holds_true(rate: float, gap: float, steps: list[tuple[int, float]]) -> None:
    pacer, now = Pacer(rate, gap), 0.0
    for chat, pause in steps:
        now += pause
        ready = pacer.ready_at(chat, now)
        assert ready >= now
        assert pacer.ready_at(chat, ready) == ready
        now = ready
        pacer.spend(chat, now)


def test_one_chat_does_not_slow_another() -> None:
    pacer = Pacer(25, 1.2)
    for _ in range(3):
        assert pacer.ready_at(1, 0.0) == 0.0
        pacer.spend(1, 0.0)
    assert pacer.ready_at(1, 0.0) == pytest.approx(1.2)
    assert pacer.ready_at(2, 0.0) == pytest.approx(0.04)


def test_a_full_second_reaches_the_rate() -> None:
    chats = [(chat, 0.0) for chat in range(100)]
    times = [at for at, _ in played(Pacer(25, 1.2), chats, 0.0)]
    assert times[-1] == pytest.approx((100 - 3) / 25)


def test_no_limits() -> None:
    pacer = Pacer(0, 0)
    for _ in range(1000):
        assert pacer.ready_at(1, 5.0) == 5.0
        pacer.spend(1, 5.0)
    assert len(pacer) == 0


def test_a_held_chat_waits_and_a_shorter_hold_changes_nothing() -> None:
    pacer = Pacer(25, 1.2)
    pacer.hold_chat(1, 60.0)
    pacer.hold_chat(1, 30.0)
    assert pacer.ready_at(1, 0.0) == 60.0
    assert pacer.ready_at(2, 0.0) == 0.0
    assert pacer.ready_at(1, 61.0) == 61.0


def test_a_flood_in_one_or_two_chats_is_theirs_alone() -> None:
    pacer = Pacer(25, 1.2)
    for _ in range(10):
        pacer.flood(1, 30.0, 0.0)
        pacer.flood(2, 30.0, 0.0)
    assert pacer.ready_at(1, 0.0) == 30.0
    assert pacer.ready_at(3, 0.0) == 0.0


def test_a_flood_in_three_chats_within_a_second_stops_all() -> None:
    pacer = Pacer(25, 1.2)
    for chat, wait in ((1, 40.0), (2, 5.0), (3, 6.0)):
        pacer.flood(chat, wait, 0.3 * chat)
    assert pacer.ready_at(9, 1.0) == pytest.approx(0.9 + 5.0)
    assert pacer.ready_at(1, 1.0) == pytest.approx(40.3)


def test_three_floods_over_more_than_a_second_do_not() -> None:
    pacer = Pacer(25, 1.2)
    for chat in (1, 2, 3):
        pacer.flood(chat, 30.0, 0.6 * chat)
    assert pacer.ready_at(9, 2.0) == 2.0


@given(st.lists(st.tuples(st.integers(1, 5), st.floats(0, 100), st.floats(0, 1)), max_size=40))
def test_a_flooded_chat_always_waits_as_told(refusals: list[tuple[int, float, float]]) -> None:
    pacer, now = Pacer(25, 1.2), 0.0
    told: dict[int, float] = {}
    for chat, wait, pause in refusals:
        now += pause
        pacer.flood(chat, wait, now)
        told[chat] = max(told.get(chat, 0.0), now + wait)
        assert all(pacer.ready_at(one, now) >= until for one, until in told.items())


@pytest.mark.parametrize("per_chat", [0.0, 1.2])
def test_idle_chats_are_forgotten(per_chat: float) -> None:
    pacer = Pacer(0, per_chat)
    for chat in range(20_000):
        pacer.spend(chat, float(chat))
        pacer.flood(chat, 0.5, float(chat))
    assert len(pacer) < 600


def test_forgetting_changes_no_limit() -> None:
    pacer = Pacer(0, 10.0, chat_burst=1)
    pacer.spend(0, 0.0)
    pacer.hold_chat(1, 50.0)
    for chat in range(2, 3000):
        pacer.spend(chat, 5.0)
    assert pacer.ready_at(0, 5.0) == 10.0
    assert pacer.ready_at(1, 5.0) == 50.0


@pytest.mark.parametrize("bursts", [(0, 3), (3, 0)])
def test_a_burst_of_nothing_is_refused(bursts: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="burst"):
        Pacer(25, 1.2, *bursts)


def test_screens_that_did_not_wait_hold_the_queue_back_by_one_turn_at_most() -> None:
    """A hundred taps in a second must not keep an alert waiting for minutes."""
    pacer = Pacer(25, 1.2)
    for tap in range(100):
        pacer.note(7, 10 + tap / 100)
    assert pacer.ready_at(7, 11.0) - 11.0 <= 1.2 + 1e-9
    assert pacer.ready_at(8, 11.0) - 11.0 <= 1 / 25 + 1e-9
