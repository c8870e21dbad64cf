"""Screens that more than one area shows."""

from collections.abc import Sequence

from bot.callbacks.help import LeaveQuickly, TalkToSomeone
from bot.callbacks.people import HelpNow as OpenHelp
from bot.callbacks.people import Home, OpenSettings, ReturnHere
from bot.config import Config, Helpline
from bot.context import Context
from bot.notifications.content import Button, Rows, Screen, button, rows
from bot.services.people import has_left
from bot.texts import Text, t
from models.people import Person


def lines(texts: list[Text]) -> Text:
    """Several texts, one below the other."""
    return t("joined-lines", lines=texts)


def helplines(config: Config) -> list[Text]:
    """The crisis lines, as the service configured them."""
    return _reached(config.helplines)


def referrals(config: Config) -> list[Text]:
    """Whom leads refer to, as the service configured them."""
    return _reached(config.referrals)


def _reached(found: Sequence[Helpline]) -> list[Text]:
    return [t("helpline", reach=line.reach, name=line.name, about=line.about) for line in found]


async def outside(context: Context) -> Screen:
    """All that somebody who is not in sees: who we are and who helps right now; the way back for who had left."""
    crisis = helplines(context.config)
    if await context.bot_data.database.read(has_left, context.chat_id):
        return Screen(t("you-had-left", lines=crisis), with_help(button("button-return", ReturnHere())))
    return Screen(t("stranger-hello", lines=crisis), with_help())


def help_now(config: Config, person: Person | None) -> Screen:
    """The crisis lines, first of all; somebody who is not the tutor; and a quick way out."""
    here = person is not None and person.suspended_at is None
    talk = None
    if person is not None and here:
        talk = button("button-talk-staff" if person.is_staff else "button-talk", TalkToSomeone())
    home = home_button() if here else None
    return Screen(t("help-now", lines=helplines(config)), with_help(talk, leave_button(), home))


def leave_button() -> Button:
    """The quick way out."""
    return button("button-leave-quickly", LeaveQuickly())


def paused(with_words: bool = False) -> Screen:
    """All that a paused young person reads, kindly, and the way to the safety person."""
    key = "paused-words" if with_words else "paused"
    return Screen(t(key), with_help(button("button-talk", TalkToSomeone())), fresh=True)


async def old_button(context: Context) -> None:
    """A button of a message that no longer means anything."""
    await context.show(Screen(t("old-button"), fresh=True))


def with_help(*buttons: Button | None, width: int = 1) -> Rows:
    """Buttons with the way to help as the last of them, as on every screen."""
    return (*rows(*buttons, width=width), (button("button-help-now", OpenHelp()),))


def home_button() -> Button:
    """The way back to the first screen."""
    return button("button-home", Home())


def settings_button() -> Button:
    """The way to the person's own settings."""
    return button("button-settings", OpenSettings())
