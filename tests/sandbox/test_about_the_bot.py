"""Command menus, descriptions and what else a bot says about itself."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox import Person, Sandbox
from tests.sandbox.conftest import ADA, EVE, TOM, Api
from tests.sandbox.test_sending import refused

HELP = {"command": "help", "description": "What I can do"}
ASK = {"command": "ask", "description": "Ask a tutor"}
QUEUE = {"command": "queue", "description": "Open questions"}


async def test_the_bot_is_who_the_token_says(api: Api, sandbox: Sandbox) -> None:
    me = await api("getMe")
    assert me["id"] == int(sandbox.token.split(":")[0])
    assert me["is_bot"] is True
    assert me["username"].endswith("bot")


async def test_the_narrowest_menu_is_shown(api: Api, sandbox: Sandbox) -> None:
    ada, tom = sandbox.phone(ADA.id), sandbox.phone(TOM.id)
    assert ada.commands == []
    await api("setMyCommands", commands=[HELP])
    assert ada.commands == ["help"]
    await api("setMyCommands", commands=[HELP, ASK], scope={"type": "all_private_chats"})
    await api("setMyCommands", commands=[QUEUE], scope={"type": "chat", "chat_id": TOM.id})
    assert (ada.commands, tom.commands) == (["help", "ask"], ["queue"])
    scope = {"type": "chat", "chat_id": str(TOM.id)}
    assert await api("getMyCommands", scope=scope) == [QUEUE]
    assert await api("getMyCommands", scope=scope, language_code="de") == []
    assert await api("deleteMyCommands", scope=scope) is True
    assert tom.commands == ["help", "ask"]
    assert await api("getMyCommands") == [HELP]


async def test_menus_speak_the_persons_language(api: Api, sandbox: Sandbox) -> None:
    ann = sandbox.add_person(Person(44, "Ann", language_code="de-AT"))
    await api("setMyCommands", commands=[HELP])
    await api("setMyCommands", commands=[ASK], language_code="de")
    assert ann.commands == ["ask"]
    assert sandbox.phone(ADA.id).commands == ["help"]


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"commands": [{"command": "Help", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "help"}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "help", "description": "x" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [HELP] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": ["help"]}, "expected an Array of BotCommand"),
        ({"commands": [HELP], "scope": {"type": "chat", "chat_id": 999}}, "chat not found"),
        ({"commands": [HELP], "scope": {"type": "chat"}}, "chat_id is empty"),
        ({"commands": [HELP], "scope": {"type": "street"}}, "can't parse BotCommandScope"),
        ({"commands": [HELP], "language_code": "english"}, "invalid language code specified"),
        ({}, 'parameter "commands" is required'),
    ],
)
async def test_bad_menus_are_refused(api: Api, params: dict[str, Any], why: str) -> None:
    assert (await refused(api, "setMyCommands", **params)).startswith(f"Bad Request: {why}")


@pytest.mark.parametrize(
    ("name", "field", "limit"),
    [("Description", "description", 512), ("ShortDescription", "short_description", 120), ("Name", "name", 64)],
)
async def test_descriptions(api: Api, name: str, field: str, limit: int) -> None:
    before = await api(f"getMy{name}")
    assert before == {field: "Backline" if field == "name" else ""}
    assert await api(f"setMy{name}", **{field: "x" * limit}) is True
    await api(f"setMy{name}", **{field: "auf Deutsch", "language_code": "de"})
    assert await api(f"getMy{name}") == {field: "x" * limit}
    assert await api(f"getMy{name}", language_code="de") == {field: "auf Deutsch"}
    assert await api(f"getMy{name}", language_code="fr") == {field: "x" * limit}
    await refused(api, f"setMy{name}", **{field: "x" * (limit + 1)})


async def test_menu_buttons(api: Api) -> None:
    assert await api("getChatMenuButton") == {"type": "commands"}
    await api("setChatMenuButton", chat_id=ADA.id, menu_button={"type": "default"})
    assert await api("getChatMenuButton", chat_id=ADA.id) == {"type": "default"}
    assert await api("getChatMenuButton", chat_id=TOM.id) == {"type": "commands"}
    await refused(api, "setChatMenuButton", menu_button={"type": "lever"})


async def test_actions_are_seen(api: Api, sandbox: Sandbox) -> None:
    await api("sendChatAction", chat_id=ADA.id, action="typing")
    assert sandbox.phone(ADA.id).chat.actions == ["typing"]
    told = await refused(api, "sendChatAction", chat_id=ADA.id, action="dancing")
    assert told == "Bad Request: wrong parameter action in request"


async def test_a_chat_is_known_to_those_who_were_written_to(api: Api) -> None:
    chat = await api("getChat", chat_id=TOM.id)
    assert (chat["first_name"], chat["username"], chat["type"]) == ("Tom", "tom_ash", "private")
    assert await api("getChat", chat_id="@tom_ash") == chat
    for unknown in (EVE.id, 999, "@eve"):
        assert await refused(api, "getChat", chat_id=unknown) == "Bad Request: chat not found"


async def test_logging_out_means_nothing(api: Api) -> None:
    assert await api("logOut") is True
    assert await api("close") is True
