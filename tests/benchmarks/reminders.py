"""Reminders at size: `python -m tests.benchmarks.reminders [OCCURRENCES PLACES REMINDED]`.

Finding what is due among all that waits, and a thousand reminders of one minute leaving at the configured rate
from a bot whose sandbox refuses whatever is faster than Telegram allows.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session

from bot import clock
from bot.client import make_client
from bot.config import Config
from bot.delivery import rows
from bot.delivery.sender import Delivery
from bot.sandbox.people import Person as SandboxPerson
from bot.sandbox.sandbox import Sandbox
from bot.services.reminders import key_of
from bot.texts import Texts
from models.database import Database
from models.outbox import OutboxRow, OutboxState, Priority
from models.people import Person, PersonRole, Role
from models.sessions import Enrolment, Occurrence
from models.sessions import Session as MusicSession
from tests.databases import fresh_postgres, fresh_sqlite, postgres_server
from tests.world import make_config

OCCURRENCES, PLACES, REMINDED = 100_000, 20, 1_000
MEETINGS = 20  # of each session
FIRST_ID = 100_000
ROUNDS = 60
BATCH = 20_000


@dataclass(frozen=True)
class LookUp:
    """Milliseconds to find what is due: with nothing due, and with so many due in this minute."""

    idle_ms: float
    busy_ms: float
    rows: int


@dataclass(frozen=True)
class Rate:
    """Reminders a second, the rate that is configured, and how often the sandbox said 429."""

    per_second: float
    configured: float
    refused: int


def _people(db: Session, count: int) -> None:
    now = clock.now()
    people = [
        {
            "id": number,
            "telegram_id": FIRST_ID + number,
            "alias": f"Bench-{number}",
            "name": f"Bench {number}",
            "language": "en",
            "instruments": [],
            "joined_at": now,
            "confirmed_at": now,
        }
        for number in range(1, count + 1)
    ]
    db.execute(insert(Person), people)
    roles = [{"person_id": row["id"], "role": Role.TUTOR if row["id"] == 1 else Role.YOUNG_PERSON} for row in people]
    db.execute(insert(PersonRole), roles)


def _sessions(db: Session, count: int, places: int, people: int) -> None:
    now = clock.now()
    for number in range(1, count + 1):
        db.add(
            MusicSession(
                id=number,
                title=f"Session {number}",
                tutor_id=1,
                zone="Europe/London",
                first_local="2027-01-04T16:00:00",
                minutes=45,
                frequency="weekly",
                created_at=now,
            )
        )
    db.flush()
    enrolled = [
        {"session_id": number, "person_id": 2 + (number * places + place) % (people - 1), "enrolled_at": now}
        for number in range(1, count + 1)
        for place in range(places)
    ]
    db.execute(insert(Enrolment), enrolled)


def _occurrences(sessions: int, places: int, people: int) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    now = clock.now()
    for number in range(sessions * MEETINGS):
        session, meeting = 1 + number // MEETINGS, number % MEETINGS
        # From the day after tomorrow on, each minute of the week in turn.
        start = now + timedelta(days=3 + 7 * meeting, minutes=session % (7 * 1440))
        occurrence = Occurrence(id=number + 1, starts_at=start)
        yield (
            {
                "id": number + 1,
                "session_id": session,
                "position": meeting,
                "local": f"{start:%Y-%m-%dT%H:%M:%S}",
                "starts_at": start,
                "ends_at": start + timedelta(minutes=45),
                "why": "",
            },
            [
                _reminder(occurrence, 2 + (session * places + place) % (people - 1), start - timedelta(hours=1), now)
                for place in range(places)
            ],
        )


def _reminder(occurrence: Occurrence, person: int, due_at: datetime, now: datetime) -> dict[str, Any]:
    return {
        "person_id": person,
        "kind": "session_reminder",
        "params": {"occurrence_id": occurrence.id, "starts": int(occurrence.starts_at.timestamp())},
        "priority": int(Priority.REMINDER),
        "dedup_key": key_of(occurrence, person, "1h"),
        "state": OutboxState.PENDING,
        "due_at": due_at,
        "useful_until": occurrence.starts_at,
        "created_at": now,
        "attempts": 0,
        "done_steps": 0,
    }


def fill(database: Database, occurrences: int, places: int, people: int) -> None:
    """So many occurrences, each with so many reminders that wait: none of them is due yet."""
    sessions = max(1, occurrences // MEETINGS)
    database.write_now(_people, people)
    database.write_now(_sessions, sessions, places, people)
    meetings: list[dict[str, Any]] = []
    promised: list[dict[str, Any]] = []
    for occurrence, reminders in _occurrences(sessions, places, people):
        meetings.append(occurrence)
        promised += reminders
        if len(promised) >= BATCH:
            database.write_now(_put, meetings, promised)
            meetings, promised = [], []
    database.write_now(_put, meetings, promised)
    database.write_now(lambda db: db.execute(text("ANALYZE")) and None)


def _put(db: Session, meetings: list[dict[str, Any]], promised: list[dict[str, Any]]) -> None:
    if meetings:
        db.execute(insert(Occurrence), meetings)
        db.execute(insert(OutboxRow), promised)


def fall_due(db: Session, count: int) -> int:
    """Lets reminders of so many people fall due in this minute, one each; how many."""
    one_each = (
        select(func.min(OutboxRow.id))
        .where(OutboxRow.state == OutboxState.PENDING)
        .group_by(OutboxRow.person_id)
        .limit(count)
    )
    result = db.execute(update(OutboxRow).where(OutboxRow.id.in_(one_each)).values(due_at=clock.now()))
    return int(result.rowcount)  # type: ignore[attr-defined]


def _median_ms(database: Database, expected: int) -> float:
    took = []
    for count in range(ROUNDS + 5):
        began = time.perf_counter()
        found = database.write_now(rows.candidates, (), 64)
        if count >= 5:
            took.append(time.perf_counter() - began)
        assert (len(found) > 0) == (expected > 0)
    return statistics.median(took) * 1000


def look_up(database: Database, reminded: int) -> LookUp:
    """What one look for what is due costs, before and after a thousand fell due."""
    waiting = database.write_now(lambda db: db.scalar(select(func.count()).select_from(OutboxRow))) or 0
    idle = _median_ms(database, 0)
    due = database.write_now(fall_due, reminded)
    return LookUp(idle, _median_ms(database, due), waiting)


async def leave(url: str, reminded: int) -> Rate:
    """Lets the sender send what fell due, against a sandbox that refuses what is too fast."""
    people = [SandboxPerson(FIRST_ID + number, f"P{number}", started=True) for number in range(1, reminded + 2)]
    sandbox = Sandbox(people, page=False, enforce_limits=True)
    address = await sandbox.start()
    limits = {"messages_per_second": 25, "seconds_per_chat": 1.2}
    config: Config = make_config(address, url, limits=limits)
    database = Database(url)
    client = make_client(config.telegram.token, config.telegram.api_url)
    await client.initialize()
    delivery = Delivery(database, client, Texts(config.service.zone, "Backline"), config)
    sending = asyncio.create_task(delivery.run())
    try:
        began = time.perf_counter()
        while delivery.sent < reminded:
            await asyncio.sleep(0.01)
        took = time.perf_counter() - began
    finally:
        sending.cancel()
        with suppress(asyncio.CancelledError):
            await sending
        await client.shutdown()
        database.close()
        await sandbox.stop()
    return Rate(reminded / took, 25, sandbox.world.limits.refused if sandbox.world.limits is not None else 0)


def measure(url_of: Callable[[], Any], occurrences: int, places: int, reminded: int) -> tuple[LookUp, Rate]:
    """Both measurements on one database."""
    with url_of() as url:
        database = Database(url)
        try:
            fill(database, occurrences, places, max(reminded + 1, 2 * places))
            found = look_up(database, reminded)
        finally:
            database.close()
        return found, asyncio.run(leave(url, reminded))


def main(occurrences: int = OCCURRENCES, places: int = PLACES, reminded: int = REMINDED) -> None:
    """Prints what a look costs, and how fast reminders leave, on both databases."""
    with tempfile.TemporaryDirectory() as folder:
        kinds: dict[str, Callable[[], Any]] = {"SQLite": lambda: fresh_sqlite(Path(folder))}
        if postgres_server() is not None:
            kinds["PostgreSQL"] = fresh_postgres
        for kind, url_of in kinds.items():
            found, rate = measure(url_of, occurrences, places, reminded)
            what = f"due look-up on {kind}, {found.rows:,} rows wait"
            print(f"{what:<58} {found.idle_ms:.2f} ms idle, {found.busy_ms:.2f} ms with {reminded:,} due", flush=True)
            share = rate.per_second / rate.configured
            what = f"{reminded:,} reminders due in one minute on {kind}"
            print(f"{what:<58} {rate.per_second:.1f}/s, {share:.1%} of the rate, {rate.refused} × 429", flush=True)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:4]))
