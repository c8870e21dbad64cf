"""Detection beside the event loop: loaded once, one message at a time in a thread, and never in a receipt's way."""

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

from bot.config import Config
from bot.policies.detection import Detector
from bot.policies.judgements import Direction, Judgement
from bot.services import noticing
from models.database import Database

log = logging.getLogger(__name__)

# So many young people's messages may wait for their turn; the next is taken as it is, and judged right afterwards.
PATIENCE = 3
TOGETHER = 20
LOOK_SECONDS = 5.0
FAILED = "failed"
REST_SECONDS = 0.02
MOST_REST = 0.05


class Hearing:
    """Judges messages; without detection (configuration) everything comes back unjudged."""

    def __init__(self, database: Database, config: Config) -> None:
        self._database = database
        self._config = config
        self.on = config.safeguarding.detection
        # One thread: two would only take the interpreter from the loop twice as often.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="hearing")
        self._glances = ThreadPoolExecutor(1, thread_name_prefix="glances")
        self._detector: Detector | None = None
        self._rules: Detector | None = None  # the same without its classifier: fast
        self._waiting = 0
        self._behind = asyncio.Event()

    async def judge(self, direction: Direction, text: str, *, patiently: bool) -> Judgement | None:
        """What detection says of the words; None where it is off, or too busy for who has no patience."""
        if not self.on:
            return None
        if not text.strip():
            return Judgement()
        if not patiently and (self._detector is None or self._waiting >= PATIENCE):
            return await self._glance(direction, text)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._judge, direction, text)
        except Exception as error:
            # Its type alone: a message of the error's may quote the words.
            log.error("detection failed: %s", type(error).__name__)
            return Judgement(unread=FAILED)
        finally:
            self._waiting -= 1

    async def _glance(self, direction: Direction, text: str) -> Judgement | None:
        """Rules first: what they find is known at once; the rest is left for the classifier, right afterwards."""
        self._behind.set()
        if self._rules is None:
            return None
        try:
            found = await asyncio.get_running_loop().run_in_executor(self._glances, self._rules.judge, direction, text)
        except Exception as error:
            log.error("detection failed: %s", type(error).__name__)
            return None
        return Judgement.of(found) if found.worrying else None

    def _judge(self, direction: Direction, text: str) -> Judgement:
        began = time.perf_counter()
        found = Judgement.of(self._loaded().judge(direction, text))
        if self._waiting > 1:
            # Others wait: half of the time is left to the loop, which has receipts to send.
            time.sleep(min(MOST_REST, time.perf_counter() - began))
        return found

    def _loaded(self) -> Detector:
        if self._detector is None:
            detector = Detector.load()
            self._rules = replace(detector, classifier=None, encoder=None)
            self._detector = detector
        return self._detector

    async def run(self) -> None:
        """Loads detection, and judges what was taken unjudged, by this process or one before it, until cancelled."""
        if not self.on:
            log.warning("detection is switched off: only people look at what is written")
            return
        await asyncio.get_running_loop().run_in_executor(self._thread, self._loaded)
        while True:
            self._behind.clear()
            while waiting := await self._database.read(noticing.unjudged, TOGETHER):
                found = []
                for number, text in waiting:
                    verdict = await self.judge("young_person", text, patiently=True)
                    await asyncio.sleep(REST_SECONDS if self._waiting else 0)
                    found.append((number, verdict or Judgement()))
                    if found[-1][1].worries:
                        break
                await self._database.write(noticing.judged, found, self._config)
            # Not wait_for: before Python 3.12 it swallows a cancellation that meets its wake-up.
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._behind.wait()

    def close(self) -> None:
        """Lets the thread end."""
        for threads in (self._thread, self._glances):
            threads.shutdown(wait=False, cancel_futures=True)
