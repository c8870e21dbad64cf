"""Moving a session and calling it off: typed in one line, or by buttons."""

from typing import Any
from zoneinfo import ZoneInfo

from bot.callbacks import sessions as on
from bot.callbacks.codec import Action
from bot.context import Context
from bot.errors import Refusal
from bot.notifications.content import Button, Screen, button, rows
from bot.notifications.sessions import name_of
from bot.services import cancel_requests as cancelling
from bot.services import session_changes as changes
from bot.services import session_drafts as drafts
from bot.services import session_requests as requests
from bot.services.cancel_requests import AskWhy, Cancelled
from bot.services.session_changes import Change, Times
from bot.services.session_requests import CANCEL, MOVE, AskWhen, Moved, Understood
from bot.texts import Text, t
from handlers import screens
from handlers.day_picker import day_buttons, time_buttons
from handlers.holds import passes
from handlers.incoming import Said
from handlers.routes import Route, StepHandler
from handlers.session_words import (
    RUN_SESSIONS,
    as_minute,
    from_minute,
    lines_below,
    named,
    number_in,
    unless_reply,
    when,
)
from models.people import Person
from models.sessions import Session

TIMES_SHOWN = 6

Outcome = AskWhen | Understood | Moved | AskWhy | Cancelled | Times


async def move(context: Context, words: str) -> None:
    """/move S4 2026-12-04 17:00; "all" for all that follow; without a time it asks which, and when."""
    number, rest = number_in(words, "/move S4 2026-12-04 17:00")
    if rest:
        await show(context, await context.do(requests.move_typed, number, rest, context.config))
    else:
        await choose(context, on.ChooseOccurrence(number, False))


async def cancel(context: Context, words: str) -> None:
    """/cancel S4 why: the next one; without a reason it asks for one. Without a number it ends what is being asked."""
    if not words:

        def stop(db: Any, actor: Person) -> None:
            if not drafts.drop(db, actor):
                raise Refusal("session-number-missing", example="/cancel S4 why")

        await context.do(stop)
        await context.show(Screen(t("session-dropped"), screens.with_help(_sessions())))
        return
    number, why = number_in(words, "/cancel S4 why")
    if await _reason_passes(context, why, number):
        await show(context, await context.do(cancelling.cancel_typed, number, why, context.config.sessions.late_within))


async def _reason_passes(context: Context, why: str, number: int | None) -> bool:
    """Whether the reason may be read; one that may not waits for a lead, and what is called off late does not."""
    late: list[Cancelled] = []

    def call_off(db: Any, actor: Person) -> None:
        off = cancelling.held_back(db, actor, number, why, context.config.sessions.late_within)
        late.extend([off] if off is not None else [])

    if await passes(context, why, "reason", held=call_off):
        return True
    if late:
        await show(context, late[0])
    return False


async def choose(context: Context, action: on.ChooseOccurrence) -> None:
    """Which one? A session that has one time left asks at once what comes next."""

    def ask(db: Any, actor: Person) -> Times | AskWhen | AskWhy:
        found = changes.times(db, actor, action.number, TIMES_SHOWN)
        if len(found.times) > 1:
            return found
        only = found.times[0].id
        return (
            cancelling.ask_cancel(db, actor, only, False)
            if action.cancel
            else requests.ask_move(db, actor, only, False, context.config)
        )

    await show(context, await context.do(ask), action.cancel)


async def ask_move(context: Context, action: on.AskMove) -> None:
    """When instead?"""
    await show(context, await context.do(requests.ask_move, action.occurrence, action.follow, context.config))


async def when_typed(context: Context, _: dict[str, Any], said: Said) -> None:
    """The new time, in words."""
    await show(context, await context.do(requests.when_typed, said.text, context.config))


async def move_to(context: Context, action: on.MoveTo) -> None:
    """Yes, move it."""
    local = from_minute(action.minute)
    if local is None:
        raise Refusal("old-button")
    local = local.replace(fold=int(action.second))
    moved = await context.do(requests.move_now, action.occurrence, local, action.follow, context.config)
    await show(context, moved)


async def ask_cancel(context: Context, action: on.AskCancel) -> None:
    """Why?"""
    await show(context, await context.do(cancelling.ask_cancel, action.occurrence, action.follow))


async def why_typed(context: Context, _: dict[str, Any], said: Said) -> None:
    """The reason, in words."""
    if await _reason_passes(context, said.text, None):
        await show(context, await context.do(cancelling.why_typed, said.text, context.config.sessions.late_within))


async def cancel_it(context: Context, action: on.CancelIt) -> None:
    """Yes, call it off."""
    late = context.config.sessions.late_within
    await show(context, await context.do(cancelling.cancel_now, action.occurrence, action.follow, late))


# --- screens ---


async def show(context: Context, outcome: Outcome, cancel: bool = False) -> None:
    """What follows: a choice, a question, or what was done."""
    match outcome:
        case Times():
            screen = _which(outcome, cancel)
        case AskWhen():
            screen = _ask_when(outcome)
        case Understood():
            screen = _understood(outcome)
        case AskWhy():
            screen = _ask_why(outcome)
        case Moved():
            screen = _done("session-moved-done", outcome.change, "others-move")
        case Cancelled():
            screen = _done("session-cancelled-done", outcome.change, "others-off")
    await context.show(screen)


def _sessions() -> Button:
    return button("button-sessions", on.MySessions())


def _card(session: Session) -> Button:
    return button("button-session", on.OpenSession(session.id), ref=name_of(session))


def _others(change: Change, key: str) -> Text:
    return t(key, count=change.others) if change.others else t("session-nothing")


def _which(found: Times, cancel: bool) -> Screen:
    ask = on.AskCancel if cancel else on.AskMove
    times = [button("button-this-time", ask(item.id, False), when=item.starts_at) for item in found.times]
    first = found.times[0]
    follow = button("button-all-that-follow", ask(first.id, True), when=first.starts_at)
    words = t("cancel-which" if cancel else "move-which", **named(found.session))
    return Screen(words, (*rows(*times, width=2), *screens.with_help(follow, _card(found.session))))


def _ask_when(asked: AskWhen) -> Screen:
    change = asked.change
    keep = button("button-keep", on.OpenSession(change.session.id))
    if asked.day is not None:
        return Screen(t("move-time", day=asked.day), time_buttons(asked.day, asked.now, keep))
    words = t("move-when", was=change.was, others=_others(change, "others-move"), **named(change.session))
    return Screen(words, (*day_buttons(asked.now, asked.days, keep), *screens.with_help()))


def _understood(understood: Understood) -> Screen:
    change, local = understood.change, understood.local
    words = t(
        "move-understood",
        when=when(local, ZoneInfo(change.session.zone)),
        was=change.was,
        others=_others(change, "others-move"),
        notes=lines_below(
            t("clock-skipped", time=f"{understood.skipped:%H:%M}") if understood.skipped else None,
            t("clock-twice", time=f"{local:%H:%M}") if understood.is_twice else None,
            t("move-day-shut") if understood.is_shut else None,
        ),
        people=change.people,
        **named(change.session),
    )
    first, second = (on.MoveTo(change.occurrence.id, as_minute(local), change.follow, later) for later in (False, True))
    yes = (
        [button("button-clock-first", first), button("button-clock-second", second)]
        if understood.is_twice
        else [button("button-move-yes", second if local.fold else first)]
    )
    return Screen(
        words,
        screens.with_help(
            *yes,
            button("button-other-time", on.AskMove(change.occurrence.id, change.follow)),
            button("button-keep", on.OpenSession(change.session.id)),
        ),
    )


def _ask_why(asked: AskWhy) -> Screen:
    change = asked.change
    words = t(
        "cancel-why",
        was=change.was,
        others=_others(change, "others-off"),
        why=t("cancel-with-why", why=asked.why) if asked.why else t("cancel-ask-why"),
        people=change.people,
        **named(change.session),
    )
    key = "button-call-off-all" if change.follow else "button-call-off-why" if asked.why else "button-call-off"
    return Screen(
        words,
        screens.with_help(
            button(key, on.CancelIt(change.occurrence.id, change.follow)),
            button("button-keep", on.OpenSession(change.session.id)),
        ),
    )


def _done(key: str, change: Change, others: str) -> Screen:
    words = t(
        key,
        now=change.occurrence.starts_at,
        was=change.was,
        others=_others(change, others),
        people=change.people,
        **named(change.session),
    )
    return Screen(words, screens.with_help(_card(change.session), _sessions()))


ACTIONS: dict[type[Action], Route] = {
    on.ChooseOccurrence: Route(choose, RUN_SESSIONS),
    on.AskMove: Route(ask_move, RUN_SESSIONS),
    on.MoveTo: Route(move_to, RUN_SESSIONS),
    on.AskCancel: Route(ask_cancel, RUN_SESSIONS),
    on.CancelIt: Route(cancel_it, RUN_SESSIONS),
}
STEPS: dict[str, StepHandler] = {MOVE: unless_reply(when_typed), CANCEL: unless_reply(why_typed)}
