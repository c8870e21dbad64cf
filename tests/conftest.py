"""Fixtures that every room of the tests shares."""

import gc
import os
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import clock
from models.database import Database
from tests.databases import NO_POSTGRES, Furnish, fresh_postgres, fresh_sqlite, postgres_server, quick_folder
from tests.world import World, small_world

# pytest makes its temporary folders here, SQLite files among them.
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(quick_folder()))


@pytest.fixture(autouse=True)
def _present() -> Iterator[None]:
    """Every test begins and ends in the present."""
    yield
    clock.come_back()


@pytest.fixture
def furniture() -> Furnish | None:
    """What a fresh database holds besides its tables; nothing, where a room of the tests does not say otherwise."""
    return None


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path, furniture: Furnish | None) -> Iterator[str]:
    """A fresh, migrated database: each test that asks for it runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        with fresh_sqlite(tmp_path, furniture) as url:
            yield url
        return
    if postgres_server() is None:
        pytest.skip(NO_POSTGRES)
    with fresh_postgres(furniture) as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path, furniture: Furnish | None) -> Iterator[str]:
    """A fresh, migrated SQLite file, where the kind of database makes no difference."""
    with fresh_sqlite(tmp_path, furniture) as url:
        yield url


@pytest.fixture
def run(database_url: str) -> Iterator[Callable[..., Any]]:
    """Runs a use case in one transaction on a fresh database of either kind: `run(ask, actor, said, …)`."""
    database = Database(database_url)
    try:
        yield database.write_now
    finally:
        database.close()


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """A small world on either database: the sandbox, the bot, people who have joined."""
    async with small_world(database_url) as made:
        yield made


@pytest.fixture
async def sqlite_world(sqlite_url: str) -> AsyncIterator[World]:
    """The same on SQLite alone."""
    async with small_world(sqlite_url) as made:
        yield made


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it again and again for garbage took a tenth of the time."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What could not be tried is said loudly, at the end."""
    skipped = {str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", [])}
    for reason in sorted(skip for skip in skipped if "PostgreSQL" in skip or "hromium" in skip):
        terminalreporter.write_sep("!", reason.removeprefix("Skipped: "), red=True, bold=True)
