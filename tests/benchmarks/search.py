"""How long /search takes at 100,000 threads, on SQLite and on PostgreSQL: `python -m tests.benchmarks.search`."""

import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot import clock
from bot.cli.demo import people_who_joined
from bot.services import search
from models.database import Database
from models.people import Person
from models.questions import Entry, EntryState, Question, QuestionState
from tests.databases import fresh_postgres, fresh_sqlite, postgres_server

THREADS = 100_000
CHUNK = 5_000
QUERIES = (
    "buzzing",  # in one thread of ten
    "barre buzzing",
    "barer",  # mistyped
    "wordabc",  # rare
    "how do i play the chord",
    "chord alias:Otter-12",
    "zzzzzz",
)


def _words(chance: random.Random, rare: list[str]) -> str:
    common = ["chord", "guitar", "finger", "string", "play", "the", "how", "lesson", "fret", "song"]
    some = ["buzzing", "barre", "strumming", "capo", "rhythm", "drop", "tuning", "bass", "voice", "tempo"]
    return " ".join([*chance.sample(common, 5), *chance.sample(some, 1), *chance.sample(rare, 4)])


def fill(db: Session, first: int, count: int, chance: random.Random, rare: list[str]) -> None:
    """Writes threads of two entries each."""
    asker = db.scalars(select(Person.id).where(Person.alias == "Otter-12")).one()
    tutor = db.scalars(select(Person.id).where(Person.name == "Tom")).one()
    now = clock.now() - timedelta(days=1)
    numbers = range(first, first + count)
    questions = [
        {"id": n, "asker_id": asker, "state": QuestionState.CLOSED, "asked_at": now, "topic": ""} for n in numbers
    ]
    common = {"kind": "text", "media": {}, "version": 1, "said_at": now}
    entries = [
        {**common, "question_id": n, "author_id": who, "by_staff": staff, "state": state, "text": _words(chance, rare)}
        for n in numbers
        for who, staff, state in ((asker, False, EntryState.RECEIVED), (tutor, True, EntryState.DELIVERED))
    ]
    db.execute(insert(Question), questions)
    db.execute(insert(Entry), entries)


def measure(url: str, threads: int = THREADS) -> dict[str, float]:
    """Milliseconds in the median for each query."""
    database = Database(url)
    chance = random.Random(17)
    letters = "abcdefghijklmnopqrstuvwxyz"
    rare = ["wordabc", *("".join(chance.choices(letters, k=7)) for _ in range(20_000))]
    try:
        database.write_now(people_who_joined)
        for first in range(1, threads, CHUNK):
            database.write_now(fill, first, CHUNK, chance, rare)
        return {query: _median(database, query) for query in QUERIES}
    finally:
        database.close()


def _median(database: Database, query: str) -> float:
    def once(db: Session) -> float:
        actor = db.scalars(select(Person).where(Person.name == "Tom")).one()
        began = time.perf_counter()
        search.search(db, actor, query)
        return (time.perf_counter() - began) * 1000

    return median(database.write_now(once) for _ in range(9))


@contextmanager
def _databases() -> Iterator[dict[str, str]]:
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        found = {"SQLite": stack.enter_context(fresh_sqlite(Path(folder)))}
        if postgres_server() is not None:
            found["PostgreSQL"] = stack.enter_context(fresh_postgres())
        yield found


def main() -> None:
    """Both databases, one after the other."""
    with _databases() as databases:
        for name, url in databases.items():
            for query, milliseconds in measure(url).items():
                print(f"{f'/search {query}, {name}, {THREADS:,} threads':<58} {milliseconds:.1f} ms", flush=True)


if __name__ == "__main__":
    main()
