"""The classifier in a process of its own: its weight is not the bot's, and neither is its time."""

import asyncio
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache

from bot.policies.detection import Detector, Verdict
from bot.policies.detection.contacts import Allowed
from bot.policies.judgements import Direction, Judgement

# One for the whole process, however many bots live in it: it takes seconds to load and a hundred megabytes to hold.
_pool: ProcessPoolExecutor | None = None
TOGETHER = 16  # messages handed over at once: they cost a third of what they would singly, and none waits for long


@cache
def _detector(allowed: Allowed) -> Detector:
    return Detector.load(allowed.links, allowed.numbers)


def _begin() -> None:
    """In the child: it ends with its parent, even when the parent is killed."""
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def _judge_all(messages: Sequence[tuple[Direction, str]], allowed: Allowed) -> list[Verdict]:
    return _detector(allowed).judge_all(messages)


def _started() -> ProcessPoolExecutor:
    global _pool
    if _pool is None:
        _pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)
    return _pool


async def _ask(messages: Sequence[tuple[Direction, str]], allowed: Allowed) -> list[Judgement]:
    """What rules and classifier say of them; a child that died is replaced, and asked once more."""
    global _pool
    for last in (False, True):
        pool = _started()
        try:
            verdicts = await asyncio.wrap_future(pool.submit(_judge_all, messages, allowed))
            return [Judgement.of(one) for one in verdicts]
        except BrokenProcessPool:
            _pool = None if _pool is pool else _pool
            if last:
                raise
    raise AssertionError("unreachable")


@dataclass(frozen=True)
class _Waiting:
    direction: Direction
    text: str
    judged: "asyncio.Future[Judgement]"


class Ear:
    """Hands messages to the child: what comes while it is busy waits, and goes together."""

    def __init__(self, allowed: Allowed) -> None:
        self._allowed = allowed
        self._waiting: deque[_Waiting] = deque()
        self._handing: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    async def judge(self, direction: Direction, text: str) -> Judgement:
        """What rules and classifier say of the words."""
        one = _Waiting(direction, text, asyncio.get_running_loop().create_future())
        self._waiting.append(one)
        if self._handing is None or self._handing.done():
            self._handing = asyncio.create_task(self._hand_over())
        return await one.judged

    async def _hand_over(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(TOGETHER, len(self._waiting)))]
            try:
                await self._settle(batch)
            except Exception:
                # One of them, perhaps, is what it chokes on: the others must not suffer for it.
                for one in batch:
                    await self._alone(one)

    async def _settle(self, batch: list[_Waiting]) -> None:
        found = await _ask([(one.direction, one.text) for one in batch], self._allowed)
        for one, judgement in zip(batch, found, strict=True):
            if not one.judged.done():
                one.judged.set_result(judgement)

    async def _alone(self, one: _Waiting) -> None:
        try:
            await self._settle([one])
        except Exception as error:
            if not one.judged.done():
                one.judged.set_exception(error)
