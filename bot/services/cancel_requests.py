"""Calling a session off as tutors ask for it: typed in one line, or asked for a reason first."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import orm

from bot import clock
from bot.errors import Refusal
from bot.policies.fields import clean_text
from bot.policies.when import parse_day
from bot.services.people import ask_next
from bot.services.session_changes import Change, cancel, day_named, look_at, named
from bot.services.session_news import LATE
from bot.services.session_requests import ALL, CANCEL, forget, state_of
from models.people import Conversation, Person
from models.sessions import Occurrence

_LEADING_DAY: Final = re.compile(r"(?:on\s+)?(\d[\d/-]*\d)(?:[\s,:;]+|$)(.*)", re.IGNORECASE | re.DOTALL)
_NUMBERS: Final = re.compile(r"[\d/.-]+")


@dataclass(frozen=True)
class Cancelled:
    """It is called off, and everybody concerned is being told."""

    change: Change


@dataclass(frozen=True)
class AskWhy:
    """The reason is asked for, or (where `why` is there) a yes to calling off all that follow."""

    change: Change
    why: str


def cancel_typed(
    db: orm.Session, actor: Person, number: int, words: str, late_within: timedelta = LATE
) -> Cancelled | AskWhy:
    """/cancel S4 [2026-12-03] why: the next one at once; "all" is shown first, since a reason may begin with it.

    So is what begins with another day in words ("tomorrow I'm away"): it may be the day that is meant.
    """
    words = clean_text(words).strip()
    if match := ALL.fullmatch(words):
        return ask_cancel(db, actor, named(db, actor, number, None).id, follow=True, why=match[1].strip())
    day, why = _day_and_why(db, actor, number, words)
    occurrence = named(db, actor, number, day)
    if not why:
        return ask_cancel(db, actor, occurrence.id, follow=False)
    spoken = _spoken_day(why, occurrence) if day is None else None
    if spoken is not None:
        try:
            occurrence = named(db, actor, number, spoken.isoformat())
        except Refusal:
            pass  # nothing is on that day: is it this one?
        return ask_cancel(db, actor, occurrence.id, follow=False, why=why)
    forget(db, actor)
    return Cancelled(cancel(db, actor, occurrence.id, why, False, late_within))


def _day_and_why(db: orm.Session, actor: Person, number: int, words: str) -> tuple[str | None, str]:
    match = _LEADING_DAY.fullmatch(words)
    if match is None or day_named(match[1], clock.now().date()) is None:
        return None, words
    if "-" not in match[1]:
        try:
            named(db, actor, number, match[1])
        except Refusal:
            return None, words  # "3/4 of us are ill" is a reason
    return match[1], match[2].strip()


def _spoken_day(why: str, following: Occurrence) -> date | None:
    """Another day than that of the next one, where a reason begins with it: "tomorrow", "Thu 10 Dec", "next week"."""
    today = clock.now().astimezone(ZoneInfo(following.session.zone)).date()
    words = why.casefold().split()
    if words[0] == "next":
        return today + timedelta(weeks=1)
    heads = [" ".join(words[:count]).strip(",:;.–-") for count in (3, 2, 1)]
    # "3/4 of us are ill" has been looked at before.
    days = (parse_day(head, today) for head in heads if not _NUMBERS.fullmatch(head))
    day = next((found for found in days if found is not None), None)
    return day if day != datetime.fromisoformat(following.local).date() else None


def ask_cancel(db: orm.Session, actor: Person, occurrence_id: int, follow: bool, why: str = "") -> AskWhy:
    """Asks why; it is called off with the reason, or without by the button."""
    change = look_at(db, actor, occurrence_id, follow)
    ask_next(db, actor.telegram_id or 0, CANCEL, occurrence=occurrence_id, follow=follow, why=why[:1000])
    return AskWhy(change, why)


def why_typed(db: orm.Session, actor: Person, words: str, late_within: timedelta = LATE) -> Cancelled:
    """The reason, typed after it was asked for."""
    state = state_of(db, actor, CANCEL)
    words = " ".join(clean_text(words).split())
    if not words:
        raise Refusal("session-words-please")
    forget(db, actor)
    return Cancelled(cancel(db, actor, state["occurrence"], words, state["follow"], late_within))


def held_back(
    db: orm.Session, actor: Person, number: int | None, words: str, late_within: timedelta
) -> Cancelled | None:
    """What becomes of a wish to call one off whose reason goes to a lead first: a late one is off all the same.

    Without a number, it is the one whose reason was being asked for. None where it is not late: that can wait.
    """
    follow = False
    if number is None:
        state = state_of(db, actor, CANCEL)
        occurrence, follow = look_at(db, actor, state["occurrence"], state["follow"]).occurrence, state["follow"]
    else:
        day, _ = _day_and_why(db, actor, number, clean_text(words).strip())
        occurrence = named(db, actor, number, day)
    if occurrence.starts_at - clock.now() > late_within:
        return None
    forget(db, actor)
    return Cancelled(cancel(db, actor, occurrence.id, "", follow, late_within))


def cancel_now(
    db: orm.Session, actor: Person, occurrence_id: int, follow: bool, late_within: timedelta = LATE
) -> Cancelled:
    """The yes: calls it off, with the reason that was typed before, if any."""
    conversation = db.get(Conversation, actor.telegram_id or 0)
    why = ""
    if conversation is not None and conversation.step == CANCEL and conversation.data["occurrence"] == occurrence_id:
        why = conversation.data["why"]
    forget(db, actor)
    return Cancelled(cancel(db, actor, occurrence_id, why, follow, late_within))
