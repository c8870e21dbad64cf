"""The load of the measurements: people with phones, the bot in a process of its own, and what the sandbox saw."""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from bot import clock
from bot.callbacks.people import Home, OpenSettings
from bot.sandbox.people import Person as SandboxPerson
from bot.sandbox.sandbox import TOKEN, Sandbox
from models.database import Database
from models.migrate import upgrade
from models.people import Person, PersonRole, Role

PEOPLE = 60
TUTORS = 1
FIRST_ID = 10_000
ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Latency:
    """Medians and 99th percentiles, in milliseconds."""

    answered_ms: float
    answered_p99_ms: float
    drawn_ms: float
    drawn_p99_ms: float


def _join(db: Session, count: int) -> None:
    for place in range(count + TUTORS):
        role = Role.TUTOR if place >= count else Role.YOUNG_PERSON
        db.add(
            Person(
                telegram_id=FIRST_ID + place,
                alias=f"Bench-{place}",
                name=f"Bench {place}",
                instruments=["guitar"],
                joined_at=clock.now(),
                confirmed_at=clock.now(),
                role_rows=[PersonRole(role=role)],
            )
        )


@asynccontextmanager
async def backline(sandbox: Sandbox, database_url: str | None = None) -> AsyncIterator[tuple[Path, int]]:
    """The bot as `python -m bot run`, with people who have joined and no limits; its folder and process number."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = database_url or f"sqlite:///{folder / 'bench.db'}"
        config = folder / "config.toml"
        config.write_text(
            f'[telegram]\ntoken = "{TOKEN}"\napi_url = "{sandbox.url}"\n'
            f'[database]\nurl = "{url}"\n[service]\ncoordinators = []\n'
            '[hours]\ntutors = ["Mon-Sun 00:00-24:00"]\nquiet = "off"\n'
            "[limits]\nmessages_per_second = 0\nseconds_per_chat = 0\nquestions_per_hour = 1000000\n"
            '[logging]\nlevel = "WARNING"\n'
        )
        await asyncio.to_thread(_furnish, url)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", "--config", str(config), cwd=ROOT
        )
        try:
            yield folder, process.pid
        finally:
            process.terminate()
            await process.wait()


def _furnish(url: str) -> None:
    upgrade(url)
    database = Database(url)
    database.write_now(_join, PEOPLE)
    database.close()


@asynccontextmanager
async def echo(sandbox: Sandbox) -> AsyncIterator[int]:
    """The bare echo bot."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.benchmarks.echo_bot", sandbox.url, TOKEN, cwd=ROOT
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


def make_sandbox() -> Sandbox:
    """A sandbox with a phone for everybody in the load."""
    people = [SandboxPerson(FIRST_ID + place, f"P{place}", started=True) for place in range(PEOPLE + TUTORS)]
    return Sandbox(people, page=False)


async def until(condition: Callable[[], bool], timeout: float = 120.0) -> None:
    """Waits for something to become true; TimeoutError if it doesn't."""
    end = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        await asyncio.sleep(0.01)


async def screens(sandbox: Sandbox) -> dict[int, int]:
    """Gives everybody one message with buttons; its number by chat."""
    found = {}
    for place in range(PEOPLE):
        await sandbox.phone(FIRST_ID + place).send("/start")
    await until(lambda: all(_has_buttons(sandbox, FIRST_ID + place) for place in range(PEOPLE)))
    for place in range(PEOPLE):
        number = FIRST_ID + place
        found[number] = next(b.id for b in reversed(sandbox.phone(number).received) if b.raw.get("reply_markup"))
    return found


def _has_buttons(sandbox: Sandbox, number: int) -> bool:
    return any(bubble.raw.get("reply_markup") for bubble in sandbox.phone(number).received)


DATA = (OpenSettings().encode(), Home().encode())


async def press_rate(sandbox: Sandbox, messages: dict[int, int], presses: int) -> float:
    """Presses a second, when as many as that wait at once."""
    before = len(sandbox.journal.of("editMessageText"))
    began = time.perf_counter()
    chats = list(messages)
    for count in range(presses):
        chat = chats[count % len(chats)]
        data = DATA[(count // len(chats)) % 2]
        await sandbox.phone(chat).press_data(data, messages[chat])
    await until(lambda: len(sandbox.journal.of("editMessageText")) - before >= presses)
    return presses / (sandbox.journal.of("editMessageText")[-1].monotonic - began)


async def steady_presses(sandbox: Sandbox, messages: dict[int, int], per_second: float, seconds: float) -> Latency:
    """How long a press waits for its answer and for its screen, under a steady load."""
    sandbox.journal.clear()
    chats = list(messages)
    pressed: dict[str, tuple[float, int]] = {}
    began = time.perf_counter()
    count = 0
    while time.perf_counter() - began < seconds:
        chat = chats[count % len(chats)]
        data = DATA[(count // len(chats)) % 2]
        query = await sandbox.phone(chat).press_data(data, messages[chat])
        pressed[query] = (time.perf_counter(), chat)
        count += 1
        await asyncio.sleep(max(0.0, began + count / per_second - time.perf_counter()))
    await until(lambda: len(sandbox.journal.of("editMessageText")) >= count, 30)
    answers = {call.params["callback_query_id"]: call.monotonic for call in sandbox.journal.of("answerCallbackQuery")}
    edits: dict[int, list[float]] = {}
    for call in sandbox.journal.of("editMessageText"):
        edits.setdefault(call.params["chat_id"], []).append(call.monotonic)
    answered = [answers[query] - at for query, (at, _) in pressed.items() if query in answers]
    drawn = []
    for at, chat in pressed.values():
        drawn.append(edits[chat].pop(0) - at)
    return Latency(*_spread(answered), *_spread(drawn))


def _spread(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return statistics.median(ordered) * 1000, ordered[int(len(ordered) * 0.99)] * 1000


async def question_rate(sandbox: Sandbox, questions: int) -> float:
    """Questions a second, each with its receipt sent and its tutor told, when as many as that wait at once."""
    before = len(sandbox.journal.of("sendMessage"))
    began = time.perf_counter()
    for count in range(questions):
        await sandbox.phone(FIRST_ID + count % PEOPLE).send(f"/ask How do I play bar {count}?")
    await until(lambda: len(sandbox.journal.of("sendMessage")) - before >= questions * 2)
    return questions / (sandbox.journal.of("sendMessage")[-1].monotonic - began)


async def echo_rate(sandbox: Sandbox, messages: int) -> float:
    """Echoes a second, when as many as that wait at once."""
    before = len(sandbox.journal.of("sendMessage"))
    began = time.perf_counter()
    for count in range(messages):
        await sandbox.phone(FIRST_ID + count % PEOPLE).send(f"words {count}")
    await until(lambda: len(sandbox.journal.of("sendMessage")) - before >= messages)
    return messages / (sandbox.journal.of("sendMessage")[-1].monotonic - began)


def memory_mb(pid: int) -> float:
    """The resident memory of a process, in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000
