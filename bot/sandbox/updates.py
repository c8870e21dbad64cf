"""Updates that wait for the bot: how getUpdates counts, confirms and forgets them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from bot.sandbox.errors import Refusal
from bot.sandbox.people import Json
from bot.sandbox.table import BY_DEFAULT, UPDATE_KINDS

KEPT_SECONDS = 24 * 3600
PRESS_KEPT_SECONDS = 150


class Waiting(NamedTuple):
    """One update that the bot has not confirmed."""

    update_id: int
    kind: str
    at: float
    body: Json


class Keeper(Protocol):
    """Whoever writes down what waits."""

    def waits(self, waiting: Waiting) -> None:
        """An update waits for the bot."""

    def had(self, update_ids: Iterable[int]) -> None:
        """The bot has these."""


class Updates:
    """The queue behind getUpdates and the webhook."""

    def __init__(self, clock: Callable[[], float], first_id: int) -> None:
        self.clock = clock
        self.next_id = first_id
        self.queue: deque[Waiting] = deque()
        self.allowed: frozenset[str] = BY_DEFAULT
        self.allowed_given: list[str] | None = None
        self.keeper: Keeper | None = None
        self.webhook: Callable[[Waiting], None] | None = None
        self._poll: asyncio.Future[None] | None = None

    def push(self, kind: str, body: Json) -> int | None:
        """Gives the bot something to know; None where it did not ask for this kind."""
        if kind not in self.allowed:
            return None
        return self._add(kind, {kind: body})

    def push_raw(self, update: Json) -> int:
        """Gives the bot any JSON at all, with an update_id unless it brings one of its own."""
        kind = next((key for key in update if key != "update_id"), "unknown")
        if "update_id" in update:
            self.next_id += 1
            return self._queue(Waiting(self.next_id - 1, kind, self.clock(), update))
        return self._add(kind, update)

    def _add(self, kind: str, content: Json) -> int:
        update_id = self.next_id
        self.next_id += 1
        return self._queue(Waiting(update_id, kind, self.clock(), {"update_id": update_id, **content}))

    def _queue(self, waiting: Waiting) -> int:
        if self.keeper is not None:
            self.keeper.waits(waiting)
        if self.webhook is not None:
            self.webhook(waiting)
        else:
            self.queue.append(waiting)
            self._wake()
        return waiting.update_id

    def _wake(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def allow(self, kinds: Iterable[object] | None) -> None:
        """Remembers which kinds are wanted: None changes nothing, an empty list asks for the default."""
        if kinds is None:
            return
        wanted = [kind for kind in kinds if isinstance(kind, str)]
        named = [kind for kind in UPDATE_KINDS if kind in wanted]
        self.allowed = frozenset(named) or BY_DEFAULT
        self.allowed_given = named or None

    def confirm(self, offset: int) -> None:
        """Forgets everything before the offset; a negative one keeps only that many from the end."""
        queue = self.queue
        if offset < 0:
            while len(queue) > -offset:
                self.forget(queue.popleft())
        else:
            while queue and queue[0].update_id < offset:
                self.forget(queue.popleft())

    def drop(self) -> None:
        """Forgets everything that waits."""
        while self.queue:
            self.forget(self.queue.popleft())

    def forget(self, waiting: Waiting) -> None:
        """The bot has this one, or will never get it."""
        if self.keeper is not None:
            self.keeper.had((waiting.update_id,))

    def take(self, limit: int) -> list[Json]:
        """The oldest ones, without forgetting them; what Telegram no longer keeps is gone."""
        now = self.clock()
        queue = self.queue
        while queue and queue[0].at < now - KEPT_SECONDS:
            self.forget(queue.popleft())
        taken: list[Json] = []
        stale = now - PRESS_KEPT_SECONDS
        for waiting in queue:
            if waiting.kind == "callback_query" and waiting.at < stale:
                continue
            taken.append(waiting.body)
            if len(taken) == limit:
                break
        return taken

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:  # noqa: ASYNC109
        """getUpdates: waits up to `timeout` seconds of real time for something to give."""
        if self.webhook is not None:
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self.end_poll(conflict("other getUpdates request; make sure that only one bot instance is running"))
        if offset:
            self.confirm(offset)
        if (taken := self.take(limit)) or timeout <= 0:
            return taken
        poll = self._poll = asyncio.get_running_loop().create_future()
        handle = asyncio.get_running_loop().call_later(timeout, self._wake)
        try:
            await poll
        finally:
            handle.cancel()
            if self._poll is poll:
                self._poll = None
        return self.take(limit)

    def end_poll(self, error: Exception) -> None:
        """Ends a poll under way with that error."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(error)
        self._poll = None


def conflict(by: str) -> Refusal:
    """Telegram's 409 for a poll that something else ended."""
    return Refusal(409, f"Conflict: terminated by {by}")
