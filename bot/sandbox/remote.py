"""Phones for a sandbox in another process, over its control API."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import aiohttp

from bot.sandbox.errors import SandboxError
from bot.sandbox.params import Upload
from bot.sandbox.people import Bubble, Chat, Json, Person
from bot.sandbox.phone import Phone
from bot.sandbox.world import READABLE


class RemotePhones:
    """All phones of a sandbox somewhere else: `async with RemotePhones(url) as phones: phones.phone(1)`."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.chats: dict[int, Chat] = {}
        self.menus: dict[int, list[Json]] = {}
        self.newest = 0
        self._session: aiohttp.ClientSession | None = None
        self._listening: asyncio.Task[None] | None = None
        self._waiting: list[asyncio.Future[None]] = []

    async def __aenter__(self) -> RemotePhones:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None, sock_connect=5))
        state = await self.ask("state")
        self._read_state(state)
        for chat in self.chats.values():
            views = (await self.ask(f"chats/{chat.id}/messages"))["messages"]
            bubbles = [self.put(chat, view) for view in views]
            chat.changes = sorted(((b.seq, b) for b in bubbles if b.by_bot), key=lambda change: change[0])
        self._read_state(state)
        self.newest = state["seq"]
        self._listening = asyncio.create_task(self._listen(state["seq"]))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def phone(self, user_id: int) -> Phone:
        """The phone of somebody there."""
        if user_id not in self.chats:
            raise SandboxError(f"nobody with id {user_id} has a phone in this sandbox")
        return Phone(RemoteLine(self), user_id)

    async def set_down(self, down: bool) -> None:
        """Telegram stops answering the bot, or answers again."""
        await self.ask("down", {"down": down})

    async def ask(self, path: str, body: Json | aiohttp.FormData | None = None) -> Any:
        """One request to the control API; what it refuses is a SandboxError."""
        if self._session is None:
            raise SandboxError("these phones are not switched on yet")
        given: Json = {"json": body} if isinstance(body, dict) else {"data": body}
        method = "GET" if body is None else "POST"
        async with self._session.request(method, f"{self.url}/sandbox/{path}", **given) as response:
            answer = await response.json()
        if "error" in answer:
            raise SandboxError(answer["error"])
        self.newest = max(self.newest, answer.get("seq", 0))
        return answer

    def put(self, chat: Chat, view: Json) -> Bubble:
        """Shows a message as the server sees it now."""
        bubble = chat.messages.get(view["message_id"])
        if bubble is None:
            markup = view.get("reply_markup", {})
            if "keyboard" in markup or "remove_keyboard" in markup:
                chat.keyboard = None if "remove_keyboard" in markup else markup
            bubble = chat.messages[view["message_id"]] = Bubble.of_view(view)
        elif bubble.seq <= view["seq"]:  # else it is an answer that was overtaken by the events
            bubble.take(view)
        return bubble

    def change(self) -> asyncio.Future[None]:
        """Done when anything changes anywhere."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        return future

    def _read_state(self, state: Json) -> None:
        for entry in state["phones"]:
            user = entry["user"]
            chat = self.chats.get(entry["chat_id"])
            if chat is None:
                person = Person(
                    id=user["id"],
                    first_name=user["first_name"],
                    label=entry["label"],
                    last_name=user.get("last_name"),
                    username=user.get("username"),
                    language_code=user.get("language_code", "en"),
                )
                chat = self.chats[person.id] = Chat(person)
            chat.started, chat.blocked, chat.keyboard = entry["started"], entry["blocked"], entry["keyboard"]
            self.menus[chat.id] = entry["commands"]

    async def _listen(self, since: int) -> None:
        assert self._session is not None
        url = f"{self.url}/sandbox/events?since={since}"
        # A line of an event can be longer than the reader's usual limit.
        async with self._session.get(url, read_bufsize=1 << 20) as response:
            async for line in response.content:
                if line.startswith(b"data: "):
                    await self._take(json.loads(line[6:]))

    async def _take(self, event: Json) -> None:
        chat = self.chats.get(event["chat_id"] or 0)
        kind = event["type"]
        if kind == "commands":
            self._read_state(await self.ask("state"))
        elif chat is not None:
            self._apply(chat, kind, event)
        self.newest = max(self.newest, event["seq"])
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    def _apply(self, chat: Chat, kind: str, event: Json) -> None:
        if "message" in event:
            bubble = self.put(chat, event["message"])
            if bubble.by_bot and kind in READABLE:
                chat.changes.append((event["seq"], bubble))
        elif kind == "delete":
            if (gone := chat.messages.pop(event["message_id"], None)) is not None:
                gone.deleted = True
        elif kind == "toast" and event["text"]:
            chat.toasts.append({"text": event["text"], "show_alert": event["show_alert"]})
        elif kind == "action":
            chat.actions.append(event["action"])
        elif kind == "block":
            chat.blocked = event["blocked"]


class RemoteLine:
    """What a phone needs, over HTTP."""

    def __init__(self, phones: RemotePhones) -> None:
        self.phones = phones

    def chat(self, user_id: int) -> Chat:
        return self.phones.chats[user_id]

    def seq(self) -> int:
        return self.phones.newest

    def menu(self, chat: Chat) -> list[Json]:
        return self.phones.menus[chat.id]

    def change(self, chat: Chat) -> asyncio.Future[None]:
        return self.phones.change()

    async def write(self, chat: Chat, text: str, reply_to: int | None, quote: str | None) -> Bubble:
        asked = {"text": text, "reply_to": reply_to, "quote": quote}
        return self._shown(chat, await self._act(chat, "text", asked))

    async def press(self, chat: Chat, message_id: int, data: str) -> str:
        answer = await self._act(chat, "press", {"message_id": message_id, "data": data})
        return str(answer["id"])

    async def send(
        self,
        chat: Chat,
        items: Sequence[tuple[str, Upload]],
        caption: str | None,
        reply_to: int | None,
        about: Json,
    ) -> list[Bubble]:
        form = aiohttp.FormData()
        form.add_field("kind", ",".join(kind for kind, _ in items))
        for name, value in {"caption": caption, "reply_to": reply_to, **about}.items():
            if value is not None:
                form.add_field(name, str(value))
        for _, upload in items:
            form.add_field("file", BytesIO(upload.content), filename=upload.name, content_type=upload.mime)
        answer = await self.phones.ask(f"chats/{chat.id}/media", form)
        return [self.phones.put(chat, view) for view in answer["messages"]]

    async def share(self, chat: Chat, content: Json) -> Bubble:
        return self._shown(chat, await self._act(chat, "share", content))

    async def edit(self, chat: Chat, message_id: int, words: str) -> Bubble:
        return self._shown(chat, await self._act(chat, "edit", {"message_id": message_id, "text": words}))

    async def react(self, chat: Chat, message_id: int, emoji: str | None) -> None:
        self._shown(chat, await self._act(chat, "reaction", {"message_id": message_id, "emoji": emoji}))

    async def block(self, chat: Chat, blocked: bool) -> None:
        await self._act(chat, "block", {"blocked": blocked})
        chat.blocked = blocked

    async def delete(self, chat: Chat, message_id: int) -> None:
        await self._act(chat, "delete", {"message_id": message_id})
        chat.messages.pop(message_id, None)

    async def _act(self, chat: Chat, act: str, asked: Json) -> Json:
        answer: Json = await self.phones.ask(f"chats/{chat.id}/{act}", asked)
        return answer

    def _shown(self, chat: Chat, answer: Json) -> Bubble:
        return self.phones.put(chat, answer["message"])
