"""What becomes of a message that Telegram did not take, and of an update that could not be handled."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from bot.policies.local_time import as_utc

FailureKind = Literal["network", "server", "flood", "forbidden", "bad_request"]

FIRST_WAIT: Final = 1.0  # seconds
LONGEST_WAIT: Final = 300.0  # seconds
LONGEST_FLOOD: Final = 7 * 86_400.0  # seconds; a longer one can only be a mistake
SERVER_PATIENCE: Final = timedelta(hours=24)
UPDATE_WAITS: Final = (0.2, 1.0, 3.0)  # seconds before each retry of an update


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram took it."""


@dataclass(frozen=True, slots=True)
class Retry:
    """To be tried again at this instant, not before."""

    at: datetime


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Never to be tried again; why is "blocked", "bad_request", "server" or "too_late"."""

    why: str


def _wait(attempts: int) -> float:
    # The exponent is capped because 2.0 ** 1024 overflows, and waits stop growing long before.
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(attempts - 1, 16))


def _attempts_worth(patience: timedelta) -> int:
    attempts, waited = 0, 0.0
    while waited < patience.total_seconds():
        attempts += 1
        waited += _wait(attempts)
    return attempts


SERVER_ATTEMPTS: Final = _attempts_worth(SERVER_PATIENCE)


def after_failure(
    kind: FailureKind,
    attempts: int,
    now: datetime,
    retry_after: float | None = None,
    useful_until: datetime | None = None,
    jitter: float = 0.0,
) -> Retry | GiveUp:
    """What to do after a failed attempt.

    Attempts count those made, the failed one included (at least 1); retry_after is in seconds, as Telegram
    said; jitter is the fraction (0 to 1) by which a wait of our own choosing is lengthened.
    """
    now = as_utc(now)
    if attempts < 1:
        raise ValueError("a failure comes after at least one attempt")
    if kind == "forbidden":
        return GiveUp("blocked")
    if kind == "bad_request":
        return GiveUp("bad_request")
    if kind == "server" and attempts > SERVER_ATTEMPTS:
        return GiveUp("server")
    if kind == "flood" and retry_after is not None:
        seconds = min(LONGEST_FLOOD, max(0.0, retry_after))
    else:
        seconds = _wait(attempts) * (1.0 + min(1.0, max(0.0, jitter)))
    at = now + timedelta(seconds=seconds)
    if useful_until is not None and at >= as_utc(useful_until):
        return GiveUp("too_late")
    return Retry(at)


def update_retry_delay(attempts: int) -> float | None:
    """Seconds until an update that failed this many times (at least 1) is tried again; None: set it aside."""
    if attempts < 1:
        raise ValueError("a retry comes after at least one attempt")
    return UPDATE_WAITS[attempts - 1] if attempts <= len(UPDATE_WAITS) else None
