"""A tutor's /concern 17 words."""

from typing import Any

from bot.context import Context
from bot.notifications.content import Screen
from bot.services.raising import raise_concern
from bot.services.references import question_meant
from bot.texts import t
from handlers import screens
from handlers.incoming import said_in
from handlers.routes import TUTOR, Area, Route
from models.people import Person


async def concern(context: Context, words: str) -> None:
    """Opens a record; a reply to a message says which words worry."""
    if context.message is None:
        return
    command = said_in(context.message)

    def take(db: Any, actor: Person) -> tuple[str, int, str]:
        number, text = question_meant(db, actor, command, words, "/concern 17 what worries you")
        ref, alias = raise_concern(db, actor, number, text, command, context.config)
        return ref, number, alias

    ref, number, alias = await context.do(take)
    words_ = t("concern-raised", ref=ref, number=number, alias=alias)
    await context.show(Screen(words_, screens.with_help(screens.home_button()), fresh=True))


AREA = Area("raising", commands={"concern": Route(concern, TUTOR)})
