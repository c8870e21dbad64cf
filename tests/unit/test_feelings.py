"""Five faces, typed; and which of them a lead is shown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.policies.feelings import FACES, face_and_words, face_in, low_in_a_row


@pytest.mark.parametrize(
    ("text", "face"),
    [
        ("5", 5), (" 4 ", 4), ("three", 3), ("Great!", 5), ("it was great", 5), ("good", 4), ("OK", 3), ("so so", 3),
        ("not so good", 2), ("Not good.", 2), ("bad", 1), ("😀", 5), ("🙁", 2), ("☹️", 2), ("４", 4),
        ("6", None), ("0", None), ("45", None), ("4th", None), ("good morning", None), ("great, thanks", None),
        ("", None), ("bad chord", None), ("it was", None), ("goodbye", None), ("1:20", None), ("ok, how do I tune?", None),
    ],
)  # fmt: skip
def test_a_face_is_the_whole_message(text: str, face: int | None) -> None:
    assert face_in(text) == face


def test_behind_a_face_come_words() -> None:
    assert face_and_words("4 it was loud") == (4, "it was loud")
    assert face_and_words("not so good, the amp broke") == (2, "the amp broke")
    assert face_and_words("good") == (4, "")
    assert face_and_words("the amp broke") == (None, "the amp broke")


@given(st.text(max_size=60))
def test_any_words_are_a_face_or_none(text: str) -> None:
    assert face_in(text) in {None, *FACES}


@pytest.mark.parametrize(
    ("faces", "shown"),
    [
        ((), False), ((1, 1), False), ((1, 2, 1), True), ((2, 2, 2), True), ((1, 3, 1), False), ((1, 2, 3), False),
        ((5, 1, 1, 2), True), ((1, 1, 2, 5), True), ((1, 1, 3, 1, 1), False),
    ],
)  # fmt: skip
def test_three_low_ones_in_a_row_are_shown(faces: tuple[int, ...], shown: bool) -> None:
    assert low_in_a_row(faces) is shown


@settings(max_examples=100)
@given(st.lists(st.integers(1, 5), max_size=30))
def test_one_better_face_in_every_three_is_never_shown_and_three_low_ones_always(faces: list[int]) -> None:
    better = [max(face, 3) if at % 3 == 2 else face for at, face in enumerate(faces)]
    assert not low_in_a_row(better)
    assert low_in_a_row([*faces, 1, 2, 1])
    assert low_in_a_row([2, 1, 2, *faces])
    assert low_in_a_row(faces) == low_in_a_row(faces[::-1])
