"""Numbers that people use for things: a question is #17, a session S4, a concern C3, a hold H2."""

import re
import unicodedata
from typing import Final

LARGEST: Final = 2**31 - 1  # what an integer column holds on PostgreSQL

# A question's number has no letter of its own, but people write one.
_QUESTION_MARKS: Final = r"(?:#|q\s*#?|no\.?|question\s*#?)?"


# A number that stands alone: "2h", "17.5" and "17-18" begin with none.
_LEADING: Final = re.compile(
    rf"{_QUESTION_MARKS}\s*(\d{{1,40}})(?!\w|[.,:-]?\d)[\s,:;.)–—-]*(.*)", re.DOTALL | re.IGNORECASE
)


class NoSuchNumber(ValueError):
    """A number that nothing here can have."""


def leading_ref(text: str) -> tuple[int | None, str]:
    """The question's number that the text begins with, if it does, and the rest; NoSuchNumber for 0 or a huge one."""
    match = _LEADING.fullmatch(text.strip())
    if match is None or not unicodedata.normalize("NFKC", match[1]).isdigit():
        return None, text.strip()
    number = int(match[1])
    if not 1 <= number <= LARGEST:
        raise NoSuchNumber(match[1])
    return number, match[2].strip()


def parse_ref(text: str, prefix: str = "") -> int | None:
    """The number referred to, 1 to 2**31-1, with or without its prefix; None for anything else."""
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    mark = rf"(?:{re.escape(prefix.casefold())})?" if prefix else _QUESTION_MARKS
    match = re.fullmatch(rf"{mark}\s*(\d{{1,20}})", folded)
    if match is None:
        return None
    number = int(match[1])
    return number if 1 <= number <= LARGEST else None
