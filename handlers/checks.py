"""The allow-list with facts: tutors' dates of checks and training, set by the coordinator."""

from typing import Any

from bot.callbacks.oversight import OpenChecks, SetCheck
from bot.context import Context
from bot.notifications.content import Screen, button, rows
from bot.policies.checks import KINDS
from bot.services import checks
from bot.services.checks import Dates
from bot.texts import Text, t
from handlers import screens
from handlers.incoming import Said
from handlers.routes import COORDINATOR, RUNNERS, Area, Route

MOST = 20  # people on one screen: each has two buttons


async def show_checks(context: Context, words: object) -> None:
    """/checks lists every tutor's dates; /checks Tom dbs 2027-01-01 sets one."""
    if isinstance(words, str) and words:
        await _show_set(context, await context.do(checks.set_by_words, words, context.config))
        return
    found = await context.look(checks.all_dates, context.config)
    buttons = [
        button("button-set-check", SetCheck(dates.person.id, kind), name=dates.person.name, check=t(f"check-{kind}"))
        for dates in found[:MOST]
        for kind in KINDS
    ]
    lines = [line_of(dates) for dates in found[:MOST]]
    end = screens.with_help(screens.home_button())
    await context.show(Screen(t("checks", lines=lines), (*rows(*buttons, width=2), *end)))


def line_of(dates: Dates) -> Text:
    """A tutor, and how their checks stand."""
    parts = {
        check.kind: t(f"check-is-{state}", until=check.until)
        for check, state in zip(dates.checks, dates.states, strict=True)
    }
    return t("checks-line", alias=dates.person.alias, name=dates.person.name, **parts)


async def ask_date(context: Context, action: SetCheck) -> None:
    """Until when?"""
    person = await context.do(checks.ask_date, action.person, action.kind)
    words = t("checks-ask", name=person.name, check=t(f"check-{action.kind}"))
    await context.show(Screen(words, screens.with_help(button("button-checks", OpenChecks()))))


async def got_date(context: Context, data: dict[str, Any], said: Said) -> None:
    """The date."""
    dates = await context.do(checks.set_asked, data["person"], data["kind"], said.text, context.config)
    await _show_set(context, dates)


async def _show_set(context: Context, dates: Dates) -> None:
    words = t("checks-set", lines=[line_of(dates)])
    await context.show(Screen(words, screens.with_help(button("button-checks", OpenChecks()), screens.home_button())))


AREA = Area(
    "checks",
    commands={"checks": Route(show_checks, RUNNERS)},
    actions={OpenChecks: Route(show_checks, RUNNERS), SetCheck: Route(ask_date, COORDINATOR)},
    steps={checks.STEP: got_date},
)
