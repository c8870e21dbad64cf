"""Messages of the bot: what Telegram takes, and with which words it refuses the rest."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from yarl import URL

from bot.sandbox import Sandbox
from tests.sandbox.conftest import ADA, EVE, TOM, Api, ApiError, Clock


async def refused(api: Api, method: str, **params: Any) -> str:
    """Why Telegram says no."""
    with pytest.raises(ApiError) as caught:
        await api(method, **params)
    assert caught.value.status == caught.value.code
    return caught.value.description


async def test_a_message_stands_in_the_chat_as_it_was_sent(api: Api, sandbox: Sandbox, clock: Clock) -> None:
    sent = await api(
        "sendMessage",
        chat_id=ADA.id,
        text="<b>Hello</b> 🎸 <i>Ada</i> &amp; co",
        parse_mode="HTML",
        disable_notification=True,
        protect_content=True,
        link_preview_options={"is_disabled": True},
        reply_markup={"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]},
    )
    assert sent["text"] == "Hello 🎸 Ada & co"
    assert sent["entities"] == [
        {"offset": 0, "length": 5, "type": "bold"},
        {"offset": 9, "length": 3, "type": "italic"},
    ]
    assert sent["date"] == int(clock())
    assert sent["from"]["is_bot"]
    assert sent["link_preview_options"] == {"is_disabled": True}
    bubble = sandbox.phone(ADA.id).last
    assert bubble.silent
    assert bubble.protected
    assert bubble.raw == sent
    assert sandbox.phone(ADA.id).buttons() == ["Yes"]


async def test_every_form_of_request_is_read(api: Api, sandbox: Sandbox) -> None:
    session = api.session
    escaped = URL(api.address("sendMessage").replace(":sand", "%3Asand"), encoded=True)
    asked = [
        session.get(api.address("sendMessage"), params={"chat_id": "11", "text": "in the address"}),
        session.post(api.address("sendmessage"), data={"chat_id": "11", "text": "as a form"}),
        session.post(api.address("SENDMESSAGE"), json={"chat_id": "11", "text": "as JSON"}),
        session.post(escaped, json={"chat_id": "11", "text": "with %3A in the token"}),
    ]
    for request in asked:
        async with request as response:
            assert response.status == 200
    form = aiohttp.FormData({"chat_id": "11", "text": "in parts", "protect_content": "true"})
    form.add_field("reply_markup", '{"force_reply": true}')
    await api.post("sendMessage", data=form)
    assert [bubble.text for bubble in sandbox.phone(ADA.id).received] == [
        "in the address",
        "as a form",
        "as JSON",
        "with %3A in the token",
        "in parts",
    ]
    assert sandbox.phone(ADA.id).last.protected


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": "  \n "}, "text must be non-empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        (
            {"text": "<b>open", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to",
        ),
        ({"text": "1 < 2", "parse_mode": "HTML"}, 'can\'t parse entities: Unsupported start tag ""'),
        ({"text": "x", "parse_mode": "Rot13"}, "unsupported parse_mode"),
        ({"chat_id": 999}, "chat not found"),
        ({"chat_id": "@nobody"}, "chat not found"),
        ({"chat_id": ""}, "chat_id is empty"),
        ({"chat_id": None}, "chat_id is empty"),
        ({"chat_id": [1]}, 'parameter "chat_id" must be an Integer or a String'),
        ({"text": {"a": 1}}, 'parameter "text" must be a String'),
        ({"protect_content": "perhaps"}, 'parameter "protect_content" must be a Boolean'),
        ({"colour": "red"}, 'unknown parameter "colour" in sendMessage'),
        ({"message_effect_id": "1"}, 'the sandbox has no use for parameter "message_effect_id"'),
        ({"reply_parameters": {"message_id": 500}}, "message to be replied not found"),
        ({"reply_markup": "{"}, 'can\'t parse parameter "reply_markup" as a JSON value'),
        ({"reply_markup": "[]"}, 'object expected as parameter "reply_markup"'),
        ({"reply_markup": {"keys": []}}, "object expected as reply markup"),
        ({"entities": [{"type": "bold"}]}, "can't parse MessageEntity"),
    ],
)
async def test_what_is_wrong_is_refused_in_telegrams_words(api: Api, change: dict[str, Any], why: str) -> None:
    told = await refused(api, "sendMessage", **{"chat_id": ADA.id, "text": "hello", **change})
    assert told.startswith(f"Bad Request: {why}")


@pytest.mark.parametrize(
    ("button", "why"),
    [
        ({"text": "x", "callback_data": "d" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "x"}, "text buttons are unallowed in the inline keyboard"),
        ({"text": " ", "callback_data": "x"}, "inline keyboard button text must be non-empty"),
        ({"callback_data": "x"}, "can't parse inline keyboard button"),
        ({"text": "x", "url": "nowhere"}, "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
        ({"text": "x", "url": "https://a.b", "callback_data": "x"}, "an inline keyboard button must have"),
        ({"text": "x", "callback_data": "x", "color": "red"}, "unknown field color"),
    ],
)
async def test_bad_buttons_are_refused(api: Api, button: dict[str, Any], why: str) -> None:
    told = await refused(api, "sendMessage", chat_id=ADA.id, text="x", reply_markup={"inline_keyboard": [[button]]})
    assert told.startswith(f"Bad Request: {why}")


async def test_limits_count_what_is_left_after_parsing(api: Api) -> None:
    await api("sendMessage", chat_id=ADA.id, text="<b>" + "x" * 4096 + "</b>", parse_mode="HTML")
    data = "é" * 32
    keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": data}], []]}
    sent = await api("sendMessage", chat_id=ADA.id, text="x", reply_markup=keyboard)
    assert sent["reply_markup"] == {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}


async def test_wrong_token_and_wrong_method(api: Api, sandbox: Sandbox) -> None:
    for path in ("/bot1:wrong/getMe", "/bot/getMe", "/file/bot1:wrong/photos/file_0.jpg"):
        async with api.session.get(sandbox.url + path) as response:
            assert response.status == 401
            assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    with pytest.raises(ApiError, match="Not Found: method not found") as caught:
        await api("sendTelepathy")
    assert caught.value.code == 404
    for broken in ("{", "[1]", "\udcff"):
        body = broken.encode("utf-8", "surrogateescape")
        with pytest.raises(ApiError, match="Bad Request: can't parse request"):
            await api.post("sendMessage", data=body, headers={"Content-Type": "application/json"})
    with pytest.raises(ApiError, match="unsupported content type"):
        await api.post("sendMessage", data=b"x", headers={"Content-Type": "text/plain"})


async def test_who_blocked_or_never_wrote_gets_nothing(api: Api, sandbox: Sandbox) -> None:
    told = await refused(api, "sendMessage", chat_id=EVE.id, text="hello")
    assert told == "Forbidden: bot can't initiate conversation with a user"
    phone = sandbox.phone(ADA.id)
    await phone.block()
    assert await refused(api, "sendMessage", chat_id=ADA.id, text="x") == "Forbidden: bot was blocked by the user"
    await phone.unblock()
    await sandbox.phone(EVE.id).start()
    for person in (ADA, EVE):
        await api("sendMessage", chat_id=person.id, text="hello")
    assert phone.last.text == "hello"


async def test_a_reply_carries_what_it_answers_and_quotes(api: Api, sandbox: Sandbox) -> None:
    phone = sandbox.phone(ADA.id)
    question = await phone.send("🎸 How do I play F?")
    reply = {"message_id": question.id, "quote": "play <b>F</b>", "quote_parse_mode": "HTML"}
    sent = await api("sendMessage", chat_id=ADA.id, text="Bar it", reply_parameters=reply)
    assert sent["reply_to_message"]["text"] == question.text
    assert sent["quote"]["text"] == "play F"
    assert sent["quote"]["position"] == 12
    assert sent["quote"]["entities"] == [{"offset": 5, "length": 1, "type": "bold"}]
    again = await api("sendMessage", chat_id=ADA.id, text="?", reply_parameters={"message_id": sent["message_id"]})
    assert "reply_to_message" not in again["reply_to_message"]
    told = await refused(
        api,
        "sendMessage",
        chat_id=ADA.id,
        text="x",
        reply_parameters={"message_id": question.id, "quote": "G"},
    )
    assert told == "Bad Request: QUOTE_TEXT_INVALID"
    await phone.delete(question)
    lost = {"message_id": question.id, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await api("sendMessage", chat_id=ADA.id, text="x", reply_parameters=lost)
    await refused(api, "sendMessage", chat_id=ADA.id, text="x", reply_parameters={"message_id": question.id})


async def test_keyboards_under_the_input_field_come_and_go(api: Api, sandbox: Sandbox) -> None:
    phone = sandbox.phone(ADA.id)
    keyboard = {"keyboard": [["Lessons", {"text": "Ask"}]], "resize_keyboard": True}
    sent = await api("sendMessage", chat_id=ADA.id, text="Choose", reply_markup=keyboard)
    assert "reply_markup" not in sent
    await phone.press("Ask")
    assert phone.messages[-1].text == "Ask"
    await api("sendMessage", chat_id=ADA.id, text="Done", reply_markup={"remove_keyboard": True})
    assert phone.chat.keyboard is None
    wrongs: list[dict[str, Any]] = [{"keyboard": []}, {"keyboard": [[{"text": ""}]]}, {"keyboard": [{}]}]
    for wrong in wrongs:
        await refused(api, "sendMessage", chat_id=ADA.id, text="x", reply_markup=wrong)


async def test_telegram_marks_what_it_finds_by_itself(api: Api) -> None:
    sent = await api(
        "sendMessage", chat_id=ADA.id, text="<code>/no</code> /help or https://a.b/c, #tag", parse_mode="HTML"
    )
    assert [(e["type"], e["offset"], e["length"]) for e in sent["entities"]] == [
        ("code", 0, 3),
        ("bot_command", 4, 5),
        ("url", 13, 13),
        ("hashtag", 28, 4),
    ]


async def test_copies_tell_nothing_and_forwards_tell_all(api: Api, sandbox: Sandbox) -> None:
    question = await sandbox.phone(ADA.id).send("How do I play F? /help")
    copied = await api("copyMessage", chat_id=TOM.id, from_chat_id=ADA.id, message_id=question.id)
    assert copied.keys() == {"message_id"}
    copy = sandbox.phone(TOM.id).last
    assert (copy.id, copy.text) == (copied["message_id"], question.text)
    assert "Ada" not in str(copy.raw)
    forwarded = await api("forwardMessage", chat_id=TOM.id, from_chat_id=ADA.id, message_id=question.id)
    assert forwarded["forward_origin"]["sender_user"]["first_name"] == "Ada"
    told = await refused(api, "copyMessage", chat_id=TOM.id, from_chat_id=ADA.id, message_id=777)
    assert told == "Bad Request: message to copy not found"
    secret = await api("sendMessage", chat_id=ADA.id, text="secret", protect_content=True)
    told = await refused(api, "forwardMessage", chat_id=TOM.id, from_chat_id=ADA.id, message_id=secret["message_id"])
    assert told == "Bad Request: the message can't be forwarded"


async def test_deleting_has_its_hours(api: Api, sandbox: Sandbox, clock: Clock) -> None:
    phone = sandbox.phone(ADA.id)
    theirs = await phone.send("oops")
    mine = await api("sendMessage", chat_id=ADA.id, text="oops too")
    assert await api("deleteMessage", chat_id=ADA.id, message_id=theirs.id) is True
    assert theirs.deleted
    assert phone.messages == [phone.last]
    clock.forward(48 * 3600 + 1)
    told = await refused(api, "deleteMessage", chat_id=ADA.id, message_id=mine["message_id"])
    assert told == "Bad Request: message can't be deleted for everyone"
    new = [(await api("sendMessage", chat_id=ADA.id, text=f"{n}"))["message_id"] for n in range(3)]
    assert await api("deleteMessages", chat_id=ADA.id, message_ids=[*new, 9999]) is True
    assert [bubble.text for bubble in phone.messages] == ["oops too"]
    told = await refused(api, "deleteMessage", chat_id=ADA.id, message_id=new[0])
    assert told == "Bad Request: message to delete not found"
    told = await refused(api, "deleteMessages", chat_id=ADA.id, message_ids=[])
    assert told.startswith("Bad Request: there must be from 1 to 100")


async def test_pins_show_and_go(api: Api, sandbox: Sandbox) -> None:
    phone = sandbox.phone(ADA.id)
    pinned = phone.chat.pinned
    first = (await api("sendMessage", chat_id=ADA.id, text="one"))["message_id"]
    assert await api("pinChatMessage", chat_id=ADA.id, message_id=first) is True
    assert phone.messages[0].pinned
    assert phone.last.raw["pinned_message"]["text"] == "one"
    assert (await api("getChat", chat_id=ADA.id))["pinned_message"]["message_id"] == first
    await api("unpinChatMessage", chat_id=ADA.id)
    assert [bubble.pinned for bubble in phone.messages] == [False, False]
    assert (await refused(api, "unpinChatMessage", chat_id=ADA.id)).endswith("message to unpin not found")
    await api("pinChatMessage", chat_id=ADA.id, message_id=first)
    assert await api("unpinAllChatMessages", chat_id=ADA.id) is True
    assert pinned == []


async def test_message_ids_count_over_all_chats(api: Api) -> None:
    sent = await asyncio.gather(
        *(api("sendMessage", chat_id=person.id, text="x") for person in (ADA, TOM) for _ in range(10))
    )
    assert len({message["message_id"] for message in sent}) == 20
