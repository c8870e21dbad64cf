"""The cost of /queue and /next with few questions and with very many: `python -m tests.benchmarks.queue [FEW MANY]`."""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text, update
from sqlalchemy.orm import Session

from bot import clock
from bot.config import Config
from bot.policies.instruments import CHOICES
from bot.policies.matching import write_topic
from bot.services import boards, queue
from bot.services.cards import Card
from bot.services.people import actor_of
from models.database import Database
from models.people import Person, PersonRole, Role
from models.questions import Entry, Question, QuestionState
from tests.databases import fresh_postgres, fresh_sqlite, postgres_server

SMALL, LARGE = 1_000, 1_000_000
ROUNDS = 60
ASKERS = 200
WAITING_SHARE = 0.2  # the others are answered
TUTOR_ID = 1


def _people(db: Session) -> list[tuple[int, list[str]]]:
    chance = random.Random(1)
    askers = []
    for place in range(ASKERS + 1):
        role = Role.TUTOR if place == 0 else Role.YOUNG_PERSON
        plays = ["guitar", "bass"] if place == 0 else [chance.choice(CHOICES)]
        person = Person(
            telegram_id=TUTOR_ID + place,
            alias=f"Bench-{place}",
            name=f"Bench {place}",
            instruments=plays,
            joined_at=clock.now(),
            role_rows=[PersonRole(role=role)],
        )
        db.add(person)
        db.flush()
        askers.append((person.id, plays))
    return askers


def _questions(people: list[tuple[int, list[str]]], count: int) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    chance = random.Random(2)
    now, tutor = clock.now(), people[0][0]
    for number in range(1, count + 1):
        asker, plays = people[1 + chance.randrange(ASKERS)]
        waits = chance.random() < WAITING_SHARE
        asked = now - timedelta(seconds=2 * (count - number) + 1)
        yield (
            {
                "id": number,
                "asker_id": asker,
                "state": QuestionState.WAITING if waits else QuestionState.ANSWERED,
                "asked_at": asked,
                "waiting_since": asked if waits else None,
                "preferred_tutor_id": None if waits else tutor,
                "topic": write_topic("en", plays, CHOICES),
            },
            {
                "question_id": number,
                "author_id": asker,
                "by_staff": False,
                "kind": "text",
                "text": f"How do I play bar {number}?",
                "media": {},
                "said_at": asked,
                "state": "received",
                "version": 1,
            },
        )


def fill(database: Database, count: int) -> None:
    """People, and so many questions of which a fifth wait."""
    people = database.write_now(_people)
    batch: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for row in _questions(people, count):
        batch.append(row)
        if len(batch) == 20_000:
            database.write_now(_put, batch)
            batch = []
    database.write_now(_put, batch)
    database.write_now(lambda db: db.execute(text("ANALYZE")))


def _put(db: Session, batch: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    if batch:
        db.execute(insert(Question), [question for question, _ in batch])
        db.execute(insert(Entry), [entry for _, entry in batch])


def open_the_board(db: Session, config: Config) -> None:
    """/queue."""
    actor = actor_of(db, TUTOR_ID)
    assert actor is not None
    assert boards.open_board(db, actor, config).page.questions


def open_the_next(db: Session, config: Config) -> None:
    """/next, given back at once so that the next round finds the same."""
    actor = actor_of(db, TUTOR_ID)
    assert actor is not None
    card = queue.next_question(db, actor, config)
    assert isinstance(card, Card)
    db.execute(update(Question).where(Question.id == card.question.id).values(holder_id=None, held_until=None))


def medians_ms(databases: list[Database], act: Callable[[Session, Config], None]) -> tuple[float, float]:
    """The median time of one act on each, in turns, so that a busy machine is as busy for both."""
    config = Config()
    took: list[list[float]] = [[] for _ in databases]
    for count in range(ROUNDS + 5):
        for times, database in zip(took, databases, strict=True):
            began = time.perf_counter()
            database.write_now(act, config)
            if count >= 5:
                times.append(time.perf_counter() - began)
    return statistics.median(took[0]) * 1000, statistics.median(took[1]) * 1000


def measure(url_of: Callable[[], Any], small: int, large: int) -> dict[str, tuple[float, float]]:
    """The medians in milliseconds of /queue and /next, with few questions and with many."""
    with ExitStack() as stack:
        databases = []
        for count in (small, large):
            database = Database(stack.enter_context(url_of()))
            stack.callback(database.close)
            fill(database, count)
            databases.append(database)
        acts = {"/queue": open_the_board, "/next": open_the_next}
        return {name: medians_ms(databases, act) for name, act in acts.items()}


def main(small: int = SMALL, large: int = LARGE) -> None:
    """Prints the medians and their ratios on both databases."""
    with tempfile.TemporaryDirectory() as folder:
        kinds: dict[str, Callable[[], Any]] = {"SQLite": lambda: fresh_sqlite(Path(folder))}
        if postgres_server() is not None:
            kinds["PostgreSQL"] = fresh_postgres
        for kind, url_of in kinds.items():
            for name, (few, many) in measure(url_of, small, large).items():
                what = f"{name} on {kind}, {small:,} and {large:,} questions"
                print(f"{what:<58} {few:.1f} ms, {many:.1f} ms, ratio {many / few:.2f}", flush=True)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
