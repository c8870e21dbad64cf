"""One bot at a time on one database: a file lock beside SQLite, an advisory lock in PostgreSQL."""

import fcntl
import logging
from pathlib import Path
from typing import IO, Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from models.engines import is_sqlite

log = logging.getLogger(__name__)

# The lock's number is the bot's own, so that other programs in the same database are left alone.
LOCK_KEY = 0x6261636B6C696E65 & 0x7FFFFFFF


class Leadership:
    """Held by the one process that polls, sends and rings; lost when its lock or its connection is."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._file: IO[str] | None = None
        self._connection: Any = None

    def take(self) -> bool:
        """Tries once; True if this process is now the one."""
        return self._take_file() if is_sqlite(self._url) else self._take_advisory()

    def _take_file(self) -> bool:
        database = make_url(self._url).database
        path = Path(f"{database}.lock")
        handle = path.open("w")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.close()
            return False
        self._file = handle
        return True

    def _take_advisory(self) -> bool:
        engine = create_engine(make_url(self._url).set(drivername="postgresql+psycopg"), poolclass=NullPool)
        try:
            connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            if connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": LOCK_KEY}):
                self._connection = connection
                return True
            connection.close()
        except DBAPIError:
            log.warning("the database can't be reached for the election")
        return False

    def still_held(self) -> bool:
        """Whether the lock is still ours: on PostgreSQL it goes when its connection does."""
        if self._file is not None:
            return True
        if self._connection is None:
            return False
        try:
            self._connection.scalar(text("SELECT 1"))
        except DBAPIError:
            return False
        return True

    def give_up(self) -> None:
        """Lets another process take over."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._connection is not None:
            try:
                self._connection.close()
            except DBAPIError:
                log.info("the election's connection was gone already")
            self._connection = None
