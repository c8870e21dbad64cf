import re
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.policies.aliases import ANIMALS, make_alias, normalise_alias

# Words for animals that are also words for people whom somebody means to hurt.
INSULTS = """
ape ass baboon bat bear beaver bitch boar buffalo bull bug buzzard camel cat chicken chimp cock cockroach
coon cougar cow crab crow cuckoo dodo dog donkey drone elephant fly fox goat goose gorilla heifer hippo hog
hyena jackal leech louse maggot mole monkey mule orangutan ox parasite pig pigeon rat reptile rhino roach
sheep shrew skunk sloth slug snake sow swine tick tit toad turkey vermin viper vixen vulture walrus warthog
weasel whale wolverine worm
"""
aliases = st.builds("{}-{}".format, st.sampled_from(ANIMALS), st.integers(10, 9_999_999))


def test_there_are_many_and_each_is_one_plain_word() -> None:
    assert len(ANIMALS) >= 120
    assert len(set(ANIMALS)) == len(ANIMALS)
    assert all(re.fullmatch("[A-Z][a-z]{2,13}", animal) for animal in ANIMALS)


def test_none_could_insult_anybody() -> None:
    assert not {animal.casefold() for animal in ANIMALS} & set(INSULTS.split())
    rude = re.compile(r"cock|coon|tit|ass$|shag|booby|dick|chink|kink|slut")
    assert [animal for animal in ANIMALS if rude.search(animal.casefold())] == []


def test_one_wrong_letter_never_names_another() -> None:
    near = [(one, two) for one, two in combinations(ANIMALS, 2) if OSA.distance(one.lower(), two.lower()) < 2]
    assert near == []


@given(st.integers())
def test_an_alias_is_an_animal_and_two_or_three_digits(seed: int) -> None:
    animal, number = make_alias(Random(seed), ()).split("-")
    assert animal in ANIMALS
    assert 10 <= int(number) <= 999


@given(st.integers(), st.integers(1, 60))
def test_no_alias_is_given_twice(seed: int, count: int) -> None:
    random, taken = Random(seed), set[str]()
    for _ in range(count):
        alias = make_alias(random, taken)
        assert alias not in taken
        taken.add(alias)


class ShortOnes:
    """Everything with at most so many digits is taken."""

    def __init__(self, digits: int) -> None:
        self.digits = digits

    def __contains__(self, alias: object) -> bool:
        return len(str(alias).partition("-")[2]) <= self.digits


def test_numbers_widen_when_crowded() -> None:
    alias = make_alias(Random(1), ShortOnes(3))
    assert len(alias.partition("-")[2]) == 4
    assert normalise_alias(alias) == alias


def test_a_full_house_is_an_error_and_no_endless_search() -> None:
    with pytest.raises(RuntimeError, match="no alias is free"):
        make_alias(Random(1), ShortOnes(99))


def test_numbers_that_mean_something_are_not_given() -> None:
    random = Random(7)
    given_out = {int(make_alias(random, ()).partition("-")[2]) for _ in range(8000)}
    assert len(given_out) > 900
    assert not given_out & {69, 88, 420, 666}


@pytest.mark.parametrize(
    "text",
    [
        "Otter-12",
        "otter 12",
        "Otter12",
        "OTTER-12",
        " otter – 12 ",
        "oter-12",
        "ottre_12",
        "Ottor 12",
        "otter-012",
    ],
)
def test_ways_to_type_one(text: str) -> None:
    assert normalise_alias(text) == "Otter-12"


@pytest.mark.parametrize(
    "text",
    ["", "otter", "12", "otter-5", "otter-", "foxglove-12", "otter 12 13", "otter-123456789", "ot-12", "S4"],
)
def test_what_is_none(text: str) -> None:
    assert normalise_alias(text) is None


@given(
    aliases,
    st.sampled_from(["-", " ", "", "_", " - ", "–"]),
    st.sampled_from([str.upper, str.lower, str.title]),
)
def test_case_and_dash_do_not_matter(alias: str, dash: str, case: object) -> None:
    assert callable(case)
    assert normalise_alias(case(alias.replace("-", dash))) == alias


@given(aliases, st.data())
def test_one_slip_names_the_same_animal_or_none(alias: str, data: st.DataObject) -> None:
    animal, number = alias.split("-")
    place = data.draw(st.integers(0, len(animal) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    slips = [
        animal[:place] + letter + animal[place + 1 :],
        animal[:place] + letter + animal[place:],
        animal[:place] + animal[place + 1 :],
    ]
    assert normalise_alias(f"{data.draw(st.sampled_from(slips))}-{number}") in (alias, None)


@given(st.text(max_size=40))
def test_any_text_gives_an_alias_in_its_one_form_or_none(text: str) -> None:
    alias = normalise_alias(text)
    assert alias is None or normalise_alias(alias) == alias
