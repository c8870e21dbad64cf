import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policies.placeholders import NothingToFill, fill

VALUES = {"name": "Riff", "lesson": "The G chord", "moment": "2:14"}


def test_every_gap_is_filled_however_it_is_written() -> None:
    assert fill("Hi {name}! { Lesson } at {MOMENT}, {name}.", VALUES) == "Hi Riff! The G chord at 2:14, Riff."


def test_other_words_where_there_is_nothing() -> None:
    assert fill("Play {lesson|the song} again{moment| }", {"name": "Riff"}) == "Play the song again"
    assert fill("Play {lesson|the song}", VALUES) == "Play The G chord"


def test_a_gap_without_anything_is_named() -> None:
    with pytest.raises(NothingToFill) as caught:
        fill("Play {lesson}", {"name": "Riff"})
    assert caught.value.gap == "lesson"


def test_other_braces_stay() -> None:
    assert fill("{x} {} {names} {name", VALUES) == "{x} {} {names} {name"


@given(st.text(), st.text(min_size=1))
def test_what_is_filled_in_is_not_read_again(words: str, name: str) -> None:
    """A young person who calls themselves {lesson} stays {lesson}."""
    assert fill("{name}", {"name": name, "lesson": "no"}) == name
    assert fill(words.replace("{", ""), VALUES) == words.replace("{", "")
