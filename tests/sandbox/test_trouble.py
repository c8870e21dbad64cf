"""What goes wrong on purpose: limits, failures, cut lines, delays, Telegram down."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import pytest

from bot.sandbox import Sandbox
from tests.sandbox.conftest import ADA, TOM, Api, ApiError, Clock


async def test_without_limits_nothing_is_refused(api: Api, sandbox: Sandbox) -> None:
    await asyncio.gather(*(api("sendMessage", chat_id=ADA.id, text="x") for _ in range(60)))
    assert len(sandbox.phone(ADA.id).received) == 60


async def test_limits_per_chat_and_in_all(clock: Clock) -> None:
    people = [ADA, TOM]
    async with Sandbox(people, clock=clock, enforce_limits=True) as sandbox, aiohttp.ClientSession() as session:
        api = Api(session, sandbox)
        for _ in range(3):
            await api("sendMessage", chat_id=ADA.id, text="x")
        with pytest.raises(ApiError, match="Too Many Requests: retry after 1") as caught:
            await api("sendMessage", chat_id=ADA.id, text="x")
        assert (caught.value.code, caught.value.parameters) == (429, {"retry_after": 1})
        await api("sendMessage", chat_id=TOM.id, text="others may")
        clock.forward(1)
        await api("sendMessage", chat_id=ADA.id, text="x")
        with pytest.raises(ApiError):
            await api("copyMessage", chat_id=ADA.id, from_chat_id=ADA.id, message_id=1)
        assert await api("getChat", chat_id=ADA.id)
        limits = sandbox.world.limits
        assert limits is not None
        assert limits.refused == 2
        clock.forward(60)
        for number in range(30):
            limits.count(1000 + number)
        with pytest.raises(ApiError, match="Too Many Requests"):
            await api("sendMessage", chat_id=TOM.id, text="x")
        clock.forward(0.04)
        await api("sendMessage", chat_id=TOM.id, text="x")


async def test_a_pace_of_thirty_a_second_is_never_refused(clock: Clock) -> None:
    async with Sandbox(clock=clock, enforce_limits=True) as sandbox:
        limits = sandbox.world.limits
        assert limits is not None
        for number in range(900):
            limits.count(number)
            clock.forward(1 / 30)
        assert limits.refused == 0


async def test_failures_strike_what_they_are_meant_for(api: Api, sandbox: Sandbox) -> None:
    sandbox.fail("sendMessage", chat_id=ADA.id, times=2, error_code=429, retry_after=7)
    assert await api("sendMessage", chat_id=TOM.id, text="x")
    assert await api("getMe")
    for _ in range(2):
        with pytest.raises(ApiError, match="retry after 7") as caught:
            await api("sendMessage", chat_id=str(ADA.id), text="x")
        assert caught.value.parameters == {"retry_after": 7}
    await api("sendMessage", chat_id=ADA.id, text="through")
    sandbox.fail(error_code=500, description="Internal: nobody knows")
    with pytest.raises(ApiError, match="Internal: nobody knows"):
        await api("getMe")
    sandbox.fail(error_code=403, times=100)
    sandbox.heal()
    await api("getMe")
    assert [bubble.text for bubble in sandbox.phone(ADA.id).received] == ["through"]


async def test_a_cut_line_may_come_before_or_after_the_deed(api: Api, sandbox: Sandbox) -> None:
    phone = sandbox.phone(ADA.id)
    sandbox.fail("sendMessage")
    with pytest.raises(aiohttp.ClientConnectionError):
        await api("sendMessage", chat_id=ADA.id, text="never done")
    assert phone.received == []
    sandbox.fail("sendMessage", after_effect=True)
    with pytest.raises(aiohttp.ClientConnectionError):
        await api("sendMessage", chat_id=ADA.id, text="done, but who knows")
    assert [bubble.text for bubble in phone.received] == ["done, but who knows"]
    sandbox.fail("sendMessage", after_effect=True, error_code=502)
    with pytest.raises(ApiError, match="Bad Gateway"):
        await api("sendMessage", chat_id=ADA.id, text="done, too")
    assert phone.last.text == "done, too"
    assert [call.ok for call in sandbox.journal] == [False, False, False]
    assert [call.dropped for call in sandbox.journal] == [True, True, False]


async def test_while_telegram_is_down_every_line_is_cut(api: Api, sandbox: Sandbox) -> None:
    polling = asyncio.create_task(api.updates(timeout=30))
    await asyncio.sleep(0.1)
    sandbox.down = True
    with pytest.raises(aiohttp.ClientConnectionError):
        await polling
    with pytest.raises(aiohttp.ClientConnectionError):
        await api("getMe")
    await sandbox.phone(ADA.id).send("written meanwhile")
    sandbox.down = False
    (update,) = await api.updates()
    assert update["message"]["text"] == "written meanwhile"


async def test_delays(api: Api, sandbox: Sandbox) -> None:
    sandbox.delay(0.2)
    begun = time.monotonic()
    await asyncio.gather(api("getMe"), api("getMe"))
    assert 0.2 <= time.monotonic() - begun < 0.4
    sandbox.delay(0)


async def test_the_journal_keeps_what_was_asked_and_answered(api: Api, sandbox: Sandbox, clock: Clock) -> None:
    await api("sendMessage", chat_id=ADA.id, text="one")
    clock.forward(3)
    with pytest.raises(ApiError):
        await api("sendMessage", chat_id=999, text="two")
    first, second = sandbox.journal
    assert (first.method, first.params["text"], first.ok) == ("sendMessage", "one", True)
    assert first.answer["result"]["text"] == "one"
    assert second.at - first.at == 3
    assert second.monotonic > first.monotonic
    assert second.answer["error_code"] == 400
    assert sandbox.journal.of("sendMessage", chat_id=ADA.id) == [first]
    assert len(sandbox.journal) == 2


async def test_the_clock_can_be_changed(api: Api, sandbox: Sandbox) -> None:
    sandbox.clock = lambda: 1_900_000_000.0
    assert (await api("sendMessage", chat_id=ADA.id, text="x"))["date"] == 1_900_000_000
    assert sandbox.clock() == 1_900_000_000.0


async def test_a_taken_port_is_told(sandbox: Sandbox) -> None:
    port = int(sandbox.url.rsplit(":", 1)[1])
    with pytest.raises(OSError, match="address already in use"):
        await Sandbox().start(port)


async def test_stopping_ends_polls_at_once() -> None:
    sandbox = Sandbox()
    await sandbox.start()
    async with aiohttp.ClientSession() as session:
        polling = asyncio.create_task(Api(session, sandbox).updates(timeout=30))
        await asyncio.sleep(0.1)
        begun = time.monotonic()
        await sandbox.stop()
        assert time.monotonic() - begun < 1
        with pytest.raises(aiohttp.ClientConnectionError):
            await polling
