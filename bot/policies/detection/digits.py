"""Phone numbers among digits: grouped, spaced out, with letters for noughts, or in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import phonenumbers

_WORDS: Final = {
    "zero": "0",
    "oh": "0",
    "o": "0",
    "nought": "0",
    "naught": "0",
    "nil": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "hundred": "00",
}
_TIMES: Final = {"double": 2, "dbl": 2, "triple": 3, "treble": 3}
_UNIT: Final = re.compile(
    r"(?<![xX0-9])\+?[0-9][0-9oO]*|(?<![a-zA-Z])[oO][0-9][0-9oO]*|(?<![a-z])(?:"
    + "|".join([*_WORDS, *_TIMES])
    + r")(?=[^a-z]|"
    + "|".join([*_WORDS, *_TIMES])
    + r"|$)",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(r"(?:[ \t\u00a0,.()\-–_*]{0,3}|[ ,]*(?:then|and)[ ,]*)$", re.IGNORECASE)
_KEYCAP: Final = re.compile("[\ufe0f\u20e3]")
_FROM_KEYPAD: Final = str.maketrans({chr(0xFF10 + n): str(n) for n in range(10)})
_BRITISH: Final = re.compile(r"(?:(?:\+|00)?44\(?0?\)?|0)(?:7\d{9}|[1238]\d{8,9})$")
_TAB: Final = re.compile(r"[|]|-{2,}|\bfrets?\b|\btabs?\b|\bstrings?\b|\briff\b|\bbpm\b|\bchords?\b", re.IGNORECASE)
_ASKS: Final = re.compile(
    r"\b(?:number|num|numb|call|ring|text|txt|phone|fone|mob(?:ile)?|cell|whats ?app|reach|hmu|contact|me on|save"
    r"|digits)\b",
    re.IGNORECASE,
)
_MOBILE: Final = re.compile(r"(?:(?:\+|00)?44\(?0?\)?|0)7\d{9}$")
_IN_A_ROW: Final = re.compile(r"[|-]\s*$")  # of a tab
_FEW: Final = 3
_FEWEST: Final = 10
_SPREAD: Final = 5  # different digits; frets and fingers repeat themselves, phone numbers hardly


@dataclass
class _Run:
    start: int
    end: int
    digits: str
    groups: list[str]


def spoken_and_written(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each British phone number stands, and its digits."""
    # Emoji keycaps and full-width digits are digits; signs of one length keep every place where it was.
    flat = _KEYCAP.sub(" ", text.translate(_FROM_KEYPAD))
    for run in _runs(flat):
        if _is_number(run, flat):
            yield run.start, run.end, re.sub(r"\D", "", run.digits)


def _runs(text: str) -> Iterator[_Run]:
    run: _Run | None = None
    times = 1
    for match in _UNIT.finditer(text):
        word = match.group().lower()
        near = run is not None and bool(_BETWEEN.match(text[run.end : match.start()]))
        if not near or run is None:
            if run is not None:
                yield run
            run, times = _Run(match.start(), match.end(), "", []), 1
        if word in _TIMES:
            times = _TIMES[word]
            run.end = match.end()
            continue
        digits = _WORDS.get(word) or word.replace("o", "0")
        run.groups.append(digits * times)
        run.digits += digits * times
        run.end, times = match.end(), 1
    if run is not None:
        yield run


def _is_number(run: _Run, text: str) -> bool:
    if len(run.digits) < _FEWEST or not _BRITISH.match(run.digits):
        return False
    line = text[text.rfind("\n", 0, run.start) + 1 : (text + "\n").find("\n", run.end)]
    asked = bool(_ASKS.search(line))
    if _MOBILE.match(run.digits) and len(run.groups) <= _FEW and not _IN_A_ROW.search(text[: run.start]):
        return True  # in so few groups it is no tab, whatever is said beside it
    if max(len(group) for group in run.groups) <= 2:  # digits apart, as frets and counts are too
        if _TAB.search(line) and not asked:
            return False
        return len(run.digits) >= 11 and (asked or len(set(run.digits)) >= _SPREAD) and _possible(run.digits)
    led = len(run.groups[0].lstrip("+")) >= 2 or run.digits.startswith("07")
    return led and (asked or not _TAB.search(line)) and _possible(run.digits)


def _possible(digits: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(digits, "GB"))
    except phonenumbers.NumberParseException:
        return False
