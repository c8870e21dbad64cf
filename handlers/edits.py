"""An edit on either side reaches the other as an edit; a command's edit edits what the command sent."""

import re
from dataclasses import replace
from typing import Any

from bot.context import Context
from bot.notifications.content import Screen
from bot.services import answers, questions
from bot.texts import t
from handlers.incoming import Said
from models.people import Person

_COMMAND = re.compile(r"^/(ask|answer)(?:@\w+)?\s+(.*)$", re.DOTALL | re.IGNORECASE)


def words_of(said: Said) -> Said:
    """The words without the command that they were sent with."""
    command = _COMMAND.match(said.text)
    if command is None:
        return said
    words = command[2]
    if command[1].lower() == "answer":
        words = words.partition(" ")[2]
    return replace(said, text=words.strip())


async def edited(context: Context, said: Said) -> None:
    """Changes the entry or the draft that the message became; anything else is told what editing can't do."""

    def change(db: Any, actor: Person) -> bool:
        cleaned = words_of(said)
        return answers.edit_draft(db, actor, cleaned) is not None or questions.edit(db, actor, cleaned) is not None

    if not await context.do(change) and said.text.startswith("/"):
        await context.show(Screen(t("command-not-edited")))
