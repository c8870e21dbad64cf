"""Moves of a session as tutors ask for them: typed in one line, or asked step by step."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import orm

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.policies.fields import clean_text, shorten
from bot.policies.local_time import is_ambiguous, is_gap, resolve
from bot.policies.month import month_from
from bot.policies.spoken_times import names_which, understand_when, which_of_two
from bot.policies.when import needs_confirmation, parse_day
from bot.services.days import Days, days_to_pick
from bot.services.people import ask_next, require, stop_asking
from bot.services.session_changes import Change, day_named, look_at, move, named
from bot.services.sessions import check_start
from models.people import Conversation, Person, Role
from models.sessions import Occurrence

MOVE: Final = "sessions.move"
CANCEL: Final = "sessions.cancel"
ALL: Final = re.compile(r"(?:all|every(?: one|thing)?)\b[\s,:;.]*(.*)", re.IGNORECASE | re.DOTALL)
_FROM_TO: Final = re.compile(r"(?:from\s+)?(\S+)\s*(?:\bto\b|-+>|=>|→|>)\s*(.+)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Moved:
    """It has another time, and everybody concerned is being told."""

    change: Change


@dataclass(frozen=True)
class Understood:
    """A new time that was understood, for a yes before anybody is told.

    `skipped` is a time that the clocks jump over, for which this is the nearest; `is_twice`: they show it twice, and
    nobody has said which is meant; `is_shut`: a day on which no series meets.
    """

    change: Change
    local: datetime
    skipped: datetime | None = None
    is_twice: bool = False
    is_shut: bool = False


@dataclass(frozen=True)
class AskWhen:
    """The new time is asked for: a day first, then a time on it. `now` is local."""

    change: Change
    day: date | None
    now: datetime
    days: Days


def move_typed(db: orm.Session, actor: Person, number: int, words: str, config: Config) -> Moved | Understood | AskWhen:
    """/move S4 [all] [2026-12-03 to] 2026-12-04 17:00: a time in full moves it at once, any other is shown first."""
    words = clean_text(words).strip()
    match = ALL.fullmatch(words)
    follow = match is not None
    rest = match[1] if match else words
    day, when = _day_and_when(rest)
    occurrence = named(db, actor, number, day)
    if not when:
        return ask_move(db, actor, occurrence.id, follow, config)
    local = _when(when, occurrence)
    if needs_confirmation(when) or _is_unclear(local, occurrence):
        return _understood(db, actor, occurrence.id, follow, local, config, names_which(when))
    return move_now(db, actor, occurrence.id, local, follow, config)


def _day_and_when(words: str) -> tuple[str | None, str]:
    match = _FROM_TO.fullmatch(words)
    if match is not None and day_named(match[1], clock.now().date()) is not None:
        return match[1], match[2].strip()
    return None, re.sub(r"^to\s+", "", words, flags=re.IGNORECASE).strip()


def _when(words: str, occurrence: Occurrence, day: str | None = None) -> datetime:
    zone = ZoneInfo(occurrence.session.zone)
    today = clock.now().astimezone(zone).date()
    # A time alone is another time on the day that was picked, or on the same day; a day alone keeps the time.
    local = understand_when(words, today) or understand_when(f"{day or occurrence.local[:10]} {words}", today)
    if local is None and (on := parse_day(words, today)) is not None:
        local = datetime.combine(on, datetime.fromisoformat(occurrence.local).time())
    if local is None:
        raise Refusal("move-bad-when", value=shorten(words, 60), number=f"S{occurrence.session_id}")
    return local


def _is_unclear(local: datetime, occurrence: Occurrence) -> bool:
    zone = ZoneInfo(occurrence.session.zone)
    return is_gap(local, zone) or is_ambiguous(local, zone)


def _understood(
    db: orm.Session,
    actor: Person,
    occurrence_id: int,
    follow: bool,
    local: datetime,
    config: Config,
    which_said: bool = False,
) -> Understood:
    change = look_at(db, actor, occurrence_id, follow)
    zone = ZoneInfo(change.session.zone)
    check_start(local, zone)
    forget(db, actor)
    skipped = local if is_gap(local, zone) else None
    if skipped is not None:
        local = resolve(local, zone).astimezone(zone).replace(tzinfo=None, fold=0)
    is_twice = is_ambiguous(local, zone) and not which_said
    if is_twice:
        # Which of the two: by a button, or by the next words.
        ask_next(db, actor.telegram_id or 0, MOVE, occurrence=occurrence_id, follow=follow, twice=local.isoformat())
    is_shut = local.date() in days_to_pick(db, local.date(), config).shut
    return Understood(change, local, skipped, is_twice, is_shut)


def move_now(
    db: orm.Session, actor: Person, occurrence_id: int, local: datetime, follow: bool, config: Config
) -> Moved:
    """The yes: moves it."""
    forget(db, actor)
    return Moved(move(db, actor, occurrence_id, local, follow, config))


def ask_move(
    db: orm.Session,
    actor: Person,
    occurrence_id: int,
    follow: bool,
    config: Config,
    day: date | None = None,
    month: date | None = None,
) -> AskWhen:
    """Asks for the new time; with a day for a time on it."""
    change = look_at(db, actor, occurrence_id, follow)
    if follow and change.session.calendar is not None:
        raise Refusal("session-follows-calendar", number=f"S{change.session.id}")
    known = {"day": day.isoformat()} if day else {}
    ask_next(db, actor.telegram_id or 0, MOVE, occurrence=occurrence_id, follow=follow, **known)
    now = clock.now().astimezone(ZoneInfo(change.session.zone))
    return AskWhen(change, day, now, days_to_pick(db, month or day or now.date(), config))


def is_moving(db: orm.Session, actor: Person) -> bool:
    """Whether the new time of a session is being asked for, and not that of a new session."""
    conversation = db.get(Conversation, actor.telegram_id or 0)
    return conversation is not None and conversation.step == MOVE


def pick_day(db: orm.Session, actor: Person, day: date | None, config: Config) -> AskWhen:
    """A day for the move, by a button; None goes back to the days."""
    state = state_of(db, actor, MOVE)
    return ask_move(db, actor, state["occurrence"], state["follow"], config, day)


def pick_month(db: orm.Session, actor: Person, number: int, config: Config) -> AskWhen:
    """Another month to pick a day from."""
    state = state_of(db, actor, MOVE)
    month = month_from(number, clock.now().astimezone(config.service.zone).date())
    if month is None:
        raise Refusal("old-button")
    return ask_move(db, actor, state["occurrence"], state["follow"], config, month=month)


def pick_time(db: orm.Session, actor: Person, minute: int, config: Config) -> Understood:
    """A time on that day, by a button."""
    state = state_of(db, actor, MOVE)
    if "day" not in state or not 0 <= minute < 24 * 60:
        raise Refusal("old-button")
    local = datetime.combine(date.fromisoformat(state["day"]), time(minute // 60, minute % 60))
    return _understood(db, actor, state["occurrence"], state["follow"], local, config)


def when_typed(db: orm.Session, actor: Person, words: str, config: Config) -> Moved | Understood:
    """The new time, typed after it was asked for."""
    state = state_of(db, actor, MOVE)
    change = look_at(db, actor, state["occurrence"], state["follow"])
    words = " ".join(clean_text(words).split())
    which = which_of_two(words)
    if which is not None and "twice" in state:
        local = datetime.fromisoformat(state["twice"]).replace(fold=which)
        return move_now(db, actor, change.occurrence.id, local, change.follow, config)
    local = _when(words, change.occurrence, state.get("day"))
    if needs_confirmation(words) or _is_unclear(local, change.occurrence):
        return _understood(db, actor, change.occurrence.id, change.follow, local, config, names_which(words))
    return move_now(db, actor, change.occurrence.id, local, change.follow, config)


def state_of(db: orm.Session, actor: Person, step: str) -> dict[str, Any]:
    require(actor, Role.TUTOR, Role.COORDINATOR)
    conversation = db.get(Conversation, actor.telegram_id or 0)
    if conversation is None or conversation.step != step:
        raise Refusal("old-button")
    return dict(conversation.data)


def forget(db: orm.Session, actor: Person) -> None:
    conversation = db.get(Conversation, actor.telegram_id or 0)
    if conversation is not None and conversation.step in (MOVE, CANCEL):
        stop_asking(db, conversation.chat_id)
