"""A sandbox for each test, and a caller that speaks plain HTTP to it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Person, Sandbox
from tests.sandbox.specification import check_sandbox

ADA = Person(11, "Ada", "Young person", started=True)
TOM = Person(22, "Tom", "Tutor", last_name="Ash", username="tom_ash", started=True)
EVE = Person(33, "Eve", "Safeguarding lead")


class ApiError(Exception):
    """What the Bot API refused."""

    def __init__(self, answer: dict[str, Any], status: int) -> None:
        super().__init__(answer["description"])
        self.code: int = answer["error_code"]
        self.description: str = answer["description"]
        self.parameters: dict[str, Any] = answer.get("parameters", {})
        self.status = status


class Api:
    """The Bot API over HTTP: `await api("sendMessage", chat_id=11, text="hello")`."""

    def __init__(self, session: aiohttp.ClientSession, sandbox: Sandbox) -> None:
        self.session = session
        self.sandbox = sandbox

    def address(self, method: str) -> str:
        return f"{self.sandbox.url}/bot{self.sandbox.token}/{method}"

    async def __call__(self, method: str, **params: Any) -> Any:
        files = {name: value for name, value in params.items() if isinstance(value, tuple)}
        if files:
            form = aiohttp.FormData()
            for name, value in params.items():
                if name in files:
                    form.add_field(name, BytesIO(value[1]), filename=value[0], content_type=value[2])
                else:
                    form.add_field(name, value if isinstance(value, str) else _json(value))
            return await self.post(method, data=form)
        return await self.post(method, json=params)

    async def post(self, method: str, **how: Any) -> Any:
        async with self.session.post(self.address(method), **how) as response:
            answer = await response.json()
            return _result(answer, response.status)

    async def updates(self, offset: int = 0, **more: Any) -> list[dict[str, Any]]:
        taken: list[dict[str, Any]] = await self("getUpdates", offset=offset, **more)
        return taken

    async def only_update(self) -> dict[str, Any]:
        """The one update that waits; it is confirmed."""
        (update,) = await self.updates()
        await self.updates(update["update_id"] + 1)
        return update


def _json(value: Any) -> str:
    return json.dumps(value)


def _result(answer: dict[str, Any], status: int) -> Any:
    if not answer["ok"]:
        raise ApiError(answer, status)
    return answer["result"]


class Clock:
    """Time that moves only when told to."""

    def __init__(self) -> None:
        self.at = 1_800_000_000.0

    def __call__(self) -> float:
        return self.at

    def forward(self, seconds: float) -> None:
        self.at += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def sandbox(clock: Clock) -> AsyncIterator[Sandbox]:
    async with Sandbox([ADA, TOM, EVE], clock=clock) as running:
        yield running
    assert check_sandbox(running) == []


@pytest.fixture
async def api(sandbox: Sandbox) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(session, sandbox)
    await asyncio.sleep(0)
