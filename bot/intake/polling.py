"""Long polling that stores before it acknowledges: the next offset is asked for only after the commit."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.client import Client, Unreadable, seconds_of
from bot.intake.store import valid_update_id

log = logging.getLogger(__name__)

POLL_SECONDS = 25
UPDATES_AT_ONCE = 100
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member", "message_reaction"]
_PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0)
_FAR = 1_000_000  # updates are numbered one by one: a number so far from the others is no number of Telegram's


class Polling:
    """Asks Telegram for updates for ever; `receive` gets a raw batch and returns when it is committed."""

    def __init__(self, client: Client, receive: Callable[[list[Any]], Awaitable[None]]) -> None:
        self._client = client
        self._receive = receive
        self._offset = 0
        self._limit = UPDATES_AT_ONCE
        self._failures = 0

    async def run(self) -> None:
        """Polls until cancelled; a failure is waited out, never fatal."""
        while True:
            try:
                batch = await self._client.call(
                    "getUpdates",
                    _timeout=POLL_SECONDS + 10,
                    offset=self._offset,
                    limit=self._limit,
                    timeout=POLL_SECONDS,
                    allowed_updates=ALLOWED_UPDATES,
                )
                await self._take(batch)
                self._limit = UPDATES_AT_ONCE
                self._failures = 0
            except Unreadable as error:
                await self._step_over(error.update_id)
            except RetryAfter as error:
                await asyncio.sleep(seconds_of(error))
            except Conflict:
                log.error("another program polls with this token; only one may. Trying again")
                await self._pause()
            except InvalidToken:
                log.error("Telegram does not accept the token; check telegram.token. Trying again")
                await self._pause()
            except NetworkError as error:
                if self._failures in (0, 10):
                    log.warning("Telegram can't be reached (%s); trying again", type(error).__name__)
                await self._pause()
            except (TelegramError, ValueError, KeyError, TypeError) as error:
                log.error("getUpdates answered with something unreadable (%s); trying again", type(error).__name__)
                await self._pause()

    async def _take(self, batch: Any) -> None:
        if not isinstance(batch, list):
            raise TypeError("getUpdates gave no list")
        if not batch:
            return
        await self._receive(batch)
        ids = [number for number in map(valid_update_id, batch) if number is not None]
        offset = next_offset(self._offset, ids)
        if offset == self._offset:
            # Nothing in it can be acknowledged; without a pause this would spin.
            await self._pause()
        self._offset = offset

    async def _step_over(self, update_id: int | None) -> None:
        """One update that can't even be read must not stop those behind it: asked for alone, it is passed over."""
        if self._limit > 1 or update_id is None:
            self._limit = 1
            await self._pause()
            return
        log.error("an update can't be read at all; it is set aside without its words")
        await self._receive([{"unreadable": update_id}])
        self._offset = max(self._offset, update_id + 1)

    async def _pause(self) -> None:
        await asyncio.sleep(_PAUSES[min(self._failures, len(_PAUSES) - 1)])
        self._failures += 1


def next_offset(offset: int, ids: Sequence[int]) -> int:
    """What to ask for next after a batch with these ids; 0 for `offset` is a process that has seen none.

    A number far from all others is not believed: acknowledging it would throw away everything until it is reached.
    After a quiet week Telegram goes on from a random number; it is believed once a second update is near it.
    """
    near = [number for number in ids if abs(number - offset) < _FAR]
    if not near:
        middle = sorted(ids)[len(ids) // 2] if ids else 0
        near = [number for number in ids if abs(number - middle) < _FAR]
        if len(near) == 1 and (offset or len(ids) > 1):
            near = []
        return max(near) + 1 if near else offset
    return max(offset, max(near) + 1)
