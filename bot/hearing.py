"""Detection beside the event loop: in a process of its own, one message at a time, and never in a receipt's way."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from bot import ear
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
MOST_RESTS = 25


class Hearing:
    """Judges messages; without detection (configuration) everything comes back unjudged."""

    def __init__(self, database: Database, config: Config) -> None:
        self._database = database
        self._config = config
        self.on = config.safeguarding.detection
        self._glances = ThreadPoolExecutor(1, thread_name_prefix="glances")
        self._rules = Detector.by_rules()
        self._ready = False  # the classifier has been loaded
        self._waiting = 0
        self._behind = asyncio.Event()

    async def judge(self, direction: Direction, text: str, *, patiently: bool) -> Judgement | None:
        """What detection says of the words; None where it is off, or too busy for who has no patience."""
        if not self.on:
            return None
        if not text.strip():
            return Judgement()
        if not patiently and (not self._ready or self._waiting >= PATIENCE):
            return await self._glance(direction, text)
        self._waiting += 1
        try:
            return await ear.judge(direction, text)
        except Exception as error:
            # Its type alone: a message of the error's may quote the words.
            log.error("detection failed: %s", type(error).__name__)
            return Judgement(unread=FAILED)
        finally:
            self._waiting -= 1

    async def _glance(self, direction: Direction, text: str) -> Judgement | None:
        """Rules first: what they find is known at once; the rest is left for the classifier, right afterwards."""
        self._behind.set()
        try:
            found = await asyncio.get_running_loop().run_in_executor(self._glances, self._rules.judge, direction, text)
        except Exception as error:
            log.error("detection failed: %s", type(error).__name__)
            return None
        return Judgement.of(found) if found.worrying else None

    async def run(self) -> None:
        """Loads detection, and judges what was taken unjudged, by this process or one before it, until cancelled."""
        if not self.on:
            log.warning("detection is switched off: only people look at what is written")
            return
        await ear.judge("young_person", "")
        self._ready = True
        while True:
            self._behind.clear()
            while waiting := await self._database.read(noticing.unjudged, TOGETHER):
                found = []
                for number, text in waiting:
                    await self._let_others_first()
                    verdict = await self.judge("young_person", text, patiently=True)
                    found.append((number, verdict or Judgement()))
                    if found[-1][1].worries:
                        break
                await self._database.write(noticing.judged, found, self._config)
            # Not wait_for: before Python 3.12 it swallows a cancellation that meets its wake-up.
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._behind.wait()

    async def _let_others_first(self) -> None:
        """Answers wait for their judgement before they leave: what was taken already lets them pass, for a while."""
        for _ in range(MOST_RESTS):
            if not self._waiting:
                return
            await asyncio.sleep(REST_SECONDS)

    def close(self) -> None:
        """Lets the thread end; the classifier's process ends with this one."""
        self._glances.shutdown(wait=False, cancel_futures=True)
