"""Which lessons are for whom: what people say they play, and what a catalogue calls it."""

from collections.abc import Collection
from typing import Final

# What people choose from: young people what they play, tutors what they teach.
CHOICES: Final = (
    *("guitar", "keyboard", "drums", "voice", "bass"),
    *("ukulele", "beats", "violin", "brass", "woodwind"),
)

# Every instrument that has a name of its own in the texts; any other is shown as the catalogue writes it.
NAMED: Final = frozenset(
    [
        *("guitar", "bass", "ukulele", "keyboard", "piano", "organ", "accordion", "drums", "percussion"),
        *("voice", "rap", "beats", "dj", "songwriting", "production", "theory", "brass", "woodwind"),
        *("violin", "viola", "cello", "double bass", "harp", "flute", "recorder", "clarinet", "oboe", "bassoon"),
        *("saxophone", "trumpet", "trombone", "horn", "tuba", "harmonica", "tabla", "steel pan"),
    ]
)

# One who says the first plays any of the others too: people choose from ten, a catalogue knows many more.
_FAMILIES: Final[dict[str, frozenset[str]]] = {
    "keyboard": frozenset(["piano", "organ", "accordion"]),
    "drums": frozenset(["percussion", "tabla", "steel pan"]),
    "voice": frozenset(["rap"]),
    "bass": frozenset(["double bass"]),
    "beats": frozenset(["dj", "production"]),
    "violin": frozenset(["viola", "cello"]),
    "brass": frozenset(["trumpet", "trombone", "horn", "tuba"]),
    "woodwind": frozenset(["flute", "recorder", "clarinet", "oboe", "bassoon", "saxophone"]),
}

# Words that people search by and a catalogue does not use.
_ALSO_CALLED: Final[dict[str, str]] = {
    "voice": "singing sing vocals",
    "keyboard": "keys",
    "beats": "beat making",
    "drums": "drumming",
    "saxophone": "sax",
    "violin": "fiddle",
}


def plays(chosen: Collection[str], instrument: str) -> bool:
    """Whether lessons for this instrument are for somebody who chose these."""
    return any(instrument == one or instrument in _FAMILIES.get(one, ()) for one in chosen)


def search_words(instrument: str) -> str:
    """The instrument's name with what else it is called."""
    return f"{instrument} {_ALSO_CALLED.get(instrument, '')}".rstrip()
