from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policies.durations import LONGEST, BadDuration, format_compact, parse_duration

seconds = st.integers(1, int(LONGEST.total_seconds()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10m", timedelta(minutes=10)),
        ("2h", timedelta(hours=2)),
        ("3d", timedelta(days=3)),
        ("1w", timedelta(weeks=1)),
        ("90 min", timedelta(minutes=90)),
        ("1h30m", timedelta(minutes=90)),
        ("1h30", timedelta(minutes=90)),
        (" 1 Hour and 30 MINUTES ", timedelta(minutes=90)),
        ("30s", timedelta(seconds=30)),
        ("٢h", timedelta(hours=2)),
        ("366d", timedelta(days=366)),
        ("An hour  and a half", timedelta(minutes=90)),
        ("half an hour", timedelta(minutes=30)),
    ],
)
def test_what_people_type(text: str, expected: timedelta) -> None:
    assert parse_duration(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "10",
        "m",
        "h2",
        "0m",
        "-5m",
        "1h1h",
        "5x",
        "367d",
        "9999w",
        "10mm",
        "1.5h",
        "9" * 5000 + "m",
        "soon",
    ],
)
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(BadDuration):
        parse_duration(text)


@pytest.mark.parametrize(
    ("duration", "expected"),
    [
        (timedelta(hours=1), "1h"),
        (timedelta(days=2), "2d"),
        (timedelta(minutes=45), "45m"),
        (timedelta(minutes=90), "1h30m"),
        (timedelta(days=7), "1w"),
        (timedelta(days=8), "8d"),
        (timedelta(seconds=59, microseconds=999_999), "59s"),
        (timedelta(), "0m"),
    ],
)
def test_compact_forms(duration: timedelta, expected: str) -> None:
    assert format_compact(duration) == expected


def test_a_negative_duration_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        format_compact(timedelta(seconds=-1))


@given(seconds)
def test_compact_form_reads_back(count: int) -> None:
    duration = timedelta(seconds=count)
    assert parse_duration(format_compact(duration)) == duration


@given(seconds, st.sampled_from(["{}", " {} ", "{} "]), st.booleans())
def test_case_and_space_do_not_matter(count: int, frame: str, shout: bool) -> None:
    compact = format_compact(timedelta(seconds=count))
    typed = frame.format(compact.upper() if shout else compact)
    assert parse_duration(typed) == timedelta(seconds=count)


@given(st.text(max_size=30))
def test_any_text_is_a_positive_duration_or_refused(text: str) -> None:
    try:
        duration = parse_duration(text)
    except BadDuration:
        return
    assert timedelta() < duration <= LONGEST
