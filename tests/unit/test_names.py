import unicodedata
from random import Random

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from bot.policies.names import NICKNAMES, BadName, clean_name, suggest_names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Riff", "Riff"),
        ("  Zoe\u0308   K ", "Zoë K"),
        ("Max\nB", "Max B"),
        ("नमस्ते", "नमस्ते"),
        ("محمد", "محمد"),
        ("小雨", "小雨"),
        ("Ngọc Ánh", "Ngọc Ánh"),
        ("🎸", "🎸"),
        ("J. Co", "J. Co"),
        ("Riff 2009", "Riff 2009"),
        ("A\u202eB\u200b\x00\ufeff", "AB"),
        ("O'Neil-Kay", "O'Neil-Kay"),
        ("x" * 40, "x" * 40),
    ],
)
def test_names_of_all_kinds(text: str, name: str) -> None:
    assert clean_name(text) == name


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("\u200b\u202e\u3164", "empty"),
        ("x" * 41, "too_long"),
        ("@riff", "contact"),
        ("me on ＠riff", "contact"),
        ("riff@mail.com", "contact"),
        ("07700 900123", "contact"),
        ("１２３４５", "contact"),
        ("1-2-3-4-5", "contact"),
        ("Riff snap: riff_99", "contact"),
        ("٠٧٧٠٠", "contact"),
        ("https://x.y", "link"),
        ("t.me/riff", "link"),
        ("riff.com", "link"),
        ("riff (dot) com", "link"),
        ("riff dot com", "link"),
        ("www riff", "link"),
        ("/start", "command"),
        ("\u200b/start", "command"),
        ("...", "unreadable"),
        ("- - -", "unreadable"),
        ("a\u0316\u0317\u0318\u0319\u031c", "unreadable"),
    ],
)
def test_why_a_name_is_refused(text: str, reason: str) -> None:
    with pytest.raises(BadName) as refused:
        clean_name(text)
    assert refused.value.reason == reason


def test_every_suggestion_is_a_name_that_may_be_taken() -> None:
    assert len(set(NICKNAMES)) == len(NICKNAMES) >= 60
    assert {"Riff", "Echo", "Sunny"} <= set(NICKNAMES)
    assert [clean_name(name) for name in NICKNAMES] == list(NICKNAMES)


@given(st.integers(), st.integers(1, 10))
def test_suggestions_differ(seed: int, count: int) -> None:
    names = suggest_names(Random(seed), count)
    assert len(set(names)) == count
    assert names == suggest_names(Random(seed), count)


@given(st.text(max_size=40))
def test_a_name_is_clean_or_refused(text: str) -> None:
    try:
        name = clean_name(text)
    except BadName as refused:
        event(refused.reason)
        return
    assert 1 <= len(name) <= 40
    assert clean_name(name) == name == unicodedata.normalize("NFC", name)
    assert name == name.strip()
    assert "@" not in name
    assert sum(character.isdigit() for character in name) < 5
    assert not {unicodedata.category(character) for character in name} & {"Cc", "Cf", "Cs", "Co"}


@given(st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=1, max_size=12))
def test_letters_of_any_script_are_welcome(text: str) -> None:
    try:
        clean_name(text)
    except BadName as refused:
        # Letters can spell "www", show nothing (Hangul fillers), or grow when they are composed.
        if refused.reason not in {"link", "empty", "too_long"}:
            raise


@given(st.text("0123456789 -.", min_size=5).filter(lambda text: sum(map(str.isdigit, text)) >= 5))
def test_no_number_gets_through_however_it_is_spaced(text: str) -> None:
    with pytest.raises(BadName):
        clean_name(text)
