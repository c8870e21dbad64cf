"""A whole small world for a test: the embedded Telegram, the real bot on a real database, and phones to hold."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from bot import clock
from bot.app import Backline
from bot.cli.demo import CAST, SAMPLE_LESSONS, people_who_joined
from bot.config import Config
from bot.sandbox.people import Person as SandboxPerson
from bot.sandbox.phone import Phone
from bot.sandbox.sandbox import TOKEN, Sandbox
from bot.services.lesson_loading import load_catalogue
from handlers import register, register_with_practice
from models.database import Database
from models.outbox import OutboxRow, OutboxState
from tests.sandbox.specification import asked_wrongly

YOUNG_PERSON, TUTOR, LEAD, COORDINATOR, SECOND_TUTOR = (row[0] for row in CAST)
NEWCOMER = 2001
STRANGER = 2002


def make_config(url: str, database_url: str, **sections: Any) -> Config:
    """The configuration of a test: no pacing, tutors always there, what the test says laid over it."""
    values: dict[str, Any] = {
        "telegram": {"token": TOKEN, "api_url": url},
        "database": {"url": database_url},
        "service": {"name": "Backline", "coordinators": [COORDINATOR]},
        "joining": {"require_reference": False},
        "hours": {"tutors": ["Mon-Sun 00:00-24:00"], "quiet": "off"},
        "limits": {"messages_per_second": 0, "seconds_per_chat": 0},
        "lessons": {"catalogue": str(SAMPLE_LESSONS)},
    }
    for name, section in sections.items():
        values[name] = {**values.get(name, {}), **section} if isinstance(section, dict) else section
    return Config.model_validate(values)


class World:
    """The sandbox, the bot that runs against it, and its database."""

    def __init__(self, sandbox: Sandbox, config: Config, practice: bool = False) -> None:
        self.sandbox = sandbox
        self.config = config
        self.register = register_with_practice if practice else register
        self.bot: Backline | None = None
        self._stop = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    @property
    def young_person(self) -> Phone:
        return self.sandbox.phone(YOUNG_PERSON)

    @property
    def tutor(self) -> Phone:
        return self.sandbox.phone(TUTOR)

    @property
    def second_tutor(self) -> Phone:
        return self.sandbox.phone(SECOND_TUTOR)

    @property
    def lead(self) -> Phone:
        return self.sandbox.phone(LEAD)

    @property
    def coordinator(self) -> Phone:
        return self.sandbox.phone(COORDINATOR)

    @property
    def newcomer(self) -> Phone:
        return self.sandbox.phone(NEWCOMER)

    @property
    def stranger(self) -> Phone:
        return self.sandbox.phone(STRANGER)

    @property
    def database(self) -> Database:
        assert self.bot is not None
        return self.bot.database

    async def start(self) -> None:
        """Starts the bot, as a new process would."""
        self._stop = asyncio.Event()
        self.bot = Backline(self.config, self.register)
        self._running = asyncio.create_task(self.bot.run(self._stop))
        await asyncio.wait_for(self.bot.ready.wait(), 10)

    async def stop(self) -> None:
        """Stops the bot as SIGTERM would."""
        self._stop.set()
        if self._running is not None:
            await self._running
            self._running = None

    async def restart(self) -> None:
        """Stops the bot and starts another on the same database."""
        await self.stop()
        await self.start()

    async def settled(self, timeout: float = 20) -> None:
        """Returns when all that is due is out and written down: what arrived on a phone is settled a moment later."""
        async with asyncio.timeout(timeout):
            # A screen is written down after it was shown, while its chat is still at work.
            while (self.bot is not None and len(self.bot.intake.lanes)) or await self.database.read(_on_its_way):
                await asyncio.sleep(0.01)

    def travel(self, **by: float) -> None:
        """Moves the clock on, for the bot and for the sandbox, and lets what is due go out."""
        clock.travel(timedelta(**by))
        if self.bot is not None:
            self.bot.clock_jumped()


def _on_its_way(db: Session) -> int:
    due = and_(OutboxRow.state == OutboxState.PENDING, OutboxRow.due_at <= clock.now())
    flying = OutboxRow.state == OutboxState.SENDING
    return db.scalar(select(func.count()).select_from(OutboxRow).where(or_(due, flying))) or 0


@asynccontextmanager
async def small_world(
    database_url: str, *, enforce_limits: bool = False, practice: bool = False, **sections: Any
) -> AsyncIterator[World]:
    """A world with the demo's cast (joined already), a newcomer and a stranger, on a migrated database.

    At its end every request of the bot is held against the Bot API specification, those that were refused as well.
    """
    cast = [SandboxPerson(row[0], row[1].split()[0], row[2], started=True) for row in CAST]
    extra = [SandboxPerson(NEWCOMER, "New", "Newcomer"), SandboxPerson(STRANGER, "Stranger", "Stranger")]
    sandbox = Sandbox([*cast, *extra], clock=lambda: clock.now().timestamp(), enforce_limits=enforce_limits)
    url = await sandbox.start()
    config = make_config(url, database_url, **sections)
    await asyncio.to_thread(furnish, database_url)
    world = World(sandbox, config, practice)
    await world.start()
    try:
        yield world
        assert asked_wrongly(sandbox) == []
    finally:
        await world.stop()
        await sandbox.stop()
        clock.come_back()


def furnish(database_url: str) -> None:
    """Puts the cast and the sample lessons into a migrated database, unless they are there."""
    database = Database(database_url)
    try:
        if database.write_now(people_who_joined):
            database.write_now(load_catalogue, SAMPLE_LESSONS)
    finally:
        database.close()
