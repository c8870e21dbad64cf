"""Looking into the database for the doctor: nothing is made and nothing is changed."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.config import Config
from models.engines import is_sqlite, reader_engine
from models.migrate import current, newest

T = TypeVar("T")


def is_missing(config: Config) -> bool:
    """Whether the database is a file that is not there: to open it would make it, readable for everybody."""
    url = config.database.url
    return is_sqlite(url) and not Path(make_url(url).database or "").exists()


def folder_of(config: Config) -> Path:
    """Where the file of a database on SQLite lies, or is to lie."""
    return Path(make_url(config.database.url).database or "").absolute().parent


async def schema_of(config: Config) -> str | None:
    """The revision that the database has; None where it has none yet."""
    return None if is_missing(config) else await asyncio.to_thread(current, config.database.url)


async def is_ready(config: Config) -> bool:
    """Whether there is something to look at; where there is not, the lines before have said why."""
    try:
        return await schema_of(config) == newest()
    except SQLAlchemyError:
        return False


async def look(config: Config, view: Callable[[Session], T]) -> T:
    """What a use case that changes nothing sees."""

    def run() -> T:
        engine = reader_engine(config.database.url, 1)
        try:
            with Session(engine) as db:
                return view(db)
        finally:
            engine.dispose()

    return await asyncio.to_thread(run)
