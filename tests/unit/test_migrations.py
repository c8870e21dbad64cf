"""Migrations on both databases: up, down and up again, the same as the models, and nobody's children are lost."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.engine import make_url

from models import Base
from models.engines import is_sqlite, reader_engine, writer_engine
from models.migrate import alembic_config, current, downgrade, newest, upgrade
from models.search import is_index
from tests.services import question_house as house

REVISIONS = [script.revision for script in ScriptDirectory.from_config(alembic_config("")).walk_revisions()][::-1]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a database at the newest revision."""
    made = writer_engine(database_url, 1)
    yield made
    made.dispose()


def _tables(engine: Engine) -> set[str]:
    return {name for name in inspect(engine).get_table_names() if not is_index(name)} - {"alembic_version"}


def _differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "include_name": lambda name, _kind, _parents: not is_index(name)},
        )
        return list(compare_metadata(context, Base.metadata))


def test_the_migrations_make_what_the_models_say(engine: Engine) -> None:
    """Column by column, index by index: nothing is left to be migrated."""
    assert _differences(engine) == []
    assert _tables(engine) == set(Base.metadata.tables)


def test_down_to_nothing_and_up_again(database_url: str, engine: Engine) -> None:
    """Every step in both directions, one at a time."""
    assert current(database_url) == newest() == REVISIONS[-1]
    for revision in [*REVISIONS[-2::-1], "base"]:
        downgrade(database_url, revision)
        assert current(database_url) == (None if revision == "base" else revision)
    assert _tables(engine) == set()
    for revision in REVISIONS:
        upgrade(database_url, revision)
        assert current(database_url) == revision
    assert _differences(engine) == []
    upgrade(database_url)
    assert current(database_url) == newest()


def test_an_upgrade_keeps_everybody_and_everything(database_url: str, engine: Engine) -> None:
    """From the first revision on: rows that refer to others are there afterwards, with foreign keys on as before."""
    downgrade(database_url, REVISIONS[0])
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO people (id, telegram_id, alias, name, language, instruments, joined_at)"
                " VALUES (1, 5, 'Otter-12', 'Riff', 'en', '[]', 0)"
            )
        )
        connection.execute(text("INSERT INTO person_roles (person_id, role) VALUES (1, 'young_person')"))
    upgrade(database_url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT name FROM people")) == "Riff"
        assert connection.scalar(text("SELECT count(*) FROM person_roles")) == 1
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM people"))
        assert connection.scalar(text("SELECT count(*) FROM person_roles")) == 0


def test_a_used_database_goes_down_and_up_with_its_people(database_url: str, engine: Engine, run) -> None:
    """One step down and up again, with a conversation in it: its tables are rebuilt around it, not emptied."""
    run(house.furnish)
    house.act(run, house.RIFF, house_ask, house.said(house.RIFF, "What is a barre?"))
    before = _counts(engine)
    if len(REVISIONS) > 1:
        downgrade(database_url, REVISIONS[-2])
        upgrade(database_url)
    assert _counts(engine) == before
    assert before["people"] == 5
    assert before["entries"] == 1


def house_ask(db, actor, said):
    """Asks, with the configuration of these tests."""
    from bot.services import questions

    return questions.ask(db, actor, said, house.config())


def _counts(engine: Engine) -> dict[str, int]:
    tables = sorted(_tables(engine))
    with engine.connect() as connection:
        return {name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0 for name in tables}


def test_the_settings_that_lose_nothing_are_on(database_url: str, engine: Engine) -> None:
    """On SQLite: a log written ahead, full synchronisation, foreign keys, a busy timeout, and readers that can't write.

    Whoever begins to write has the only place at once: nobody finds out at the end that another was quicker.
    """
    if not is_sqlite(database_url):
        return
    with engine.connect() as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
        other = sqlite3.connect(make_url(database_url).database or "", timeout=0, isolation_level=None)
        with closing(other), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    assert pragma == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}
    reader = reader_engine(database_url, 1)
    with reader.connect() as connection, pytest.raises(Exception, match="readonly"):
        connection.exec_driver_sql("DELETE FROM people")
    reader.dispose()


def test_a_missing_database_has_no_revision(tmp_path: Path) -> None:
    """An empty file is at nothing yet, and is brought up from there."""
    url = f"sqlite:///{tmp_path / 'new.db'}"
    assert current(url) is None
    upgrade(url)
    assert current(url) == newest()
