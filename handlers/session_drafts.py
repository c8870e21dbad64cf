"""/newsession: in one line, or asked step by step."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.callbacks import sessions as on
from bot.callbacks.codec import Action
from bot.context import Context
from bot.errors import Refusal
from bot.notifications.content import Button, Rows, Screen, button, rows
from bot.policies.local_time import is_gap
from bot.services import session_drafts as drafts
from bot.services import session_requests as requests
from bot.services.session_drafts import CONFIRM, PREFIX, STEPS_ASKED, Asked
from bot.services.session_requests import AskWhen, Understood
from bot.services.sessions import Card
from bot.texts import t
from handlers import screens, session_changes
from handlers.day_picker import day_buttons, day_from, time_buttons
from handlers.holds import passes
from handlers.incoming import Said
from handlers.routes import TUTOR, Route, StepHandler
from handlers.session_card import card_screen
from handlers.session_words import RUN_SESSIONS, lines_below, repeats, unless_reply, when
from models.people import Person

LENGTHS = (45, 30, 60, 90)
TIMES = (6, 10, 12)
_CHANGEABLE = ("title", "when", "minutes", "frequency", "place", "all_year", "capacity", "link")


async def new_session(context: Context, asked: object) -> None:
    """/newsession title; 2026-12-03 16:30; 45m; weekly until 2026-12-17; place. Without words it asks."""
    words = asked if isinstance(asked, str) else ""
    if await _passes(context, words):
        await _show(context, await context.do(drafts.begin, words, context.config))


async def _passes(context: Context, line: str) -> bool:
    """Whether what young people will read of it, title and place, may be used; a place may well be a link."""
    title, place = drafts.words_in(line, context.config)
    return await passes(context, title, "title") and await passes(context, place, "place", may_link=True)


async def line_typed(context: Context, _: dict[str, Any], said: Said) -> None:
    """A title, or the whole line instead."""
    if await _passes(context, said.text):
        await _show(context, await context.do(drafts.typed, said.text, context.config))


async def place_typed(context: Context, _: dict[str, Any], said: Said) -> None:
    """Where it is."""
    if await passes(context, said.text, "place", may_link=True):
        await _show(context, await context.do(drafts.typed, said.text, context.config))


async def typed(context: Context, _: dict[str, Any], said: Said) -> None:
    """A time, a number, a yes or no: nobody reads these words but the bot."""
    await _show(context, await context.do(drafts.typed, said.text, context.config))


async def pick_day(context: Context, action: on.PickDay | on.OtherDay) -> None:
    """A day, for a new session or for one that moves."""
    day = day_from(action.day) if isinstance(action, on.PickDay) else None
    if isinstance(action, on.PickDay) and day is None:
        raise Refusal("old-button")

    def pick(db: Any, actor: Person) -> Asked | AskWhen:
        if requests.is_moving(db, actor):
            return requests.pick_day(db, actor, day, context.config)
        return drafts.pick_day(db, actor, day, context.config)

    await _show(context, await context.do(pick))


async def show_month(context: Context, action: on.ShowMonth) -> None:
    """Another month to pick a day from."""

    def turn(db: Any, actor: Person) -> Asked | AskWhen:
        if requests.is_moving(db, actor):
            return requests.pick_month(db, actor, action.month, context.config)
        return drafts.pick_month(db, actor, action.month, context.config)

    await _show(context, await context.do(turn))


async def pick_time(context: Context, action: on.PickTime) -> None:
    """A time on that day."""

    def pick(db: Any, actor: Person) -> Asked | Understood:
        if requests.is_moving(db, actor):
            return requests.pick_time(db, actor, action.minute, context.config)
        return drafts.pick_time(db, actor, action.minute, context.config)

    await _show(context, await context.do(pick))


async def pick(context: Context, action: Action) -> None:
    """Length, how often, until when, no place and the like: by a button."""
    field, value = _picked(action)
    await _show(context, await context.do(drafts.put, field, value, context.config))


def _picked(action: Action) -> tuple[str, int | str]:
    match action:
        case on.PickLength(minutes):
            return "minutes", minutes
        case on.PickRepeat(frequency):
            return "frequency", frequency
        case on.PickUntil(meetings):
            return "until", meetings
        case on.PickClock(which):
            return "clock", which
        case on.PickAllYear(yes):
            return "all_year", yes
        case on.NoLimit():
            return "capacity", 0
        case on.NoLink():
            return "link", ""
        case _:
            return "place", ""


async def change(context: Context, _: on.ChangeDraft) -> None:
    """What shall be changed?"""
    asked = await context.look(drafts.look_again, context.config)
    once = asked.known.get("frequency") == "once"
    fields = [
        button(f"button-field-{field.replace('_', '-')}", on.AskAgain(field))
        for field in _CHANGEABLE
        if not (once and field == "all_year")
    ]
    await context.show(Screen(t("change-what"), (*rows(*fields, width=2), *screens.with_help(_never_mind()))))


async def ask_again(context: Context, action: on.AskAgain) -> None:
    """One part is asked for again."""
    await _show(context, await context.do(drafts.again, action.field, context.config))


async def create(context: Context, _: on.CreateSession) -> None:
    """Yes, make it."""
    await _show(context, await context.do(drafts.make, context.config))


async def drop(context: Context, _: object) -> None:
    """Never mind."""
    await context.do(drafts.drop)
    await context.show(Screen(t("session-dropped"), screens.with_help(button("button-sessions", on.MySessions()))))


async def _show(context: Context, outcome: Asked | Card | AskWhen | Understood) -> None:
    match outcome:
        case Card():
            await context.show(card_screen(outcome, made=True))
        case Asked():
            await context.show(_screen(outcome, context.config.service.zone))
        case _:
            await session_changes.show(context, outcome)


def _never_mind() -> Button:
    return button("button-never-mind", on.DropSession())


def _screen(asked: Asked, zone: ZoneInfo) -> Screen:
    if asked.field == CONFIRM:
        return _confirm(asked, zone)
    if asked.field == "when" and "day" in asked.known:
        day = asked.day
        return Screen(t("ask-time", day=day), time_buttons(day, asked.now, _never_mind()))
    if asked.field == "clock":
        return _ask_clock(asked, zone)
    return Screen(t(f"ask-{asked.field.replace('_', '-')}"), (*_choices(asked), (_never_mind(),)))


def _ask_clock(asked: Asked, zone: ZoneInfo) -> Screen:
    """The clocks go back or forward around that time: which one, or the nearest?"""
    local = datetime.fromisoformat(asked.known["when"])
    other = button("button-other-time", on.AskAgain("when"))
    if is_gap(local, zone):
        words = t("ask-clock-skipped", time=f"{local:%H:%M}", day=local.date(), when=when(local, zone))
        return Screen(words, screens.with_help(button("button-clock-nearest", on.PickClock(0)), other, _never_mind()))
    words = t("ask-clock-twice", time=f"{local:%H:%M}", day=local.date())
    first, second = button("button-clock-first", on.PickClock(0)), button("button-clock-second", on.PickClock(1))
    return Screen(words, screens.with_help(first, second, other, _never_mind()))


def _choices(asked: Asked) -> Rows:
    match asked.field:
        case "when":
            return day_buttons(asked.now, asked.days) if asked.days is not None else ()
        case "minutes":
            return rows(*[button("button-length", on.PickLength(item), minutes=item) for item in LENGTHS], width=2)
        case "frequency":
            return rows(*[button(f"button-{item}", on.PickRepeat(item)) for item in ("weekly", "fortnightly", "once")])
        case "until":
            times = [button("button-times", on.PickUntil(count), count=count) for count in TIMES]
            return rows(button("button-no-end", on.PickUntil(0)), *times, width=2)
        case "place":
            return rows(button("button-no-place", on.SkipPlace()))
        case "all_year":
            return rows(
                button("button-term-time", on.PickAllYear(False)), button("button-all-year", on.PickAllYear(True))
            )
        case "capacity":
            return rows(button("button-no-limit", on.NoLimit()))
        case "link":
            return rows(button("button-no-link", on.NoLink()))
        case _:
            return ()


def _confirm(asked: Asked, zone: ZoneInfo) -> Screen:
    line = asked.line
    until = line.recurrence.until
    words = t(
        "session-understood",
        title=line.title,
        when=when(line.when, zone),
        repeats=repeats(line.recurrence.frequency, until.isoformat() if until else None),
        minutes=asked.known["minutes"],
        place=lines_below(
            t("session-place-line", place=line.place) if line.place else None,
            t("session-places", count=line.capacity) if line.capacity is not None else None,
            t("session-has-link") if line.link else None,
            t("session-all-year") if line.all_year and line.recurrence.frequency != "once" else None,
        ),
    )
    buttons = rows(
        button("button-make-it", on.CreateSession()), button("button-change", on.ChangeDraft()), _never_mind()
    )
    return Screen(words, (*buttons, *screens.with_help()))


ACTIONS: dict[type[Action], Route] = {
    on.NewSession: Route(new_session, TUTOR),
    on.PickDay: Route(pick_day, RUN_SESSIONS),
    on.OtherDay: Route(pick_day, RUN_SESSIONS),
    on.ShowMonth: Route(show_month, RUN_SESSIONS),
    on.PickClock: Route(pick, TUTOR),
    on.PickAllYear: Route(pick, TUTOR),
    on.NoLimit: Route(pick, TUTOR),
    on.NoLink: Route(pick, TUTOR),
    on.PickTime: Route(pick_time, RUN_SESSIONS),
    on.PickLength: Route(pick, TUTOR),
    on.PickRepeat: Route(pick, TUTOR),
    on.PickUntil: Route(pick, TUTOR),
    on.SkipPlace: Route(pick, TUTOR),
    on.ChangeDraft: Route(change, TUTOR),
    on.AskAgain: Route(ask_again, TUTOR),
    on.CreateSession: Route(create, TUTOR),
    on.DropSession: Route(drop, RUN_SESSIONS),
}
_TYPED: dict[str, StepHandler] = {"title": line_typed, CONFIRM: line_typed, "place": place_typed, "link": place_typed}
STEPS: dict[str, StepHandler] = {PREFIX + field: unless_reply(_TYPED.get(field, typed)) for field in STEPS_ASKED}
