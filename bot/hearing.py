"""Detection beside the event loop: in a process of its own, many messages at once, and never in a receipt's way."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.config import Config
from bot.ear import Ear
from bot.policies.detection import Detector
from bot.policies.detection.contacts import Allowed
from bot.policies.judgements import Direction, Judgement, rings
from bot.services import noticing
from bot.services.noticing import Unheard
from bot.transcriber import Transcriber, load_transcriber
from models.database import Database

log = logging.getLogger(__name__)

# So many messages may wait for their turn; a young person's next is taken as it is, and judged right afterwards.
PATIENCE = 12
TOGETHER = 20
LOOK_SECONDS = 5.0
BEGINNING = 600  # characters; a millisecond at the most
FAILED = "failed"
HEARD = "heard in a voice note, by a machine"


class Hearing:
    """Judges messages; without detection (configuration) everything comes back unjudged."""

    def __init__(self, database: Database, config: Config, fetch: Callable[[str], Awaitable[bytes]]) -> None:
        self._database = database
        self._config = config
        self._fetch = fetch
        self.on = config.safeguarding.detection
        self._transcriber: Transcriber | None = load_transcriber(config.safeguarding.transcriber)
        self._rules = Detector.by_rules()
        rules = config.safeguarding
        self._ear = Ear(Allowed.with_more(rules.allowed_links, rules.allowed_numbers))
        self._ready = False  # the classifier has been loaded
        self._behind = asyncio.Event()

    async def judge(self, direction: Direction, text: str, *, patiently: bool) -> Judgement | None:
        """What detection says of the words; None where it is off, or too busy for who has no patience."""
        if not self.on:
            return None
        if not text.strip():
            return Judgement()
        if not patiently and (not self._ready or len(self._ear) >= PATIENCE):
            return self._glance(direction, text)
        try:
            return await self._ear.judge(direction, text)
        except Exception as error:
            # Its type alone: a message of the error's may quote the words.
            log.error("detection failed: %s", type(error).__name__)
            return Judgement(unread=FAILED)

    def sounds_grave(self, words: str) -> bool:
        """Whether its beginning alone would ring, by the rules: such a message is handled before all that waits."""
        return self.on and bool(words) and rings(self._rules.judge("young_person", words[:BEGINNING]).severity)

    def _glance(self, direction: Direction, text: str) -> Judgement | None:
        """Rules take a tenth of a millisecond: what they ring for is known at once, the rest is left for afterwards."""
        try:
            found = Judgement.of(self._rules.judge(direction, text))
        except Exception as error:
            log.error("detection failed: %s", type(error).__name__)
            found = Judgement()
        if rings(found.severity):
            return found
        self._behind.set()
        return None

    async def run(self) -> None:
        """Loads detection, and judges what was taken unjudged, by this process or one before it, until cancelled."""
        if not self.on:
            log.warning("detection is switched off: only people look at what is written")
            return
        await self._ear.judge("young_person", "")
        self._ready = True
        if self._transcriber is None:
            await self._keep_up(None)
        else:
            # Apart: a voice note may take its time, and no message is to wait behind it.
            await asyncio.gather(self._keep_up(False), self._keep_up(True))

    async def _keep_up(self, spoken: bool | None) -> None:
        while True:
            self._behind.clear()
            while waiting := await self._database.read(noticing.unjudged, 1 if spoken else TOGETHER, spoken):
                found = await asyncio.gather(*(self._judge_late(one) for one in waiting))
                await self._database.write(noticing.judged, found, self._config)
            # Not wait_for: before Python 3.12 it swallows a cancellation that meets its wake-up.
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._behind.wait()

    async def _judge_late(self, one: Unheard) -> tuple[int, Judgement, str]:
        """The entry, what detection says of it, and the words that it was said of."""
        spoken = await self._spoken(one)
        words = "\n".join(filter(None, (one.text, spoken)))
        verdict = await self.judge("young_person", words, patiently=True) or Judgement()
        if spoken and verdict.worries:
            verdict = verdict.because(HEARD)
        return one.entry_id, verdict, words

    async def _spoken(self, one: Unheard) -> str:
        """The words of a voice note; empty where nobody can say. It stays on the list until a person has listened."""
        if self._transcriber is None or one.file_id is None:
            return ""
        try:
            return await self._transcriber.transcribe(await self._fetch(one.file_id), one.language)
        except Exception as error:
            # Whatever a service's own code raises: the note is listed for a person all the same.
            log.error("a voice note could not be transcribed: %s", type(error).__name__)
            return ""
