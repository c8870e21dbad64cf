"""Migrations: up to the newest schema, down again, and which one a database has."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from models.engines import writer_engine

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).resolve().parent / "migrations"


def alembic_config(url: str) -> "Config":
    """Alembic's configuration for this database."""
    # Alembic weighs 11 MB in memory: whoever only asks which schema there is does without.
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Brings the database to a revision, by default the newest; does nothing where it is there already."""
    from alembic import command

    command.upgrade(alembic_config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Takes the database back to a revision ("base" for an empty one)."""
    from alembic import command

    command.downgrade(alembic_config(url), revision)


def newest() -> str:
    """The newest revision that this version knows; the files are numbered in order."""
    return max(path.name.split("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def current(url: str) -> str | None:
    """The revision that the database has; None for an empty one."""
    engine = writer_engine(url, 1)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return revision
    finally:
        engine.dispose()
