"""Webhooks: pushes updates to the bot, again and again until it says that it has them."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import json
import re
from collections import deque
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import aiohttp

from bot.sandbox.errors import Dropped, bad_request
from bot.sandbox.people import Json
from bot.sandbox.updates import Waiting, conflict
from bot.sandbox.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
FIRST_RETRY_SECONDS = 0.2
LONGEST_RETRY_SECONDS = 5.0


class Webhook:
    """Delivers in order within a chat, and button presses apart by user, as Telegram's own server does."""

    def __init__(self, world: World, perform: Callable[[str, Json], Awaitable[Json]]) -> None:
        self.world = world
        self.perform = perform
        self.retry_seconds = FIRST_RETRY_SECONDS
        self.timeout_seconds = 60.0
        self.url = ""
        self._secret = ""
        self._max_connections = 40
        self._gate = asyncio.Semaphore(self._max_connections)
        self._lines: dict[tuple[str, int], deque[Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._error: tuple[int, str] | None = None

    async def set(self, p: Json) -> bool:
        """setWebhook; an empty address removes it."""
        url = p["url"]
        if not url:
            return await self.remove(bool(p.get("drop_pending_updates")))
        _check_address(url)
        secret = p.get("secret_token", "")
        if secret and not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        await self._stop()
        updates = self.world.updates
        updates.allow(p.get("allowed_updates"))
        if p.get("drop_pending_updates"):
            updates.drop()
        updates.end_poll(conflict("setWebhook request"))
        self.url, self._secret = url, secret
        self._max_connections = max(1, min(p.get("max_connections", 40), 100))
        self._gate = asyncio.Semaphore(self._max_connections)
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self.timeout_seconds))
        self._error = None
        updates.webhook = self._take
        self.world.webhook_info = self.info
        waiting = list(updates.queue)
        updates.queue.clear()
        for one in waiting:
            self._take(one)
        return True

    async def remove(self, drop: bool) -> bool:
        """deleteWebhook: what was not delivered waits for getUpdates."""
        await self._stop()
        updates = self.world.updates
        if drop:
            updates.drop()
        self.url = ""
        return True

    async def close(self) -> None:
        """Ends all deliveries."""
        await self._stop()

    def info(self) -> Json:
        """What getWebhookInfo says."""
        if not self.url:
            return {}
        info: Json = {
            "url": self.url,
            "pending_update_count": sum(map(len, self._lines.values())),
            "max_connections": self._max_connections,
            "ip_address": "127.0.0.1",
        }
        if self._error is not None:
            info["last_error_date"], info["last_error_message"] = self._error
        return info

    async def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        updates = self.world.updates
        updates.webhook = None
        undelivered = [waiting for line in self._lines.values() for waiting in line]
        updates.queue.extend(sorted(undelivered, key=lambda waiting: waiting.update_id))
        self._lines.clear()
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _take(self, waiting: Waiting) -> None:
        key = _line_of(waiting)
        line = self._lines.get(key)
        if line is not None:
            line.append(waiting)
            return
        self._lines[key] = deque([waiting])
        task = asyncio.get_running_loop().create_task(self._deliver(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, key: tuple[str, int]) -> None:
        line = self._lines[key]
        pause = self.retry_seconds
        while line:
            async with self._gate:
                error = await self._post(line[0].body)
            if error is None:
                self.world.updates.forget(line.popleft())
                pause = self.retry_seconds
                continue
            self._error = (int(self.world.now()), error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_RETRY_SECONDS)
        del self._lines[key]

    async def _post(self, update: Json) -> str | None:
        if self.world.down or self._session is None:
            return "Connection refused"
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers[SECRET_HEADER] = self._secret
        try:
            async with self._session.post(self.url, data=json.dumps(update), headers=headers) as response:
                if not 200 <= response.status < 300:
                    return f"Wrong response from the webhook: {response.status} {response.reason}"
                answer = await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            return f"Connection failed: {type(error).__name__}"
        await self._answered(answer)
        return None

    async def _answered(self, answer: bytes) -> None:
        # A webhook may ask for one method in its answer; nobody hears how that went.
        try:
            asked = json.loads(answer) if answer.startswith(b"{") else None
        except ValueError:
            return
        if isinstance(asked, dict) and isinstance(asked.get("method"), str):
            with contextlib.suppress(Dropped, KeyError):
                await self.perform(asked.pop("method"), asked)


def _line_of(waiting: Waiting) -> tuple[str, int]:
    content = waiting.body.get(waiting.kind)
    if not isinstance(content, dict):
        return waiting.kind, 0
    if waiting.kind == "callback_query":
        return "press", content["from"]["id"]
    chat = content.get("chat")
    return "chat", chat.get("id", 0) if isinstance(chat, dict) else 0


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        near = ipaddress.ip_address(host).is_loopback
    except ValueError:
        near = host == "localhost"
    if parts.scheme != "https" and not (parts.scheme == "http" and near):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
