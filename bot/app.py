"""The bot as one running thing: made from its configuration, started, stopped, started again by whoever is elected."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any, cast

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ContextTypes

from bot.client import Client, make_client
from bot.config import Config
from bot.context import Context, Resources
from bot.delivery.sender import Delivery
from bot.hearing import Hearing
from bot.intake.handling import Intake
from bot.intake.polling import Polling
from bot.notifications.tutor_words import allow
from bot.policies.detection.contacts import Allowed
from bot.scheduler import Scheduler
from bot.texts import Texts
from models.database import Database
from models.election import Leadership

log = logging.getLogger(__name__)

Register = Callable[[Any], None]
ELECTION_SECONDS = 1.0
HEARD_MOST = 20_000_000  # bytes of a voice note; what Telegram gives a bot at the most


class Backline:
    """One process of the bot: intake, handlers, delivery and clock, sharing one database."""

    def __init__(self, config: Config, register: Register) -> None:
        self.config = config
        self.database = Database(config.database.url, on_commit=self._committed)
        self.client: Client = make_client(config.telegram.token, config.telegram.api_url)
        self.texts = Texts(config.service.zone, config.service.name, config.service.languages)
        self.delivery = Delivery(self.database, self.client, self.texts, config)
        self._resources = Resources(config)
        self._resources.database = self.database
        self._resources.texts = self.texts
        self._resources.delivery = self.delivery
        allow(Allowed.with_more(config.safeguarding.allowed_links, config.safeguarding.allowed_numbers))
        self.hearing = Hearing(self.database, config, partial(self.client.fetch, most=HEARD_MOST))
        self._resources.hearing = self.hearing
        self._application: Application[Any, Context, Any, Any, Any, Any] = (
            Application.builder()
            .bot(self.client)
            .updater(None)
            .job_queue(None)
            .context_types(ContextTypes(context=Context, bot_data=self._share))
            .build()
        )
        register(self._application)
        self.intake = Intake(self.database, self.client, self._application, self.hearing.sounds_grave)
        self._scheduler = Scheduler(self.database, config, self.delivery.wake)
        self._leadership = Leadership(config.database.url)
        self.ready = asyncio.Event()

    @property
    def _share(self) -> type[Resources]:
        """The application asks for a class to call; what it gets from the call is what every handler shares."""
        return cast(type[Resources], lambda: self._resources)

    def clock_jumped(self) -> None:
        """What has come due by a jump of the clock is looked at now, not at the next ring."""
        self.delivery.wake()
        self._scheduler.ring()

    def _committed(self, marks: dict[str, Any]) -> None:
        if marks.get("promised"):
            self.delivery.wake()

    async def run(self, stop: asyncio.Event) -> None:
        """Runs until `stop` is set: waits to be elected, works, and starts over if the election is lost."""
        try:
            while not stop.is_set():
                if not await self._elected(stop):
                    return
                lost = await self._work(stop)
                await asyncio.to_thread(self._leadership.give_up)
                if lost:
                    log.warning("the election was lost; standing by")
        finally:
            await asyncio.to_thread(self._leadership.give_up)
            await asyncio.to_thread(self.database.close)

    async def _elected(self, stop: asyncio.Event) -> bool:
        told = False
        while not stop.is_set():
            if await asyncio.to_thread(self._leadership.take):
                return True
            if not told:
                log.info("another process runs this bot; standing by to take over")
                told = True
            await _wait(stop, ELECTION_SECONDS)
        return False

    async def _work(self, stop: asyncio.Event) -> bool:
        """True if it ended because another process may be the elected one now."""
        # The application is not "run" by python-telegram-bot: it would poll and forget. It only dispatches.
        await self._application.initialize()
        introduce = asyncio.create_task(self._introduce())
        self._scheduler.start()
        left = await self.intake.resume()
        if left:
            log.info("%d updates from before are being handled now", left)
        polling = Polling(self.client, self.intake.receive)
        tasks = [
            asyncio.create_task(_keep_going("polling", polling.run)),
            asyncio.create_task(_keep_going("delivery", self.delivery.run)),
            asyncio.create_task(_keep_going("hearing", self.hearing.run)),
            introduce,
        ]
        self.ready.set()
        log.info("ready")
        lost = False
        while not stop.is_set() and not lost:
            await _wait(stop, ELECTION_SECONDS)
            lost = not await asyncio.to_thread(self._leadership.still_held)
        for task in tasks:
            task.cancel()
        self._scheduler.stop()
        # Side by side: each may take a few seconds, and a supervisor does not wait long.
        await asyncio.gather(*tasks, self.intake.stop(), return_exceptions=True)
        await self._application.shutdown()
        return lost

    async def _introduce(self) -> None:
        """Learns the bot's own name from Telegram, however long Telegram takes to be there."""
        while True:
            try:
                if not self._resources.username:
                    self._resources.username = (await self.client.call("getMe"))["username"]
                # A webhook that was left behind would keep every update from the polls.
                if (await self.client.call("getWebhookInfo")).get("url"):
                    await self.client.call("deleteWebhook")
                return
            except InvalidToken:
                log.error("Telegram does not accept the token; check telegram.token")
                await asyncio.sleep(10)
            except TelegramError:
                await asyncio.sleep(1)


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()


async def _keep_going(name: str, run: Callable[[], Awaitable[None]]) -> None:
    """Starts a part again when it fails in a way that nobody foresaw: the rest of the bot goes on meanwhile."""
    while True:
        try:
            # What ends by itself has nothing to do: started again, it would take the loop for ever.
            return await run()
        except Exception:
            log.exception("%s failed; starting it again", name)
            await asyncio.sleep(1)
