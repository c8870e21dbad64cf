"""A sandbox that is kept in a folder goes on where it stopped, or where it was killed."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.store import Store
from tests.sandbox.conftest import ADA, EVE, TOM, Api, Clock
from tests.sandbox.specification import check_sandbox

KEYS = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}


@pytest.mark.parametrize("killed", [False, True], ids=["stopped", "killed"])
async def test_everything_is_there_again(tmp_path: Path, clock: Clock, killed: bool) -> None:
    first = Sandbox([ADA, TOM, EVE], clock=clock, folder=tmp_path)
    await first.start()
    async with aiohttp.ClientSession() as session:
        api = Api(session, first)
        await first.phone(EVE.id).start()
        photo = await first.phone(ADA.id).photo(caption="look")
        gone = await first.phone(ADA.id).send("gone soon")
        sent = await api("sendMessage", chat_id=ADA.id, text="one", reply_markup=KEYS, disable_notification=True)
        await api("editMessageText", chat_id=ADA.id, message_id=sent["message_id"], text="two", reply_markup=KEYS)
        await api("pinChatMessage", chat_id=ADA.id, message_id=sent["message_id"])
        await api("sendMessage", chat_id=TOM.id, text="x", reply_markup={"keyboard": [[{"text": "Menu"}]]})
        await api("setMyCommands", commands=[{"command": "help", "description": "Help"}])
        await api("deleteMessage", chat_id=ADA.id, message_id=gone.id)
        await first.phone(TOM.id).block()
        await api.updates(3)
        before = [bubble.view() for bubble in first.phone(ADA.id).messages]
    if killed:
        # Nothing is closed in order: what the second one finds is what was written at each change.
        assert first._runner is not None
        await first._runner.cleanup()
    else:
        await first.stop()

    async with (
        Sandbox([ADA, TOM, EVE], clock=clock, folder=tmp_path) as second,
        aiohttp.ClientSession() as session,
    ):
        api = Api(session, second)
        ada, tom = second.phone(ADA.id), second.phone(TOM.id)
        assert [bubble.view() for bubble in ada.messages] == before
        assert (await ada.wait("two", after=0)).silent
        assert ada.buttons() == ["Yes"]
        assert tom.chat.blocked
        assert tom.on_keyboard("Menu")
        assert ada.commands == ["help"]
        updates = await api.updates()
        assert [next(key for key in update if key != "update_id") for update in updates] == [
            *("message", "my_chat_member"),
        ]
        assert [update["update_id"] for update in updates] == [3, 4]
        new = await ada.send("later")
        assert new.id > max(view["message_id"] for view in before)
        assert (await api.updates())[-1]["update_id"] == 5
        file = await api("getFile", file_id=photo.file_id)
        async with session.get(f"{second.url}/file/bot{second.token}/{file['file_path']}") as response:
            assert len(await response.read()) == file["file_size"]
        again = await api("sendPhoto", chat_id=EVE.id, photo=photo.file_id)
        assert again["photo"] == photo["photo"]
        assert await api("editMessageText", chat_id=ADA.id, message_id=sent["message_id"], text="three")
        assert check_sandbox(second) == []
    if killed and first.world.store is not None:
        first.world.store.close()


async def test_what_was_confirmed_or_dropped_stays_away(tmp_path: Path, clock: Clock) -> None:
    async with (
        Sandbox([ADA], clock=clock, folder=tmp_path) as first,
        aiohttp.ClientSession() as session,
    ):
        api = Api(session, first)
        for word in ("one", "two", "three"):
            await first.phone(ADA.id).send(word)
        await api.updates(3)
        await api("deleteWebhook", drop_pending_updates=True)
        await first.phone(ADA.id).send("four")
    store = Store(tmp_path)
    assert [number for (number,) in store.db.execute("SELECT update_id FROM updates")] == [4]
    store.close()
