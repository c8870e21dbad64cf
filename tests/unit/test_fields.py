import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policies.fields import clean_text, shorten, split_text, utf16_len

FAMILY, FLAG, THUMB = "👩\u200d👩\u200d👧", "🇬🇧", "👍🏽"
anything = st.text(st.characters(exclude_categories=[]), max_size=60)
prose = st.lists(st.sampled_from(["a", "word", "🎸", FAMILY, FLAG, THUMB, "\n", "\n\n", " ", "long" * 9]), max_size=60)
limits = st.integers(2, 40)


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def test_what_breaks_databases_is_removed() -> None:
    assert clean_text("a\x00b\ud800c\x07d\x9fe\n\tf") == "abcde\n\tf"
    assert clean_text("one\r\ntwo\rthree") == "one\ntwo\nthree"
    assert clean_text(f"é {FAMILY} محمد") == f"é {FAMILY} محمد"


@given(anything)
def test_clean_text_can_be_stored_and_stays_the_same(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    clean.encode("utf-8")
    assert not any(character < " " and character not in "\n\t" for character in clean)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_clean_text_changes_nothing_else(text: str) -> None:
    assert clean_text(text) == text


@given(anything)
def test_length_as_telegram_counts(text: str) -> None:
    assert utf16_len(text) == units(text)


def test_pieces_end_where_readers_pause() -> None:
    assert split_text("one two\n\nthree four", 12) == ["one two", "three four"]
    assert split_text("one two\nthree four", 12) == ["one two", "three four"]
    assert split_text("one two three", 9) == ["one two", "three"]
    assert split_text("abcdef", 4) == ["abcd", "ef"]
    assert split_text("a\n\nbcd efg hij", 12) == ["a\n\nbcd efg", "hij"]


def test_a_piece_is_full_to_the_last_unit() -> None:
    assert split_text("x" * 4096) == ["x" * 4096]
    assert [len(piece) for piece in split_text("x" * 8193)] == [4096, 4096, 1]
    assert split_text("abcd efgh", 4) == ["abcd", "efgh"]


def test_nothing_to_send() -> None:
    assert split_text("") == split_text(" \n" * 5000) == []


def test_what_is_one_character_stays_one() -> None:
    assert split_text(FAMILY * 3, 10) == [FAMILY] * 3
    assert split_text(FLAG * 3, 10) == [FLAG * 2, FLAG]
    assert split_text(THUMB * 2, 5) == [THUMB] * 2
    assert split_text("cafe\u0301", 4) == ["caf", "e\u0301"]


@pytest.mark.parametrize("limit", [-1, 0, 1])
def test_a_piece_needs_room(limit: int) -> None:
    with pytest.raises(ValueError, match="room"):
        split_text("abc", limit)


@given(prose.map("".join), limits)
def test_pieces_fit_and_lose_nothing_but_space(text: str, limit: int) -> None:
    pieces = split_text(text, limit)
    assert all(piece.strip() and units(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(prose.map("".join))
def test_no_word_that_fits_is_cut(text: str) -> None:
    limit = max((units(word) for word in text.split()), default=2)
    assert " ".join(split_text(text, max(2, limit))).split() == text.split()


@given(anything, limits)
def test_any_text_splits(text: str, limit: int) -> None:
    pieces = split_text(text, limit)
    assert all(units(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_shortened_text_ends_in_an_ellipsis() -> None:
    assert shorten("hello", 5) == "hello"
    assert shorten("hello world", 7) == "hello…"
    assert shorten(f"hi {FAMILY} there", 8) == "hi…"
    assert shorten(f"{FLAG}{FLAG}", 7) == f"{FLAG}…"
    assert [shorten("hello", limit) for limit in (1, 0, -1)] == ["…", "", ""]


@given(anything, st.integers(0, 30))
def test_shortened_text_fits_and_begins_the_same(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert units(short) <= limit
    assert short == text or not short or (short.endswith("…") and text.startswith(short[:-1]))
