import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policies.numbers import LARGEST, parse_ref

numbers = st.integers(1, LARGEST)
letters = st.sampled_from(["S", "C", "H"])


@pytest.mark.parametrize(
    "text", ["#17", "17", " 17 ", "q17", "Q #17", "question 17", "no. 17", "№17", "017", "١٧", "１７", "# 17"]
)
def test_ways_to_name_a_question(text: str) -> None:
    assert parse_ref(text) == 17


@pytest.mark.parametrize(
    ("text", "prefix", "number"),
    [("S4", "S", 4), ("s4", "S", 4), (" s 4 ", "S", 4), ("C3", "C", 3), ("H2", "H", 2), ("4", "S", 4)],
)
def test_other_things(text: str, prefix: str, number: int) -> None:
    assert parse_ref(text, prefix) == number


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("", ""),
        ("#", ""),
        ("0", ""),
        ("-3", ""),
        ("+3", ""),
        ("1.5", ""),
        ("17 18", ""),
        ("seventeen", ""),
        ("S4", ""),
        ("#4", "S"),
        ("C4", "S"),
        ("SS4", "S"),
        ("S0", "S"),
        (str(LARGEST + 1), ""),
        ("9" * 5000, ""),
    ],
)
def test_what_is_no_reference(text: str, prefix: str) -> None:
    assert parse_ref(text, prefix) is None


@given(numbers, letters)
def test_what_a_message_shows_reads_back(number: int, letter: str) -> None:
    assert parse_ref(f"#{number}") == number
    assert parse_ref(f"{letter}{number}", letter) == number
    assert parse_ref(f"{letter}{number}".lower(), letter) == number


@given(numbers, letters, letters)
def test_a_thing_of_another_kind_is_not_taken_for_it(number: int, letter: str, other: str) -> None:
    expected = number if letter == other else None
    assert parse_ref(f"{letter}{number}", other) == expected
    assert parse_ref(f"{letter}{number}") is None


@given(st.integers(max_value=0) | st.integers(min_value=LARGEST + 1))
def test_numbers_out_of_range(number: int) -> None:
    assert parse_ref(str(number)) is None


@given(st.text(max_size=20), st.sampled_from(["", "S", "C", "H"]))
def test_any_text_is_a_number_in_range_or_none(text: str, prefix: str) -> None:
    number = parse_ref(text, prefix)
    assert number is None or 1 <= number <= LARGEST
