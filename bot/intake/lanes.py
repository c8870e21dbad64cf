"""Lanes: updates of one chat one at a time and in order, different chats side by side, what is grave first."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable

from bot.intake.slots import Slots
from bot.intake.store import Stored

log = logging.getLogger(__name__)


class Lanes:
    """Holds what is stored and not yet handled.

    `handle` settles an update and never raises; where it can't yet, it gives the seconds until it is to be tried again.
    `grave` says of an update that it must not wait for other chats.
    """

    def __init__(
        self,
        handle: Callable[[Stored], Awaitable[float | None]],
        side_by_side: int = 16,
        grave: Callable[[Stored], bool] = lambda stored: False,
    ) -> None:
        self._handle = handle
        self._grave = grave
        self._hurried: set[int] = set()  # lanes with something grave in them
        self._lanes: dict[int, deque[Stored]] = {}
        self._slots = Slots(side_by_side)
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._eased = asyncio.Event()
        self._eased.set()
        self.handled = 0

    def __len__(self) -> int:
        return self._waiting

    def add(self, updates: Iterable[Stored]) -> None:
        """Puts stored updates behind those of their chats."""
        for item in updates:
            self._waiting += 1
            lane = self._lanes.get(item.lane)
            if self._grave(item):
                self._hurried.add(item.lane)
                self._slots.hurry(item.lane)
            if lane is not None:
                lane.append(item)
                continue
            self._lanes[item.lane] = deque([item])
            task = asyncio.create_task(self._run(item.lane))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self._note()

    async def _run(self, key: int) -> None:
        lane = self._lanes[key]
        while lane:
            await self._slots.take(key, key in self._hurried)
            try:
                again = await self._handle(lane[0])
            finally:
                self._slots.give()
            if again is not None:
                # Its chat waits with it; its place among those that are handled side by side is given up.
                await asyncio.sleep(again)
                continue
            lane.popleft()
            self._waiting -= 1
            self.handled += 1
            self._note()
        if self._lanes.get(key) is lane:
            del self._lanes[key]
            self._hurried.discard(key)

    def _note(self) -> None:
        if self._waiting > 500:
            self._eased.clear()
        elif self._waiting < 250:
            self._eased.set()

    async def eased(self) -> None:
        """Waits until few enough updates wait in memory: the rest may stay with Telegram for now."""
        await self._eased.wait()

    async def stop(self, grace: float = 3.0) -> None:
        """Lets what is being handled finish; what waits is in the inbox and will be found there."""
        for lane in self._lanes.values():
            while len(lane) > 1:
                lane.pop()
                self._waiting -= 1
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=grace)
            for task in late:
                task.cancel()
            if late:
                log.warning("%d updates were cut off while stopping; the next start handles them", len(late))
        # Whoever was cut off did not clear up: a lane left behind would never run again.
        self._lanes.clear()
        self._hurried.clear()
        self._waiting = 0
        self._note()
