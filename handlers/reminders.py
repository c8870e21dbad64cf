"""When somebody is reminded, and their quiet hours: by buttons, or /reminders and /quiet."""

from bot.callbacks.reminders import (
    NoReminders,
    OpenQuiet,
    OpenReminders,
    SetQuiet,
    ToggleReminder,
    UsualReminders,
)
from bot.context import Context
from bot.notifications.content import Screen, button, rows
from bot.notifications.session_reminders import duration
from bot.policies.hours import QuietHours
from bot.policies.reminders import Moment, Wish, name_of
from bot.services import reminder_choices as choices
from bot.services.reminder_choices import QUIET_OFFERED, Choices
from bot.texts import Text, t
from handlers import screens
from handlers.routes import MEMBERS, Area, Route


async def reminders(context: Context, words: object) -> None:
    """/reminders evening before, 1h; without words, or by the button, what there is to choose."""
    if isinstance(words, str) and words:
        await context.show(_reminders(await context.do(choices.typed, words, context.config)))
    else:
        await context.show(_reminders(await context.look(choices.choices, context.config)))


async def toggle(context: Context, action: ToggleReminder) -> None:
    """One time more, or one fewer."""
    await context.show(_reminders(await context.do(choices.toggle, action.name, context.config)))


async def none(context: Context, _: NoReminders) -> None:
    """None at all."""
    await context.show(_reminders(await context.do(choices.no_reminders, context.config)))


async def usual(context: Context, _: UsualReminders) -> None:
    """As the service has it for everybody."""
    await context.show(_reminders(await context.do(choices.usual, context.config)))


async def quiet(context: Context, words: object) -> None:
    """/quiet 21:00-07:00; without words, or by the button, what there is to choose."""
    if isinstance(words, str) and words:
        await context.show(_quiet(await context.do(choices.quiet, words, context.config)))
    else:
        await context.show(_quiet(await context.look(choices.choices, context.config)))


async def set_quiet(context: Context, action: SetQuiet) -> None:
    """These hours."""
    await context.show(_quiet(await context.do(choices.quiet, action.hours, context.config)))


# --- in words ---


def times_of(now: Choices) -> Text:
    """When somebody is reminded, in a line."""
    if not now.chosen:
        return t("off")
    said = _wish(now.chosen[0], "reminder")
    for wish in now.chosen[1:]:
        said = t("reminders-some", first=_wish(wish, "reminder"), rest=said)
    return said


def quiet_of(now: Choices) -> Text:
    """When it is quiet for somebody."""
    hours = _span(now.quiet, "quiet-span")
    return hours if now.own_quiet else t("quiet-usual", hours=hours)


def _wish(wish: Wish, stem: str) -> Text:
    if isinstance(wish, Moment):
        return t(f"{stem}-{wish.value}")
    return t(f"{stem}-before", left=duration(wish))


def _span(hours: QuietHours, key: str) -> Text:
    if hours.span is None:
        return t("quiet-none")
    start, _, end = str(hours).partition("-")
    return t(key, start=start, end=end)


def _reminders(now: Choices) -> Screen:
    wishes = [
        button(
            "button-reminder-on" if wish in now.chosen else "button-words",
            ToggleReminder(name_of(wish)),
            words=_wish(wish, "button-reminder"),
        )
        for wish in now.offered
    ]
    last = rows(
        button("button-no-reminders", NoReminders()) if now.chosen else None,
        button("button-usual-reminders", UsualReminders()) if now.own or not now.chosen else None,
        button("button-quiet", OpenQuiet()),
        screens.settings_button(),
        width=2,
    )
    words = t(
        "reminders",
        chosen=bool(now.chosen),
        times=times_of(now),
        quiet=quiet_of(now),
        early=now.quiet.span is not None,
    )
    return Screen(words, (*rows(*wishes, width=2), *last, *screens.with_help()))


def _quiet(now: Choices) -> Screen:
    spans = [
        button(
            "button-reminder-on" if hours == str(now.quiet) else "button-words",
            SetQuiet(hours),
            words=_span(QuietHours.parse(hours), "button-quiet-span"),
        )
        for hours in QUIET_OFFERED
    ]
    last = rows(
        button("button-quiet-off", SetQuiet("off")) if now.quiet.span is not None else None,
        button("button-quiet-usual", SetQuiet("usual")) if now.own_quiet else None,
        button("button-reminders", OpenReminders()),
        screens.settings_button(),
        width=2,
    )
    return Screen(t("quiet-hours", quiet=quiet_of(now)), (*rows(*spans, width=2), *last, *screens.with_help()))


AREA = Area(
    "reminders",
    commands={"reminders": Route(reminders, MEMBERS), "quiet": Route(quiet, MEMBERS)},
    actions={
        OpenReminders: Route(reminders, MEMBERS),
        ToggleReminder: Route(toggle, MEMBERS),
        NoReminders: Route(none, MEMBERS),
        UsualReminders: Route(usual, MEMBERS),
        OpenQuiet: Route(quiet, MEMBERS),
        SetQuiet: Route(set_quiet, MEMBERS),
    },
)
