import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policies.moments import format_moment, parse_moment

moments = st.integers(0, 99 * 3600 - 1)


@pytest.mark.parametrize(
    "text",
    [
        "2:14",
        "2.14",
        "02:14",
        "0:02:14",
        "at 2 min 14",
        "134s",
        "2m14s",
        "2m14",
        "2 mins 14 secs",
        "around 2 minutes and 14 seconds",
        "I'm stuck at 2:14",
        "2:14 ish",
        "2:14 in",
        "~2:14!",
        "2'14\"",
        "2’14”",
        "２:１４",
        "٢:١٤",
    ],
)
def test_ways_to_say_one_moment(text: str) -> None:
    assert parse_moment(text) == 134


def test_hours() -> None:
    assert parse_moment("1:02:03") == parse_moment("1h 2m 3s") == 3723
    assert parse_moment("75:10") == 4510
    assert parse_moment("2 min") == 120


@pytest.mark.parametrize(
    "text",
    [
        "",
        "at",
        "45",
        "2 14",
        "14 mark",
        "2:5",
        "2:60",
        "1:75:10",
        "1h 75m",
        "2 min 75",
        "-2:14",
        "at 2:14 the chord is odd",
        "bar 2.14.1.9",
        "#17",
        "2:14 " * 50,
    ],
)
def test_what_is_no_moment(text: str) -> None:
    assert parse_moment(text) is None


def test_as_a_player_shows_it() -> None:
    assert [format_moment(at) for at in (0, 5, 134, 3599, 3723)] == [
        "0:00",
        "0:05",
        "2:14",
        "59:59",
        "1:02:03",
    ]
    with pytest.raises(ValueError, match="before its start"):
        format_moment(-1)


@given(moments)
def test_what_is_shown_reads_back(seconds: int) -> None:
    assert parse_moment(format_moment(seconds)) == seconds


@given(moments, st.sampled_from(["at {}", " {} ", "stuck at {}", "about {}.", "@{}", "{} in"]))
def test_words_around_change_nothing(seconds: int, frame: str) -> None:
    assert parse_moment(frame.format(format_moment(seconds))) == seconds


@given(st.integers(0, 9999))
def test_plain_seconds(seconds: int) -> None:
    assert parse_moment(f"{seconds}s") == parse_moment(f"{seconds} seconds") == seconds


@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_none(text: str) -> None:
    seconds = parse_moment(text)
    assert seconds is None or parse_moment(format_moment(seconds)) == seconds
