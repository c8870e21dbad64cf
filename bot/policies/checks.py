"""A tutor's checks: whether they may answer today, and when somebody should be told that a date comes near."""

from dataclasses import dataclass
from datetime import date
from typing import Final

KINDS: Final = ("dbs", "training")
WARN_DAYS: Final = (30, 7)  # before the last day that a check is good


@dataclass(frozen=True)
class Check:
    """One check: good up to and including that day; None: never entered."""

    kind: str
    until: date | None

    def state(self, today: date) -> str:
        """ "missing", "past", "soon" (within thirty days) or "good"."""
        if self.until is None:
            return "missing"
        left = (self.until - today).days
        if left < 0:
            return "past"
        return "soon" if left <= max(WARN_DAYS) else "good"


def stops(checks: tuple[Check, ...], today: date, required: bool) -> Check | None:
    """The check that keeps somebody from answering: one that is past, or one never entered where that is required."""
    for check in checks:
        state = check.state(today)
        if state == "past" or (state == "missing" and required):
            return check
    return None


def warning_due(check: Check, today: date) -> int | None:
    """The warning that is due now, as its days before (0: it is past); None: none. Each is to be given once."""
    if check.until is None:
        return None
    left = (check.until - today).days
    if left < 0:
        return 0
    return min((days for days in WARN_DAYS if left <= days), default=None)
