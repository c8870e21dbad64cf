"""Updates that can't be handled, or even read: each is set aside with its reason, and nobody else is held up."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import select

from bot.client import make_client
from bot.intake.polling import Polling, next_offset
from bot.sandbox.sandbox import TOKEN
from bot.services import questions
from models.database import Database
from models.inbox import InboxRow, InboxState
from models.people import Conversation
from tests.world import STRANGER, YOUNG_PERSON, World, small_world


@pytest.fixture
async def lively(sqlite_url: str) -> AsyncIterator[World]:
    """A world on SQLite where everybody has their menu."""
    async with small_world(sqlite_url) as world:
        await world.settled()
        yield world


async def _aside(world: World) -> list[tuple[int, int, str | None]]:
    def look(db):
        rows = db.scalars(select(InboxRow).where(InboxRow.state == InboxState.ASIDE).order_by(InboxRow.received_at))
        return [(row.update_id, row.attempts, row.error) for row in rows]

    return await world.database.read(look)


async def _until_aside(world: World, count: int, seconds: float = 8.0) -> list[tuple[int, int, str | None]]:
    async with asyncio.timeout(seconds):
        while len(rows := await _aside(world)) < count:
            await asyncio.sleep(0.05)
    return rows


def _message(chat: int, **content: Any) -> dict[str, Any]:
    person = {"id": chat, "is_bot": False, "first_name": "X"}
    chat_ = {"id": chat, "type": "private", "first_name": "X"}
    return {"message": {"message_id": 900_000, "date": 1_700_000_000, "from": person, "chat": chat_, **content}}


# --- handlers that fail ---


async def test_a_handler_that_fails_is_tried_again_and_then_set_aside_with_one_apology(
    lively: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three more tries; then the update waits for a person, its sender is told once, and the chat goes on."""
    tries = 0
    real = questions.ask

    def ask(db, actor, said, *args, **kw):
        nonlocal tries
        if "poison" in said.text:
            tries += 1
            raise RuntimeError(said.text)
        return real(db, actor, said, *args, **kw)

    monkeypatch.setattr(questions, "ask", ask)
    await lively.young_person.send("poison for the bot")
    await lively.young_person.send("more poison for it")
    await lively.tutor.send("/helpnow")
    await lively.tutor.wait("Childline", timeout=1)
    await lively.young_person.wait("something went wrong on our side", timeout=8)
    await lively.young_person.send("What is a fret?")
    await lively.young_person.wait("Got it, #1", timeout=8)
    apologies = [bubble for bubble in lively.young_person.received if "went wrong" in bubble.text]
    assert len(apologies) == 1
    rows = await _aside(lively)
    assert [attempts for _, attempts, _ in rows] == [4, 4]
    assert tries % 4 == 0
    assert all(error and error.startswith("RuntimeError in ask:") for _, _, error in rows)


async def test_many_chats_that_fail_leave_room_for_one_that_does_not(
    lively: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More failing chats than are handled side by side: while they wait for their retries, others are served."""

    def fail(*_: Any) -> None:
        raise RuntimeError("every time")

    monkeypatch.setattr("handlers.joining.joining.start", fail)
    for chat in range(8000, 8040):
        lively.sandbox.push_raw(_message(chat, text="/start nothing"))
    await asyncio.sleep(0.3)
    began = time.monotonic()
    await lively.young_person.send("Am I served meanwhile?")
    await lively.young_person.wait("Got it, #1", timeout=2)
    assert time.monotonic() - began < 2
    await _until_aside(lively, 40, seconds=12)


async def test_one_failing_use_case_in_a_shared_commit_rolls_back_alone(database_url: str) -> None:
    """What shares its commit keeps its changes; what failed leaves no trace, and its caller gets its own error."""
    database = Database(database_url)

    def remember(db, number):
        db.merge(Conversation(chat_id=number, step="test", data={}, updated_at=questions.clock.now()))
        db.flush()
        if number % 7 == 3:
            raise ValueError(number)
        return number

    try:
        outcomes = await asyncio.gather(
            *(database.write(remember, number) for number in range(100)), return_exceptions=True
        )
        kept = await database.read(lambda db: set(db.scalars(select(Conversation.chat_id))))
    finally:
        await asyncio.to_thread(database.close)
    bad = {number for number in range(100) if number % 7 == 3}
    assert kept == set(range(100)) - bad
    assert {number for number, outcome in enumerate(outcomes) if isinstance(outcome, ValueError)} == bad
    assert all(outcomes[number] == number for number in kept)


# --- updates that are none ---


async def test_a_batch_with_one_malformed_update_does_not_stall_the_rest(lively: World) -> None:
    """Wrong types, no number, a number far off, no object at all: each is set aside with its reason."""
    number = lively.sandbox.push_raw({"message": "not a message"})
    lively.sandbox.push_raw({"update_id": "twelve", **_message(STRANGER, text="hello")})
    lively.sandbox.push_raw(_message(STRANGER, text=17))
    lively.sandbox.push_raw({"update_id": number + 2**40, **_message(STRANGER, text=["x"])})
    await lively.young_person.send("Does this come through?")
    await lively.young_person.wait("Got it, #1", timeout=3)
    await lively.young_person.send("And this, a moment later?")
    await lively.young_person.wait("Added to #1", timeout=3)
    errors = {error for _, _, error in await _until_aside(lively, 4)}
    assert errors == {
        "update.message is no object",
        "no usable update_id",
        "update.message.text is no text",
    }


async def test_nobody_acts_for_somebody_else(lively: World) -> None:
    """An update that says it comes from the lead, in a young person's chat, does nothing in either."""
    forged = _message(YOUNG_PERSON, text="/transcript Otter-12")
    forged["message"]["from"]["id"] = 1004
    lively.sandbox.push_raw(forged)
    assert "update.message.from is not whose chat it is" in str(await _until_aside(lively, 1))
    assert not lively.lead.received


def test_what_to_ask_for_next_is_not_thrown_off_by_one_number() -> None:
    """A number far from all others would throw away everything until it is reached."""
    assert next_offset(0, [5]) == 6
    assert next_offset(0, [5, 6, 7]) == 8
    assert next_offset(8, [8, 9, 2**40]) == 10
    assert next_offset(8, [2**40]) == 8
    assert next_offset(8, [3]) == 8
    assert next_offset(0, [2**40, 11, 12]) == 13
    # After a quiet week Telegram goes on from a random number: with the second update it is believed.
    assert next_offset(900_000_000, [17_000_000]) == 900_000_000
    assert next_offset(900_000_000, [17_000_000, 17_000_001]) == 17_000_002
    assert next_offset(8, []) == 8


@pytest.mark.parametrize("poison", ['{"a":' * 100_000 + "1" + "}" * 100_000, "9" * 5_000])
async def test_an_update_that_cannot_even_be_read_is_passed_over(poison: str) -> None:
    """Nested a hundred thousand deep, or with a number of five thousand digits: those around it are received."""
    updates = {11: '{"update_id": 11}', 12: f'{{"update_id": 12, "x": {poison}}}', 13: '{"update_id": 13}'}
    received: list[Any] = []
    done = asyncio.Event()

    async def answer(request: web.Request) -> web.Response:
        asked = await request.post()
        due = [body for number, body in updates.items() if number >= int(str(asked["offset"]))]
        due = due[: int(str(asked["limit"]))]
        if not due:
            done.set()
            await asyncio.sleep(5)
        return web.Response(text=f'{{"ok": true, "result": [{",".join(due)}]}}', content_type="application/json")

    async def receive(raws: list[Any]) -> None:
        received.extend(raws)

    application = web.Application()
    application.router.add_post(f"/bot{TOKEN}/getUpdates", answer)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    client = make_client(TOKEN, f"http://127.0.0.1:{runner.addresses[0][1]}")
    await client.initialize()
    polling = asyncio.create_task(Polling(client, receive).run())
    try:
        await asyncio.wait_for(done.wait(), 10)
    finally:
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)
        await client.shutdown()
        await runner.cleanup()
    assert received == [{"update_id": 11}, {"unreadable": 12}, {"update_id": 13}]
