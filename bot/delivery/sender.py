"""The one sender: claims due rows, keeps Telegram's pace, sends, and settles each as a fact."""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from random import random
from typing import Any

from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot import clock
from bot.client import Client, seconds_of
from bot.config import Config
from bot.delivery import rows
from bot.delivery.calls import NOTHING, Result, carry_out, perform
from bot.delivery.making import make
from bot.delivery.render import Call, render
from bot.delivery.rows import Claimed, Composed
from bot.delivery.uploads import Uploads
from bot.log import correlation
from bot.notifications.base import held_because_of
from bot.policies.hours import QuietHours
from bot.policies.pacing import Pacer
from bot.policies.retry import FailureKind, GiveUp, after_failure
from bot.texts import Texts
from models.database import Database, is_passing

log = logging.getLogger(__name__)

IN_FLIGHT = 8
IN_FLIGHT_UNPACED = 24
IN_A_ROW = 8  # rows of one chat claimed together: a queue in one chat must not cost a round of the database each
IDLE_SECONDS = 1.0
GATHER_SECONDS = 0.004
GRACE_SECONDS = 3.0  # for what is in the air when told to stop: supervisors wait five or ten


class Delivery:
    """Sends what was promised. One runs at a time for one bot: whoever starts it must have been elected."""

    def __init__(self, database: Database, client: Client, texts: Texts, config: Config) -> None:
        self._database = database
        self._client = client
        self._texts = texts
        self._config = config
        limits = config.limits
        self.pacer = Pacer(limits.messages_per_second, limits.seconds_per_chat)
        self._paced = limits.messages_per_second > 0
        self._most = IN_FLIGHT if self._paced else IN_FLIGHT_UNPACED
        self._uploads = Uploads(database, partial(perform, client), partial(make, database, texts, config))
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._resting: dict[int, float] = {}  # chat to the monotonic second at which it may be written to again
        self._wake = asyncio.Event()
        self.sent = 0

    def wake(self) -> None:
        """Something may be due: look now."""
        self._wake.set()

    async def run(self) -> None:
        """Sends until cancelled; what is in flight then is finished first, within a few seconds."""
        back = await self._database.write(rows.release_in_flight)
        if back:
            log.warning("%d messages were in flight when the last process ended; they may arrive twice", back)
        try:
            while True:
                self._wake.clear()
                try:
                    wait = await self._pump()
                except Exception:
                    # Not to be started anew from outside: what is in the air would be taken for lost, and sent again.
                    log.exception("looking for what is due failed; trying again")
                    wait = IDLE_SECONDS
                if wait == 0:
                    # A moment for more to come due or to be settled: fewer and fuller rounds of the database.
                    await asyncio.sleep(GATHER_SECONDS)
                    continue
                if wait > 0:
                    # Not wait_for: before Python 3.12 it swallows a cancellation that meets its wake-up.
                    with suppress(TimeoutError):
                        async with asyncio.timeout(wait):
                            await self._wake.wait()
        except asyncio.CancelledError:
            await self._land()
            raise

    async def _land(self) -> None:
        """Lets what is in the air arrive; what takes too long is cut off, and sent again by the next process."""
        if not self._busy:
            return
        _, late = await asyncio.wait(list(self._busy.values()), timeout=GRACE_SECONDS)
        for task in late:
            task.cancel()
        if late:
            log.warning("%d chats were cut off while stopping; what was on its way there may arrive twice", len(late))

    async def _pump(self) -> float:
        """Starts what may go now; seconds until it is worth looking again."""
        # An upload may take minutes: it must not take a place that an alert could need.
        free = self._most - (len(self._busy) - self._uploads.waiting)
        if free <= 0:
            return IDLE_SECONDS
        resting = self._still_resting()
        waiting = await self._database.read(rows.candidates, {*self._busy, *resting}, IN_A_ROW * free)
        chosen = self._choose(waiting, free)
        if not chosen:
            soonest = min(self._resting.values(), default=float("inf")) - time.monotonic()
            return min(max(soonest, 0.001), IDLE_SECONDS)
        claimed = await self._database.write(rows.take, chosen)
        try:
            composed = await self._database.read(rows.compose, claimed)
        except Exception:
            log.exception("a batch could not be composed; each row is tried by itself")
            composed = {}
        lanes: dict[int, list[Claimed]] = {}
        for row in claimed:
            lanes.setdefault(row.chat_id, []).append(row)
        for chat_id, lane in lanes.items():
            task = asyncio.create_task(self._send_lane(lane, composed))
            self._busy[chat_id] = task
            task.add_done_callback(lambda _, chat_id=chat_id: self._finished(chat_id))  # type: ignore[misc]
        return 0.0

    def _still_resting(self) -> set[int]:
        """The chats whose pace does not allow another message yet: however much waits there, others are looked at."""
        now = time.monotonic()
        self._resting = {chat_id: ready for chat_id, ready in self._resting.items() if ready > now}
        return set(self._resting)

    def _choose(self, waiting: list[tuple[int, int]], free: int) -> dict[int, int]:
        """Which rows go now (id to chat): a few in a row for one chat, where its pace allows."""
        now = time.monotonic()
        chosen: dict[int, int] = {}
        in_chat: dict[int, int] = {}
        for row_id, chat_id in waiting:
            count = in_chat.get(chat_id, 0)
            if chat_id in self._resting or count >= IN_A_ROW or (count == 0 and len(in_chat) >= free):
                continue
            ready = self.pacer.ready_at(chat_id, now)
            if ready > now:
                # Nothing later in this chat may overtake what has to wait.
                self._resting[chat_id] = ready
                continue
            self.pacer.spend(chat_id, now)
            chosen[row_id] = chat_id
            in_chat[chat_id] = count + 1
        return chosen

    def _finished(self, chat_id: int) -> None:
        del self._busy[chat_id]
        self._wake.set()

    async def _send_lane(self, lane: list[Claimed], composed: dict[int, Composed]) -> None:
        """A chat's rows, one after the other; when one has to wait, those behind it are given back."""
        said: set[tuple[str, int]] = set()
        for place, row in enumerate(lane):
            words = composed.get(row.id)
            if words is not None and said & words.subjects:
                # Composed before the row ahead of it showed the same thing: what was to be sent is an edit now.
                words = None
            if not await self._see_through(row, words):
                behind = [later.id for later in lane[place + 1 :]]
                if behind:
                    await self._write_down(rows.give_back, behind)
                return
            if words is not None:
                said |= words.subjects

    async def _see_through(self, row: Claimed, composed: Composed | None) -> bool:
        """One row from composition to settlement; True when it is done with. Never raises."""
        correlation.set(f"o{row.id}")
        try:
            if composed is None:
                composed = (await self._database.read(rows.compose, [row]))[row.id]
            await self._send(row, composed)
        except asyncio.CancelledError:
            raise
        except TelegramError as error:
            return await self._failed(row, error)
        except Exception as error:
            if is_passing(error):
                return await self._failed(row, NetworkError("the database is in trouble"))
            log.exception("a %s could not be made", row.kind)
            await self._settle(row, "failed", why=type(error).__name__)
        return True

    async def _send(self, row: Claimed, composed: Composed) -> None:
        if not composed.contents or (row.useful_until is not None and row.useful_until <= clock.now()):
            log.info("a %s was dropped: it is no longer of use", row.kind)
            await self._settle(row, "dropped", why="no longer of use")
            return
        if composed.held_for is not None:
            await self._settle(row, "held", why=held_because_of(composed.held_for))
            return
        hours = QuietHours.of(composed.quiet, self._config.hours.quiet_hours)
        quiet = not composed.may_ring and hours.covers(clock.now(), self._texts.zone)
        calls: list[Call] = []
        for content in composed.contents:
            heard = replace(content, silent=content.silent or quiet)
            calls += render(heard, row.chat_id, self._texts, composed.language)
        result = NOTHING
        for step, call in enumerate(calls):
            if step < row.done_steps:
                continue
            if step > row.done_steps:
                await self._pace(row.chat_id)
            result = await carry_out(self._uploads, call, row.chat_id)
            if step + 1 < len(calls):
                await self._write_down(rows.note_step, row.id, step + 1, result.shown)
                result = NOTHING
        self.sent += 1
        await self._settle(row, "sent", result=result)

    async def _pace(self, chat_id: int) -> None:
        ready = self.pacer.ready_at(chat_id, time.monotonic())
        await asyncio.sleep(max(0.0, ready - time.monotonic()))
        self.pacer.spend(chat_id, time.monotonic())

    async def _failed(self, row: Claimed, error: TelegramError) -> bool:
        """Settles a failure by what Telegram said; True when the row is done with."""
        now = clock.now()
        retry_after: float | None = None
        match error:
            case RetryAfter():
                retry_after = seconds_of(error)
                self.pacer.flood(row.chat_id, retry_after, time.monotonic())
                kind: FailureKind = "flood"
            case Forbidden():
                await self._settle(row, "blocked", why="blocked")
                return False
            case BadRequest():
                if "chat not found" in str(error).lower():
                    await self._settle(row, "blocked", why="chat not found")
                    return False
                kind = "bad_request"
            case InvalidToken():
                kind = "server"
            case _:
                kind = "network"
        decision = after_failure(kind, row.attempts + 1, now, retry_after, row.useful_until, random())  # noqa: S311
        if isinstance(decision, GiveUp):
            log.error("a %s failed for good: %s", row.kind, type(error).__name__)
            await self._settle(row, "failed", why=f"{type(error).__name__}: {decision.why}")
            return True
        await self._settle(row, "retrying", retry_at=decision.at, why=type(error).__name__)
        return False

    async def _settle(self, row: Claimed, state: str, result: Result = NOTHING, **more: Any) -> None:
        settle = partial(self._write_down, rows.settle, row, state, shown=result.shown, **more)
        try:
            await settle()
        except Exception:
            # A mistake in what follows must not keep the row in flight for ever, and its chat with it.
            log.exception("what follows from a %s that is %s could not be done", row.kind, state)
            await settle(follow=False)

    async def _write_down(self, change: Callable[..., None], *args: Any, **kw: Any) -> None:
        """Waits out a database in trouble: what Telegram took must not be sent again because a disk was full."""
        while True:
            try:
                await self._database.write(change, *args, **kw)
                return
            except Exception as error:
                if not is_passing(error):
                    raise
                log.warning("a settlement could not be written (%s); trying again", type(error).__name__)
                await asyncio.sleep(1)
