"""How sessions are worded, and the buttons for a day and a time, wherever they are shown."""

import re
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.context import Context
from bot.errors import Refusal
from bot.notifications.sessions import name_of
from bot.policies.local_time import instant_of
from bot.policies.numbers import parse_ref
from bot.services import answers
from bot.texts import Text, t
from handlers import tutors
from handlers.incoming import Said
from handlers.routes import COORDINATOR, TUTOR, StepHandler
from models.sessions import Occurrence, Session

RUN_SESSIONS: Final = TUTOR | COORDINATOR
_MIDNIGHT: Final = datetime(1970, 1, 1)  # noqa: DTZ001 (wall time has no zone)
_NUMBER: Final = re.compile(r"(s?\s?#?\s?\d{1,20})(?![\w-])[\s,:;.]*(.*)", re.IGNORECASE | re.DOTALL)
_LAST_MINUTE: Final = (datetime(2999, 12, 31) - _MIDNIGHT) // timedelta(minutes=1)  # noqa: DTZ001


def as_minute(local: datetime) -> int:
    """A wall time as a button carries it."""
    return (local - _MIDNIGHT) // timedelta(minutes=1)


def from_minute(minute: int) -> datetime | None:
    """The wall time that a button carried; None for a number that is none."""
    return _MIDNIGHT + timedelta(minutes=minute) if 0 <= minute <= _LAST_MINUTE else None


def named(session: Session) -> dict[str, str]:
    """Number and title, as most texts want them."""
    return {"ref": name_of(session), "title": session.title}


def when(local: datetime, zone: ZoneInfo) -> Text:
    """A wall time in full, as the clocks will show it: one that they jump over is shown where it lands."""
    shown = instant_of(local, zone).astimezone(zone)
    return t("session-when", day=shown.date(), time=f"{shown:%H:%M}")


def repeats(frequency: str, until: str | None) -> Text:
    """How often, and until when."""
    if frequency == "once" or not until:
        return t(f"session-{frequency}")
    return t(f"session-{frequency}-until", until=date.fromisoformat(until))


def mark(occurrence: Occurrence) -> Text:
    """Whether it moved, or is called off."""
    if occurrence.cancelled_at is not None:
        return t("session-mark-out" if occurrence.out_of_term else "session-mark-off")
    return t("session-mark-moved" if occurrence.moved_at is not None else "session-nothing")


def place_and_extras(session: Session, waiting: int = 0) -> Text:
    """Where it is, and what else there is to know."""
    return lines_below(
        t("session-place-line", place=session.place) if session.place else None,
        t("session-places", count=session.capacity) if session.capacity is not None else None,
        t("session-waiting", count=waiting) if waiting else None,
        t("session-has-link") if session.link else None,
        t("session-all-year") if session.all_year and session.frequency != "once" else None,
    )


def lines_below(*lines: Text | None) -> Text:
    """Each line on a line of its own below what stands before; nothing where there is none."""
    shown = [line for line in lines if line is not None]
    return t("session-below", lines=shown) if shown else t("session-nothing")


def with_tutor(occurrence: Occurrence) -> Text:
    """Who leads this one, where that is not the session's tutor."""
    tutor = occurrence.tutor
    return t("session-with", tutor=tutor.name) if tutor is not None else t("session-nothing")


def number_in(words: str, example: str) -> tuple[int, str]:
    """The session's number at the start of a command's words, and the rest; Refusal with an example without one."""
    match = _NUMBER.fullmatch(words.strip())
    number = parse_ref(match[1].replace("#", ""), "S") if match else None
    if match is None or number is None:
        raise Refusal("session-number-missing", example=example)
    return number, match[2].strip()


def unless_reply(step: StepHandler) -> StepHandler:
    """Words at a step, unless they answer a question: whoever is asked something can still reply to a young person."""

    async def heard(context: Context, data: dict[str, Any], said: Said) -> None:
        if said.reply_to is not None and await context.look(answers.question_of_reply, said) is not None:
            await tutors.said(context, said)
        else:
            await step(context, data, said)

    return heard
