"""Edits, reactions and button presses."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.methods_edit import NOT_MODIFIED
from tests.sandbox.conftest import ADA, TOM, Api, ApiError, Clock
from tests.sandbox.test_sending import refused

KEYS: dict[str, Any] = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
OTHER_KEYS: dict[str, Any] = {"inline_keyboard": [[{"text": "No", "callback_data": "n"}]]}


@pytest.fixture
async def sent(api: Api) -> dict[str, int]:
    """A message with a button, as chat_id and message_id."""
    message = await api("sendMessage", chat_id=ADA.id, text="first", reply_markup=KEYS)
    return {"chat_id": ADA.id, "message_id": message["message_id"]}


async def test_words_and_buttons_change_in_place(
    api: Api, sandbox: Sandbox, sent: dict[str, int], clock: Clock
) -> None:
    bubble = sandbox.phone(ADA.id).last
    clock.forward(60)
    edited = await api("editMessageText", **sent, text="<b>second</b>", parse_mode="HTML", reply_markup=OTHER_KEYS)
    assert (edited["text"], edited["edit_date"]) == ("second", int(clock()))
    assert edited["date"] == edited["edit_date"] - 60
    assert (bubble.text, bubble.edited, bubble.buttons[0].text) == ("second", True, "No")
    # Without a keyboard in the request, the old one goes.
    assert "reply_markup" not in await api("editMessageText", **sent, text="third")
    await api("editMessageReplyMarkup", **sent, reply_markup=KEYS)
    assert bubble.rows[0][0].data == "y"
    assert bubble.text == "third"


async def test_an_unchanged_edit_is_refused(api: Api, sent: dict[str, int]) -> None:
    for params in (
        {"text": "first", "reply_markup": KEYS},
        {
            "text": " first\n",
            "reply_markup": {"inline_keyboard": [[{"callback_data": "y", "text": "Yes"}], []]},
        },
    ):
        told = await refused(api, "editMessageText", **sent, **params)
        assert told == f"Bad Request: {NOT_MODIFIED}"
        assert told.startswith("Bad Request: message is not modified: specified new message content and")
    assert (await refused(api, "editMessageReplyMarkup", **sent, reply_markup=KEYS)).endswith(NOT_MODIFIED)
    await api("editMessageText", **sent, text="<i>first</i>", parse_mode="HTML", reply_markup=KEYS)
    await api("editMessageText", **sent, text="<i>first</i>", parse_mode="HTML")
    await api("editMessageText", **sent, text="first", link_preview_options={"is_disabled": True})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"message_id": 999}, "message to edit not found"),
        ({"message_id": None}, "message identifier is not specified"),
        ({"chat_id": None}, "chat_id is empty"),
        ({"chat_id": TOM.id}, "message to edit not found"),
        ({"text": ""}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"reply_markup": {"keyboard": [["x"]]}}, "inline keyboard expected"),
        ({"inline_message_id": "1"}, "the sandbox has no use for"),
    ],
)
async def test_bad_edits_are_refused(api: Api, sent: dict[str, int], change: dict[str, Any], why: str) -> None:
    told = await refused(api, "editMessageText", **{**sent, "text": "new", **change})
    assert told.startswith(f"Bad Request: {why}")


async def test_what_cannot_be_edited(api: Api, sandbox: Sandbox, sent: dict[str, int]) -> None:
    phone = sandbox.phone(ADA.id)
    theirs = await phone.send("mine")
    told = await refused(api, "editMessageText", chat_id=ADA.id, message_id=theirs.id, text="x")
    assert told == "Bad Request: message can't be edited"
    with_keyboard = await api("sendMessage", chat_id=ADA.id, text="x", reply_markup={"keyboard": [[{"text": "Menu"}]]})
    told = await refused(api, "editMessageText", chat_id=ADA.id, message_id=with_keyboard["message_id"], text="y")
    assert told == "Bad Request: message can't be edited"
    told = await refused(api, "editMessageCaption", **sent, caption="x")
    assert told == "Bad Request: there is no caption in the message to edit"
    photo = await api("copyMessage", chat_id=ADA.id, from_chat_id=ADA.id, message_id=(await phone.photo()).id)
    told = await refused(api, "editMessageText", chat_id=ADA.id, **photo, text="x")
    assert told == "Bad Request: there is no text in the message to edit"
    await phone.block()
    assert (await refused(api, "editMessageText", **sent, text="x")).startswith("Forbidden: bot was blocked")


async def test_captions_are_edited(api: Api, sandbox: Sandbox) -> None:
    original = await sandbox.phone(ADA.id).photo(caption="before")
    copy = await api("copyMessage", chat_id=ADA.id, from_chat_id=ADA.id, message_id=original.id)
    where = {"chat_id": ADA.id, **copy}
    edited = await api("editMessageCaption", **where, caption="<b>after</b>", parse_mode="HTML")
    assert edited["caption"] == "after"
    assert edited["caption_entities"] == [{"offset": 0, "length": 5, "type": "bold"}]
    assert edited["photo"] == original["photo"]
    assert (await refused(api, "editMessageCaption", **where, caption="x" * 1025)).endswith("caption is too long")
    assert "caption" not in await api("editMessageCaption", **where)
    assert (await refused(api, "editMessageCaption", **where)).endswith(NOT_MODIFIED)


async def test_a_press_is_answered_once_it_was_made(
    api: Api, sandbox: Sandbox, sent: dict[str, int], clock: Clock
) -> None:
    phone = sandbox.phone(ADA.id)
    query_id = await phone.press("Yes")
    query = (await api.only_update())["callback_query"]
    assert (query["id"], query["data"], query["from"]["id"]) == (query_id, "y", ADA.id)
    assert query["message"]["message_id"] == sent["message_id"]
    assert await api("answerCallbackQuery", callback_query_id=query_id, text="Noted", show_alert=True) is True
    assert phone.toasts == ["Noted"]
    assert await api("answerCallbackQuery", callback_query_id=query_id) is True
    assert phone.toasts == ["Noted"]
    await refused(api, "answerCallbackQuery", callback_query_id=query_id, text="x" * 201)
    told = await refused(api, "answerCallbackQuery", callback_query_id="12345")
    assert told == "Bad Request: query is too old and response timeout expired or query ID is invalid"
    clock.forward(151)
    told = await refused(api, "answerCallbackQuery", callback_query_id=query_id)
    assert told.startswith("Bad Request: query is too old")


async def test_the_bot_reacts_with_one_emoji(api: Api, sandbox: Sandbox, sent: dict[str, int]) -> None:
    theirs = await sandbox.phone(ADA.id).send("thanks")
    where = {"chat_id": ADA.id, "message_id": theirs.id}
    emoji = {"type": "emoji", "emoji": "❤"}
    assert await api("setMessageReaction", **where, reaction=[emoji]) is True
    assert theirs.reactions == {"bot": ["❤"]}
    assert await api("setMessageReaction", **where) is True
    assert theirs.reactions == {"bot": []}
    for wrong, why in (
        ([emoji, emoji], "REACTIONS_TOO_MANY"),
        ([{"type": "emoji", "emoji": "🎸"}], "REACTION_INVALID"),
        ([{"type": "custom_emoji", "custom_emoji_id": "1"}], "REACTION_INVALID"),
    ):
        assert await refused(api, "setMessageReaction", **where, reaction=wrong) == f"Bad Request: {why}"


async def test_presses_on_old_screens_still_arrive(api: Api, sandbox: Sandbox, sent: dict[str, int]) -> None:
    phone = sandbox.phone(ADA.id)
    await api("editMessageText", **sent, text="no buttons now")
    await phone.press_data("y", phone.last)
    assert (await api.only_update())["callback_query"]["data"] == "y"
    with pytest.raises(ApiError, match="message is not modified"):
        await api("editMessageText", **sent, text="no buttons now")
