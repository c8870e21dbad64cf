"""Leads' absences, and the tap that proves that a test alert arrived."""

import re

from bot import clock
from bot.callbacks.safeguarding import AcceptAbsence, ConfirmTest, DeclineAbsence
from bot.context import Context
from bot.errors import Refusal
from bot.notifications.content import Screen
from bot.policies.until import BadUntil, parse_until
from bot.services import cover
from bot.texts import t
from handlers import screens
from handlers.routes import LEAD, RUNNERS, Area, Route

UNTIL = re.compile(r"(?:until|till|til|to)\b", re.IGNORECASE)


def names_an_end(words: str) -> bool:
    """Whether /away came with an end, as a lead's does."""
    return UNTIL.match(words.strip()) is not None


async def away(context: Context, words: str) -> None:
    """/away until DATE, for a lead."""
    rest = UNTIL.sub("", words.strip(), count=1)
    try:
        until = parse_until(rest, clock.now(), context.config.service.zone)
    except BadUntil:
        raise Refusal("absence-how") from None
    absence = await context.do(cover.ask_absence, until)
    key = "absence-alone" if absence.accepted_at is not None else "absence-asked-others"
    await context.show(Screen(t(key, until=absence.until), screens.with_help(screens.home_button())))


async def accept(context: Context, action: AcceptAbsence) -> None:
    """I take over."""
    absence = await context.do(cover.answer_absence, action.absence, True)
    await context.show(Screen(t("absence-you-accepted", until=absence.until), screens.with_help(screens.home_button())))


async def decline(context: Context, action: DeclineAbsence) -> None:
    """I can't."""
    absence = await context.do(cover.answer_absence, action.absence, False)
    words = t("absence-you-declined", who=absence.person.name)
    await context.show(Screen(words, screens.with_help(screens.home_button())))


async def back(context: Context, _: object) -> None:
    """The lead is on duty again."""
    await context.do(cover.end_absence)
    await context.show(Screen(t("lead-is-back"), screens.with_help(screens.home_button())))


async def arrived(context: Context, action: ConfirmTest) -> None:
    """The test alert has arrived."""
    await context.do(cover.confirm_test, action.test)
    await context.show(Screen(t("alert-test-thanks"), screens.with_help(screens.home_button())))


AREA = Area(
    "cover",
    actions={
        AcceptAbsence: Route(accept, LEAD),
        DeclineAbsence: Route(decline, LEAD),
        ConfirmTest: Route(arrived, RUNNERS),
    },
)
