import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policies.search import rank

LESSONS = [
    (1, "Your first guitar chords"),
    (2, "Barre chords made easy"),
    (3, "Drum rudiments: paradiddles"),
    (4, "Fingerpicking patterns"),
    (5, "Piano: left hand"),
    (6, "Strumming in 6/8"),
    (7, "Café jazz on the piano"),
]
candidates = st.lists(st.text("abcdef ", min_size=1, max_size=20), max_size=12).map(
    lambda texts: list(enumerate(texts))
)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("chords", 1),
        ("CHORDS!", 1),
        ("cords", 1),
        ("bare chords", 2),
        ("barre", 2),
        ("paradidle", 3),
        ("drums", 3),
        ("finger picking", 4),
        ("fingerpiking", 4),
        ("gitar", 1),
        ("piano left", 5),
        ("stru", 6),
        ("café", 7),
    ],
)
def test_the_best_comes_first(query: str, first: int) -> None:
    assert rank(query, LESSONS)[0] == first


@pytest.mark.parametrize("query", ["", "  ", "??", "violin", "zzz", "p"])
def test_nothing_like_it(query: str) -> None:
    assert rank(query, LESSONS) == []


def test_the_very_word_comes_before_a_longer_likeness() -> None:
    assert rank("chord", [(1, "Chordless"), (2, "chords"), (3, "One long title with the chord in it")])[0] == 3


def test_one_very_word_comes_before_all_words_nearly() -> None:
    assert rank("finger picking", [(1, "Fingerpicking"), (2, "Finger exercises")]) == [2, 1]


def test_only_the_beginning_of_a_long_query_counts() -> None:
    assert rank("guitar chords" + " " * 100 + "piano " * 1000, LESSONS)[0] == 1


def test_ties_keep_their_order() -> None:
    assert rank("scales", [(9, "Scales"), (3, "Scales"), (5, "Scales")]) == [9, 3, 5]


def test_limit_and_cutoff() -> None:
    many = [(ident, "scales") for ident in range(20)]
    assert rank("scales", many) == list(range(8))
    assert rank("scales", many, limit=0) == []
    assert rank("scalse", many, cutoff=99.0) == []


@given(candidates, st.text("abcdef ", max_size=12), st.integers(0, 10))
def test_results_are_candidates_once_each_within_the_limit(
    found: list[tuple[int, str]], query: str, limit: int
) -> None:
    ranked = rank(query, found, limit)
    assert len(ranked) <= limit
    assert len(set(ranked)) == len(ranked)
    assert set(ranked) <= {ident for ident, _ in found}


@given(candidates, st.data())
def test_words_in_a_candidate_find_it_before_those_that_lack_them(
    found: list[tuple[int, str]], data: st.DataObject
) -> None:
    words = [word for _, text in found for word in text.split()]
    if not words:
        return
    word = data.draw(st.sampled_from(words))
    ranked = rank(word, found, limit=len(found))
    having = [ident for ident, text in found if word in text.split()]
    assert set(ranked[: len(having)]) == set(having)


@given(candidates, st.text(max_size=40))
def test_any_query_is_answered(found: list[tuple[int, str]], query: str) -> None:
    assert len(rank(query, found)) <= 8
