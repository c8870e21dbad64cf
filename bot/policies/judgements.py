"""What detection's findings mean: how serious, what belongs together, what a tutor may reword."""

from collections.abc import Container, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal, Self
from zoneinfo import ZoneInfo

from bot.policies.local_time import as_utc, resolve

Direction = Literal["young_person", "tutor"]

NONE: Final = "none"
MEDIUM: Final = "medium"
HIGH: Final = "high"
IMMEDIATE: Final = "immediate"
RANKS: Final[Mapping[str, int]] = {NONE: 0, MEDIUM: 1, HIGH: 2, IMMEDIATE: 3}

# What one young person says over hours is often one matter under several names.
_FAMILIES: Final = (
    frozenset({"self_harm_suicide", "emotional_distress", "eating_disorder"}),
    frozenset({"abuse_neglect", "domestic_violence", "running_away_missing", "emotional_distress"}),
    frozenset({"sexual_exploitation_grooming", "contact_sharing", "drugs_county_lines", "running_away_missing"}),
    frozenset({"drugs_county_lines", "weapons_violence", "radicalisation"}),
    frozenset({"bullying", "emotional_distress", "weapons_violence"}),
)
# A slip of the pen: the tutor may say it again without; the lead hears of it all the same.
_MAY_REWORD: Final = frozenset({"contact_details", "link", "links"})
_WEEKEND: Final = (5, 6)


@dataclass(frozen=True)
class Judgement:
    """What detection said of one message; `unread` says why it could not be read, if it could not."""

    category: str = NONE
    severity: str = NONE
    reasons: tuple[str, ...] = ()
    score: float = 0.0
    unread: str | None = None

    @property
    def worries(self) -> bool:
        """Whether a person has to look at it."""
        return self.severity != NONE

    @classmethod
    def of(cls, verdict: Any) -> Self:
        """The same from anything with these attributes."""
        return cls(verdict.category, verdict.severity, tuple(verdict.reasons), float(verdict.score), verdict.unread)

    def because(self, reason: str) -> Self:
        """The same for one reason more."""
        return replace(self, reasons=(reason, *self.reasons))

    def stored(self) -> dict[str, Any]:
        """As it is kept in a row."""
        return {**asdict(self), "reasons": list(self.reasons)}

    @classmethod
    def read(cls, stored: Mapping[str, Any] | None) -> Self | None:
        """Back from a row."""
        if not stored:
            return None
        return cls(**{**stored, "reasons": tuple(stored["reasons"])})


def rank(severity: str) -> int:
    """How serious, 0 for nothing to 3; what is not known is as serious as can be."""
    return RANKS.get(severity, RANKS[IMMEDIATE])


def rings(severity: str) -> bool:
    """Whether it is told at once, at any hour."""
    return rank(severity) >= RANKS[HIGH]


def worse(one: str, other: str) -> str:
    """The more serious of two."""
    return one if rank(one) >= rank(other) else other


def belong_together(one: str, other: str) -> bool:
    """Whether two categories are the same or neighbours, so that one concern can hold both."""
    return one == other or any({one, other} <= family for family in _FAMILIES)


def may_reword(category: str) -> bool:
    """Whether a tutor may simply say it again without what was wrong with it."""
    return category in _MAY_REWORD


def one_working_day_later(instant: datetime, zone: ZoneInfo, holidays: Container[date] = ()) -> datetime:
    """The same wall time on the next day that is no weekend and no holiday; from such a day, after the next one's turn."""
    local = _working(as_utc(instant).astimezone(zone).replace(tzinfo=None), holidays)
    return resolve(_working(local + timedelta(days=1), holidays), zone)


def _working(local: datetime, holidays: Container[date]) -> datetime:
    while local.weekday() in _WEEKEND or local.date() in holidays:
        local += timedelta(days=1)
    return local
