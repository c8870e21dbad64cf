"""What no single message shows: worries that add up over days, and a tutor's pattern over weeks."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from bot.policies.detection.normal import words
from bot.policies.detection.verdict import Severity

ADDS_UP_WITHIN: Final = timedelta(days=7)
ADDS_UP_FROM: Final = 3  # medium worries within that time that together are high
DIFFERENT_FROM: Final = 2  # or as few as this, when they are of different kinds and on different days
PATTERN_WITHIN: Final = timedelta(days=28)
_LATE_FROM: Final = 21  # o'clock, local time
_EARLY_UNTIL: Final = 7
_LATE_MESSAGES: Final = 3
_LATE_SHARE: Final = 0.2
_ENOUGH_MESSAGES: Final = 12
_TIMES_THE_NEXT: Final = 4.0
_PRIVATE_MESSAGES: Final = 4
_PRIVATE_WORDS: Final = frozenset(
    {
        "alone", "babe", "beautiful", "darling", "favourite", "gorgeous", "hug", "hugs", "hun", "kiss", "lonely",
        "love", "miss", "missed", "private", "secret", "special", "sweetheart", "sweetie", "trust", "xx",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Worry:
    """One worrying message of a young person: when, what kind, how grave."""

    at: datetime
    category: str
    severity: Severity


@dataclass(frozen=True)
class TutorMessage:
    """One message of a tutor, as the pattern needs it: when, to whom, and its words."""

    at: datetime
    young_person: int
    text: str


@dataclass(frozen=True)
class Pattern:
    """One thing that stands out in a tutor's messages: its kind, why, and the young person whom it is about, if one."""

    kind: str  # "late" | "one_above" | "private"
    why: str
    young_person: int | None = None


def adding_up(worries: Iterable[Worry], now: datetime) -> tuple[str, ...]:
    """Why the medium worries of one young person in the last seven days are together `high`, if they are."""
    recent = [w for w in worries if w.severity == "medium" and now - ADDS_UP_WITHIN < w.at <= now]
    kinds = sorted({w.category for w in recent})
    days = {w.at.astimezone(UTC).date() for w in recent}
    reasons = []
    if len(recent) >= ADDS_UP_FROM:
        reasons.append(f"{len(recent)} worrying signs within {ADDS_UP_WITHIN.days} days")
    if len(kinds) >= DIFFERENT_FROM and len(days) >= DIFFERENT_FROM:
        reasons.append(f"different worries on different days: {', '.join(kinds)}")
    return tuple(reasons)


def tutor_pattern(messages: Iterable[TutorMessage], now: datetime, zone: tzinfo) -> tuple[Pattern, ...]:
    """What stands out in a tutor's messages of the last four weeks; late is by the zone's clock."""
    recent = [m for m in messages if now - PATTERN_WITHIN < m.at <= now]
    found = (_late(recent, zone), _one_far_above(recent), _private(recent))
    return tuple(pattern for pattern in found if pattern is not None)


def _late(messages: Sequence[TutorMessage], zone: tzinfo) -> Pattern | None:
    late = sum(not _EARLY_UNTIL <= m.at.astimezone(zone).hour < _LATE_FROM for m in messages)
    if late < _LATE_MESSAGES or late < _LATE_SHARE * len(messages):
        return None
    return Pattern("late", f"{late} of {len(messages)} messages between {_LATE_FROM}:00 and {_EARLY_UNTIL:02}:00")


def _one_far_above(messages: Sequence[TutorMessage]) -> Pattern | None:
    counts = Counter(m.young_person for m in messages).most_common(2)
    # With one young person only there is nobody to compare with.
    if len(counts) < 2 or counts[0][1] < _ENOUGH_MESSAGES or counts[0][1] < _TIMES_THE_NEXT * counts[1][1]:
        return None
    why = f"one young person got {counts[0][1]} messages, the next {counts[1][1]}"
    return Pattern("one_above", why, counts[0][0])


def _private(messages: Sequence[TutorMessage]) -> Pattern | None:
    by_person: Counter[int] = Counter()
    for message in messages:
        if sounds_private(message.text):
            by_person[message.young_person] += 1
    if not by_person or by_person.most_common(1)[0][1] < _PRIVATE_MESSAGES:
        return None
    most, count = by_person.most_common(1)[0]
    return Pattern("private", f"private-sounding words to one young person in {count} messages", most)


def sounds_private(text: str) -> bool:
    """Whether any of its plain words is one that is said to somebody close."""
    return bool(_PRIVATE_WORDS.intersection(words(text)))
