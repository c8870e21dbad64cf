"""A new session asked for step by step: what is known so far is kept as the chat's conversation."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy import orm

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.policies.fields import clean_text, shorten
from bot.policies.local_time import is_gap
from bot.policies.month import month_from
from bot.policies.session_line import MOST_PLACES, BadSessionLine, SessionLine, parse_session_line
from bot.services import timetable
from bot.services.days import Days, days_to_pick
from bot.services.people import ask_next, require, stop_asking
from bot.services.session_changes import STEPS
from bot.services.session_fields import is_unclear, known_of, last_day, line_of, nearest, read, title_of, when_of
from bot.services.sessions import Card, check_start, create
from models.people import Conversation, Person, Role

# In this order they are asked for; what is there already is not.
FIELDS: Final = ("title", "when", "clock", "minutes", "frequency", "until", "place")
# These are asked for only when somebody wants to change them.
EXTRAS: Final = ("all_year", "capacity", "link")
CONFIRM: Final = "confirm"
STEPS_ASKED: Final = (*FIELDS, *EXTRAS, CONFIRM)
PREFIX: Final = "sessions."
_YES: Final = frozenset({"yes", "y", "yeah", "yep", "ok", "okay", "yes please", "make it", "sure", "👍"})
_NO: Final = frozenset({"no", "n", "nope", "wrong", "change", "change something"})


@dataclass(frozen=True)
class Asked:
    """What is asked next (a field, or "confirm"), what is known, the local time now, and the days to pick from."""

    field: str
    known: dict[str, Any]
    now: datetime
    days: Days | None = None

    @property
    def day(self) -> date:
        """The day that was picked, while its time is asked for."""
        return date.fromisoformat(self.known["day"])

    @property
    def line(self) -> SessionLine:
        """The whole session, once nothing is missing."""
        return line_of(self.known)


def begin(db: orm.Session, actor: Person, words: str, config: Config) -> Asked | Card:
    """/newsession: a whole line makes the session, or is shown for a yes; anything less is asked for."""
    require(actor, Role.TUTOR)
    words = clean_text(words).strip()
    if ";" not in words and "；" not in words:
        known = {"title": title_of(words)} if words else {}
        return _ask(db, actor, known, config)
    line = read_line(words, config)
    if line.needs_confirmation or is_unclear(known_of(line), config.service.zone):
        return _ask(db, actor, known_of(line), config)
    stop_asking(db, actor.telegram_id or 0)
    return create(db, actor, line, config)


def words_in(words: str, config: Config) -> tuple[str, str]:
    """The title and where it is: what of a line young people will read; one that can't be read is nowhere."""
    words = clean_text(words).strip()
    title = words.replace("；", ";").partition(";")[0]
    try:
        line = parse_session_line(words, _now(config).date())
    except BadSessionLine:
        return title, ""
    return title, "\n".join(filter(None, (line.place, line.link)))


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
        if words.casefold().rstrip("!.") in _NO:
            raise Refusal("session-no")
        field = "when"
    return _ask(db, actor, known | read(field, words, known, _now(config).date(), config.service.zone), config)


def put(db: orm.Session, actor: Person, field: str, value: Any, config: Config) -> Asked:
    """A button's value for the field that is being asked for; an old button is refused."""
    known, asked = _state(db, actor)
    if asked != field:
        raise Refusal("old-button")
    allowed = {
        "minutes": range(1, 24 * 60 + 1),
        "frequency": ("once", *STEPS),
        "until": range(101),
        "place": ("",),
        "clock": (0, 1),
        "all_year": (False, True),
        "capacity": range(MOST_PLACES + 1),
        "link": ("",),
    }
    if value not in allowed[field]:
        raise Refusal("old-button")
    if field == "until":
        value = last_day(known, value, timetable.year_of(db, config)) if value else ""
    if field == "clock" and is_gap(datetime.fromisoformat(known["when"]), config.service.zone):
        return _ask(db, actor, known | nearest(known, config.service.zone), config)
    return _ask(db, actor, known | {field: value or None if field == "capacity" else value}, config)


def pick_day(db: orm.Session, actor: Person, day: date | None, config: Config) -> Asked:
    """A day, whose time is asked for next; None goes back to the days."""
    known, field = _state(db, actor)
    if field != "when":
        raise Refusal("old-button")
    known.pop("day", None)
    return _ask(db, actor, known | ({"day": day.isoformat()} if day else {}), config)


def pick_month(db: orm.Session, actor: Person, number: int, config: Config) -> Asked:
    """Another month to pick a day from."""
    known, field = _state(db, actor)
    month = month_from(number, _now(config).date())
    if field != "when" or month is None:
        raise Refusal("old-button")
    known.pop("day", None)
    return _ask(db, actor, known, config, month=month)


def pick_time(db: orm.Session, actor: Person, minute: int, config: Config) -> Asked:
    """A time on the day that was picked."""
    known, field = _state(db, actor)
    if field != "when" or "day" not in known or not 0 <= minute < 24 * 60:
        raise Refusal("old-button")
    local = datetime.combine(date.fromisoformat(known["day"]), time(minute // 60, minute % 60))
    return _ask(db, actor, known | when_of(local, known, config.service.zone), config)


def again(db: orm.Session, actor: Person, field: str, config: Config) -> Asked:
    """Asks for one part again, and keeps the rest."""
    known, _ = _state(db, actor)
    if field not in (*FIELDS, *EXTRAS):
        raise Refusal("old-button")
    gone = {field, "day"} | ({"until"} if field == "frequency" else set())
    kept = {key: value for key, value in known.items() if key not in gone}
    return _ask(db, actor, kept, config, extra=field if field in EXTRAS else None)


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
    return create(db, actor, line_of(known), config)


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
    if conversation is None or field not in STEPS_ASKED:
        raise Refusal("old-button")
    return dict(conversation.data), field


def _ask(
    db: orm.Session,
    actor: Person,
    known: dict[str, Any],
    config: Config,
    month: date | None = None,
    extra: str | None = None,
) -> Asked:
    field = extra or next((field for field in FIELDS if _is_missing(field, known, config)), CONFIRM)
    ask_next(db, actor.telegram_id or 0, PREFIX + field, **known)
    now = _now(config)
    days = days_to_pick(db, month or now.date(), config) if field == "when" and "day" not in known else None
    return Asked(field, known, now, days)


def _is_missing(field: str, known: dict[str, Any], config: Config) -> bool:
    if field == "clock":
        return is_unclear(known, config.service.zone)
    if field == "until" and known.get("frequency") == "once":
        return False
    return field not in known
