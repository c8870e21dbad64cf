"""Numbers that people use for things: a question is #17, a session S4, a concern C3, a hold H2."""

import re
import unicodedata
from typing import Final

LARGEST: Final = 2**31 - 1  # what an integer column holds on PostgreSQL

# A question's number has no letter of its own, but people write one.
_QUESTION_MARKS: Final = r"(?:#|q\s*#?|no\.?|question\s*#?)?"


def parse_ref(text: str, prefix: str = "") -> int | None:
    """The number referred to, 1 to 2**31-1, with or without its prefix; None for anything else."""
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    mark = rf"(?:{re.escape(prefix.casefold())})?" if prefix else _QUESTION_MARKS
    match = re.fullmatch(rf"{mark}\s*(\d{{1,20}})", folded)
    if match is None:
        return None
    number = int(match[1])
    return number if 1 <= number <= LARGEST else None
