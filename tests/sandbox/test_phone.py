"""Phones that wait, find and print, in this process and from another."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox import TOKEN, Phone, RemotePhones, Sandbox, SandboxError
from tests.sandbox.conftest import ADA, TOM, Api, Clock

KEYS = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}], [{"text": "No", "callback_data": "n"}]]}


@pytest.fixture(params=["here", "from afar"])
async def phone(request: pytest.FixtureRequest, sandbox: Sandbox) -> AsyncIterator[Phone]:
    """Ada's phone, in the same process and over the control API."""
    if request.param == "here":
        yield sandbox.phone(ADA.id)
    else:
        async with RemotePhones(sandbox.url) as phones:
            yield phones.phone(ADA.id)


async def test_waiting_sees_what_comes_after_the_own_act(api: Api, phone: Phone) -> None:
    await api("sendMessage", chat_id=ADA.id, text="an old hello")
    await phone.send("hi")
    with pytest.raises(SandboxError, match=r"did not see 'hello' in 0\.1 s(.|\n)*an old hello(.|\n)*hi"):
        await phone.wait("hello", timeout=0.1)
    sent = asyncio.create_task(api("sendMessage", chat_id=ADA.id, text="a new hello"))
    assert (await phone.wait("hello")).text == "a new hello"
    await sent
    assert (await phone.wait("hello", after=0)).text == "an old hello"
    first = await phone.wait("hello", after=0)
    assert (await phone.wait("hello", after=first)).text == "a new hello"
    assert (await phone.wait(lambda bubble: bubble.id == sent.result()["message_id"])).text == "a new hello"


async def test_waiting_sees_edits_and_forgets_what_was_deleted(api: Api, phone: Phone) -> None:
    await phone.send("hi")
    sent = await api("sendMessage", chat_id=ADA.id, text="one", reply_markup=KEYS)
    where = {"chat_id": ADA.id, "message_id": sent["message_id"]}
    bubble = await phone.wait("one")
    assert phone.buttons(bubble) == ["Yes", "No"]
    mark = phone.mark
    await api("editMessageText", **where, text="two")
    assert await phone.wait("two", after=mark) is bubble
    assert bubble.edited
    await api("deleteMessage", **where)
    await phone.until(lambda: bubble.deleted)
    with pytest.raises(SandboxError, match="did not see"):
        await phone.wait("two", timeout=0.05)


async def test_everything_a_person_can_do(api: Api, phone: Phone, clock: Clock) -> None:
    await phone.start("CODE")
    sent = await api("sendMessage", chat_id=ADA.id, text="Well?", reply_markup=KEYS)
    await phone.wait("Well?")
    query = await phone.press("No")
    await api("answerCallbackQuery", callback_query_id=query, text="As you like")
    await phone.until(lambda: phone.toasts == ["As you like"])
    words = await phone.send("a question", reply_to=sent["message_id"], quote="Well")
    await phone.edit(words, "a better question")
    await phone.voice(caption="hm", duration=4)
    await phone.album(["photo", "photo"], caption="both")
    await phone.document(b"page", name="a.txt", reply_to=words)
    await phone.location(1, 2)
    await phone.react(sent["message_id"], "👍")
    await phone.block()
    with pytest.raises(SandboxError, match="has blocked the bot"):
        await phone.send("x")
    await phone.unblock()
    kinds = [next(key for key in update if key != "update_id") for update in await api.updates()]
    assert kinds == [
        *("message", "callback_query", "message", "edited_message", "message"),
        *("message", "message", "message", "message", "my_chat_member", "my_chat_member"),
    ]
    assert [bubble.kind for bubble in phone.messages] == [
        *("text", "text", "text", "voice", "photo", "photo", "document", "location"),
    ]
    assert phone.messages[2].text == "a better question"
    assert phone.messages[2].quote == "Well"
    assert phone.last.reactions == {"person": ["👍"]}
    await phone.delete(words)
    assert words.id not in [bubble.id for bubble in phone.messages]


async def test_menus_and_keyboards_are_seen(api: Api, phone: Phone) -> None:
    await api("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    await phone.until(lambda: phone.commands == ["help"])
    await api("sendMessage", chat_id=ADA.id, text="x", reply_markup={"keyboard": [[{"text": "Lessons"}]]})
    await phone.wait("x")
    assert await phone.press("Lessons") == ""
    assert phone.messages[-1].text == "Lessons"


async def test_quiet_means_quiet(api: Api, phone: Phone) -> None:
    await phone.quiet(0.05)
    later = asyncio.get_running_loop().create_task(_after(0.05, api))
    with pytest.raises(SandboxError, match=r"was to hear nothing(.|\n)*surprise"):
        await phone.quiet(0.5)
    await later


async def _after(seconds: float, api: Api) -> None:
    await asyncio.sleep(seconds)
    await api("sendMessage", chat_id=ADA.id, text="surprise")


async def test_the_transcript_reads_like_a_chat(api: Api, phone: Phone) -> None:
    assert phone.transcript() == "(nothing yet)"
    sent = await phone.photo(caption="Is this F?")
    reply = {"message_id": sent.id}
    await api("sendMessage", chat_id=ADA.id, text="Nearly.\nTry", reply_parameters=reply, reply_markup=KEYS)
    await phone.wait("Nearly")
    first, *rest = phone.transcript().splitlines()
    assert first.endswith(f"{sent.id} Young person: [photo] Is this F?")
    assert rest[0].endswith(f"{sent.id + 1} Bot: (to {sent.id}) Nearly.")
    assert [line.strip() for line in rest[1:]] == ["Try", "[Yes]", "[No]"]
    assert phone.transcript(1).splitlines() == rest


async def test_a_phone_switched_on_later_shows_what_was(api: Api, sandbox: Sandbox) -> None:
    await sandbox.phone(TOM.id).send("before")
    await api("sendMessage", chat_id=TOM.id, text="answer", reply_markup={"keyboard": [[{"text": "Menu"}]]})
    async with RemotePhones(sandbox.url) as phones:
        phone = phones.phone(TOM.id)
        assert [bubble.text for bubble in phone.messages] == ["before", "answer"]
        assert (await phone.wait("answer", after=0)).id == phone.last.id
        assert phone.on_keyboard("Menu")
        with pytest.raises(SandboxError, match="nobody with id 5"):
            phones.phone(5)
        await phones.set_down(True)
        assert sandbox.down
        await phones.set_down(False)


async def test_phones_in_this_process_are_quick(sandbox: Sandbox) -> None:
    phone = sandbox.phone(ADA.id)
    begun = time.perf_counter()
    for number in range(2000):
        await phone.send(f"message {number}")
    assert time.perf_counter() - begun < 1.0
    assert sandbox.pending == 2000


async def test_a_sandbox_in_a_process_of_its_own(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot.sandbox", "--people", "2", "--folder", str(tmp_path)]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().strip()
    async with RemotePhones(url) as phones, aiohttp.ClientSession() as session:
        await phones.phone(1001).send("hello")
        async with session.get(f"{url}/bot{TOKEN}/getUpdates") as response:
            (update,) = (await response.json())["result"]
        assert update["message"]["text"] == "hello"
        answer = {"chat_id": 1001, "text": "good day"}
        async with session.post(f"{url}/bot{TOKEN}/sendMessage", json=answer) as response:
            assert response.status == 200
        await phones.phone(1001).wait("good day", after=0)
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0
