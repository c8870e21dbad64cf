"""/figures: what the service did, for its coordinator and their funders."""

from datetime import timedelta

from bot.context import Context
from bot.notifications.content import Screen
from bot.policies.suppression import Shown
from bot.services import figures
from bot.services.figures import Figures
from bot.texts import Text, t
from handlers import screens
from handlers.routes import COORDINATOR, Area, Route


async def show_figures(context: Context, words: str) -> None:
    """/figures [from to]."""
    found = await context.look(figures.figures, words, context.config)
    await context.show(Screen(_words(found), screens.with_help(screens.home_button()), fresh=True))


def _words(found: Figures) -> Text:
    no_register = t("figures-no-register", count=found.without_register, held=found.held)
    no_wait = t("figures-no-wait" if found.shown["answered"].value == 0 else "figures-hidden")
    return t(
        "figures",
        is_term=found.is_term,
        first=found.period.first,
        last=found.period.last,
        held=found.held,
        hours=_hours(found.hours_held),
        contact=_hidden_hours(found),
        off=found.called_off,
        register=no_register if found.without_register else t("session-nothing"),
        wait=no_wait if found.median_wait is None else found.median_wait,
        **{name: _count(shown) for name, shown in found.shown.items()},
    )


def _count(shown: Shown) -> Text:
    if shown.value is not None:
        return t("words", words=str(shown.value))
    return t("figures-few" if shown.few else "figures-more")


def _hours(length: timedelta) -> Text:
    hours, minutes = divmod(round(length / timedelta(minutes=1)), 60)
    return t("figures-hours", hours=hours, minutes=minutes)


def _hidden_hours(found: Figures) -> Text:
    if found.contact_hours is None:
        return t("figures-hidden")
    return t("words", words=str(found.contact_hours))


AREA = Area("figures", commands={"figures": Route(show_figures, COORDINATOR)})
