"""How Alembic reaches the database: with foreign keys off on SQLite while tables are rebuilt, checked afterwards."""

from typing import Literal

from alembic import context
from sqlalchemy import text

from models import Base
from models.desk import PrivateText
from models.engines import is_sqlite, writer_engine
from models.search import guard, is_index


def _plainly(kind: str, item: object, _context: object) -> str | Literal[False]:
    """A migration names what a column holds, not the code that guards it: that may move."""
    return "sa.Text()" if kind == "type" and isinstance(item, PrivateText) else False


def run() -> None:
    """Runs the migrations that were asked for, in one transaction."""
    url = context.config.attributes["url"]
    engine = writer_engine(url, 1)
    sqlite = is_sqlite(url)
    try:
        with engine.connect() as connection:
            if sqlite:
                # A table that is rebuilt is dropped for a moment; with foreign keys on, its children would go too.
                # The pragma does nothing inside a transaction, so it goes to the driver's connection directly.
                raw = connection.connection.driver_connection
                raw.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
            context.configure(
                connection=connection,
                target_metadata=Base.metadata,
                render_as_batch=sqlite,
                compare_type=True,
                user_module_prefix="",
                render_item=_plainly,
                # The index behind /search is no table of the models: triggers keep it, a migration made it by hand.
                include_name=lambda name, _kind, _parents: not is_index(name),
            )
            with context.begin_transaction():
                context.run_migrations()
                guard(connection)
                if sqlite and connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
                    raise RuntimeError("the migration would have broken references between tables")
    finally:
        engine.dispose()


run()
