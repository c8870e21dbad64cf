"""The story: one conversation from a question to a reminder, played on phones and printed as a transcript."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import clock
from bot.app import Backline
from bot.cli.demo import CAST, demo_config, furnish, make_sandbox
from bot.sandbox.phone import Phone
from bot.sandbox.sandbox import Sandbox
from handlers import register

YOUNG_PERSON, TUTOR, LEAD, COORDINATOR, _ = (row[0] for row in CAST)
NEWCOMER = 1005


class Stage:
    """Prints what each person sees as it happens; the clock may be moved on, and the transcript says so."""

    def __init__(self, sandbox: Sandbox, bot: Backline) -> None:
        self._sandbox = sandbox
        self._bot = bot

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the story's service lives."""
        return self._bot.texts.zone

    def phone(self, number: int) -> Phone:
        """The phone of one of the cast."""
        return self._sandbox.phone(number)

    def scene(self, words: str) -> None:
        """A heading."""
        print(f"\n== {words} ==", flush=True)

    async def says(self, number: int, words: str) -> None:
        """Somebody sends words."""
        phone = self.phone(number)
        self._line(phone.name, words)
        await phone.send(words)

    async def taps(self, number: int, button: str | int) -> None:
        """Somebody taps a button."""
        phone = self.phone(number)
        name = button if isinstance(button, str) else phone.buttons()[button]
        self._line(phone.name, f"[taps “{name}”]")
        await phone.press(button)

    async def sees(self, number: int, words: str, after: int | None = None) -> str:
        """Waits until a person has been shown these words, and prints the message."""
        phone = self.phone(number)
        seen = await phone.wait(words, timeout=10, after=after)
        buttons = " ".join(f"[{name}]" for name in phone.buttons(seen))
        self._line(f"Bot → {phone.name}", f"{seen.text}\n{buttons}")
        return str(seen.text)

    def later(self, why: str, **by: float) -> None:
        """Moves the clock on."""
        clock.travel(timedelta(**by))
        self._bot.delivery.wake()
        print(f"\n   … {why} (the clock is moved on) …", flush=True)

    def _line(self, who: str, words: str) -> None:
        first, *rest = [line for line in words.splitlines() if line.strip()] or [""]
        local = clock.now().astimezone(self.zone)
        print(f"{local:%a %H:%M}  {who}: {first}", flush=True)
        for line in rest:
            print(f"           {line}", flush=True)


async def play() -> None:
    """Plays the whole story on a database of its own, prints it, and leaves nothing behind."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="backline-story-") as folder:
        sandbox = make_sandbox()
        url = await sandbox.start()
        config = demo_config(url, Path(folder) / "story.db")
        await asyncio.to_thread(furnish, config)
        bot, stop = Backline(config, register), asyncio.Event()
        running = asyncio.create_task(bot.run(stop))
        await bot.ready.wait()
        try:
            stage = Stage(sandbox, bot)
            for act in ACTS:
                await act(stage)
        finally:
            stop.set()
            await running
            await sandbox.stop()
            clock.come_back()
    print(f"\nThe end. Played in {time.monotonic() - began:.1f} s, on the real bot and a database of its own.")


async def _joins(stage: Stage) -> None:
    stage.scene("A young person joins with an invitation")
    await stage.says(COORDINATOR, "/invite young_person")
    link = await stage.sees(COORDINATOR, "t.me/")
    await stage.says(NEWCOMER, "/start " + link.split("start=")[1].split()[0])
    await stage.sees(NEWCOMER, "Is that OK for you?")
    await stage.taps(NEWCOMER, "Yes")
    await stage.sees(NEWCOMER, "How old are you?")
    await stage.taps(NEWCOMER, 0)
    await stage.sees(NEWCOMER, "What shall we call you?")
    await stage.taps(NEWCOMER, 0)
    await stage.sees(NEWCOMER, "Welcome")
    await stage.sees(COORDINATOR, "Confirm them")
    await stage.taps(COORDINATOR, "Confirm")
    await stage.sees(NEWCOMER, "all set")


async def _watches_and_asks(stage: Stage) -> None:
    stage.scene("A lesson, a moment in it, a question")
    await stage.says(YOUNG_PERSON, "/lessons g cord")
    await stage.sees(YOUNG_PERSON, "I found these")
    await stage.taps(YOUNG_PERSON, "The G chord")
    await stage.sees(YOUNG_PERSON, "You will learn")
    await stage.taps(YOUNG_PERSON, "I'm stuck here")
    await stage.sees(YOUNG_PERSON, "are you stuck?")
    await stage.says(YOUNG_PERSON, "0:08")
    await stage.sees(YOUNG_PERSON, "what is hard there?")
    await stage.says(YOUNG_PERSON, "How do I stop my G chord buzzing?")
    await stage.sees(YOUNG_PERSON, "Got it, #1")


async def _answers(stage: Stage) -> None:
    stage.scene("The tutor, between two lessons")
    await stage.sees(TUTOR, "G chord buzzing")
    await stage.taps(TUTOR, "I'll take it")
    await stage.sees(TUTOR, "yours for the next 20 minutes")
    await stage.says(TUTOR, "/answer 1 Press right behind the fret, and check that your finger stands up straight.")
    await stage.sees(YOUNG_PERSON, "Press right behind the fret")
    await stage.sees(TUTOR, "delivered")
    await stage.taps(YOUNG_PERSON, "That helped")
    await stage.sees(TUTOR, "says that helped")


async def _second_adult(stage: Stage) -> None:
    stage.scene("Two adults by design: the safeguarding lead can read every thread")
    await stage.says(LEAD, "/transcript Otter-12")
    await stage.sees(LEAD, "This reading is recorded")


async def _session(stage: Stage) -> None:
    stage.scene("A session, and its reminder at the right minute")
    start = (clock.now() + timedelta(days=3)).astimezone(stage.zone)
    await stage.says(TUTOR, f"/newsession Guitar club; {start:%Y-%m-%d} 16:30; 45m; Room 2")
    await stage.sees(TUTOR, "S1")
    await stage.says(TUTOR, "/enrol S1 Otter-12")
    await stage.sees(YOUNG_PERSON, "Guitar club")
    before = stage.phone(YOUNG_PERSON).mark
    due = start.replace(hour=15, minute=30, second=1, microsecond=0) - clock.now()
    stage.later("three days later, an hour before the session", seconds=due.total_seconds())
    await stage.sees(YOUNG_PERSON, "Guitar club", after=before)


ACTS: tuple[Callable[[Stage], Awaitable[None]], ...] = (
    _joins,
    _watches_and_asks,
    _answers,
    _second_adult,
    _session,
)
