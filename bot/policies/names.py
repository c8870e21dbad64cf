"""Names to be called by: chosen by the young person, not their real one, and no way to reach them."""

import re
import unicodedata
from random import Random
from typing import Final, Literal

from bot.policies.detection.contacts import way_to_be_reached

LONGEST_NAME: Final = 40  # characters

_WORDS: Final = """
Anthem Arrow Aspen Aurora Banjo Beat Bebop Berry Birch Bongo Boogie Breeze Brook Cadence Calypso Cedar Chime
Chorus Cloud Cobalt Comet Copper Crumble Dash Disco Dream Drift Dune Echo Ember Encore Fable Fiddle Finch
Forte Fresco Frost Galaxy Glide Groove Harbour Island Jazz Jingle Kazoo Lagoon Lark Legato Lotus Lunar Lyric
Mango Maple Marble Marvel Meadow Mint Misty Mosaic Motif Nectar Nimbus Nova Oak Ocean Octave Onyx Opal Orbit
Orchid Pebble Pepper Pico Pine Pixel Polka Presto Quartz Quaver Quill Reef Rhythm Ridge Riff Ripple Rocket
Rumba Sable Saffron Sage Salsa Samba Shine Sonic Spark Spruce Star Storm Sunny Tango Tempo Tide Topaz Treble
Tune Twist Velvet Vibe Waltz Wave Whisper Wonder Yonder Zephyr Zest
"""
NICKNAMES: Final = tuple(_WORDS.split())

BadNameReason = Literal["empty", "too_long", "contact", "link", "command", "unreadable"]


class BadName(ValueError):
    """The text can be no name; reason says why."""

    def __init__(self, reason: BadNameReason) -> None:
        super().__init__(reason)
        self.reason: BadNameReason = reason


# Letters by their category that nevertheless show nothing.
_BLANKS: Final = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")
_MOST_MARKS_IN_A_ROW: Final = 4
# Controls; direction marks and zero-width characters; lone surrogates; private use. Unassigned ones stay:
# they may be emoji that are newer than this Python.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co"})
_MOST_DIGITS: Final = 4
_LINK: Final = re.compile(
    r"://|\bwww\b|\bt\.me\b"
    r"|\w(?:\.|\s?\(dot\)\s?|\sdot\s)(?:com|net|org|info|io|me|co|uk|eu|de|fr|ru|tv|gg|app|dev|xyz|link|site|chat|live)\b",
    re.IGNORECASE,
)


def suggest_names(random: Random, n: int = 3) -> list[str]:
    """Different friendly nicknames to tap, n of them."""
    return random.sample(NICKNAMES, n)


def clean_name(text: str) -> str:
    """The name as it will be shown: 1 to 40 characters in NFC, any script; BadName where it can be none."""
    name = _visible(text)
    # Judged as it reads: full-width and circled characters fold to what they look like.
    folded = unicodedata.normalize("NFKC", name)
    if not name:
        raise BadName("empty")
    if folded.startswith("/"):
        raise BadName("command")
    if "@" in folded or sum(character.isdigit() for character in folded) > _MOST_DIGITS:
        raise BadName("contact")
    if _LINK.search(folded):
        raise BadName("link")
    if way_to_be_reached(folded) is not None:
        raise BadName("contact")
    if len(name) > LONGEST_NAME:
        raise BadName("too_long")
    if not _is_readable(name):
        raise BadName("unreadable")
    return name


def _visible(text: str) -> str:
    # A line break becomes a space first, so that two lines do not grow together. Removing can bring a letter
    # and its accent together, so composing comes last.
    spaced = "".join(" " if character.isspace() else character for character in text)
    shown = "".join(
        character for character in spaced if character not in _BLANKS and unicodedata.category(character) not in _UNSEEN
    )
    return unicodedata.normalize("NFC", " ".join(shown.split()))


def _is_readable(name: str) -> bool:
    categories = [unicodedata.category(character) for character in name]
    marks = longest = 0
    for category in categories:
        marks = marks + 1 if category.startswith("M") else 0
        longest = max(longest, marks)
    says_something = any(category[0] in "LN" or category == "So" for category in categories)
    return says_something and longest <= _MOST_MARKS_IN_A_ROW
