"""Twenty `kill -9` under load: nothing is lost, nothing changes places, and only what was in flight comes twice."""

import asyncio
import random
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery.sender import IN_FLIGHT_UNPACED
from bot.sandbox.sandbox import Sandbox
from models.database import Database
from models.outbox import OutboxRow
from tests.databases import NO_POSTGRES, fresh_postgres, fresh_sqlite, postgres_server
from tests.faults import traffic
from tests.faults.process import BotProcess, write_config
from tests.faults.traffic import ANSWERED, ASKED, RANG, TUTORS, YOUNG_PEOPLE, Traffic
from tests.sandbox.specification import available, check_request

REMINDERS = 40
SETTLED_WITHIN = 120.0  # seconds after the last start: on a busy machine twenty starts leave much to catch up with


@pytest.mark.timeout(300)
async def test_twenty_kills_under_load_lose_nothing(tmp_path: Path) -> None:
    """SQLite: killed at twenty random instants, some of them before it was ready."""
    with fresh_sqlite(tmp_path) as url:
        # Without detection: its child would take half of each life to start (on PostgreSQL it is there).
        await _kill_again_and_again(tmp_path, url, kills=20, detection=False)


@pytest.mark.timeout(300)
async def test_kills_on_postgresql_lose_nothing(tmp_path: Path) -> None:
    """The same on PostgreSQL, where the lock that elects the one sender dies with its connection."""
    if postgres_server() is None:
        pytest.skip(NO_POSTGRES)
    with fresh_postgres() as url:
        await _kill_again_and_again(tmp_path, url, kills=4)


async def _kill_again_and_again(folder: Path, url: str, kills: int, detection: bool = True) -> None:
    seed = random.randrange(1_000_000)
    print(f"seed {seed}")
    chance = random.Random(seed)
    async with Sandbox(traffic.sandbox_people()) as sandbox:
        sections = {"limits": {"questions_per_hour": 100_000}, "safeguarding": {"detection": detection}}
        bot = BotProcess(write_config(folder, sandbox.url, url, **sections), folder / "bot.log")
        database = Database(url)
        people = Traffic(sandbox, seed)
        flying: list[list[OutboxRow]] = []
        try:
            database.write_now(traffic.furnish, REMINDERS, timedelta(seconds=kills * 1.5))
            people.begin(pause=0.7)
            for _ in range(kills):
                if chance.random() < 0.2:
                    await bot.start()
                else:
                    await bot.until_ready()
                await asyncio.sleep(chance.uniform(0.0, 0.6))
                assert bot.running, bot.log[-2000:]
                await bot.kill()
                flying.append(database.write_now(traffic.in_flight))
            await bot.until_ready()
            people.stop_asking()
            await _until_settled(sandbox, database, people)
            assert await bot.terminate() == 0
        finally:
            await people.end()
            if bot.running:
                await bot.kill()
            told = database.write_now(traffic.entries)
            database.close()
        # A child that is being born when its parent is killed says so on its way out; that is no fault of the bot's.
        assert bot.log.count("Traceback") == bot.log.count("spawn_main")
        assert people.total > kills * 5
        _check_what_people_saw(people, told, flying)
        if available():
            faults = {fault for call in sandbox.journal for fault in check_request(call.method, call.params)}
            assert not faults


async def _until_settled(sandbox: Sandbox, database: Database, people: Traffic) -> None:
    """Everything asked is answered, and every reminder rang; the database has nothing left to do."""
    give_up = time.monotonic() + SETTLED_WITHIN
    while time.monotonic() < give_up:
        await asyncio.sleep(0.2)
        left = database.write_now(traffic.left)
        answered = sum(len(set(people.shown(number, ANSWERED))) for number in YOUNG_PEOPLE)
        if sandbox.pending == 0 and left == traffic.Left(0, 0) and answered == people.total:
            return
    raise AssertionError(
        f"{left}, {sandbox.pending} with Telegram, {answered} of {people.total} answered\n{people.missing()}"
    )


def _check_what_people_saw(people: Traffic, told: list[traffic.Entry], flying: list[list[OutboxRow]]) -> None:
    twice: Counter[str] = Counter()
    for number in YOUNG_PEOPLE:
        asked = [entry for entry in told if not entry.by_staff and entry.chat_id == number]
        # No question lost, none made twice, in the order in which they were sent.
        assert [entry.text for entry in asked] == people.sent[number]
        receipts = people.receipts(number)
        assert {bubble.reply_to for bubble in receipts} == {entry.message_id for entry in asked}
        assert traffic.once_each([str(bubble.reply_to) for bubble in receipts]) == [str(e.message_id) for e in asked]
        twice += traffic.doubles([f"receipt {bubble.reply_to}" for bubble in receipts])
        shown = people.shown(number, ANSWERED)
        assert [words.split()[0] for words in people.answered[number]] == traffic.once_each(shown)
        twice += traffic.doubles(shown)
    for number in TUTORS:
        mine = people.shown(number, ASKED)
        for asker in YOUNG_PEOPLE:
            of_asker = [words for words in mine if words.startswith(f"asked-{asker}-")]
            places = [int(words.rpartition("-")[2]) for words in traffic.once_each(of_asker)]
            assert places == sorted(places)
        rang = people.shown(number, RANG)
        assert [int(words[1:].partition(":")[0]) for words in traffic.once_each(rang)] == list(range(1, REMINDERS + 1))
        twice += traffic.doubles([f"{number} {words}" for words in mine + rang])
    # One message to a chat is in the air at a time, and to so many chats at most.
    chats = [len({row.person_id for row in rows}) for rows in flying]
    print(f"{people.total} questions, {sum(twice.values())} doubles; chats in flight at each kill: {chats}")
    assert max(chats) <= IN_FLIGHT_UNPACED
    assert sum(twice.values()) <= sum(chats)


@pytest.mark.parametrize("telegram", ["well", "hanging"])
async def test_sigterm_ends_cleanly_within_five_seconds(tmp_path: Path, telegram: str) -> None:
    """Told to stop in the middle of its work, it ends with 0 in time, and what it left is done by the next one."""
    with fresh_sqlite(tmp_path) as url:
        async with Sandbox(traffic.sandbox_people()) as sandbox:
            bot = BotProcess(write_config(tmp_path, sandbox.url, url), tmp_path / "bot.log")
            database = Database(url)
            people = Traffic(sandbox, 1)
            try:
                database.write_now(traffic.furnish, 5, timedelta(seconds=1))
                await bot.until_ready()
                people.begin(pause=0.1)
                await asyncio.sleep(0.7)
                if telegram == "hanging":
                    sandbox.delay(60)
                    await asyncio.sleep(0.3)
                people.stop_asking()
                began = time.monotonic()
                assert await bot.terminate() == 0
                assert time.monotonic() - began < 5
                assert "Traceback" not in bot.log
                sandbox.delay(0)
                await bot.until_ready()
                await _until_settled(sandbox, database, people)
                assert await bot.terminate() == 0
            finally:
                await people.end()
                if bot.running:
                    await bot.kill()
                database.close()
