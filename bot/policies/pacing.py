"""How fast we may send: Telegram's limits, for all and for each chat (generic cell rate algorithm)."""

from collections import deque
from math import inf
from typing import Final

# Refusals of this many chats within a second mean that the whole bot is too fast.
FLOODED_CHATS: Final = 3
FLOOD_WINDOW: Final = 1.0  # seconds
_FEWEST_TO_SWEEP: Final = 256


class Pacer:
    """Says when a send may go. It reads no clock: now is monotonic seconds, and never runs backwards."""

    def __init__(self, per_second: float, per_chat_seconds: float, burst: int = 3, chat_burst: int = 3) -> None:
        if burst < 1 or chat_burst < 1:
            raise ValueError("a burst is at least one message")
        self._interval = 1.0 / per_second if per_second > 0 else 0.0
        self._tolerance = self._interval * (burst - 1)
        self._chat_interval = max(0.0, per_chat_seconds)
        self._chat_tolerance = self._chat_interval * (chat_burst - 1)
        self._arrival = -inf  # the theoretical arrival time of the next send to anybody
        self._held_until = -inf
        self._chat_arrivals: dict[int, float] = {}
        self._chat_holds: dict[int, float] = {}
        self._refusals: deque[tuple[float, int, float]] = deque()
        self._sweep_at = _FEWEST_TO_SWEEP

    def __len__(self) -> int:
        """How many chats are remembered."""
        return len(self._chat_arrivals.keys() | self._chat_holds.keys())

    def ready_at(self, chat_id: int, now: float) -> float:
        """The earliest time, now or later, at which a send to this chat may go."""
        return max(
            now,
            self._held_until,
            self._arrival - self._tolerance,
            self._chat_arrivals.get(chat_id, now) - self._chat_tolerance,
            self._chat_holds.get(chat_id, now),
        )

    def spend(self, chat_id: int, now: float) -> None:
        """Counts one send to this chat."""
        if self._interval:
            self._arrival = max(self._arrival, now) + self._interval
        if self._chat_interval:
            self._chat_arrivals[chat_id] = max(self._chat_arrivals.get(chat_id, now), now) + self._chat_interval
        self._sweep(now)

    def note(self, chat_id: int, now: float) -> None:
        """Counts a send that did not wait for its turn: any number of them holds the next one back by a turn at most."""
        self.spend(chat_id, now)
        self._arrival = min(self._arrival, now + self._tolerance + self._interval)
        if chat_id in self._chat_arrivals:
            latest = now + self._chat_tolerance + self._chat_interval
            self._chat_arrivals[chat_id] = min(self._chat_arrivals[chat_id], latest)

    def hold_chat(self, chat_id: int, until: float) -> None:
        """Nothing goes to this chat before then; an earlier end never shortens a hold."""
        self._chat_holds[chat_id] = max(self._chat_holds.get(chat_id, until), until)

    def flood(self, chat_id: int, retry_after: float, now: float) -> None:
        """Telegram refused (429): this chat waits as told, and all wait when several are refused at once."""
        self.hold_chat(chat_id, now + retry_after)
        self._refusals.append((now, chat_id, retry_after))
        while self._refusals[0][0] <= now - FLOOD_WINDOW:
            self._refusals.popleft()
        if len({refused for _, refused, _ in self._refusals}) >= FLOODED_CHATS:
            # The shortest of them is what the whole bot was told; a longer one is some chat's own.
            self._held_until = max(self._held_until, now + min(wait for _, _, wait in self._refusals))
        self._sweep(now)

    def _sweep(self, now: float) -> None:
        # A chat whose times have passed is as free as one never seen. Doubling keeps the cost of a send
        # constant.
        if len(self._chat_arrivals) + len(self._chat_holds) < self._sweep_at:
            return
        self._chat_arrivals = {chat: time for chat, time in self._chat_arrivals.items() if time > now}
        self._chat_holds = {chat: time for chat, time in self._chat_holds.items() if time > now}
        self._sweep_at = max(_FEWEST_TO_SWEEP, 2 * (len(self._chat_arrivals) + len(self._chat_holds)))
