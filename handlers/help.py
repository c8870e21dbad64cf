"""Help now, help, privacy: they work for everybody, before joining too."""

from bot.callbacks.people import HelpNow
from bot.context import Context
from bot.notifications.content import Screen, rows
from bot.texts import t
from handlers import screens
from handlers.routes import Area, Route


async def help_now(context: Context, _: object) -> None:
    """The crisis lines, at once."""
    joined = (await context.standing()).person is not None
    await context.show(screens.help_now(context.config, joined))


async def help_(context: Context, _: str) -> None:
    """What the bot can do for this person, in their own commands."""
    person = (await context.standing()).person
    if person is None:
        await context.show(screens.stranger(context.config))
        return
    parts = [t(f"help-{role.value.replace('_', '-')}") for role in sorted(person.roles)]
    await context.show(Screen(screens.lines([*parts, t("help-all")]), screens.with_help(screens.home_button())))


async def privacy(context: Context, _: str) -> None:
    """Who sees what, and what is kept."""
    joined = (await context.standing()).person is not None
    home = screens.home_button() if joined else None
    await context.show(Screen(t("privacy-policy"), rows(home)))


AREA = Area(
    "help",
    commands={"helpnow": Route(help_now), "help": Route(help_), "privacy": Route(privacy)},
    actions={HelpNow: Route(help_now)},
)
