"""What an entry says besides when: its title, where, how to join online, and who leads it. Nobody else is looked at."""

import re
from typing import Any, Final

from bot.policies.calendars.parts import many
from bot.policies.calendars.shapes import LONGEST_LINK, LONGEST_PLACE, LONGEST_TITLE, PLACES
from bot.policies.fields import clean_text, shorten

_LINK: Final = re.compile(r"https://[^\s<>\"'\\]{4,}")
# Addresses that only a meeting has: a description is full of others.
_MEETING: Final = re.compile(
    r"https://(?:[\w-]+\.)*(?:meet\.google\.com|zoom\.us|zoomgov\.com|teams\.microsoft\.com|teams\.live\.com"
    r"|whereby\.com|meet\.jit\.si|webex\.com|bigbluebutton\.org)/[^\s<>\"'\\]+"
)
_COUNT: Final = re.compile(r"[1-9][0-9]{0,2}|1000")
_LINKS: Final = (
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
    "CONFERENCE",
    "URL",
)


def title_of(event: Any) -> str:
    """The title, on one line; a dash where there is none."""
    return shorten(_line(event, "SUMMARY"), LONGEST_TITLE) or "–"


def place_of(event: Any) -> str:
    """Where it is, unless that is an address of the web."""
    place = _line(event, "LOCATION")
    return "" if _LINK.fullmatch(place) else shorten(place, LONGEST_PLACE)


def link_of(event: Any) -> str:
    """How to join online: where makers put it, in the place, or in the description if it can be nothing else."""
    for name in _LINKS:
        for value in many(event, name):
            if (found := _LINK.search(str(value))) and len(found[0]) <= LONGEST_LINK:
                return found[0]
    sure = _LINK.search(_line(event, "LOCATION")) or _MEETING.search(_text(event, "DESCRIPTION"))
    return sure[0] if sure and len(sure[0]) <= LONGEST_LINK else ""


def leader_of(event: Any) -> str:
    """The organiser's name, as the file has it; no address."""
    organisers: list[Any] = many(event, "ORGANIZER")
    name = str(organisers[0].params.get("CN", "")) if organisers and hasattr(organisers[0], "params") else ""
    name = " ".join(clean_text(name).split())
    return "" if "@" in name else shorten(name, LONGEST_TITLE)


def places_of(event: Any) -> int | None:
    """How many places it has, where the file came from a service like ours."""
    words = _line(event, PLACES)
    return int(words) if _COUNT.fullmatch(words) else None


def _text(event: Any, name: str) -> str:
    return clean_text(" ".join(str(one) for one in many(event, name)))


def _line(event: Any, name: str) -> str:
    return " ".join(_text(event, name).split())
