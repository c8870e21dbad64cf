"""How a phone reaches the sandbox: directly in the same process, or over HTTP from another."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol

from bot.sandbox import human
from bot.sandbox.methods_bot import menu
from bot.sandbox.params import Upload
from bot.sandbox.people import Bubble, Chat, Json
from bot.sandbox.world import World


class Line(Protocol):
    """What a phone needs from whatever is at the other end."""

    def chat(self, user_id: int) -> Chat:
        """The person's chat as it stands; kept up to date by the line."""

    def seq(self) -> int:
        """The number of the newest change that this line knows of."""

    def menu(self, chat: Chat) -> list[Json]:
        """The command menu that the person sees."""

    def change(self, chat: Chat) -> asyncio.Future[None]:
        """Done when something changes in that chat."""

    async def write(self, chat: Chat, text: str, reply_to: int | None, quote: str | None) -> Bubble:
        """Sends words."""

    async def press(self, chat: Chat, message_id: int, data: str) -> str:
        """Taps an inline button."""

    async def send(
        self,
        chat: Chat,
        items: Sequence[tuple[str, Upload]],
        caption: str | None,
        reply_to: int | None,
        about: Json,
    ) -> list[Bubble]:
        """Sends files."""

    async def share(self, chat: Chat, content: Json) -> Bubble:
        """Shares a contact or a place."""

    async def edit(self, chat: Chat, message_id: int, words: str) -> Bubble:
        """Changes words that the person sent."""

    async def react(self, chat: Chat, message_id: int, emoji: str | None) -> None:
        """Puts an emoji on a message."""

    async def block(self, chat: Chat, blocked: bool) -> None:
        """Blocks the bot, or lets it write again."""

    async def delete(self, chat: Chat, message_id: int) -> None:
        """Takes a message away, on this phone."""


class LocalLine:
    """In the same process: nothing is copied and nothing waits."""

    def __init__(self, world: World) -> None:
        self.world = world

    def chat(self, user_id: int) -> Chat:
        return self.world.own_chat(user_id)

    def seq(self) -> int:
        return self.world.seq

    def menu(self, chat: Chat) -> list[Json]:
        return menu(self.world, chat)

    def change(self, chat: Chat) -> asyncio.Future[None]:
        return self.world.change(chat.id)

    async def write(self, chat: Chat, text: str, reply_to: int | None, quote: str | None) -> Bubble:
        return human.write(self.world, chat, text, reply_to, quote)

    async def press(self, chat: Chat, message_id: int, data: str) -> str:
        return human.press(self.world, chat, message_id, data)

    async def send(
        self,
        chat: Chat,
        items: Sequence[tuple[str, Upload]],
        caption: str | None,
        reply_to: int | None,
        about: Json,
    ) -> list[Bubble]:
        return human.send_album(self.world, chat, items, caption, reply_to, about)

    async def share(self, chat: Chat, content: Json) -> Bubble:
        return human.share(self.world, chat, content)

    async def edit(self, chat: Chat, message_id: int, words: str) -> Bubble:
        return human.edit(self.world, chat, message_id, words)

    async def react(self, chat: Chat, message_id: int, emoji: str | None) -> None:
        human.react(self.world, chat, message_id, emoji)

    async def block(self, chat: Chat, blocked: bool) -> None:
        human.block(self.world, chat, blocked)

    async def delete(self, chat: Chat, message_id: int) -> None:
        human.delete(self.world, chat, message_id)
