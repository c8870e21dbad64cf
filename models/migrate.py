"""Migrations: up to the newest schema, down again, and which one a database has."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from models.engines import writer_engine

FOLDER = Path(__file__).resolve().parent / "migrations"


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Brings the database to a revision, by default the newest; does nothing where it is there already."""
    command.upgrade(_config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Takes the database back to a revision ("base" for an empty one)."""
    command.downgrade(_config(url), revision)


def newest() -> str:
    """The newest revision that this version knows."""
    return ScriptDirectory.from_config(_config("")).get_current_head() or ""


def current(url: str) -> str | None:
    """The revision that the database has; None for an empty one."""
    engine = writer_engine(url, 1)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()
