"""From an update to its handler: by command, by button, by the step that the chat is at, or by who speaks."""

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from telegram import Message, Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    MessageHandler,
    MessageReactionHandler,
    filters,
)

from bot.callbacks.codec import BadAction, decode
from bot.context import Context
from bot.errors import NotAllowed, NotJoined, Paused, Refusal
from bot.notifications.content import Screen
from bot.policies.fields import clean_text
from bot.policies.words import is_small_talk, menu_word
from bot.services.people import Standing, set_blocked
from bot.texts import t
from handlers import calendars, screens
from handlers import help as help_area
from handlers.incoming import Said, said_in
from handlers.routes import Area, Route
from models.people import Role

log = logging.getLogger(__name__)

_COMMAND = re.compile(r"^/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+|$)(.*)$", re.DOTALL)


class Router:
    """Looks handlers up in the areas; what a handler refuses is shown in the refusal's words."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self._commands: dict[str, Route] = {}
        self._actions: dict[type[Any], Route] = {}
        self._steps: dict[str, Any] = {}
        self._steps_of_help: dict[str, Any] = {}
        for area in areas:
            tables: list[tuple[dict[Any, Any], dict[Any, Any]]] = [
                (self._commands, area.commands),
                (self._actions, area.actions),
                (self._steps, area.steps),
                (self._steps_of_help, area.steps_of_help),
            ]
            for table, rows in tables:
                twice = set(table) & set(rows)
                if twice:
                    raise ValueError(f"{area.name} lists again: {twice}")
                table.update(rows)

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """The five kinds of update that the bot asks Telegram for."""
        private = filters.ChatType.PRIVATE
        return [
            CallbackQueryHandler(self.on_button),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE & private, self.on_edit),
            MessageHandler(filters.UpdateType.MESSAGE & private, self.on_message),
            ChatMemberHandler(self.on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageReactionHandler(self.on_reaction),
        ]

    # --- the five kinds ---

    async def on_button(self, update: Update, context: Context) -> None:
        """A button press: decoded with suspicion, then its area's handler."""
        query = update.callback_query
        try:
            action = decode((query.data if query else None) or "")
        except BadAction:
            log.warning("refused: button data that was never written here")
            await self._guard(context, screens.old_button(context))
            return
        route = self._actions.get(type(action))
        if route is None:
            await self._guard(context, screens.old_button(context))
            return
        self._allow(context, route)
        await self._guard(context, route.handler(context, action), f"the button {action.code}")

    async def on_message(self, update: Update, context: Context) -> None:
        """Words or media: a command, an answer to what was asked, or something new."""
        message = update.message
        if message is None:
            return
        command = _COMMAND.match(clean_text(message.text or ""))
        await self._listen(context, message, command)
        if command is not None:
            name = command[1].lower()
            what = f"/{name}" if name in self._commands else "an unknown command"
            await self._guard(context, self._on_command(context, name, command[2].strip()), what)
        else:
            await self._guard(context, self._on_words(context, message))
        await context.done_listening()

    @staticmethod
    async def _listen(context: Context, message: Message, command: re.Match[str] | None) -> None:
        """Whatever a young person writes is looked at for worry: what follows the command as well."""
        said = said_in(message)
        if command is None:
            await context.listen(said)
        elif command[1].lower() != "start":
            await context.listen(replace(said, text=command[2].strip()))

    async def on_edit(self, update: Update, context: Context) -> None:
        """An edited message: what it became elsewhere is edited too."""
        message = update.edited_message
        if message is None:
            return
        from handlers import edits

        # Whatever it became, a search or nothing at all: new words are looked at like the first ones.
        await self._listen(context, message, _COMMAND.match(clean_text(message.text or "")))
        await self._guard(context, edits.edited(context, said_in(message)))
        await context.done_listening()

    async def on_membership(self, update: Update, context: Context) -> None:
        """Telegram says that the person blocked the bot, or is back."""
        change = update.my_chat_member
        if change is not None and change.chat.type == "private":
            gone = change.new_chat_member.status in ("kicked", "left")
            await context.do_for_anyone(set_blocked, gone)

    async def on_reaction(self, update: Update, context: Context) -> None:
        """A reaction says nothing that has to be acted on; it is taken off the inbox."""

    # --- messages ---

    async def _on_command(self, context: Context, name: str, words: str) -> None:
        route = self._commands.get(name)
        if route is None:
            await self._unknown(context, name)
            return
        self._allow(context, route)
        await route.handler(context, words)

    @staticmethod
    def _allow(context: Context, route: Route) -> None:
        context.roles = route.roles
        context.for_the_paused = route.paused

    async def _on_words(self, context: Context, message: Message) -> None:
        standing = await context.standing()
        said = said_in(message)
        word = menu_word(said.text) if said.kind == "text" and said.reply_to is None else None
        if word == "helpnow":
            # Whatever was asked for, and whoever asks.
            await self._on_command(context, word, "")
            return
        if standing.step is not None and standing.step in self._steps_of_help:
            context.for_the_paused = True
            await self._steps_of_help[standing.step](context, standing.data, said)
            return
        if standing.person is not None and standing.person.suspended_at is not None:
            raise NotAllowed
        if standing.person is not None and standing.person.paused_at is not None:
            context.for_the_paused = True
            await help_area.said_while_paused(context, said)
            return
        if calendars.is_calendar(message) and self._imports(standing, said):
            await calendars.file_sent(context, said)
            return
        if standing.step is not None and standing.step in self._steps:
            await self._steps[standing.step](context, standing.data, said)
            return
        if standing.person is None:
            raise NotJoined
        roles = standing.person.roles
        if word is not None and word in self._commands:
            await self._on_command(context, word, "")
        elif Role.TUTOR in roles:
            from handlers import tutors

            await tutors.said(context, said)
        elif Role.YOUNG_PERSON in roles:
            from handlers import feelings, questions

            if await feelings.typed(context, said):
                return
            if said.kind == "text" and is_small_talk(said.text):
                await questions.small_talk(context)
            else:
                await questions.said(context, said)
        else:
            await context.show(Screen(t("staff-words")))

    @staticmethod
    def _imports(standing: Standing, said: Said) -> bool:
        """Whether a calendar file is the service's: from a coordinator, and no reply to a question."""
        return standing.person is not None and Role.COORDINATOR in standing.person.roles and said.reply_to is None

    async def _unknown(self, context: Context, name: str) -> None:
        person = (await context.standing()).person
        if person is None:
            raise NotJoined
        if person.paused_at is not None:
            raise Paused
        usable = [known for known, route in self._commands.items() if route.roles is None or route.roles & person.roles]
        near = get_close_matches(name, usable, n=1, cutoff=0.6)
        if near:
            await context.show(Screen(t("unknown-command-near", near=f"/{near[0]}")))
        else:
            await context.show(Screen(t("unknown-command")))

    async def _guard(self, context: Context, handling: Any, what: str = "a message") -> None:
        """Shows what an expected error has to say; anything else goes on to be retried and set aside."""
        try:
            await handling
        except Refusal as refusal:
            await self._refuse(context, await self._may_read(context, refusal), what)

    @staticmethod
    async def _may_read(context: Context, refusal: Refusal) -> Refusal:
        """Even how a command is to be written is told only to those who may use it."""
        if context.roles is None:
            return refusal
        try:
            await context.look(lambda db, actor: None)
        except Refusal as first:
            return first
        return refusal

    @staticmethod
    async def _refuse(context: Context, refusal: Refusal, what: str) -> None:
        # Which door was tried, and which text was shown: never who, and never a word of theirs.
        level = logging.WARNING if isinstance(refusal, NotAllowed) else logging.INFO
        log.log(level, "refused: %s, with %s", what, refusal.key)
        if isinstance(refusal, NotJoined):
            await context.show(await screens.outside(context))
        elif isinstance(refusal, Paused):
            await context.show(screens.paused())
        else:
            await context.show(Screen(t(refusal.key, **refusal.args_for_text), fresh=True))
