from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policies.words import MenuWord, is_small_talk, menu_word

# What must reach a person, however like a greeting or a menu it begins or ends.
FOR_A_PERSON = """
how do i stop buzzing
stop the hum on my amp?
hi how do i tune
ok but which finger
hello my string broke
thanks but it still rattles
ok so what do i do after the chorus
how do i get back to the first bar
when is my next session
what lessons should i do first
can you help me with bar chords
help me with this riff please
help with strumming
need help tuning
which settings for my amp
i have a question about scales
do i start on the 1
start on which beat
is it home key or away
stop muting with my thumb?
my teacher said stop
lesson 3 is hard
the lesson wont play
is the session at 5
i can't come to the session
back pain when i play
menu of scales?
cool how do i play it
thanks for that, one more thing, which capo
good morning how do i hold the pick
hey is this right
k what next
nice but too fast
great can you send another
lol i broke a string
bye bye blackbird how does it go
ok i don't want to be here any more
thanks for everything, goodbye
goodbye
bye everyone
hi i feel really low
hey can we talk somewhere else
ok he said not to tell anyone
help he is hitting me
i want to stop
i don't feel safe at home
home is bad
please make it stop
leave me alone
no
yes
sorry
7
C#
/help
shop
step
hope
kelp
held
sitting
seasons
missions
back again
everyone
miss
so much
and then
for that
привет
नमस्ते
""".strip().splitlines()


@pytest.mark.parametrize("text", FOR_A_PERSON)
def test_what_a_person_should_read_is_left_alone(text: str) -> None:
    assert menu_word(text) is None
    assert not is_small_talk(text)
    assert not is_small_talk(text.upper() + "!!")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("home", "home"),
        ("🏠 Home", "home"),
        ("Main menu", "home"),
        ("go back to the menu", "home"),
        ("lessons", "lessons"),
        ("lesons", "lessons"),
        ("lessions", "lessons"),
        ("LESSON!!", "lessons"),
        ("show me all the lessons please", "lessons"),
        ("my questions", "questions"),
        ("qestions", "questions"),
        ("my quesitons pls", "questions"),
        ("sesions", "sessions"),
        ("sessons", "sessions"),
        ("my next session", "sessions"),
        ("help", "help"),
        ("Help me please", "help"),
        ("help me now", "helpnow"),
        ("HELP NOW!!!", "helpnow"),
        ("helpnow", "helpnow"),
        ("hepl now", "helpnow"),
        ("i need help right now please", "helpnow"),
        ("emergency", "helpnow"),
        ("sos", "helpnow"),
        ("🆘", "helpnow"),
        ("setings", "settings"),
        ("stop", "stop"),
        ("Stop.", "stop"),
        ("please stop messaging me", "stop"),
        ("unsubscribe", "stop"),
    ],
)
def test_screens_by_name(text: str, word: MenuWord) -> None:
    assert menu_word(text) == word
    assert is_small_talk(text)


@pytest.mark.parametrize("word", get_args(MenuWord))
def test_every_screen_answers_to_its_own_name(word: MenuWord) -> None:
    assert menu_word(word) == menu_word(f"  {word.upper()}! 🙂 ") == word


@pytest.mark.parametrize(
    "text",
    [
        "hi",
        "Hiiii!!",
        "heyyyy 👋",
        "Hello there",
        "good morning miss",
        "hey, how are you?",
        "thanks",
        "Thank you so much!!",
        "thx for your help 🙏",
        "ty",
        "ok",
        "okkkk",
        "Ok, cool, thanks",
        "got it thanks",
        "hahahaha",
        "lol",
        "bye",
        "ok thanks bye",
        "see you later",
        "🙂",
        "👍🏽👍🏽",
        "❤️",
        "?!",
    ],
)
def test_small_talk(text: str) -> None:
    assert is_small_talk(text)


def test_no_words_at_all_are_no_small_talk() -> None:
    # A voice message has no words, and is not to be dropped for it.
    assert not is_small_talk("")
    assert not is_small_talk(" \n")
    assert menu_word("") is None


greetings = st.sampled_from(["hi", "hey", "thanks", "ok", "cool", "bye", "thank you so much", "good morning"])
decorations = st.text(st.sampled_from(" !.,🙂🎸👍"), max_size=4)


@given(decorations, greetings, decorations, st.booleans())
def test_decoration_changes_nothing(before: str, greeting: str, after: str, shout: bool) -> None:
    assert is_small_talk(before + (greeting.upper() if shout else greeting) + after)


@given(greetings, st.sampled_from(FOR_A_PERSON).filter(lambda text: text.count(" ") > 2))
def test_a_greeting_before_words_hides_none_of_them(greeting: str, words: str) -> None:
    assert not is_small_talk(f"{greeting} {words}")
    assert menu_word(f"{greeting} {words}") is None


musical = st.sampled_from(["how", "which", "my", "the", "string", "chord", "amp", "hurts", "play", "why", "finger"])


@given(st.lists(musical, min_size=2))
def test_words_of_music_are_never_small_talk(words: list[str]) -> None:
    assert not is_small_talk(" ".join(words))


@given(st.text(max_size=60))
def test_what_names_a_screen_is_small_talk(text: str) -> None:
    if menu_word(text) is not None:
        assert is_small_talk(text)


@given(st.text(min_size=60, max_size=200))
def test_long_words_name_no_screen(text: str) -> None:
    padded = text + " and then" * 8
    assert menu_word(padded) is None
    assert not is_small_talk(padded)
