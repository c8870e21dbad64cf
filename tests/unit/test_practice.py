"""What is said of a rehearsed reply: thanks, promises of secrecy, questions that investigate."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.policies.practice import (
    Handled,
    investigating_question,
    promise_of_secrecy,
    review,
    script_named,
    scripts,
    thanks,
)
from tests.unit.test_texts import MESSAGES

TEN = timedelta(minutes=10)
GOOD = "Thank you for telling me. I believe you, and it is not your fault. I can't keep this secret, I will tell only those who need to know. Are you safe right now?"  # noqa: E501


def handled(*replies: str, minutes: int | None = 3, **more: bool) -> Handled:
    facts = {"read": True, "referred": True, "closed": True, "wrong_alarm": False} | more
    return Handled(timedelta(minutes=minutes) if minutes is not None else None, replies=replies, **facts)


def marks(name: str, done: Handled) -> dict[str, str]:
    script = script_named(name)
    assert script is not None
    return {mark.what: mark.how for mark in review(script, done, TEN)}


def test_a_good_reply_has_nothing_against_it() -> None:
    assert thanks(GOOD)
    assert promise_of_secrecy(GOOD) == ""
    assert investigating_question(GOOD) == ""
    assert set(marks("home", handled(GOOD)).values()) == {"good"}


@pytest.mark.parametrize(
    "reply",
    [
        "I won't tell anyone.",
        "This stays between us.",
        "Don't worry, nobody will know.",
        "I promise I'll keep it secret",
        "It's our secret",
    ],
)
def test_a_promise_of_secrecy_is_shown(reply: str) -> None:
    said = f"Thank you for telling me. {reply}"
    assert promise_of_secrecy(said) == reply
    assert marks("low-mood", handled(said))["secrecy"] == "bad"


@pytest.mark.parametrize(
    "reply",
    [
        "I can't promise to keep it secret.",
        "I have to tell somebody who can help.",
        "Childline can keep more private than we can.",
        "We have no secrets here, and I'll say who I tell.",
    ],
)
def test_saying_that_there_are_no_secrets_is_no_promise(reply: str) -> None:
    assert promise_of_secrecy(reply) == ""


@pytest.mark.parametrize(
    "reply",
    [
        "What exactly did he do?",
        "When did it happen and how often?",
        "Did he touch you?",
        "Tell me everything.",
        "Are you sure you're not making it up?",
        "Why didn't you say so before?",
        "Can you describe him?",
    ],
)
def test_a_question_that_investigates_is_shown(reply: str) -> None:
    assert investigating_question(f"Thank you. {reply}") == reply


@pytest.mark.parametrize(
    "reply",
    [
        "Are you safe right now?",
        "Is anybody hurt?",
        "What would you like to happen?",
        "How can I help?",
        "Who could be with you tonight?",
        "When is a good time to talk?",
        "I will tell you what happens next.",
    ],
)
def test_a_question_about_safety_or_wishes_is_fine(reply: str) -> None:
    assert investigating_question(reply) == ""


def test_what_is_not_done_yet_is_open_and_what_came_late_is_bad() -> None:
    early = marks("home", Handled(None, False, (), False, False, False))
    assert early == dict.fromkeys(["taken", "read", "replied", "referred", "closed"], "open")
    late = marks("home", handled("ok", minutes=11, referred=False))
    assert late["taken"] == late["thanked"] == late["referred"] == "bad"
    assert marks("home", handled(GOOD, wrong_alarm=True))["closed"] == "bad"
    assert "referred" not in marks("low-mood", handled(GOOD))


def test_every_script_has_its_words_and_what_good_handling_looks_like() -> None:
    assert {script.name for script in scripts()} >= {"low-mood", "home", "online", "adult"}
    for script in scripts():
        for kind in ("title", "words", "then", "good"):
            assert f"practice-{kind}-{script.name}" in MESSAGES


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_reply_gets_a_review(words: str) -> None:
    """And what is shown against it stands in it."""
    for shown in (promise_of_secrecy(words), investigating_question(words)):
        assert shown in words
