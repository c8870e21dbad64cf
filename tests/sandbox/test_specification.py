"""The sandbox's own table against the specification, and whether the checker finds what is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox import table
from bot.sandbox.markup import DATA_LIMIT
from bot.sandbox.server import PLAIN
from tests.sandbox.specification import (
    check_answer,
    check_request,
    check_result,
    check_update,
    needs_specification,
    specification,
)

pytestmark = needs_specification

KINDS: dict[str, set[tuple[str, ...]]] = {
    "i": {("Integer",)},
    "s": {("String",)},
    "b": {("Boolean",)},
    "c": {("Integer", "String")},
    "f": {("InputFile", "String")},
    "u": {("InputFile",)},
}


@pytest.mark.parametrize("method", table.METHODS)
def test_every_method_takes_what_the_specification_says(method: str) -> None:
    fields = {field["name"]: field for field in specification()["methods"][method].get("fields", [])}
    takes = table.METHODS[method]
    assert takes.kinds.keys() == fields.keys()
    assert set(takes.required) == {name for name, field in fields.items() if field["required"]}
    for name, kind in takes.kinds.items():
        types = tuple(fields[name]["types"])
        if kind == "a":
            assert all(one.startswith("Array of ") for one in types), name
        elif kind == "o":
            assert all(one in specification()["types"] for one in types), name
        elif kind != "-":
            assert types in KINDS[kind], name


def test_every_method_in_the_table_is_done_by_something() -> None:
    assert table.METHODS.keys() - PLAIN.keys() == {"getUpdates", "setWebhook", "deleteWebhook"}
    assert PLAIN.keys() <= table.METHODS.keys()


def test_lists_of_names_are_the_specifications() -> None:
    types = specification()["types"]
    names = {name: [field["name"] for field in types[name]["fields"]] for name in ("Update", "InlineKeyboardButton")}
    assert set(table.UPDATE_KINDS) == set(names["Update"]) - {"update_id"}
    assert set(names["InlineKeyboardButton"]) == table.BUTTON_KEYS
    (emoji,) = (field for field in types["ReactionTypeEmoji"]["fields"] if field["name"] == "emoji")
    assert all(f'"{one}"' in emoji["description"] for one in table.REACTIONS)
    assert len(table.REACTIONS) * 2 == emoji["description"].count('"')


MESSAGE: dict[str, Any] = {
    "message_id": 1,
    "date": 1,
    "chat": {"id": 1, "type": "private", "first_name": "Ada"},
    "text": "hello",
}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"message_id": "1"}, "sendMessage.message_id is to be Integer"),
        ({"date": True}, "sendMessage.date is to be Integer"),
        ({"texts": "?"}, "Message has no field texts"),
        ({"chat": {"id": 1, "type": "cinema"}}, "sendMessage.chat.type is one of"),
        ({"chat": {"type": "private"}}, "Chat lacks id"),
        ({"photo": [{"file_id": "x"}]}, "PhotoSize lacks file_unique_id"),
        ({"entities": [{"type": "bolt", "offset": 0, "length": 1}]}, "entities[0].type is one of"),
    ],
)
def test_the_checker_finds_wrong_results(change: dict[str, Any], fault: str) -> None:
    assert check_result("sendMessage", MESSAGE) == []
    assert fault in "\n".join(check_result("sendMessage", {**MESSAGE, **change}))


@pytest.mark.parametrize(
    ("params", "fault"),
    [
        ({"chat_id": 1}, "sendMessage lacks text"),
        ({"chat_id": 1, "text": "x", "colour": "red"}, "sendMessage has no parameter colour"),
        ({"chat_id": 1, "text": "x", "disable_notification": "perhaps"}, "is to be Boolean"),
        ({"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[{"label": "x"}]]}}, "lacks text"),
        ({"chat_id": 1, "text": "x", "reply_markup": '{"inline_keyboard": {}}'}, "is to be an array"),
    ],
)
def test_the_checker_finds_wrong_requests(params: dict[str, Any], fault: str) -> None:
    assert fault in "\n".join(check_request("sendMessage", params))


def test_the_checker_reads_forms_and_knows_limits() -> None:
    button = {"text": "x", "callback_data": "d" * DATA_LIMIT}
    form = {"chat_id": "1", "text": "17", "protect_content": "true"}
    assert check_request("sendMessage", {**form, "reply_markup": {"inline_keyboard": [[button]]}}) == []
    button["callback_data"] += "é"
    found = check_request("sendMessage", {**form, "reply_markup": {"inline_keyboard": [[button]]}})
    assert any("66 bytes" in fault for fault in found)
    scope = {"type": "chat", "chat_id": 1}
    assert check_request("getMyCommands", {"scope": scope}) == []
    assert any("lacks chat_id" in fault for fault in check_request("getMyCommands", {"scope": {"type": "chat"}}))
    assert check_request("noSuchMethod", {}) == ["noSuchMethod is no method"]


def test_the_checker_reads_updates_and_refusals() -> None:
    assert check_update({"update_id": 1, "message": MESSAGE}) == []
    assert check_update({"message": MESSAGE}) == ["Update: Update lacks update_id"]
    assert check_answer("getMe", {"ok": False, "error_code": 400, "description": "Bad Request: no"}) == []
    assert check_answer("getMe", {"ok": False, "description": "no"})
    assert check_answer("getMe", {"ok": False, "error_code": 429, "description": "", "parameters": {"after": 1}})
