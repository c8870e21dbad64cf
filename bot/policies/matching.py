"""Which questions are for which tutor: by what it is about and in which language it was asked."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.policies.instruments import plays

LONGEST_TOPIC = 120  # characters
_LANGUAGE_MARK = ":"
_BETWEEN = ","


@dataclass(frozen=True, slots=True)
class Topic:
    """What a question is about, as far as it says who can answer it; no instrument means that any tutor can."""

    language: str
    instruments: tuple[str, ...]


def write_topic(language: str, instruments: Collection[str], taught: Collection[str]) -> str:
    """The topic as one text to group questions by; instruments that nobody is known to teach are left out."""
    names = sorted({name for name in instruments if plays(taught, name)})
    kept: list[str] = []
    for name in names:
        if len(language) + sum(len(one) + 1 for one in (*kept, name)) < LONGEST_TOPIC:
            kept.append(name)
    return f"{language}{_LANGUAGE_MARK}{_BETWEEN.join(kept)}"


def read_topic(topic: str) -> Topic:
    """The topic that a text names; the empty text is a question that anyone can answer."""
    language, _, names = topic.partition(_LANGUAGE_MARK)
    return Topic(language, tuple(name for name in names.split(_BETWEEN) if name))


def is_about(topic: str, instrument: str) -> bool:
    """Whether somebody who looks for this instrument means questions like this one."""
    return any(plays([instrument], name) for name in read_topic(topic).instruments)


def suits(topic: str, teaches: Collection[str], speaks: Collection[str]) -> bool:
    """Whether a tutor can take it; one who has named no instrument takes any."""
    about = read_topic(topic)
    if about.language and about.language not in speaks:
        return False
    return not about.instruments or not teaches or any(plays(teaches, name) for name in about.instruments)


def chosen_for(topic: str, choices: Collection[str]) -> list[str]:
    """Which of the instruments that people choose from this topic belongs to."""
    about = read_topic(topic)
    return [choice for choice in choices if any(plays([choice], name) for name in about.instruments)]
