"""An edit on either side reaches the other as an edit; a command's edit edits what the command sent."""

import re
from contextlib import suppress
from dataclasses import replace
from typing import Any

from bot.context import Context
from bot.notifications.content import Screen
from bot.policies.numbers import NoSuchNumber, leading_ref
from bot.services import answers, corrections
from bot.services.corrections import Edited
from bot.texts import t
from handlers.incoming import Said
from models.people import Person
from models.questions import Draft

_COMMAND = re.compile(r"^/(ask|answer)(?:@\w+)?\s+(.*)$", re.DOTALL | re.IGNORECASE)


def words_of(said: Said) -> tuple[Said, int | None]:
    """The words without the command that they were sent with, and the question's number that it names."""
    command = _COMMAND.match(said.text)
    if command is None:
        return said, None
    words, number = command[2], None
    if command[1].lower() == "answer":
        with suppress(NoSuchNumber):
            number, words = leading_ref(words)
    return replace(said, text=words.strip()), number


async def edited(context: Context, said: Said) -> None:
    """Changes the entry or the draft that the message became; anything else is told what editing can't do."""

    cleaned, number = words_of(said)
    person = (await context.standing()).person
    cleaned = await context.hear(cleaned, "tutor" if person is not None and person.is_staff else "young_person")

    def change(db: Any, actor: Person) -> Draft | Edited | None:
        if said.text.startswith("/") and _COMMAND.match(said.text) is None:
            return None
        return answers.edit_draft(db, actor, cleaned) or corrections.edit(db, actor, cleaned, context.config, number)

    outcome = await context.do(change)
    if outcome is None and said.text.startswith("/"):
        await context.show(Screen(t("command-not-edited")))
    elif isinstance(outcome, Edited) and outcome.leaves is not None:
        await context.show(Screen(t("correction-later", number=outcome.entry.question_id, when=outcome.leaves)))
