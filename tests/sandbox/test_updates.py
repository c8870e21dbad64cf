"""getUpdates: what is given, confirmed, forgotten and refused."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import pytest

from bot.sandbox import Person, Sandbox
from tests.sandbox.conftest import ADA, TOM, Api, ApiError, Clock


async def test_updates_stay_until_the_next_offset_confirms_them(api: Api, sandbox: Sandbox) -> None:
    phone = sandbox.phone(ADA.id)
    for word in ("one", "two", "three"):
        await phone.send(word)
    first = await api.updates()
    assert [update["message"]["text"] for update in first] == ["one", "two", "three"]
    assert [update["update_id"] for update in first] == [1, 2, 3]
    assert await api.updates() == first
    assert await api.updates(2) == first[1:]
    assert await api.updates(1) == first[1:]
    assert sandbox.pending == 2
    assert await api.updates(4) == []
    assert sandbox.pending == 0


async def test_limits_and_negative_offsets(api: Api, sandbox: Sandbox) -> None:
    for number in range(120):
        await sandbox.phone(ADA.id).send(f"{number}")
    assert len(await api.updates()) == 100
    assert len(await api.updates(limit=500)) == 100
    assert len(await api.updates(limit=7)) == 7
    assert [update["message"]["text"] for update in await api.updates(-2)] == ["118", "119"]
    assert sandbox.pending == 2


async def test_a_long_poll_ends_with_the_first_update(api: Api, sandbox: Sandbox) -> None:
    begun = time.monotonic()
    polling = asyncio.create_task(api.updates(timeout=30))
    await asyncio.sleep(0.1)
    await sandbox.phone(ADA.id).send("hello")
    assert [update["message"]["text"] for update in await polling] == ["hello"]
    assert time.monotonic() - begun < 2
    begun = time.monotonic()
    assert await api.updates(2, timeout=1) == []
    assert 0.9 < time.monotonic() - begun < 3


async def test_a_second_poller_ends_the_first(api: Api, sandbox: Sandbox) -> None:
    first = asyncio.create_task(api.updates(timeout=30))
    await asyncio.sleep(0.1)
    second = asyncio.create_task(api.updates(timeout=30))
    with pytest.raises(ApiError, match="Conflict: terminated by other getUpdates request") as caught:
        await first
    assert caught.value.code == 409
    await sandbox.phone(ADA.id).send("hello")
    assert len(await second) == 1


async def test_only_the_kinds_asked_for_come(api: Api, sandbox: Sandbox) -> None:
    phone = sandbox.phone(ADA.id)
    sent = await api("sendMessage", chat_id=ADA.id, text="x")
    await phone.react(sent["message_id"], "👍")
    assert await api.updates() == []
    await api.updates(allowed_updates=["message_reaction"])
    await phone.react(sent["message_id"], "🔥")
    await phone.send("not wanted now")
    (update,) = await api.updates()
    assert update["message_reaction"]["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    assert update["message_reaction"]["new_reaction"] == [{"type": "emoji", "emoji": "🔥"}]
    info = await api("getWebhookInfo")
    assert info["allowed_updates"] == ["message_reaction"]
    assert info["pending_update_count"] == 1
    await api.updates(allowed_updates=[])
    await phone.send("wanted again")
    assert [list(update)[1] for update in await api.updates()] == ["message_reaction", "message"]
    await api.updates(allowed_updates=["message", "no_such_kind"])
    assert "allowed_updates" in await api("getWebhookInfo")


async def test_what_waits_too_long_is_gone(api: Api, sandbox: Sandbox, clock: Clock) -> None:
    phone = sandbox.phone(ADA.id)
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    await api("sendMessage", chat_id=ADA.id, text="x", reply_markup=keyboard)
    await phone.send("question")
    await phone.press("Yes")
    clock.forward(140)
    assert len(await api.updates()) == 2
    clock.forward(20)
    assert ["message" in update for update in await api.updates()] == [True]
    clock.forward(24 * 3600)
    assert await api.updates() == []
    assert sandbox.pending == 0


async def test_get_updates_never_answers_404(api: Api, sandbox: Sandbox) -> None:
    for address in ("getUpdates", "GETUPDATES", "getupdates?offset=1"):
        async with api.session.get(api.address(address)) as response:
            assert response.status == 200
            assert await response.json() == {"ok": True, "result": []}
    async with api.session.post(api.address("getUpdates"), json={"offset": "now"}) as response:
        assert response.status == 400


async def test_anything_at_all_can_be_pushed(clock: Clock) -> None:
    async with (
        Sandbox([ADA], clock=clock, first_update_id=500) as sandbox,
        aiohttp.ClientSession() as session,
    ):
        api = Api(session, sandbox)
        sandbox.push_raw({"message": {"date": "yesterday"}})
        sandbox.push_raw({"brain_wave": [None]})
        sandbox.push_raw({"update_id": "what", "message": 5})
        await sandbox.phone(ADA.id).send("and a good one")
        updates = await api.updates()
    assert [update["update_id"] for update in updates] == [500, 501, "what", 503]
    assert updates[0] == {"update_id": 500, "message": {"date": "yesterday"}}
    assert updates[3]["message"]["text"] == "and a good one"


async def test_update_ids_are_one_row_over_all_people(api: Api, sandbox: Sandbox) -> None:
    new = sandbox.add_person(Person(44, "Zoe"))
    for phone in (sandbox.phone(ADA.id), sandbox.phone(TOM.id), new):
        await phone.send("hello")
    updates = await api.updates()
    assert [update["message"]["chat"]["id"] for update in updates] == [ADA.id, TOM.id, 44]
    assert [update["update_id"] for update in updates] == [1, 2, 3]
    # An edit that comes before the message was fetched leaves that message as it was.
    sent = await new.send("before")
    await new.edit(sent, "after")
    told = [update.get("message") or update["edited_message"] for update in (await api.updates())[-2:]]
    assert [message["text"] for message in told] == ["before", "after"]
