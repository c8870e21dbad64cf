"""One stored update to its handlers: parsed by itself, retried a few times, set aside if it can't be handled."""

import asyncio
import logging
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import Application

from bot import clock
from bot.client import Client
from bot.intake import store
from bot.intake.lanes import Lanes
from bot.intake.shapes import fault_of
from bot.intake.store import Stored
from bot.log import correlation
from bot.notifications.base import tell_chat
from bot.notifications.people import Apology
from bot.policies.retry import update_retry_delay
from models.database import Database, is_passing

log = logging.getLogger(__name__)


MARK_SECONDS = 0.05
PASSING_SECONDS = 1.0  # until an update is tried again that met a database in trouble


class Malformed(Exception):
    """An update that is not what the Bot API promises, and why; trying again can't help."""


class AlreadyHandled(Exception):
    """A replay: its use case was committed before."""


@dataclass
class Handling:
    """The update being handled in this task; `settled` once it is marked handled in a committed transaction."""

    update_id: int
    settled: bool = False
    error: BaseException | None = None


handling: ContextVar[Handling] = ContextVar("handling")


class Intake:
    """Receives raw updates (from polling, or from a webhook), stores them, and sees each through."""

    def __init__(
        self,
        database: Database,
        client: Client,
        application: Application[Any, Any, Any, Any, Any, Any],
        sounds_grave: Callable[[str], bool] = lambda words: False,
    ) -> None:
        self._database = database
        self._client = client
        self._application = application
        self.lanes = Lanes(self._see_through, grave=lambda stored: sounds_grave(store.words_of(stored.body)))
        self._answering: set[asyncio.Task[None]] = set()
        self._attempts: dict[int, int] = {}
        self._looked_at: list[int] = []
        self._marking: asyncio.Task[None] | None = None

    async def resume(self) -> int:
        """Takes up what an earlier process stored and did not finish; how many updates that is."""
        left = await self._database.read(store.waiting)
        self.lanes.add(left)
        return len(left)

    async def receive(self, raws: list[Any]) -> None:
        """Returns when the batch is committed; handling goes on behind. Button presses are answered first of all."""
        for raw in raws:
            callback = raw.get("callback_query") if isinstance(raw, dict) else None
            if isinstance(callback, dict) and isinstance(callback.get("id"), str):
                task = asyncio.create_task(self._answer(callback["id"]))
                self._answering.add(task)
                task.add_done_callback(self._answering.discard)
        self.lanes.add(await self._database.write(store.store, raws))
        await self.lanes.eased()

    async def _answer(self, callback_query_id: str) -> None:
        try:
            await self._client.call("answerCallbackQuery", callback_query_id=callback_query_id)
        except TelegramError as error:
            # It only stops the button's spinner; a press that is too old can't be answered any more.
            log.debug("a button press was not answered: %s", type(error).__name__)

    async def _see_through(self, stored: Stored) -> float | None:
        """One try: None when the update is done with, else the seconds until it is worth trying again."""
        correlation.set(f"u{stored.update_id}")
        try:
            await self._once(stored)
        except AlreadyHandled:
            pass
        except Malformed as error:
            await self._set_aside(stored, 1, str(error))
        except Exception as error:
            if is_passing(error):
                # Not the update's fault, so no try of its own: however long it takes, it is handled afterwards.
                log.warning("the database is in trouble (%s); the update waits", type(error).__name__)
                return PASSING_SECONDS
            attempts = self._attempts.get(stored.update_id, 0) + 1
            delay = update_retry_delay(attempts)
            if delay is not None:
                log.warning("an update failed (%s), attempt %d", type(error).__name__, attempts)
                self._attempts[stored.update_id] = attempts
                return delay
            log.exception("an update was set aside after %d attempts", attempts)
            await self._set_aside(stored, attempts, _reason(error))
        self._attempts.pop(stored.update_id, None)
        return None

    async def _once(self, stored: Stored) -> None:
        fault = fault_of(stored.body)
        if fault is not None:
            raise Malformed(fault)
        try:
            update = Update.de_json(stored.body, self._client)
        except Exception as error:
            raise Malformed(f"it can't be read: {_reason(error)}") from None
        current = Handling(stored.update_id)
        handling.set(current)
        await self._application.process_update(update)
        if current.error is not None:
            raise current.error
        if not current.settled:
            self._mark_soon(stored.update_id)

    def _mark_soon(self, update_id: int) -> None:
        """What changed nothing is marked with others: should the process die before, it is only looked at again."""
        self._looked_at.append(update_id)
        if self._marking is None or self._marking.done():
            self._marking = asyncio.create_task(self._mark())

    async def _mark(self) -> None:
        await asyncio.sleep(MARK_SECONDS)
        while self._looked_at:
            batch, self._looked_at = self._looked_at, []
            try:
                await self._database.write(store.mark_all_handled, batch)
            except Exception:
                log.exception("the database can't be written; trying again")
                self._looked_at = batch + self._looked_at
                await asyncio.sleep(1)

    async def stop(self) -> None:
        """Lets what is being handled finish; the rest is in the inbox and will be found there."""
        await self.lanes.stop()
        if self._marking is not None:
            # It tries for as long as the database can't be written; what stays unmarked is only looked at again.
            await asyncio.wait([self._marking], timeout=1)
            self._marking.cancel()

    async def _set_aside(self, stored: Stored, attempts: int, reason: str) -> None:
        """Never raises: while the database can't be written, it waits."""
        while True:
            try:
                await self._database.write(_set_aside, stored, attempts, reason)
                return
            except Exception:
                log.exception("the database can't be written; trying again")
                await asyncio.sleep(1)


def _set_aside(db: Session, stored: Stored, attempts: int, reason: str) -> None:
    store.set_aside(db, stored.update_id, attempts, reason)
    if stored.chat_id is not None and stored.chat_id > 0:
        # One apology to a chat in ten minutes, however much of it fails.
        window = int(clock.now().timestamp()) // 600
        tell_chat(db, stored.chat_id, Apology(), key=f"apology:{stored.chat_id}:{window}")


def _reason(error: BaseException) -> str:
    """What went wrong and where, without the error's own words: they may quote a person."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    place = "unknown" if step is None else f"{step.tb_frame.f_code.co_name}:{step.tb_lineno}"
    return f"{type(error).__name__} in {place}"


async def carry_out(update: object, context: Any) -> None:
    """The application's error handler: takes the exception out, so that the transaction's failure is seen."""
    handling.get().error = context.error
