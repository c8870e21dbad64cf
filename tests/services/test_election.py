"""Of all processes on one database one works; the next takes over when it is gone."""

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from models.election import LOCK_KEY, Leadership
from models.engines import is_sqlite


def test_one_has_it_and_the_next_takes_over(database_url: str) -> None:
    """Whoever stands by may ask as often as they like; what is given up is the next one's."""
    first, second = Leadership(database_url), Leadership(database_url)
    assert first.take()
    assert not second.take()
    assert not second.take()
    assert first.still_held()
    assert not second.still_held()
    first.give_up()
    assert not first.still_held()
    assert second.take()
    assert not first.take()
    second.give_up()


def test_it_is_lost_with_its_connection(database_url: str) -> None:
    """On PostgreSQL another may be elected before the first has noticed; the first finds out when it looks."""
    if is_sqlite(database_url):
        return
    first, second = Leadership(database_url), Leadership(database_url)
    assert first.take()
    engine = create_engine(make_url(database_url).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        here = "(SELECT oid FROM pg_database WHERE datname = current_database())"
        holder = f"SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = :key AND database = {here}"
        pid = connection.scalar(text(holder), {"key": LOCK_KEY})
        connection.scalar(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    engine.dispose()
    assert not first.still_held()
    assert second.take()
    first.give_up()
    second.give_up()
