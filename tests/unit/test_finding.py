from hypothesis import given
from hypothesis import strategies as st

from bot.policies.finding import LONGEST_WORD, MOST_WORDS, excerpt, has_one, near, read_search


def test_filters_are_taken_out_of_the_words() -> None:
    sought = read_search('Barre chords lesson:g-chord ALIAS = "Otter 12" buzz')
    assert (sought.words, sought.lesson, sought.alias) == (("barre", "chords", "buzz"), "g-chord", "Otter 12")


def test_words_lose_accents_marks_and_what_stands_everywhere() -> None:
    assert read_search("How is the Étude, in C#?").words == ("etude", "c")
    assert read_search("how is it").words == ("how", "is", "it")


def test_long_numbers_find_nothing() -> None:
    """What is masked for tutors can't be confirmed by searching for it."""
    assert read_search("call 07700900123 bar 12").words == ("call", "bar", "12")


def test_near_words() -> None:
    known = ["barre", "base", "buzzing", "strumming"]
    assert near("bare", known)[0] == "barre"
    assert near("struming", known) == ["strumming"]
    assert near("xyzzy", known) == []
    assert near("bar", known) == []


def test_the_piece_around_the_word() -> None:
    text = "I have tried everything " * 5 + "and my barre chord still buzzes " + "a lot " * 20
    piece = excerpt(text, ["barre"], 60)
    assert piece is not None
    assert "barre chord" in piece
    assert piece.startswith("…")
    assert piece.endswith("…")
    assert excerpt("Étude in C", ["etude"], 60) == "Étude in C"
    assert excerpt("nothing here", ["barre"], 60) is None


def test_a_word_is_there_by_its_beginning_without_its_accents() -> None:
    assert has_one("Ring me, Étude!", ["etu"])
    assert has_one("nothing here", ["barre", "here"])
    assert not has_one("Ring me", ["ingme", "in"])


@given(st.text(max_size=300))
def test_whatever_is_typed_gives_words_that_are_safe_to_search_for(text: str) -> None:
    words = read_search(text).words
    assert len(words) <= MOST_WORDS
    assert all(word.isalnum() and len(word) <= 4 * LONGEST_WORD for word in words)
