"""Until when a question is put aside: what tutors type, and what is no time."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policies.snooze import LONGEST, SHORTEST, BadLater, Later, monday_morning, parse_later, tomorrow_morning

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 25, 15, 10, tzinfo=UTC)  # a Wednesday afternoon


def said(text: str) -> str:
    """When it comes back, as a tutor would read it."""
    at = parse_later(text, NOW, LONDON).at
    return "reply" if at is None else f"{at.astimezone(LONDON):%a %d %b %H:%M}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[(text, "Wed 25 Nov 17:10") for text in ("2h", "2 h", "2hrs", "in 2 hours", "for two hours", "120 min")],
        *[(text, "Wed 25 Nov 15:40") for text in ("30m", "half an hour", "in half an hour", "half hour")],
        *[(text, "Wed 25 Nov 16:40") for text in ("90m", "1h30", "1.5h", "1.5 hours", "1 hour and 30 minutes")],
        *[(text, "Wed 25 Nov 16:10") for text in ("an hour", "one hour", "in an hour")],
        *[(text, "Sat 28 Nov 15:10") for text in ("3d", "3 days", "in three days")],
        *[(text, "Wed 02 Dec 15:10") for text in ("1w", "a week", "in a week", "7 days")],
        *[
            (text, "Thu 26 Nov 09:00")
            for text in (
                *("tomorrow 9am", "tomorrow", "Tomorrow 9 AM", "until tomorrow 9am", "tomorrow at 9", "tomorrow 9"),
                *("tomorrow morning", "tomorow 9am", "tmrw", "tomorrow morning at 9", "9am", "thursday", "at 9"),
            )
        ],
        *[(text, "Thu 26 Nov 16:00") for text in ("tomorrow 4pm", "tomorrow at 4", "thu 16:00", "tomorrow 4 p.m.")],
        *[(text, "Wed 25 Nov 18:00") for text in ("tonight", "this evening", "6pm", "at 6", "today 18:00")],
        *[(text, "Wed 25 Nov 21:00") for text in ("tonight 9pm", "tonight at 9", "this evening at 9", "9pm")],
        *[(text, "Fri 27 Nov 09:00") for text in ("friday", "on Friday", "until fri", "friday morning", "27 nov")],
        *[(text, "Fri 04 Dec 09:00") for text in ("next friday", "2026-12-04", "4 dec", "dec 4", "4/12")],
        *[(text, "Mon 30 Nov 09:00") for text in ("monday", "next monday", "next week", "mon 9am")],
        ("next tuesday 4pm", "Tue 01 Dec 16:00"),
        ("tomorrow noon", "Thu 26 Nov 12:00"),
        *[
            (text, "reply")
            for text in (
                *("until they reply", "until she replies", "when he writes", "they answer", "reply", "until reply"),
                *("till they write back", "until Riff replies", "until I hear back", "until I hear from them"),
            )
        ],
    ],
)  # fmt: skip
def test_what_tutors_type(text: str, expected: str) -> None:
    """Every spelling; the time is the service's."""
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        *[(text, "unclear") for text in ("", " ", "soon", "30", "after lunch", "tomorrow 25:00", "tomorrow 13 9", "x" * 80)],
        *[(text, "unclear") for text in ("until", "until tomorrow replies 9", "next", "at", "half", "next 9", "at 99")],
        *[(text, "past") for text in ("2026-01-01 10:00", "today 9am", "this morning", "today 15:10")],
        *[(text, "soon") for text in ("1s", "59 seconds")],
        *[(text, "far") for text in ("6w", "2027-06-01", "32d")],
    ],
)  # fmt: skip
def test_what_is_no_time(text: str, reason: str) -> None:
    """It is said what is wrong with it."""
    with pytest.raises(BadLater) as refused:
        parse_later(text, NOW, LONDON)
    assert refused.value.reason == reason


def test_over_the_night_on_which_the_clocks_change() -> None:
    """Nine is nine on the wall; two hours are two hours."""
    evening = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)  # 21:00 in London, in summer time
    assert parse_later("tomorrow 9am", evening, LONDON).at == datetime(2026, 10, 25, 9, 0, tzinfo=UTC)
    assert parse_later("12h", evening, LONDON).at == evening + timedelta(hours=12)
    assert tomorrow_morning(evening, LONDON) == datetime(2026, 10, 25, 9, 0, tzinfo=UTC)
    assert monday_morning(evening, LONDON) == datetime(2026, 10, 26, 9, 0, tzinfo=UTC)


_PIECES = st.sampled_from(
    [
        *("0", "1", "9", "24", "99", "next", "this", "tomorrow", "today", "tonight", "friday", "week", "at", "until"),
        *("for", "in", "half", "an", "hour", "hours", "am", "pm", ".", ":", "-", "they", "reply", "replies"),
        *("morning", "evening", "dec", "2026-12-04", "9am", ".5h", "2h"),
    ]
)


@given(words=st.one_of(st.text(max_size=70), st.lists(_PIECES, max_size=6).map(" ".join)))
def test_anything_is_a_time_within_a_month_or_refused(words: str) -> None:
    """No words break it, and no question sleeps longer than a month or shorter than a minute."""
    with suppress(BadLater):
        later = parse_later(words, NOW, LONDON)
        assert later == Later(None) or NOW + SHORTEST <= (later.at or NOW) <= NOW + LONGEST
