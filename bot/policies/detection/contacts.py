"""Contact details in text: found, and masked. Tabs, chord shapes, counts, tempos, times and dates are none."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import phonenumbers

from bot.policies.detection.digits import spoken_and_written

Kind = Literal["phone", "email", "handle", "link"]
MASK: Final = "•••"
ALLOWED_LINKS: Final = frozenset(
    {
        "abrsm.org",
        "artsaward.org.uk",
        "bandlab.com",
        "childline.org.uk",
        "giveusashout.org",
        "gov.uk",
        "musescore.com",
        "nhs.uk",
        "papyrus-uk.org",
        "runawayhelpline.org.uk",
        "samaritans.org",
        "soundtrap.com",
        "trinitycollege.com",
        "youtu.be",
        "youtube.com",
    }
)
# Numbers that anybody may be told: helplines. A service adds its office.
ALLOWED_NUMBERS: Final = frozenset({"08001111", "116123", "116000", "08000684141", "85258", "111", "101", "999"})
PRIVATE_PLACES: Final = frozenset(
    {
        "discord.com",
        "discord.gg",
        "facebook.com",
        "instagram.com",
        "kik.me",
        "m.me",
        "signal.me",
        "snapchat.com",
        "t.me",
        "tiktok.com",
        "twitter.com",
        "wa.me",
        "x.com",
    }
)
_DRESSING: Final = frozenset("\ufe0e\ufe0f\u20e3")  # makes an emoji of a digit
PIECES: Final = 3  # messages before one that are read with it: a number in two halves is a number
_LONGEST: Final = 8192  # characters looked at; a longer text is looked at in pieces

_EMAIL: Final = re.compile(
    r"[\w.+-]{1,64}\s?(?:@|\[at\]|\(at\))\s?[\w-]{1,63}(?:\s?(?:\.|\[dot\]|\(dot\))\s?[a-z]{2,10}){1,3}"
    r"|\b[\w.+-]{2,64}\s+at\s+[\w-]{2,63}(?:\s+dot\s+[a-z]{2,10}){1,3}"
    r"|\b[\w.+-]{2,64}\s?(?:@|\sat\s)\s?(?:gmail|hotmail|outlook|yahoo|icloud|live|googlemail|proton(?:mail)?)\b",
    re.IGNORECASE,
)
_LINK: Final = re.compile(
    r"(?:h(?:tt|xx)ps?://|www\.)[^\s<>]{3,300}"
    r"|\b(?:[a-z0-9-]{1,63}\.){1,4}(?:com|co\.uk|org\.uk|org|net|me|gg|io|uk|tv|app|link|ly|be|gl|chat|xyz|info|co|bio|site)\b"
    r"(?:/[^\s<>]{0,300})?"
    r"|\blinktr\.ee\b(?:/[^\s<>]{0,300})?|\b(?:t|wa|m|kik)\s?\.\s?me\s?/\s?\w{2,32}",
    re.IGNORECASE,
)
_AT_HANDLE: Final = re.compile(r"(?<![\w@.])@[a-z_][\w.]{2,31}", re.IGNORECASE)
_HASH_HANDLE: Final = re.compile(r"\b[a-z_][\w.]{1,31}#\d{4}\b", re.IGNORECASE)
_PLACE: Final = (
    r"(?:insta(?:gram)?|ig|snap(?:chat)?|sc|tik ?tok|discord|disc|telegram|kik|psn|xbox|steam|roblox|fortnite|twitch"
    r"|facebook|fb|bereal|messenger|gamer ?tag|user ?name|user|handle|tag)"
)
# A name after a place, told by its shape: it holds a digit, an underscore or a dot, or a colon or "is" leads to it.
_NAMED_HANDLE: Final = re.compile(
    rf"\b{_PLACE}\b(?:\s+(?:private|name|user|username|handle|tag|account|acc))?"
    r"(?:\s*[:=-]\s*|\s+(?:is|its|as|under|at|called)\s+|\s+)"
    r"(?P<name>@?(?=[\w.]*(?:[\d_]|\w\.\w))[a-z0-9_][\w.]{3,31})",
    re.IGNORECASE,
)
_COLON_HANDLE: Final = re.compile(rf"\b{_PLACE}\s*:\s*(?P<name>[a-z][\w.]{{3,31}})", re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """A piece of text from `start` up to `end`, what kind of contact it is, and how it reads."""

    start: int
    end: int
    kind: Kind
    text: str


@dataclass(frozen=True)
class Allowed:
    """What a service adds to the lists: its own pages and those that it works with, and its office's numbers."""

    links: frozenset[str] = ALLOWED_LINKS
    numbers: frozenset[str] = ALLOWED_NUMBERS

    @classmethod
    def with_more(cls, links: Iterable[str], numbers: Iterable[str]) -> "Allowed":
        """The shipped lists and these; a number counts by its digits."""
        digits = ("".join(sign for sign in number if sign.isdigit()) for number in numbers)
        hosts = (link.strip().lower().removeprefix("www.") for link in links)
        return cls(ALLOWED_LINKS | set(filter(None, hosts)), ALLOWED_NUMBERS | set(filter(None, digits)))


def find_contacts(
    text: str,
    allowed_links: frozenset[str] = ALLOWED_LINKS,
    allowed_numbers: frozenset[str] = ALLOWED_NUMBERS,
) -> list[Span]:
    """Phone numbers (also in words), e-mail, handles and links off the allow-list; in order, none overlapping."""
    found: list[Span] = []
    plain, places = _as_it_reads(text)
    for begin in range(0, max(1, len(plain)), _LONGEST):
        # The next piece's beginning is looked at twice, so that nothing hides on the seam.
        piece = plain[begin : begin + _LONGEST + 200]
        for kind, start, end in _all(piece, allowed_links, allowed_numbers):
            # What only dresses its last sign (a keycap, a joiner) goes with it.
            found.append(Span(places[begin + start], places[begin + end], kind, piece[start:end]))
    found.sort(key=lambda span: (span.start, -span.end))
    apart: list[Span] = []
    for span in found:
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
    return apart


def across(before: Sequence[str], text: str) -> Span | None:
    """The contact that begins in the messages before this one and ends in it; where it stands in this one."""
    start = " ".join([*filter(None, before[-PIECES:]), ""])
    if not start or not text:
        return None
    for span in find_contacts(start + text):
        if span.start < len(start) < span.end:
            return Span(0, span.end - len(start), span.kind, span.text)
    return None


def _as_it_reads(text: str) -> tuple[str, Sequence[int]]:
    """The text with plain digits and letters for dressed ones and without unseen signs, and where each of them stood."""
    if text.isascii():
        return text, range(len(text) + 1)
    seen = [(place, _undressed(sign)) for place, sign in enumerate(text)]
    signs = [(place, sign) for place, sign in seen if sign]
    return "".join(sign for _, sign in signs), [*(place for place, _ in signs), len(text)]


@cache
def _undressed(sign: str) -> str:
    if unicodedata.category(sign) == "Cf" or sign in _DRESSING:
        return ""
    digit = unicodedata.digit(sign, None)
    folded = unicodedata.normalize("NFKC", sign)
    return str(digit) if digit is not None else folded if len(folded) == 1 else sign


def way_to_be_reached(
    name: str,
    allowed_links: frozenset[str] = ALLOWED_LINKS,
    allowed_numbers: frozenset[str] = ALLOWED_NUMBERS,
) -> Kind | None:
    """The kind of contact that a file's name holds; a page is none, since names such as "song.me" look like one."""
    spans = find_contacts(name, allowed_links, allowed_numbers)
    return next((span.kind for span in spans if span.kind != "link" or is_private_link(span.text)), None)


def mask(
    text: str,
    allowed_links: frozenset[str] = ALLOWED_LINKS,
    allowed_numbers: frozenset[str] = ALLOWED_NUMBERS,
) -> str:
    """The text with every contact replaced by three dots; all else stays as it is, to the character."""
    parts: list[str] = []
    at = 0
    for span in find_contacts(text, allowed_links, allowed_numbers):
        parts += [text[at : span.start], MASK]
        at = span.end
    return "".join([*parts, text[at:]])


def _all(text: str, links: frozenset[str], numbers: frozenset[str]) -> Iterator[tuple[Kind, int, int]]:
    for match in _EMAIL.finditer(text):
        yield "email", match.start(), match.end()
    for match in _LINK.finditer(text):
        if not _allowed(match.group(), links):
            yield "link", match.start(), match.end()
    for pattern in (_AT_HANDLE, _HASH_HANDLE):
        for match in pattern.finditer(text):
            yield "handle", match.start(), match.end()
    for pattern in (_NAMED_HANDLE, _COLON_HANDLE):
        for match in pattern.finditer(text):
            yield "handle", match.start("name"), match.end("name")
    for start, end, digits in spoken_and_written(text):
        if digits not in numbers:
            yield "phone", start, end
    # phonenumbers knows every country's numbers, once a plus says that it is one.
    if "+" in text:
        for found in phonenumbers.PhoneNumberMatcher(text, "GB", max_tries=200):
            if found.raw_string.startswith("+"):
                yield "phone", found.start, found.end


def without_links(text: str) -> str:
    """The text without its links, but for those that lead to where people write to each other."""
    return _LINK.sub(lambda match: match.group() if is_private_link(match.group()) else " ", text)


def is_private_link(link: str) -> bool:
    """Whether a link leads to where people write to each other."""
    return _allowed(link, PRIVATE_PLACES)


def _allowed(link: str, links: frozenset[str]) -> bool:
    host = (
        re.sub(r"^(?:h(?:tt|xx)ps?://)?|\s", "", link.lower()).split("/")[0].split("?")[0].split("#")[0].split(":")[0]
    )
    if "@" in host:
        return False
    return any(host == allowed or host.endswith("." + allowed) for allowed in links)
