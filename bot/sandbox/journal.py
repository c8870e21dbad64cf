"""What the bot asked of Telegram, for tests and measurements to look at."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.sandbox.people import Json

KEPT = 100_000


@dataclass(slots=True)
class Call:
    """One request of the bot: came `at` by the sandbox's clock, `monotonic` by time.perf_counter."""

    method: str
    params: Json
    at: float
    answer: Json = field(default_factory=dict)
    dropped: bool = False
    monotonic: float = field(default_factory=time.perf_counter)

    @property
    def ok(self) -> bool:
        """Whether Telegram did it and said so."""
        return bool(self.answer.get("ok")) and not self.dropped


class Journal:
    """The bot's requests, oldest first; only the newest are kept."""

    def __init__(self, kept: int = KEPT) -> None:
        self._calls: deque[Call] = deque(maxlen=kept)

    def add(self, call: Call) -> None:
        """Writes one down."""
        self._calls.append(call)

    def of(self, method: str, chat_id: int | None = None) -> list[Call]:
        """The calls of one method, perhaps for one chat only."""
        return [call for call in self._calls if call.method == method and chat_id in (None, call.params.get("chat_id"))]

    def clear(self) -> None:
        """Forgets everything so far."""
        self._calls.clear()

    def __iter__(self) -> Iterator[Call]:
        return iter(list(self._calls))

    def __len__(self) -> int:
        return len(self._calls)
