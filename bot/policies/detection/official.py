"""Telling a tutor's own number from the office's or a helpline's."""

import re
from typing import Final

_OFFICE: Final = re.compile(
    r"\b(?:office|reception|front desk|centre|team|project|school|library|venue|childline|samaritans|shout|papyrus"
    r"|help ?line|nhs|police|emergency|111|999)\b",
    re.IGNORECASE,
)
_OWN: Final = re.compile(r"\b(?:my|mine|me|personal|private|own|home)\b", re.IGNORECASE)
_BEFORE: Final = 60  # characters in which the number's owner is named


def about_an_office(text: str, start: int) -> bool:
    """Whether the words before a number give it to an office or a helpline, and not to the writer."""
    before = text[max(0, start - _BEFORE) : start]
    return bool(_OFFICE.search(before)) and not _OWN.search(before)
