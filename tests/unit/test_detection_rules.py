"""The rules: their language, their data, and what they say of plain cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policies.detection.normal import normal, words
from bot.policies.detection.rules import RuleError, compile_pattern, shipped
from bot.policies.detection.verdict import CATEGORIES, Direction

SPELLINGS = [
    ("k1ll mys3lf 2nite", "kill myself tonight"),
    ("i w a n t t o d i e", "i want to die"),
    ("helppppp meeee", "help me"),
    ("S.E.L.F H.A.R.M again", "self harm again"),
    ("h!t by my d4d", "hit by my dad"),
    ("he’s here", "he is here"),
    ("im sooooo tired", "i am so tired"),
    ("kys", "kill yourself"),
    ("🔪", "knife"),
    ("ｋｉｌｌ", "kill"),
    ("k\u200bill", "kill"),
    ("mëét", "meet"),
    ("", ""),
]
LEFT_ALONE = ["x32010", "c g a f", "sus4", "am7", "120 bpm", "mp3", "1 2 3 4", "e 0 2 3", "3rd", "5 30pm"]
CASES: list[tuple[Direction, str, str]] = [
    ("young_person", "my stepdad punched me last night", "hit-at-home"),
    ("young_person", "hes locked me in the bathroom and wont let me out", "danger-at-home-now"),
    ("young_person", "im gonna kill myself 2nite", "ending-it-now"),
    ("young_person", "i want to die", "kill-myself"),
    ("young_person", "ive taken loads of pills", "taken-an-overdose"),
    ("young_person", "drank half the bleach under the sink", "taken-an-overdose"),
    ("young_person", "theres a letter under my keyboard for when im gone", "ending-it-now"),
    ("young_person", "by the time u see this il be dead", "ending-it-now"),
    ("young_person", "got the belt from my dressing gown and its round my neck", "something-round-the-neck"),
    ("young_person", "2 lads with a hammer are outside my flat", "weapon-now"),
    ("young_person", "some boys are waiting at the bus stop with a machete", "weapon-now"),
    ("young_person", "if i dont pay he sends the pics to my school", "blackmailed-with-pictures"),
    ("young_person", "shes threatening to leak my nudes", "blackmailed-with-pictures"),
    ("young_person", "i make myself sick every day", "makes-themselves-sick"),
    ("young_person", "he wants me to send nudes", "sends-pictures"),
    ("young_person", "i carry a knife every day", "carries-a-weapon"),
    ("young_person", "what is your snapchat", "wants-contact-outside"),
    ("tutor", "don't tell your mum about this", "secrecy"),
    ("tutor", "come over to mine tonight", "meet-alone"),
    ("tutor", "you look sexy", "sexual-or-looks"),
    ("tutor", "you are useless", "demeaning"),
]
NOT_CASES: list[tuple[Direction, str]] = [
    ("young_person", "kill the reverb on my mix"),
    ("young_person", "i cut the strings myself"),
    ("young_person", "gonna shoot a music video"),
    ("young_person", "dead notes on the bass"),
    ("young_person", "he beat me at fifa"),
    ("young_person", "my fingers bleed from the strings"),
    ("young_person", "drop d tuning"),
    ("young_person", "i wiped the keys with a bit of bleach"),
    ("young_person", "mum left a note on the fridge for when i get home"),
    ("young_person", "the strap is too tight round my neck"),
    ("young_person", "a boy with a cricket bat is at the park"),
    ("young_person", "if i dont hand it in he sends a letter about my homework"),
    ("young_person", "tutor said to send videos of my playing"),
    ("young_person", "machine gun hats in my trap beat"),
    ("tutor", "I can't promise not to tell, I have to tell the lead"),
    ("tutor", "meet us at reception with your carer"),
    ("tutor", "you are not useless"),
    ("tutor", "don't give up"),
    ("tutor", "what a gorgeous chord"),
]


@pytest.mark.parametrize(("typed", "plain"), SPELLINGS)
def test_words_are_read_as_they_are_meant(typed: str, plain: str) -> None:
    assert normal(typed) == plain


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_chords_counts_and_times_keep_their_digits(text: str) -> None:
    assert normal(text) == text


@pytest.mark.parametrize(("direction", "text", "name"), CASES)
def test_a_rule_applies(direction: Direction, text: str, name: str) -> None:
    assert name in [rule.name for rule in shipped().applying(direction, words(text))]


@pytest.mark.parametrize(("direction", "text"), NOT_CASES)
def test_no_rule_applies(direction: Direction, text: str) -> None:
    assert shipped().applying(direction, words(text)) == []


def test_every_rule_has_a_name_of_its_own_and_a_reason() -> None:
    for direction in CATEGORIES:
        rules = shipped().by_direction[direction]
        assert len({rule.name for rule in rules}) == len(rules)
        assert all(rule.why and rule.when for rule in rules)


def test_every_young_person_category_but_distress_has_a_rule() -> None:
    having = {rule.category for rule in shipped().by_direction["young_person"]}
    assert set(CATEGORIES["young_person"]) - having == {"emotional_distress"}
    assert {rule.category for rule in shipped().by_direction["tutor"]} == set(CATEGORIES["tutor"])


@pytest.mark.parametrize("broken", ["(a|b", "a)", "@nobody", "a b!", "~12"])
def test_a_broken_pattern_is_named(broken: str) -> None:
    with pytest.raises(RuleError):
        compile_pattern(broken, {})


def test_a_gap_is_bounded_and_words_are_whole() -> None:
    pattern = compile_pattern("cut ~2 arm*", {})
    assert pattern.search(" i cut my left arms ")
    assert not pattern.search(" i cut my own left arm ")
    assert not pattern.search(" uncut my arm ")


@given(st.text(max_size=300))
def test_any_text_becomes_words_without_spaces(text: str) -> None:
    assert all(word and " " not in word for word in words(text))
