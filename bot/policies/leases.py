"""Who may answer a question that somebody has claimed: a claim is a lease, so that nobody can forget one."""

from datetime import datetime, timedelta
from typing import Final

from bot.policies.local_time import as_utc

LEASE: Final = timedelta(minutes=20)


def renewed(now: datetime) -> datetime:
    """Until when a claim holds that its tutor used just now."""
    return as_utc(now) + LEASE


def has_lapsed(held_until: datetime | None, now: datetime) -> bool:
    """Whether a claim has run out; one that has no end was never made."""
    now = as_utc(now)
    return held_until is None or now >= as_utc(held_until)


def may_answer(holder_id: int | None, held_until: datetime | None, actor_id: int, now: datetime, on_duty: int) -> bool:
    """Whether this tutor may answer: the question is free, or theirs (lapsed or not), or its lease ran out.

    The number on duty loosens nothing: a holder can be off duty and still be writing, and two answers at once
    are worse than a wait of at most one lease.
    """
    return holder_id is None or holder_id == actor_id or has_lapsed(held_until, now)


def lapses_loudly(on_duty: int) -> bool:
    """Whether a lapse is worth telling: not with one tutor on duty, who would only hear about themselves."""
    return on_duty > 1
