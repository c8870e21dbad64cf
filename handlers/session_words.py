"""How sessions are worded, and the buttons for a day and a time, wherever they are shown."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.callbacks.sessions import OtherDay, PickDay, PickTime
from bot.context import Context
from bot.errors import Refusal
from bot.notifications.content import Button, Rows, button, rows
from bot.notifications.sessions import name_of
from bot.policies.local_time import resolve
from bot.policies.numbers import parse_ref
from bot.services import answers
from bot.texts import Text, t
from handlers import tutors
from handlers.incoming import Said
from handlers.routes import COORDINATOR, TUTOR, StepHandler
from models.sessions import Occurrence, Session

RUN_SESSIONS: Final = TUTOR | COORDINATOR
DAYS_SHOWN: Final = 8
_MIDNIGHT: Final = datetime(1970, 1, 1)  # noqa: DTZ001 (wall time has no zone)
_NUMBER: Final = re.compile(r"(s?\s?#?\s?\d{1,20})(?![\w-])[\s,:;.]*(.*)", re.IGNORECASE | re.DOTALL)
_LAST_DAY: Final = date(2999, 12, 31)
_LAST_MINUTE: Final = (datetime(2999, 12, 31) - _MIDNIGHT) // timedelta(minutes=1)  # noqa: DTZ001
_AFTERNOON_TIMES: Final = ("15:30", "16:00", "16:30", "17:00", "17:30", "18:00", "18:30", "19:00")
_MORNING_TIMES: Final = ("10:00", "11:00", "12:00", "14:00")


def as_minute(local: datetime) -> int:
    """A wall time as a button carries it."""
    return (local - _MIDNIGHT) // timedelta(minutes=1)


def from_minute(minute: int) -> datetime | None:
    """The wall time that a button carried; None for a number that is none."""
    return _MIDNIGHT + timedelta(minutes=minute) if 0 <= minute <= _LAST_MINUTE else None


def day_from(ordinal: int) -> date | None:
    """The day that a button carried; None for a number that is none."""
    return date.fromordinal(ordinal) if 1 <= ordinal <= _LAST_DAY.toordinal() else None


def named(session: Session) -> dict[str, str]:
    """Number and title, as most texts want them."""
    return {"ref": name_of(session), "title": session.title}


def when(local: datetime, zone: ZoneInfo) -> Text:
    """A wall time in full, as the clocks will show it: one that they jump over is shown where it lands."""
    shown = resolve(local, zone).astimezone(zone)
    return t("session-when", day=shown.date(), time=f"{shown:%H:%M}")


def repeats(frequency: str, until: str | None) -> Text:
    """How often, and until when."""
    if frequency == "once" or not until:
        return t(f"session-{frequency}")
    return t(f"session-{frequency}-until", until=date.fromisoformat(until))


def mark(occurrence: Occurrence) -> Text:
    """Whether it moved, or is called off."""
    if occurrence.cancelled_at is not None:
        return t("session-mark-off")
    return t("session-mark-moved" if occurrence.moved_at is not None else "session-nothing")


def day_buttons(now: datetime, *last: Button) -> Rows:
    """The next days, from the first that has a common time left."""
    today = now.date()
    days = [today + timedelta(days=ahead) for ahead in range(DAYS_SHOWN + 1)]
    offered = [day for day in days if _times(day, now)][:DAYS_SHOWN]
    picks = [button("button-day", PickDay(day.toordinal()), day=day) for day in offered]
    return (*rows(*picks, width=2), *rows(*last))


def time_buttons(day: date, now: datetime, *last: Button) -> Rows:
    """Common times on the day that have not passed."""
    picks = [button("button-words", PickTime(item.hour * 60 + item.minute), words=f"{item:%H:%M}")
             for item in _times(day, now)]  # fmt: skip
    return (*rows(*picks, width=4), *rows(button("button-other-day", OtherDay()), *last))


def _times(day: date, now: datetime) -> list[time]:
    texts = [*_MORNING_TIMES, *_AFTERNOON_TIMES]
    times = [time.fromisoformat(text) for text in texts]
    return [item for item in times if day > now.date() or item > now.time()]


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
