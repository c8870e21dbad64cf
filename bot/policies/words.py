"""Plain words that are no question: the name of a screen, a greeting, thanks, an emoji.

A question taken for small talk would be lost, so everything here matches whole messages only, from closed
lists; whatever is left over goes to a tutor.
"""

import re
import unicodedata
from typing import Final, Literal

from rapidfuzz.distance import OSA

MenuWord = Literal["home", "lessons", "questions", "sessions", "help", "helpnow", "settings", "stop"]

# Nobody types more than this to name a screen or to say hello.
_MOST_WORDS: Final = 7

_PHRASES: Final[dict[MenuWord, str]] = {
    "home": "home|homepage|home page|home screen|menu|main menu|start|start menu|main|back|restart",
    "lessons": "lesson|lessons|video lessons|lesson list|videos|next lesson|new lesson",
    "questions": "question|questions|answers|q and a|question list",
    "sessions": "session|sessions|next session|upcoming sessions|timetable|schedule|calendar",
    "help": "help|help me|i need help|need help|can you help|can you help me|can u help|can u help me|halp|"
    "hlep|info|commands",
    "helpnow": "helpnow|help now|help me now|i need help now|need help now|i need help right now|"
    "need help right now|help me right now|urgent help|i need urgent help|emergency|its an emergency|"
    "this is an emergency|sos|crisis|crisis lines|crisis line|helpline|helplines|hlep now|halp now",
    "settings": "settings|setting|options|preferences",
    "stop": "stop|stopp|sotp|unsubscribe|opt out|leave|quit|stop reminders|stop the reminders|stop messages|"
    "stop messaging me|stop texting me|stop sending me messages|turn off reminders",
}
_MENU: Final = {phrase: word for word, phrases in _PHRASES.items() for phrase in phrases.split("|")}
# Only long names forgive a wrong letter: a slip away from "stop", "help" or "home" lie shop, kelp and hope.
_FORGIVING: Final[dict[MenuWord, int]] = {"lessons": 1, "questions": 2, "sessions": 1, "settings": 1}
_FORGIVING_PHRASES: Final[dict[MenuWord, int]] = {"helpnow": 1}
# Said around the name of a screen. They do not belong around help or stop, where they change the meaning.
_BEFORE_SCREEN: Final = frozenset(
    [
        "the",
        "my",
        "show",
        "me",
        "open",
        "see",
        "view",
        "list",
        "all",
        "go",
        "to",
        "take",
        "back",
        "please",
        "pls",
        "plz",
        "can",
        "i",
        "want",
        "get",
        "look",
        "at",
    ]
)
_AFTER_SCREEN: Final = frozenset(["please", "pls", "plz", "page", "screen", "list", "now", "thanks", "thx"])
_POLITE: Final = frozenset({"please", "pls", "plz"})

_OPENER_PHRASES: Final = """
hi|hii|hello|helo|hallo|hullo|hey|heya|hiya|hiyah|yo|sup|wassup|whats up|wsp|wsg|howdy|salut|hola
morning|good morning|gm|afternoon|good afternoon|evening|good evening|good night|night night
how are you|how are u|how r u|how are you doing|hru|hows it going|how is it going|whats good
thanks|thank you|thankyou|thank u|thanku|thx|thnx|thanx|thnks|thank|tnx|ty|tysm|tyvm|many thanks|cheers|ta
nice one|much appreciated|appreciate it|appreciated
ok|okay|okey|okie|oki|okk|k|kk|alright|alrighty|right o|got it|gotcha|cool|nice|great|awesome|amazing
perfect|lovely|brilliant|sweet|fab|wicked|sounds good|sounds great|will do|np|no problem|no worries
haha|hehe|lol|lmao|bye|bye bye|byee|cya|see ya|see you|see u|see you later|see you soon|laters|ttyl
test|testing
"""
_TRAILER_PHRASES: Final = """
there|everyone|everybody|all|guys|bot|sir|miss|mate|bro|again|so much|very much|a lot|lots|and|man
a bunch|a million|loads|then|today|for that|for this|for everything|for your help|for the help
for helping|for helping me|for ur help|you too|u too|thats great|that helped|that helps
"""
_OPENERS: Final = frozenset(_OPENER_PHRASES.strip().replace("\n", "|").split("|"))
_TRAILERS: Final = frozenset(_TRAILER_PHRASES.strip().replace("\n", "|").split("|"))
_LONGEST_PHRASE: Final = max(phrase.count(" ") + 1 for phrase in _OPENERS | _TRAILERS)
_FAREWELLS: Final = re.compile(r"(?:bye|see|cya|laters|ttyl|good night)")
_LAUGHTER: Final = re.compile(r"(?:(?:ha|he)+h?|l+o+l+)")


def menu_word(text: str) -> MenuWord | None:
    """The screen that the whole message names, forgiving of spelling; None where it says anything more."""
    if text.lstrip().startswith("/"):
        return None
    words = _words(text)
    if not words and "🆘" in text:
        return "helpnow"
    if not 0 < len(words) <= _MOST_WORDS:
        return None
    if found := _MENU.get(" ".join(words)):
        return found
    polite = [word for word in words if word not in _POLITE]
    if found := _MENU.get(" ".join(polite)):
        return found
    return _screen_in(words) or _near_phrase(" ".join(polite))


def is_small_talk(text: str) -> bool:
    """Whether the whole message is a greeting, thanks, an "ok", emoji or the name of a screen."""
    if not text.strip() or text.lstrip().startswith("/"):
        return False
    words = _words(text)
    if not words:
        return True
    return menu_word(text) is not None or (len(words) <= _MOST_WORDS and _is_chat(words))


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("'", "")
    # Marks stay with their letters: without them, words of many scripts fall apart.
    spaced = "".join(
        character if unicodedata.category(character)[0] in "LMN" and character != "\ufe0f" else " "
        for character in folded
    )
    return spaced.split()


def _screen_in(words: list[str]) -> MenuWord | None:
    first, last = 0, len(words)
    while first < last and words[first] in _BEFORE_SCREEN:
        first += 1
    while first < last and words[last - 1] in _AFTER_SCREEN:
        last -= 1
    core = " ".join(words[first:last])
    found = _MENU.get(core)
    if found in _FORGIVING or (found == "home" and core != "start"):
        return found
    return _near(core, _FORGIVING)


def _near(typed: str, names: dict[MenuWord, int]) -> MenuWord | None:
    # The first letter is rarely the slip, and tells "lessions" from "sessions".
    for name, allowed in names.items():
        if typed[:1] == name[0] and OSA.distance(typed, name, score_cutoff=allowed) <= allowed:
            return name
    return None


def _near_phrase(typed: str) -> MenuWord | None:
    return _near(typed.replace(" ", ""), _FORGIVING_PHRASES)


def _is_chat(words: list[str]) -> bool:
    """Whether the words are made of small phrases only, the first of them one that stands by itself."""
    position, farewell = 0, False
    while position < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - position), 0, -1):
            phrase = " ".join(words[position : position + length])
            if opener := _said(phrase, _OPENERS):
                farewell = farewell or _FAREWELLS.match(opener) is not None
                break
            # "bye everyone" can be meant for good, and a person should read it.
            if position and not farewell and _said(phrase, _TRAILERS):
                break
        else:
            return False
        position += length
    return True


def _said(phrase: str, phrases: frozenset[str]) -> str | None:
    if _LAUGHTER.fullmatch(phrase) and phrases is _OPENERS:
        return phrase
    shapes = (phrase, re.sub(r"(\w)\1{2,}", r"\1\1", phrase), re.sub(r"(\w)\1+", r"\1", phrase))
    return next((shape for shape in shapes if shape in phrases), None)
