"""The classifier in a process of its own: its weight is not the bot's, and neither is its time."""

import asyncio
import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache

from bot.policies.detection import Detector, Verdict
from bot.policies.judgements import Direction, Judgement

# One for the whole process, however many bots live in it: it takes seconds to load and a hundred megabytes to hold.
_pool: ProcessPoolExecutor | None = None


@cache
def _detector() -> Detector:
    return Detector.load()


def _begin() -> None:
    """In the child: it ends with its parent, even when the parent is killed."""
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def _judge(direction: Direction, text: str) -> Verdict:
    return _detector().judge(direction, text)


def _started() -> ProcessPoolExecutor:
    global _pool
    if _pool is None:
        _pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)
    return _pool


async def judge(direction: Direction, text: str) -> Judgement:
    """What rules and classifier say of the words; a child that died is replaced, and asked once more."""
    global _pool
    for last in (False, True):
        pool = _started()
        try:
            return Judgement.of(await asyncio.wrap_future(pool.submit(_judge, direction, text)))
        except BrokenProcessPool:
            _pool = None if _pool is pool else _pool
            if last:
                raise
    raise AssertionError("unreachable")
