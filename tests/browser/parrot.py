"""A very small bot: it says back what it hears, marks what was pressed, and remembers every update."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import aiohttp

from bot.sandbox import Sandbox

Json = dict[str, Any]
KINDS = ["message", "edited_message", "callback_query", "message_reaction", "my_chat_member"]


class Parrot:
    """Speaks the Bot API over HTTP, as the real bot does."""

    def __init__(self, sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.http = http
        self.updates: list[Json] = []
        self._arrived = asyncio.Condition()

    async def call(self, method: str, files: dict[str, tuple[str, bytes, str]] | None = None, **given: Any) -> Any:
        """One method; a refusal fails the test."""
        form = aiohttp.FormData()
        for name, value in given.items():
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        for name, (filename, content, mime) in (files or {}).items():
            form.add_field(name, content, filename=filename, content_type=mime)
        url = f"{self.sandbox.url}/bot{self.sandbox.token}/{method}"
        async with self.http.post(url, data=form) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def say(self, chat_id: int, text: str, **more: Any) -> Json:
        """Sends words in Telegram's HTML."""
        sent: Json = await self.call("sendMessage", chat_id=chat_id, text=text, parse_mode="HTML", **more)
        return sent

    async def run(self) -> None:
        """Polls until it is cancelled; a Telegram that is down is asked again."""
        offset = 0
        while True:
            try:
                taken = await self.call("getUpdates", offset=offset, timeout=20, allowed_updates=KINDS)
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)
                continue
            for update in taken:
                offset = update["update_id"] + 1
                async with self._arrived:
                    self.updates.append(update)
                    self._arrived.notify_all()
                await self._answer(update)

    async def _answer(self, update: Json) -> None:
        if query := update.get("callback_query"):
            await self.call("answerCallbackQuery", callback_query_id=query["id"], text=f"Pressed {query['data']}")
            shown = query["message"]
            await self.call(
                "editMessageText",
                chat_id=shown["chat"]["id"],
                message_id=shown["message_id"],
                text=f"You chose {query['data']}",
            )
        elif (message := update.get("message")) and "text" in message:
            await self.call(
                "sendMessage",
                chat_id=message["chat"]["id"],
                text=f"You said: {message['text']}",
                reply_parameters={"message_id": message["message_id"]},
            )

    async def heard(self, kind: str, fits: Callable[[Json], object] = bool) -> Json:
        """The body of the first update of that kind that fits, as soon as it has come."""

        def found() -> list[Json]:
            return [update[kind] for update in self.updates if kind in update and fits(update[kind])]

        async with asyncio.timeout(5), self._arrived:
            await self._arrived.wait_for(found)
        return found()[0]
