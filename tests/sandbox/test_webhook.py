"""Webhooks: delivery with the secret, order within a chat, and trying again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from bot.sandbox import Sandbox
from tests.sandbox.conftest import ADA, TOM, Api, ApiError

SECRET = "a-secret_2"


@dataclass
class Receiver:
    """The bot's side of a webhook: `answers` are given one after the other, then 200 for ever."""

    url: str = ""
    answers: list[int | dict[str, Any]] = field(default_factory=list)
    secrets: set[str | None] = field(default_factory=set)
    updates: list[dict[str, Any]] = field(default_factory=list)
    pause: float = 0.0
    at_once: int = 0
    most_at_once: int = 0

    async def handle(self, request: web.BaseRequest) -> web.Response:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        update = await request.json()
        await asyncio.sleep(self.pause)
        self.at_once -= 1
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, dict):
            self.updates.append(update)
            return web.json_response(answer)
        if answer == 200:
            self.updates.append(update)
        return web.Response(status=answer)

    async def got(self, count: int) -> list[dict[str, Any]]:
        async with asyncio.timeout(5):
            while len(self.updates) < count:
                await asyncio.sleep(0.01)
        return self.updates


@pytest.fixture
async def receiver(sandbox: Sandbox) -> AsyncIterator[Receiver]:
    receiver = Receiver()
    runner = web.ServerRunner(web.Server(receiver.handle), shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    sandbox.api.webhook.retry_seconds = 0.02
    yield receiver
    await runner.cleanup()


async def test_updates_come_with_the_secret(api: Api, sandbox: Sandbox, receiver: Receiver) -> None:
    await sandbox.phone(ADA.id).send("before it was set")
    assert await api("setWebhook", url=receiver.url, secret_token=SECRET, max_connections=5) is True
    await sandbox.phone(ADA.id).send("after")
    updates = await receiver.got(2)
    assert [update["message"]["text"] for update in updates] == ["before it was set", "after"]
    assert receiver.secrets == {SECRET}
    info = await api("getWebhookInfo")
    assert (info["url"], info["max_connections"]) == (receiver.url, 5)
    assert sandbox.pending == 0


async def test_a_refused_update_comes_again_before_those_behind_it(
    api: Api, sandbox: Sandbox, receiver: Receiver
) -> None:
    receiver.answers = [500, 404, 200]
    await api("setWebhook", url=receiver.url)
    await sandbox.phone(ADA.id).send("one")
    await sandbox.phone(ADA.id).send("two")
    updates = await receiver.got(2)
    assert [update["message"]["text"] for update in updates] == ["one", "two"]
    info = await api("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 404 Not Found"
    assert info["last_error_date"] > 0


async def test_chats_do_not_wait_for_each_other(api: Api, sandbox: Sandbox, receiver: Receiver) -> None:
    receiver.pause = 0.1
    await api("setWebhook", url=receiver.url, max_connections=2)
    for person in (ADA, TOM, ADA, TOM):
        await sandbox.phone(person.id).send("hello")
    updates = await receiver.got(4)
    assert receiver.most_at_once == 2
    for person in (ADA, TOM):
        ids = [update["update_id"] for update in updates if update["message"]["from"]["id"] == person.id]
        assert ids == sorted(ids)


async def test_presses_go_a_way_of_their_own(api: Api, sandbox: Sandbox, receiver: Receiver) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    await api("sendMessage", chat_id=ADA.id, text="x", reply_markup=keyboard)
    receiver.pause = 0.05
    await api("setWebhook", url=receiver.url)
    await sandbox.phone(ADA.id).send("words")
    await sandbox.phone(ADA.id).press("Yes")
    await receiver.got(2)
    assert receiver.most_at_once == 2


async def test_polling_and_webhook_exclude_each_other(api: Api, sandbox: Sandbox, receiver: Receiver) -> None:
    polling = asyncio.create_task(api.updates(timeout=30))
    await asyncio.sleep(0.1)
    await api("setWebhook", url=receiver.url)
    with pytest.raises(ApiError, match="Conflict: terminated by setWebhook request"):
        await polling
    with pytest.raises(ApiError, match="Conflict: can't use getUpdates method while webhook is active"):
        await api.updates()
    receiver.answers = [500] * 1000
    await sandbox.phone(ADA.id).send("not delivered")
    await asyncio.sleep(0.1)
    assert (await api("getWebhookInfo"))["pending_update_count"] == 1
    assert await api("deleteWebhook") is True
    (update,) = await api.updates()
    assert update["message"]["text"] == "not delivered"
    assert (await api("getWebhookInfo"))["url"] == ""


async def test_pending_updates_can_be_dropped(api: Api, sandbox: Sandbox, receiver: Receiver) -> None:
    await sandbox.phone(ADA.id).send("old")
    await api("setWebhook", url=receiver.url, drop_pending_updates=True)
    await sandbox.phone(ADA.id).send("new")
    assert [update["message"]["text"] for update in await receiver.got(1)] == ["new"]
    await api("setWebhook", url="")
    await sandbox.phone(ADA.id).send("older")
    await api("deleteWebhook", drop_pending_updates=True)
    assert await api.updates() == []


async def test_an_answer_may_ask_for_a_method(api: Api, sandbox: Sandbox, receiver: Receiver) -> None:
    receiver.answers = [{"method": "sendMessage", "chat_id": ADA.id, "text": "in the answer"}]
    await api("setWebhook", url=receiver.url)
    phone = sandbox.phone(ADA.id)
    await phone.send("hello")
    await phone.wait("in the answer")


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"url": "http://example.org/hook"}, "An HTTPS URL must be provided for webhook"),
        ({"url": "https://example.org/hook", "secret_token": "no spaces"}, "secret token contains unallowed"),
    ],
)
async def test_bad_webhooks_are_refused(api: Api, params: dict[str, str], why: str) -> None:
    with pytest.raises(ApiError, match=why):
        await api("setWebhook", **params)


async def test_telegram_down_delivers_later(api: Api, sandbox: Sandbox, receiver: Receiver) -> None:
    await api("setWebhook", url=receiver.url)
    sandbox.down = True
    await sandbox.phone(ADA.id).send("hello")
    await asyncio.sleep(0.1)
    assert receiver.updates == []
    sandbox.down = False
    await receiver.got(1)
