"""How many updates are handled side by side, first come first served, with a way past for what can't wait."""

import asyncio


class Slots:
    """A number of slots; who is hurried gets one at once, though none is free, and the others wait a little longer."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._waiting: dict[int, asyncio.Future[None]] = {}

    async def take(self, key: int, hurried: bool = False) -> None:
        """Returns when `key` has a slot; one key waits once at a time."""
        if hurried or (self._free > 0 and not self._waiting):
            self._free -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[key] = turn
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give()
            self._waiting.pop(key, None)
            raise

    def hurry(self, key: int) -> None:
        """Whoever waits under this key waits no longer."""
        turn = self._waiting.pop(key, None)
        if turn is not None and not turn.done():
            self._free -= 1
            turn.set_result(None)

    def give(self) -> None:
        """A slot is free again."""
        self._free += 1
        while self._free > 0 and self._waiting:
            turn = self._waiting.pop(next(iter(self._waiting)))
            if not turn.done():
                self._free -= 1
                turn.set_result(None)
