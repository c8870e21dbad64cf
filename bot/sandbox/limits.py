"""Telegram's own speed limits, for those who want to feel them."""

from __future__ import annotations

import math
from collections.abc import Callable

from bot.sandbox.errors import Refusal

# What developers are told to keep to (core.telegram.org/bots/faq), with a little room for bursts.
PER_SECOND = 30
CHAT_INTERVAL = 1.0
CHAT_BURST = 3


class Limits:
    """Counts what is sent, and answers 429 with the seconds to wait."""

    def __init__(
        self,
        now: Callable[[], float],
        per_second: float = PER_SECOND,
        chat_interval: float = CHAT_INTERVAL,
        chat_burst: int = CHAT_BURST,
    ) -> None:
        self.now = now
        self.interval = 1 / per_second
        self.chat_interval = chat_interval
        self.chat_tolerance = chat_interval * (chat_burst - 1)
        self.refused = 0
        self._all = 0.0
        self._chats: dict[int, float] = {}

    def count(self, chat_id: int, messages: int = 1) -> None:
        """Lets so many messages to one chat pass, or refuses them all."""
        now = self.now()
        overall = max(self._all, now)
        chat = max(self._chats.get(chat_id, 0.0), now)
        # A whole second's worth may come at once, as Telegram counts by seconds.
        wait = max(overall - now - (1 - self.interval), chat - now - self.chat_tolerance)
        if wait > 1e-6:
            self.refused += 1
            seconds = max(1, math.ceil(wait))
            raise Refusal(429, f"Too Many Requests: retry after {seconds}", seconds)
        self._all = overall + self.interval * messages
        self._chats[chat_id] = chat + self.chat_interval * messages
