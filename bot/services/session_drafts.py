"""A new session asked for step by step: what is known so far is kept as the chat's conversation."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final, cast

from sqlalchemy import orm

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.policies.durations import BadDuration, parse_duration
from bot.policies.fields import clean_text, shorten
from bot.policies.recurrence import Frequency, Recurrence
from bot.policies.session_line import (
    LONGEST_DURATION,
    LONGEST_PLACE,
    LONGEST_TITLE,
    BadSessionLine,
    SessionLine,
    parse_session_line,
    parse_when,
)
from bot.services.people import ask_next, require, stop_asking
from bot.services.session_changes import STEPS
from bot.services.sessions import Card, check_start, create
from models.people import Conversation, Person, Role

# In this order they are asked for; what is there already is not.
FIELDS: Final = ("title", "when", "minutes", "frequency", "until", "place")
CONFIRM: Final = "confirm"
PREFIX: Final = "sessions."
_YES: Final = frozenset({"yes", "y", "yeah", "yep", "ok", "okay", "yes please", "make it", "sure", "👍"})
_NO_END: Final = frozenset({"no end", "none", "no", "never", "forever", "ongoing"})
_UNTIL: Final = re.compile(r"^(?:until|till|til|to|through)\s+", re.IGNORECASE)
_SKIP: Final = frozenset({"skip", "none", "no", "no place", "no place yet", "-"})


@dataclass(frozen=True)
class Asked:
    """What is asked next (a field, or "confirm"), what is known, and the local time now to offer days from."""

    field: str
    known: dict[str, Any]
    now: datetime

    @property
    def day(self) -> date:
        """The day that was picked, while its time is asked for."""
        return date.fromisoformat(self.known["day"])

    @property
    def line(self) -> SessionLine:
        """The whole session, once nothing is missing."""
        return _line(self.known)


def begin(db: orm.Session, actor: Person, words: str, config: Config) -> Asked | Card:
    """/newsession: a whole line makes the session, or is shown for a yes; anything less is asked for."""
    require(actor, Role.TUTOR)
    words = clean_text(words).strip()
    if ";" not in words and "；" not in words:
        known = {"title": _title(words)} if words else {}
        return _ask(db, actor, known, config)
    line = read_line(words, config)
    if line.needs_confirmation:
        return _ask(db, actor, _known(line), config)
    stop_asking(db, actor.telegram_id or 0)
    return create(db, actor, line, config)


def read_line(words: str, config: Config) -> SessionLine:
    """The line, or a Refusal that names the part to mend."""
    try:
        line = parse_session_line(words, _now(config).date())
    except BadSessionLine as error:
        raise Refusal(f"newsession-bad-{error.field}", value=shorten(error.value, 60)) from error
    check_start(line.when, config.service.zone)
    return line


def typed(db: orm.Session, actor: Person, words: str, config: Config) -> Asked | Card:
    """Words at a step: whatever that step asked for."""
    known, field = _state(db, actor)
    words = " ".join(clean_text(words).split())
    if not words:
        raise Refusal("session-words-please")
    if ";" in words and field in ("title", CONFIRM):
        return begin(db, actor, words, config)
    if field == CONFIRM:
        if words.casefold().rstrip("!.") in _YES:
            return make(db, actor, config)
        field = "when"
    return _ask(db, actor, known | _read(field, words, known, config), config)


def put(db: orm.Session, actor: Person, field: str, value: Any, config: Config) -> Asked:
    """A button's value for the field that is being asked for; an old button is refused."""
    known, asked = _state(db, actor)
    if asked != field:
        raise Refusal("old-button")
    allowed = {"minutes": range(1, 24 * 60 + 1), "frequency": ("once", *STEPS), "until": range(101), "place": ("",)}
    if value not in allowed[field]:
        raise Refusal("old-button")
    if field == "until":
        value = _last_day(known, value) if value else ""
    return _ask(db, actor, known | {field: value}, config)


def pick_day(db: orm.Session, actor: Person, day: date | None, config: Config) -> Asked:
    """A day, whose time is asked for next; None goes back to the days."""
    known, field = _state(db, actor)
    if field != "when":
        raise Refusal("old-button")
    known.pop("day", None)
    return _ask(db, actor, known | ({"day": day.isoformat()} if day else {}), config)


def pick_time(db: orm.Session, actor: Person, minute: int, config: Config) -> Asked:
    """A time on the day that was picked."""
    known, field = _state(db, actor)
    if field != "when" or "day" not in known or not 0 <= minute < 24 * 60:
        raise Refusal("old-button")
    local = datetime.combine(date.fromisoformat(known["day"]), time(minute // 60, minute % 60))
    return _ask(db, actor, known | _when(local, known, config), config)


def again(db: orm.Session, actor: Person, field: str, config: Config) -> Asked:
    """Asks for one part again, and keeps the rest."""
    known, _ = _state(db, actor)
    if field not in FIELDS:
        raise Refusal("old-button")
    gone = {field, "day"} | ({"until"} if field == "frequency" else set())
    return _ask(db, actor, {key: value for key, value in known.items() if key not in gone}, config)


def look_again(db: orm.Session, actor: Person, config: Config) -> Asked:
    """What is known so far, to choose what to change."""
    known, field = _state(db, actor)
    if field != CONFIRM:
        raise Refusal("old-button")
    return Asked(CONFIRM, known, _now(config))


def make(db: orm.Session, actor: Person, config: Config) -> Card:
    """Yes: the session as it was shown."""
    known, field = _state(db, actor)
    if field != CONFIRM:
        raise Refusal("old-button")
    stop_asking(db, actor.telegram_id or 0)
    return create(db, actor, _line(known), config)


def drop(db: orm.Session, actor: Person) -> bool:
    """Never mind; whether anything was being asked."""
    conversation = db.get(Conversation, actor.telegram_id or 0)
    if conversation is None or not conversation.step.startswith(PREFIX):
        return False
    stop_asking(db, conversation.chat_id)
    return True


def _now(config: Config) -> datetime:
    return clock.now().astimezone(config.service.zone)


def _state(db: orm.Session, actor: Person) -> tuple[dict[str, Any], str]:
    require(actor, Role.TUTOR)
    conversation = db.get(Conversation, actor.telegram_id or 0)
    field = conversation.step.removeprefix(PREFIX) if conversation is not None else ""
    if conversation is None or field not in (*FIELDS, CONFIRM):
        raise Refusal("old-button")
    return dict(conversation.data), field


def _ask(db: orm.Session, actor: Person, known: dict[str, Any], config: Config) -> Asked:
    once = known.get("frequency") == "once"
    missing = (field for field in FIELDS if field not in known and not (once and field == "until"))
    field = next(missing, CONFIRM)
    ask_next(db, actor.telegram_id or 0, PREFIX + field, **known)
    return Asked(field, known, _now(config))


def _read(field: str, words: str, known: dict[str, Any], config: Config) -> dict[str, Any]:
    today = _now(config).date()
    bare = words.casefold().rstrip(".!")
    match field:
        case "title":
            return {"title": _title(words)}
        case "when":
            local = parse_when(words, today)
            if local is None and "day" in known:
                local = parse_when(f"{known['day']} {words}", today)
            if local is None:
                raise Refusal("newsession-bad-when", value=shorten(words, 60))
            return _when(local, known, config)
        case "minutes":
            return {"minutes": _minutes(words)}
        case "frequency":
            return _repeats(words, known, today)
        case "until" if bare in _NO_END:
            return {"until": ""}
        case "until":
            last = _UNTIL.sub("", words)
            return _repeats(f"{known['frequency']} until {last}", known, today)
        case _:
            if len(words) > LONGEST_PLACE:
                raise Refusal("newsession-bad-place", value=shorten(words, 60))
            return {"place": "" if bare in _SKIP else words}


def _title(words: str) -> str:
    title = " ".join(words.split())
    if len(title) > LONGEST_TITLE:
        raise Refusal("newsession-bad-title", value=shorten(title, 60))
    return title


def _when(local: datetime, known: dict[str, Any], config: Config) -> dict[str, Any]:
    check_start(local, config.service.zone)
    if known.get("until") and date.fromisoformat(known["until"]) < local.date():
        raise Refusal("newsession-after-the-end", until=date.fromisoformat(known["until"]))
    return {"when": local.isoformat()}


def _minutes(words: str) -> int:
    try:
        length = parse_duration(f"{words}m" if words.isdecimal() else words)
    except BadDuration as error:
        raise Refusal("newsession-bad-duration", value=shorten(words, 60)) from error
    if not timedelta(minutes=1) <= length <= LONGEST_DURATION:
        raise Refusal("newsession-bad-duration", value=shorten(words, 60))
    return round(length / timedelta(minutes=1))


def _repeats(words: str, known: dict[str, Any], today: date) -> dict[str, Any]:
    """Reads how often and until when with the one parser that there is for it: that of the whole line."""
    try:
        line = parse_session_line(f"-; {known['when']}; {known['minutes']}m; {words}", today)
    except BadSessionLine as error:
        raise Refusal("newsession-bad-recurrence", value=shorten(words, 60)) from error
    if line.place is not None:
        raise Refusal("newsession-bad-recurrence", value=shorten(words, 60))
    repeats = line.recurrence
    return {"frequency": repeats.frequency} | ({"until": repeats.until.isoformat()} if repeats.until else {})


def _last_day(known: dict[str, Any], meetings: int) -> str:
    step = STEPS.get(known["frequency"], timedelta(weeks=1))
    return (datetime.fromisoformat(known["when"]) + (meetings - 1) * step).date().isoformat()


def _known(line: SessionLine) -> dict[str, Any]:
    until = line.recurrence.until
    return {
        "title": line.title,
        "when": line.when.isoformat(),
        "minutes": max(1, round(line.duration / timedelta(minutes=1))),
        "frequency": line.recurrence.frequency,
        "until": until.isoformat() if until else "",
        "place": line.place or "",
    }


def _line(known: dict[str, Any]) -> SessionLine:
    until = date.fromisoformat(known["until"]) if known.get("until") else None
    return SessionLine(
        known["title"],
        datetime.fromisoformat(known["when"]),
        timedelta(minutes=known["minutes"]),
        Recurrence(cast(Frequency, known["frequency"]), until),
        known["place"] or None,
        needs_confirmation=False,
    )
