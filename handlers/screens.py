"""Screens that more than one area shows."""

from bot.callbacks.people import HelpNow as OpenHelp
from bot.callbacks.people import Home, OpenSettings
from bot.config import Config
from bot.context import Context
from bot.notifications.content import Button, Rows, Screen, button, rows
from bot.texts import Text, t


def lines(texts: list[Text]) -> Text:
    """Several texts, one below the other."""
    return t("joined-lines", lines=texts)


def helplines(config: Config) -> list[Text]:
    """The crisis lines, as the service configured them."""
    return [t("helpline", reach=line.reach, name=line.name, about=line.about) for line in config.helplines]


def stranger(config: Config) -> Screen:
    """All that somebody without an invitation sees: who we are, and who helps right now."""
    return Screen(t("stranger-hello", lines=helplines(config)))


def help_now(config: Config, joined: bool) -> Screen:
    """The crisis lines, first of all."""
    back = button("button-home", Home()) if joined else None
    return Screen(t("help-now", lines=helplines(config)), rows(back))


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
