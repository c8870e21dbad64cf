"""What detection says about a message."""

from dataclasses import dataclass
from typing import Final, Literal

Direction = Literal["young_person", "tutor"]
Severity = Literal["none", "medium", "high", "immediate"]

SEVERITIES: Final[tuple[Severity, ...]] = ("none", "medium", "high", "immediate")
CATEGORIES: Final[dict[Direction, tuple[str, ...]]] = {
    "young_person": (
        "abuse_neglect",
        "bullying",
        "contact_sharing",
        "domestic_violence",
        "drugs_county_lines",
        "eating_disorder",
        "emotional_distress",
        "radicalisation",
        "running_away_missing",
        "self_harm_suicide",
        "sexual_exploitation_grooming",
        "weapons_violence",
    ),
    "tutor": (
        "contact_details",
        "demeaning",
        "disclosure_mishandled",
        "inappropriate_comment",
        "meeting_request",
        "overfamiliar",
        "secrecy_request",
    ),
}


@dataclass(frozen=True)
class Verdict:
    """A category and a severity, or "none" and "none", with every reason; `score` is the classifier's, from 0 to 1.

    `unread` says in words what could not be read, for a human to look at: a verdict of "none" is then no all-clear.
    """

    category: str
    severity: Severity
    reasons: tuple[str, ...]
    score: float
    unread: str | None

    @property
    def worrying(self) -> bool:
        """Whether a human must hear of it."""
        return self.severity != "none"


def worse(one: Severity, other: Severity) -> Severity:
    """The graver of two severities."""
    return max(one, other, key=SEVERITIES.index)
