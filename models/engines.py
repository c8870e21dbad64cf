"""Engines for both databases, with the settings that were measured to lose nothing (docs/decisions/0002)."""

from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url

BUSY_TIMEOUT_MS = 10_000


def is_sqlite(url: str) -> bool:
    """Whether the address names the embedded database."""
    return url.startswith("sqlite")


def writer_engine(url: str, connections: int) -> Engine:
    """The engine for changes: on SQLite a single connection with BEGIN IMMEDIATE and synchronous=FULL."""
    if not is_sqlite(url):
        return _postgres(url, connections)
    engine = create_engine(url, pool_size=1, max_overflow=0, hide_parameters=True)
    _prepare_sqlite(engine, begin="BEGIN IMMEDIATE", query_only=False)
    return engine


def reader_engine(url: str, connections: int) -> Engine:
    """The engine for looking: on SQLite it can't change anything."""
    if not is_sqlite(url):
        return _postgres(url, connections)
    engine = create_engine(url, pool_size=connections, max_overflow=0, hide_parameters=True)
    _prepare_sqlite(engine, begin="BEGIN", query_only=True)
    return engine


def _postgres(url: str, connections: int) -> Engine:
    address = make_url(url).set(drivername="postgresql+psycopg")
    return create_engine(address, pool_size=connections, max_overflow=0, pool_pre_ping=True, hide_parameters=True)


def _prepare_sqlite(engine: Engine, begin: str, query_only: bool) -> None:
    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        # Python's driver would begin transactions by its own rules; ours begin in the "begin" event.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA synchronous=FULL")
        if query_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)
