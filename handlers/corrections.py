"""Taking an answer back, by command or by the button under its status."""

from typing import Any

from bot.callbacks.corrections import UnsendAnswer
from bot.callbacks.desk import ShowCard
from bot.context import Context
from bot.notifications.content import Screen, button
from bot.services import corrections
from bot.services.references import question_meant
from bot.texts import t
from handlers import screens
from handlers.incoming import said_in
from handlers.routes import TUTOR, Area, Route
from models.people import Person
from models.questions import Entry


async def unsend(context: Context, words: str) -> None:
    """/unsend 17: the newest answer of one's own; its status message says what became of it."""
    if context.message is None:
        return
    command = said_in(context.message)

    def act(db: Any, actor: Person) -> Entry:
        number, _ = question_meant(db, actor, command, words, "/unsend 17")
        return corrections.unsend_latest(db, actor, number)

    entry = await context.do(act)
    card = button("button-card", ShowCard(entry.question_id))
    await context.show(Screen(t("unsent", number=entry.question_id), screens.with_help(card)))


async def unsend_this(context: Context, action: UnsendAnswer) -> None:
    """Takes the answer back that the button belongs to; the message with the button says so."""
    await context.do(corrections.unsend, action.entry)


AREA = Area(
    "corrections",
    commands={"unsend": Route(unsend, TUTOR)},
    actions={UnsendAnswer: Route(unsend_this, TUTOR)},
)
