"""The control API: screens, fingers, events, files, and who may ask."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from yarl import URL

from bot.sandbox import Sandbox, samples
from tests.sandbox.conftest import ADA, EVE, TOM, Api

KEYS: dict[str, Any] = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}


class Control:
    """The control API over HTTP."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def get(self, path: str) -> Any:
        async with self.session.get(f"{self.url}/sandbox/{path}") as response:
            assert response.status == 200
            return await response.json()

    async def post(self, path: str, status: int = 200, **body: Any) -> Any:
        async with self.session.post(f"{self.url}/sandbox/{path}", json=body) as response:
            assert response.status == status
            return await response.json()


@pytest.fixture
async def control(sandbox: Sandbox) -> AsyncIterator[Control]:
    async with aiohttp.ClientSession() as session:
        yield Control(session, sandbox.url)


async def read_events(control: Control, since: int, count: int) -> list[dict[str, Any]]:
    """So many events from the stream."""
    found: list[dict[str, Any]] = []
    async with control.session.get(f"{control.url}/sandbox/events?since={since}") as response:
        assert response.content_type == "text/event-stream"
        async for line in response.content:
            if line.startswith(b"data: "):
                found.append(json.loads(line[6:]))
                if len(found) == count:
                    break
    return found


async def test_state_tells_who_is_here(api: Api, control: Control, sandbox: Sandbox) -> None:
    await api("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    state = await control.get("state")
    assert state["bot"]["username"].endswith("bot")
    assert [phone["chat_id"] for phone in state["phones"]] == [ADA.id, TOM.id, EVE.id]
    ada, _, eve = state["phones"]
    assert (ada["label"], ada["user"]["first_name"], ada["blocked"]) == ("Young person", "Ada", False)
    assert ada["commands"] == [{"command": "help", "description": "Help"}]
    assert (ada["started"], eve["started"]) == (True, False)
    assert (state["down"], state["now"]) == (False, sandbox.clock())
    assert state["seq"] == sandbox.world.seq


async def test_a_whole_conversation(api: Api, control: Control) -> None:
    chat = f"chats/{ADA.id}"
    sent = await control.post(f"{chat}/text", text="/start")
    assert sent["message"]["text"] == "/start"
    answer = await api("sendMessage", chat_id=ADA.id, text="Hello", reply_markup=KEYS, disable_notification=True)
    pressed = await control.post(f"{chat}/press", message_id=answer["message_id"], data="y")
    assert (await api.updates())[-1]["callback_query"]["id"] == pressed["id"]
    await api("editMessageText", chat_id=ADA.id, message_id=answer["message_id"], text="Hello again")
    reply = await control.post(f"{chat}/text", text="thanks", reply_to=answer["message_id"], quote="again")
    assert reply["message"]["quote"]["text"] == "again"
    await control.post(f"{chat}/edit", message_id=sent["message"]["message_id"], text="/help")
    await control.post(f"{chat}/reaction", message_id=answer["message_id"], emoji="👍")
    messages = (await control.get(f"{chat}/messages"))["messages"]
    assert [message["text"] for message in messages] == ["/help", "Hello again", "thanks"]
    assert [message["edited"] for message in messages] == [True, True, False]
    assert [message["by_bot"] for message in messages] == [False, True, False]
    assert [message["silent"] for message in messages] == [False, True, False]
    assert messages[1]["reactions"] == {"person": ["👍"]}
    await control.post(f"{chat}/delete", message_id=answer["message_id"])
    assert len((await control.get(f"{chat}/messages"))["messages"]) == 2
    place = await control.post(f"{chat}/share", location={"latitude": 1.5, "longitude": 2})
    assert place["message"]["location"] == {"latitude": 1.5, "longitude": 2}


async def test_keyboards_of_every_kind_are_in_the_messages(api: Api, control: Control) -> None:
    keyboard = {"keyboard": [[{"text": "Lessons"}]]}
    await api("sendMessage", chat_id=ADA.id, text="x", reply_markup=keyboard)
    (message,) = (await control.get(f"chats/{ADA.id}/messages"))["messages"]
    assert message["reply_markup"] == keyboard
    assert (await control.get("state"))["phones"][0]["keyboard"] == keyboard


async def test_media_come_as_files_and_albums(api: Api, control: Control) -> None:
    form = aiohttp.FormData({"kind": "voice", "caption": "hm", "duration": "3.6"})
    form.add_field("file", samples.VOICE, filename="blob", content_type="audio/webm;codecs=opus")
    async with control.session.post(f"{control.url}/sandbox/chats/{ADA.id}/media", data=form) as response:
        (message,) = (await response.json())["messages"]
    assert (message["voice"]["duration"], message["voice"]["mime_type"]) == (4, "audio/webm")
    form = aiohttp.FormData({"kind": "photo,video", "caption": "two"})
    form.add_field("file", samples.picture(), filename="a.png", content_type="image/png")
    form.add_field("file", samples.CLIP, filename="b.mp4", content_type="video/mp4")
    async with control.session.post(f"{control.url}/sandbox/chats/{ADA.id}/media", data=form) as response:
        album = (await response.json())["messages"]
    assert len({message["media_group_id"] for message in album}) == 1
    assert [update["message"]["message_id"] for update in await api.updates()] == [1, 2, 3]
    form = aiohttp.FormData({"kind": "smell"})
    form.add_field("file", b"x", filename="a")
    async with control.session.post(f"{control.url}/sandbox/chats/{ADA.id}/media", data=form) as response:
        assert response.status == 400
        assert "smell" in (await response.json())["error"]


async def test_files_are_served_in_parts(control: Control, sandbox: Sandbox) -> None:
    sent = await sandbox.phone(ADA.id).video()
    address = f"{control.url}/sandbox/files/{sent.file_id}"
    size = len(samples.CLIP)
    async with control.session.get(address) as response:
        assert (response.status, response.content_type) == (200, "video/mp4")
        assert response.headers["Accept-Ranges"] == "bytes"
        assert await response.read() == samples.CLIP
    for asked, start, stop in (("0-99", 0, 100), ("100-", 100, size), ("-50", size - 50, size)):
        async with control.session.get(address, headers={"Range": f"bytes={asked}"}) as response:
            assert response.status == 206
            assert response.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{size}"
            assert await response.read() == samples.CLIP[start:stop]
    async with control.session.get(address, headers={"Range": f"bytes={size}-"}) as response:
        assert response.status == 416
    async with control.session.get(f"{control.url}/sandbox/files/nothing") as response:
        assert response.status == 400


async def test_events_tell_everything_in_order(api: Api, control: Control, sandbox: Sandbox) -> None:
    phone = sandbox.phone(ADA.id)
    await phone.send("hello")
    sent = await api("sendMessage", chat_id=ADA.id, text="x", reply_markup=KEYS)
    where = {"chat_id": ADA.id, "message_id": sent["message_id"]}
    query = await phone.press("Yes")
    await api("answerCallbackQuery", callback_query_id=query, text="ok")
    await api("editMessageText", **where, text="y", reply_markup=KEYS)
    await api("editMessageReplyMarkup", **where)
    await api("sendChatAction", chat_id=ADA.id, action="typing")
    await api("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    await phone.react(sent["message_id"], "👍")
    await api("deleteMessage", **where)
    await phone.block()
    sandbox.down = True
    sandbox.clock = sandbox.clock
    told = "message message toast edit markup action commands reaction delete block down clock"
    types = told.split()
    events = await read_events(control, 0, len(types))
    assert [event["type"] for event in events] == types
    assert [event["seq"] for event in events] == list(range(1, len(types) + 1))
    assert {event["chat_id"] for event in events} == {ADA.id, None}
    assert (events[2]["text"], events[2]["show_alert"]) == ("ok", False)
    assert events[5]["action"] == "typing"
    assert events[8]["message_id"] == sent["message_id"]
    assert (events[9]["blocked"], events[10]["down"], events[11]["now"]) == (True, True, sandbox.clock())
    assert [event["type"] for event in await read_events(control, 9, 3)] == ["block", "down", "clock"]


async def test_the_switch_for_down(control: Control, sandbox: Sandbox) -> None:
    assert (await control.post("down", down=True))["down"] is True
    assert sandbox.down
    assert (await control.get("state"))["down"] is True
    await control.post("down", down=False)
    assert not sandbox.down


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        ("text", {"text": " "}, "an empty message"),
        ("text", {"text": "x", "reply_to": 99}, "not in this chat"),
        ("text", {}, "not understood"),
        ("press", {"message_id": 99, "data": "x"}, "not in this chat"),
        ("press", {"message_id": "no", "data": "x"}, "not understood"),
        ("reaction", {"message_id": 99, "emoji": "👍"}, "not in this chat"),
    ],
)
async def test_what_cannot_be_done_is_told_in_words(
    control: Control, path: str, body: dict[str, Any], error: str
) -> None:
    answer = await control.post(f"chats/{ADA.id}/{path}", 400, **body)
    assert error in answer["error"]


async def test_unknown_ways_and_people(control: Control) -> None:
    assert "nobody with id 5" in (await control.post("chats/5/text", 400, text="x"))["error"]
    await control.post("chats/abc/text", 400, text="x")
    await control.post(f"chats/{ADA.id}/sing", 404)
    await control.post("nowhere", 404)
    async with control.session.get(f"{control.url}/nowhere") as response:
        assert response.status == 404


async def test_only_this_machine_and_the_page_itself_are_answered(control: Control) -> None:
    state = f"{control.url}/sandbox/state"
    port = control.url.rsplit(":", 1)[1]
    for host, status in (
        (f"127.0.0.1:{port}", 200),
        (f"localhost:{port}", 200),
        ("localhost:9999", 200),
        ("[::1]:80", 200),
        ("evil.example", 403),
        (f"evil.example:{port}", 403),
        ("127.0.0.1.evil.example", 403),
    ):
        async with control.session.get(state, headers={"Host": host}) as response:
            assert response.status == status, host
    for origin, status in ((control.url, 200), ("http://evil.example", 403), ("null", 403)):
        async with control.session.post(
            f"{control.url}/sandbox/down", json={"down": False}, headers={"Origin": origin}
        ) as response:
            assert response.status == status, origin


async def test_the_page_is_served_and_nothing_beside_it(control: Control, clock: Any) -> None:
    async with control.session.get(f"{control.url}/page/js/api.js") as response:
        assert response.status == 200
        assert response.content_type in ("text/javascript", "application/javascript")
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    for path in ("/page/../server.py", "/page/%2e%2e/server.py", "/page/", "/page/js", "/server.py"):
        async with control.session.get(URL(control.url + path, encoded=True)) as response:
            assert response.status == 404, path
    async with Sandbox(clock=clock, page=False) as bare, control.session.get(bare.url + "/") as response:
        assert response.status == 404
