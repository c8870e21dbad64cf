"""The embedded Telegram as one object: start it, give its address to a bot, hand out phones."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from aiohttp import web

from bot.sandbox.control import Control
from bot.sandbox.errors import Dropped
from bot.sandbox.faults import Fault
from bot.sandbox.journal import Journal
from bot.sandbox.lines import LocalLine
from bot.sandbox.people import Json, Person
from bot.sandbox.phone import Phone
from bot.sandbox.server import BODY_LIMIT, BotApi
from bot.sandbox.store import Store
from bot.sandbox.world import World, bot_user

TOKEN = "7000000001:sandbox-token-that-opens-nothing"  # noqa: S105


class Sandbox:
    """A Bot API server on loopback with people who have phones.

    With a `folder`, chats, files and waiting updates are kept there, and a later sandbox goes on with them.
    """

    def __init__(
        self,
        people: Iterable[Person] = (),
        token: str = TOKEN,
        clock: Callable[[], float] = time.time,
        enforce_limits: bool = False,
        page: bool = True,
        strict: bool = True,
        first_update_id: int = 1,
        bot_name: str = "Backline",
        bot_username: str = "backline_sandbox_bot",
        folder: Path | None = None,
    ) -> None:
        number = token.split(":")[0]
        self.token = token
        self.url = ""
        self.world = World(
            people,
            clock=clock,
            first_update_id=first_update_id,
            enforce_limits=enforce_limits,
            strict=strict,
            bot=bot_user(int(number) if number.isdigit() else 7000000001, bot_name, bot_username),
        )
        if folder is not None:
            self.world.keep(Store(folder))
        self.api = BotApi(self.world, token)
        self.control = Control(self.world, page)
        self._line = LocalLine(self.world)
        self._phones: dict[int, Phone] = {}
        self._runner: web.ServerRunner | None = None

    async def start(self, port: int = 0) -> str:
        """Listens on loopback; the address is for the page and for `telegram.api_url` alike."""
        server = web.Server(self._handle, request_factory=_request, access_log=None)
        runner = web.ServerRunner(server, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        return self.url

    async def stop(self) -> None:
        """Ends every poll and every page's events, then stops listening."""
        self.control.closing = True
        self.world.updates.end_poll(Dropped())
        await self.api.webhook.close()
        self.world.tell("stop", None)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        if self.world.store is not None:
            self.world.store.close()

    async def __aenter__(self) -> Sandbox:
        if self._runner is None:
            await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.raw_path
        if path.startswith(("/bot", "/file/")):
            return await self.api.handle(request)
        return await self.control.handle(request)

    # People

    def phone(self, user_id: int) -> Phone:
        """The phone of somebody in the sandbox."""
        if user_id not in self._phones:
            self.world.own_chat(user_id)
            self._phones[user_id] = Phone(self._line, user_id)
        return self._phones[user_id]

    def add_person(self, person: Person) -> Phone:
        """Gives one more person a phone."""
        self.world.add(person)
        return self.phone(person.id)

    # What a test may want to know or to break

    @property
    def journal(self) -> Journal:
        """Every request of the bot."""
        return self.api.journal

    @property
    def down(self) -> bool:
        """Whether Telegram is out of reach for the bot."""
        return self.world.down

    @down.setter
    def down(self, down: bool) -> None:
        self.world.set_down(down)

    @property
    def clock(self) -> Callable[[], float]:
        """Where the sandbox's time comes from: unix seconds."""
        return self.world.clock

    @clock.setter
    def clock(self, clock: Callable[[], float]) -> None:
        self.world.set_clock(clock)

    @property
    def pending(self) -> int:
        """How many updates the bot has not confirmed."""
        return len(self.world.updates.queue)

    def fail(
        self,
        method: str | None = None,
        chat_id: int | None = None,
        times: int = 1,
        error_code: int | None = None,
        description: str | None = None,
        retry_after: int | None = None,
        after_effect: bool = False,
    ) -> None:
        """Makes coming requests fail: with that error, or without one by cutting the connection.

        With `after_effect` the thing is done first, so that the bot can't know whether it was.
        """
        self.api.faults.waiting.append(
            Fault(method, chat_id, times, error_code, description, retry_after, after_effect)
        )

    def heal(self) -> None:
        """Takes back every failure that has not struck yet."""
        self.api.faults.waiting.clear()

    def delay(self, seconds: float) -> None:
        """Makes every request of the bot wait so long before it is done."""
        self.api.delay = seconds

    def push_raw(self, update: Json) -> int:
        """Puts any JSON at all among the updates."""
        return self.world.updates.push_raw(update)


def _request(message: object, payload: object, protocol: object, writer: object, task: object) -> web.BaseRequest:
    return web.BaseRequest(
        message,  # type: ignore[arg-type]
        payload,  # type: ignore[arg-type]
        protocol,  # type: ignore[arg-type]
        writer,  # type: ignore[arg-type]
        task,  # type: ignore[arg-type]
        asyncio.get_running_loop(),
        client_max_size=BODY_LIMIT,
    )
