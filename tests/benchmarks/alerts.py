"""From a worrying message's arrival to the alert's departure, under load, and after a `kill -9` in between."""

import asyncio
import os
import signal
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from bot import clock
from bot.sandbox.people import Person as SandboxPerson
from bot.sandbox.sandbox import Sandbox
from models.database import Database
from models.migrate import upgrade
from models.people import Person, PersonRole, Role
from tests.benchmarks import load

LEAD = 9_000
KILLS = 5
# The first is found by a rule, the second by the classifier alone.
WORDS = ("i want to hurt myself", "they make me take packages on the train n i cant say no")
CALM = ("How do I play bar {}?", "My G chord buzzes in bar {}", "When is the next lesson about bar {}?")


@dataclass(frozen=True)
class Alerts:
    """Seconds from arrival to departure: the median, the 99th percentile, and how many there were."""

    median: float
    p99: float
    count: int


def _add_lead(db: Session) -> None:
    db.add(
        Person(
            telegram_id=LEAD,
            alias="Bench-lead",
            name="Lead",
            instruments=[],
            joined_at=clock.now(),
            confirmed_at=clock.now(),
            role_rows=[PersonRole(role=Role.LEAD)],
        )
    )


def _prepare(url: str) -> None:
    upgrade(url)
    database = Database(url)
    database.write_now(_add_lead)
    database.close()


def _sandbox() -> Sandbox:
    people = [
        SandboxPerson(load.FIRST_ID + place, f"P{place}", started=True) for place in range(load.PEOPLE + load.TUTORS)
    ]
    return Sandbox([*people, SandboxPerson(LEAD, "Lead", started=True)], page=False)


def _alerted(sandbox: Sandbox) -> dict[str, float]:
    """When each young person's first alert left, by alias."""
    left: dict[str, float] = {}
    for call in sandbox.journal.of("sendMessage", LEAD):
        text = str(call.params.get("text", ""))
        if "Bench-" in text:
            left.setdefault(text.split("Bench-")[1].split()[0], call.monotonic)
    return left


async def under_load(presses: int = 80, words: int = 20, alerts: int = load.PEOPLE) -> Alerts:
    """So many young people write one worrying message among this many presses and worded messages a second."""
    sandbox = _sandbox()
    await sandbox.start()
    with tempfile.TemporaryDirectory() as name:
        url = f"sqlite:///{Path(name) / 'alerts.db'}"
        await asyncio.to_thread(_prepare, url)
        try:
            async with load.backline(sandbox, url):
                messages = await load.screens(sandbox)
                sent: dict[str, float] = {}
                began, count, step = time.perf_counter(), 0, 0
                chats = list(messages)
                while len(sent) < alerts:
                    step += 1
                    chat = chats[step % len(chats)]
                    await sandbox.phone(chat).press_data(load.DATA[step // len(chats) % 2], messages[chat])
                    if step % (presses // words) == 0:
                        count += 1
                        place = count % load.PEOPLE
                        if count % 10 == 0 and str(len(sent)) not in sent:
                            place = len(sent)
                            sent[str(place)] = time.perf_counter()
                            await sandbox.phone(load.FIRST_ID + place).send(f"{WORDS[len(sent) % 2]} {count}")
                        else:
                            await sandbox.phone(load.FIRST_ID + place).send(CALM[count % 3].format(count))
                    await asyncio.sleep(max(0.0, began + step / presses - time.perf_counter()))
                await load.until(lambda: len(_alerted(sandbox)) >= alerts, 60)
                took = sorted(at - sent[alias] for alias, at in _alerted(sandbox).items())
        finally:
            await sandbox.stop()
    return Alerts(took[len(took) // 2], took[min(len(took) - 1, int(len(took) * 0.99))], len(took))


async def after_a_kill() -> float | None:
    """Seconds from being ready again to the alert's departure, when the process died with the message just taken.

    None where the alert had left before the process died: that measures nothing.
    """
    sandbox = _sandbox()
    await sandbox.start()
    took: float | None = None
    # The process that was killed can't be told to stop any more.
    with suppress(ProcessLookupError), tempfile.TemporaryDirectory() as name:
        url = f"sqlite:///{Path(name) / 'alerts.db'}"
        await asyncio.to_thread(_prepare, url)
        try:
            async with load.backline(sandbox, url) as (folder, pid):
                await load.screens(sandbox)
                asked = len(sandbox.journal.of("getUpdates"))
                await sandbox.phone(load.FIRST_ID).send(WORDS[0])
                await load.until(lambda: len(sandbox.journal.of("getUpdates")) > asked)
                os.kill(pid, signal.SIGKILL)
                asked = len(sandbox.journal.of("getUpdates"))
                left_before = bool(_alerted(sandbox))
                process = await asyncio.create_subprocess_exec(
                    sys.executable, "-m", "bot", "run", "--config", str(folder / "config.toml"), cwd=load.ROOT
                )
                try:
                    await load.until(lambda: len(sandbox.journal.of("getUpdates")) > asked)
                    ready = time.perf_counter()
                    await load.until(lambda: bool(_alerted(sandbox)), 60)
                    left = _alerted(sandbox)["0"]
                finally:
                    process.terminate()
                    await process.wait()
                took = None if left_before else max(0.0, left - ready)
        finally:
            await sandbox.stop()
    return took


def main() -> None:
    """Both measurements, printed."""
    seen = asyncio.run(under_load())
    print(f"alerts at 80 presses/s and 20 messages/s: median {seen.median:.2f} s, p99 {seen.p99:.2f} s, n={seen.count}")
    took = [one for one in (asyncio.run(after_a_kill()) for _ in range(KILLS)) if one is not None]
    slowest = f"at most {max(took):.2f} s" if took else "not measured, each alert had left before the kill"
    print(f"alert after kill -9, from being ready again: {slowest}, n={len(took)} of {KILLS}")


if __name__ == "__main__":
    main()
