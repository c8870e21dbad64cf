"""Words that look as if they were meant for colleagues: asked about before they go to a young person."""

import re
import unicodedata
from typing import Final

_TO_WHOM: Final = r"(?:to|for)\s+(?:self|myself|me|us|staff|(?:the\s+)?(?:other\s+)?tutors?|(?:the\s+)?lead)\b"
_NOTE: Final = re.compile(
    # "Notes: C E G" and "Note that the F is sharp" are music.
    rf"[\W_]*(?:(?:private|internal|staff|tutor)\s+notes?\b|notes?\s+{_TO_WHOM}|(?:note|memo|nb)\s*(?:[#:]|\d))|"
    r"[\W_]*(?:private|internal|fyi|staff only|tutors only|between us tutors)\s*[:–—-]|"
    r"\W*[/\\⁄∕]\s*note\b",
    re.IGNORECASE,
)


def looks_like_note(text: str) -> bool:
    """Whether an answer begins as a private note does ("note: …", "//note 17 …", "note to self")."""
    return _NOTE.match(unicodedata.normalize("NFKC", text)) is not None
