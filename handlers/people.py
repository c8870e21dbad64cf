"""A person's own matters: home, settings, stopping and leaving."""

from typing import Any

from bot.callbacks.people import (
    Home,
    Leave,
    OpenInstruments,
    OpenSettings,
    SetReminders,
    StopReminders,
    ToggleInstrument,
)
from bot.callbacks.reminders import OpenQuiet, OpenReminders
from bot.context import Context
from bot.notifications.content import Screen, button, rows
from bot.notifications.lessons import instrument_names
from bot.services import people, reminder_choices
from bot.services.reminder_choices import Choices
from bot.texts import t
from bot.texts.names import language_name
from handlers import homes, reminders, screens
from handlers.routes import MEMBERS, Area, Route
from models.people import Person


async def home(context: Context, _: object) -> None:
    """Back to the first screen."""
    await context.show(await homes.home(context))


async def settings(context: Context, _: object) -> None:
    """Reminders, quiet hours, instruments, language, leaving."""
    await context.show(_settings(await context.look(reminder_choices.choices, context.config)))


def _settings(now: Choices) -> Screen:
    person = now.person
    on = person.reminders_off_at is None
    toggle = button("button-reminders-off" if on else "button-reminders-on", SetReminders(not on))
    words = t(
        "settings",
        name=person.name,
        alias=person.alias,
        reminders=reminders.times_of(now),
        quiet=reminders.quiet_of(now),
        instruments=instrument_names(person.instruments),
    )
    return Screen(
        words,
        screens.with_help(
            button("button-reminders", OpenReminders()),
            toggle,
            button("button-quiet", OpenQuiet()),
            button("button-instruments", OpenInstruments()),
            screens.home_button(),
        ),
    )


async def set_reminders(context: Context, action: SetReminders) -> None:
    """Reminders on or off."""

    def change(db: Any, actor: Person) -> Choices:
        people.set_reminders(db, actor, action.on)
        return reminder_choices.choices(db, actor, context.config)

    await context.show(_settings(await context.do(change)))


async def instruments(context: Context, _: object) -> None:
    """Which instruments."""
    await context.show(_instruments(await context.look(lambda db, actor: actor)))


async def toggle_instrument(context: Context, action: ToggleInstrument) -> None:
    """One more instrument, or one fewer."""
    await context.show(_instruments(await context.do(people.toggle_instrument, action.name)))


def _instruments(person: Person) -> Screen:
    buttons = [
        button(
            "button-chosen" if name in person.instruments else "button-words",
            ToggleInstrument(name),
            words=t(f"instrument-{name}"),
        )
        for name in people.INSTRUMENTS
    ]
    return Screen(
        t("choose-instruments"),
        (*rows(*buttons, width=2), *rows(screens.settings_button(), screens.home_button(), width=2)),
    )


async def stop(context: Context, _: str) -> None:
    """/stop asks what is to stop."""
    await context.look(lambda db, actor: actor)
    await context.show(
        Screen(
            t("stop-what"),
            rows(
                button("button-stop-reminders", StopReminders()),
                button("button-leave", Leave()),
                screens.home_button(),
            ),
        )
    )


async def stop_reminders(context: Context, _: StopReminders) -> None:
    """Only the reminders stop."""
    await context.do(people.set_reminders, False)
    await context.show(Screen(t("reminders-stopped"), screens.with_help(screens.home_button())))


async def leave(context: Context, _: Leave) -> None:
    """The person leaves; /start brings them back."""
    await context.do(people.leave)
    await context.show(Screen(t("you-left")))


async def language(context: Context, _: str) -> None:
    """The languages that this service speaks."""
    offered = ", ".join(language_name(code) for code in context.config.service.languages)
    await context.look(lambda db, actor: actor)
    await context.show(Screen(t("languages", offered=offered), screens.with_help(screens.home_button())))


async def ask_a_person(context: Context, _: str) -> None:
    """Something that the bot does not do by itself yet: a person does it."""
    await context.look(lambda db, actor: actor)
    contact = context.config.service.contact
    way = t("person-contact", contact=contact) if contact else t("person-any")
    await context.show(Screen(t("a-person-does-this", way=way), screens.with_help(screens.home_button())))


AREA = Area(
    "people",
    commands={
        "home": Route(home),
        "settings": Route(settings, MEMBERS),
        "stop": Route(stop, MEMBERS),
        "language": Route(language, MEMBERS),
        "mydata": Route(ask_a_person, MEMBERS),
        "delete": Route(ask_a_person, MEMBERS),
    },
    actions={
        Home: Route(home),
        OpenSettings: Route(settings, MEMBERS),
        SetReminders: Route(set_reminders, MEMBERS),
        OpenInstruments: Route(instruments, MEMBERS),
        ToggleInstrument: Route(toggle_instrument, MEMBERS),
        StopReminders: Route(stop_reminders, MEMBERS),
        Leave: Route(leave, MEMBERS),
    },
)
