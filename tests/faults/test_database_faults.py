"""A database that is locked, full, or gone for a while: nothing acknowledged is lost, and nothing is said twice."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import create_engine, event, select, text
from sqlalchemy.engine import make_url

from models import engines
from models.database import Database, is_passing
from models.inbox import InboxRow, InboxState
from models.questions import Entry
from tests.databases import NO_POSTGRES, fresh_postgres, postgres_server
from tests.world import World, small_world

LONG = "and on " * 500  # longer than a page of the database has room for


@pytest.fixture
async def impatient(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A world on SQLite that waits a tenth of a second for a lock, not ten seconds."""
    monkeypatch.setattr(engines, "BUSY_TIMEOUT_MS", 100)
    async with small_world(sqlite_url) as world:
        await asyncio.sleep(0.1)
        yield world


@contextmanager
def _locked(url: str):
    """Another process holds the database's one write lock."""
    connection = sqlite3.connect(make_url(url).database or "", isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")
    finally:
        connection.close()


async def _check_everything_arrived(world: World, words: list[str]) -> None:
    for item in words:
        await world.young_person.until(lambda: len(_receipts(world)) >= len(words), timeout=10)
        await world.tutor.wait(item, timeout=10, after=0)
    assert len(_receipts(world)) == len(words)
    shown = [bubble.text for bubble in world.tutor.received if any(item in bubble.text for item in words)]
    assert [next(item for item in words if item in line) for line in shown] == words

    def look(db):
        aside = db.scalars(select(InboxRow.error).where(InboxRow.state == InboxState.ASIDE)).all()
        return list(db.scalars(select(Entry.text).order_by(Entry.id))), aside

    told, aside = await world.database.read(look)
    assert [line.split(";")[0] for line in told] == words
    assert not aside


def _receipts(world: World) -> list[int | None]:
    return [bubble.reply_to for bubble in world.young_person.received if bubble.text.startswith("Got it")]


async def test_a_database_that_is_locked_for_seconds_loses_nothing(impatient: World) -> None:
    """Longer than an update's three retries take: what came in meanwhile is handled afterwards, in order, once."""
    words = [f"words {number}" for number in range(8)]
    await impatient.young_person.send(words[0])
    await impatient.young_person.wait("Got it, #1")
    await impatient.young_person.send(words[1])
    with _locked(impatient.config.database.url):
        for item in words[2:]:
            await impatient.young_person.send(item)
            await asyncio.sleep(0.9)
        await impatient.young_person.quiet(0.3)
    await _check_everything_arrived(impatient, words)


async def test_updates_in_memory_outlast_a_lock(impatient: World) -> None:
    """Acknowledged already, and not handled yet when the lock comes: they wait for as long as it lasts."""
    assert impatient.bot is not None
    holding = asyncio.Event()
    real = impatient.bot.intake.lanes._handle

    async def handle(stored: Any) -> float | None:
        await holding.wait()
        return await real(stored)

    impatient.bot.intake.lanes._handle = handle
    words = [f"words {number}" for number in range(3)]
    for item in words:
        await impatient.young_person.send(item)
    while len(impatient.bot.intake.lanes) < 3:
        await asyncio.sleep(0.01)
    with _locked(impatient.config.database.url):
        holding.set()
        await asyncio.sleep(6)
        assert not _receipts(impatient)
    await _check_everything_arrived(impatient, words)


async def test_a_full_disk_loses_nothing(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite says that it is full, at whatever write needs another page; with room again, all of it is there once."""
    full = threading.Event()
    real: Callable[..., Any] = engines.writer_engine

    def writer(url: str, count: int) -> Any:
        engine = real(url, count)

        @event.listens_for(engine, "begin")
        def _begin(connection: Any) -> None:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar() if full.is_set() else 1_000_000
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

        return engine

    monkeypatch.setattr("models.database.writer_engine", writer)
    async with small_world(sqlite_url) as world:
        await world.young_person.send("words 0; before")
        await world.young_person.wait("Got it, #1")
        full.set()
        words = [f"words {number}" for number in range(6)]
        for item in words[1:]:
            await world.young_person.send(f"{item}; {LONG}")
            await asyncio.sleep(0.3)
        assert len(_receipts(world)) < len(words)
        full.clear()
        await _check_everything_arrived(world, words)


async def test_postgresql_that_drops_every_connection_loses_nothing() -> None:
    """The election is lost with its connection: the bot stands by, is elected again, and goes on where it was."""
    if postgres_server() is None:
        pytest.skip(NO_POSTGRES)
    with fresh_postgres() as url:
        async with small_world(url) as world:
            words = [f"words {number}" for number in range(12)]
            for number, item in enumerate(words):
                await world.young_person.send(item)
                await asyncio.sleep(0.15)
                if number in (3, 7):
                    await asyncio.to_thread(_drop_connections, url)
            for item in words:
                await world.tutor.wait(item, timeout=15, after=0)
            await world.young_person.until(lambda: len(set(_receipts(world))) == len(words), timeout=15)
            told = await world.database.read(lambda db: list(db.scalars(select(Entry.text).order_by(Entry.id))))
            assert told == words


def _drop_connections(url: str) -> None:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    try:
        with engine.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
    finally:
        engine.dispose()


async def test_a_mistake_is_told_from_a_database_in_trouble(database_url: str) -> None:
    """A broken rule is the use case's fault, and waiting would not mend it; a lock passes."""
    database = Database(database_url)

    def broken(db):
        db.execute(text("INSERT INTO person_roles (person_id, role) VALUES (999, 'tutor')"))

    def nonsense(db):
        db.execute(text("SELECT nothing FROM nowhere"))

    try:
        for mistake in (broken, nonsense):
            with pytest.raises(Exception) as caught:
                await database.write(mistake)
            assert not is_passing(caught.value)
    finally:
        await asyncio.to_thread(database.close)
