"""The first screen of each role."""

from bot.callbacks.calendars import SendCalendar
from bot.callbacks.lessons import BrowseInstruments, OpenLesson
from bot.callbacks.questions import AskNew, MyQuestions, NextQuestion, OpenQueue
from bot.callbacks.safeguarding import OpenConcerns, OpenHolds
from bot.callbacks.sessions import MySessions
from bot.context import Context
from bot.errors import NotAllowed
from bot.notifications.content import Button, Screen, button
from bot.services.lessons import carry_on
from bot.services.people import stop_asking
from bot.texts import t
from handlers import screens
from models.people import Person, Role


async def home(context: Context, welcome: Person | None = None) -> Screen:
    """Home, with what the person's roles can do; after joining it begins with a welcome."""
    standing = await context.standing()
    person = standing.person
    if person is None:
        return await screens.outside(context)
    if standing.step is not None:
        # Whoever goes home has left what was asked: their next words are for a person, not for a search.
        await context.bot_data.database.write(stop_asking, context.chat_id)
    if person.suspended_at is not None:
        raise NotAllowed
    if person.paused_at is not None:
        return screens.paused()
    if not person.roles:
        return Screen(t("home-staff-waiting", name=person.name), screens.with_help())
    if Role.YOUNG_PERSON in person.roles:
        return await _of_young_person(context, person, welcome is not None)
    buttons: list[Button] = []
    if Role.TUTOR in person.roles:
        buttons += [
            button("button-next", NextQuestion()),
            button("button-queue", OpenQueue(0)),
            button("button-sessions", MySessions()),
        ]
    if Role.LEAD in person.roles:
        buttons += [button("button-concerns", OpenConcerns(0)), button("button-holds-all", OpenHolds())]
    buttons.append(button("button-lessons", BrowseInstruments()))
    if Role.COORDINATOR in person.roles:
        buttons.append(button("button-send-calendar", SendCalendar()))
    key = "home-staff-welcome" if welcome else "home-staff"
    roles = [t(f"home-{role.value}") for role in Role if role in person.roles]
    words = t(key, name=person.name, roles=roles)
    return Screen(words, screens.with_help(*buttons))


async def _of_young_person(context: Context, person: Person, new: bool) -> Screen:
    last = await context.bot_data.database.read(carry_on, person.id)
    carry = button("button-carry-on", OpenLesson(last.lesson_id), lesson=last.title) if last else None
    buttons = screens.with_help(
        carry,
        button("button-lessons", BrowseInstruments()),
        button("button-ask", AskNew()),
        button("button-questions", MyQuestions()),
        button("button-sessions", MySessions()),
        screens.settings_button(),
    )
    if not new:
        return Screen(t("home", name=person.name), buttons)
    key = "welcome" if person.confirmed_at else "welcome-unconfirmed"
    return Screen(t(key, name=person.name), buttons)
