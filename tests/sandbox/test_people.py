"""What people do, and what the bot hears of it."""

from __future__ import annotations

import pytest

from bot.sandbox import Sandbox, SandboxError
from tests.sandbox.conftest import ADA, EVE, TOM, Api, Clock


async def test_words_arrive_with_their_marks(api: Api, sandbox: Sandbox, clock: Clock) -> None:
    await sandbox.phone(EVE.id).start("Ab_9-x")
    message = (await api.only_update())["message"]
    assert message["text"] == "/start Ab_9-x"
    assert message["entities"] == [{"offset": 0, "length": 6, "type": "bot_command"}]
    assert message["from"] == {"id": EVE.id, "is_bot": False, "first_name": "Eve", "language_code": "en"}
    assert message["chat"] == {"id": EVE.id, "first_name": "Eve", "type": "private"}
    assert message["date"] == int(clock())
    await sandbox.phone(TOM.id).send("🎹 see https://example.org and mail a@b.org /answer@backline_bot")
    message = (await api.only_update())["message"]
    assert [(e["type"], e["offset"], e["length"]) for e in message["entities"]] == [
        ("url", 7, 19),
        ("email", 36, 7),
        ("bot_command", 44, 20),
    ]
    assert message["chat"]["username"] == "tom_ash"


async def test_replies_carry_the_message_and_the_quote(api: Api, sandbox: Sandbox) -> None:
    phone = sandbox.phone(TOM.id)
    asked = await api("sendMessage", chat_id=TOM.id, text="#17 🎸 Otter asks: how do I play F?")
    await phone.send("Bar it", reply_to=phone.last, quote="how do I")
    message = (await api.only_update())["message"]
    assert message["reply_to_message"] == asked
    assert message["quote"] == {"text": "how do I", "position": 19, "is_manual": True}
    voice = await phone.voice(reply_to=asked["message_id"])
    assert voice.reply_to == asked["message_id"]
    with pytest.raises(SandboxError, match="not in that message"):
        await phone.send("x", reply_to=phone.last, quote="G major")
    with pytest.raises(SandboxError, match="not in this chat"):
        await phone.send("x", reply_to=999)


async def test_edits_arrive_as_edits(api: Api, sandbox: Sandbox, clock: Clock) -> None:
    phone = sandbox.phone(ADA.id)
    words, photo = await phone.send("one"), await phone.photo(caption="before")
    await api.updates(3)
    clock.forward(5)
    await phone.edit(words, "two /help")
    await phone.edit(photo, "after")
    first, second = (update["edited_message"] for update in await api.updates())
    assert (first["text"], first["entities"][0]["type"]) == ("two /help", "bot_command")
    assert first["edit_date"] == first["date"] + 5
    assert (second["caption"], second["photo"]) == ("after", photo["photo"])
    assert words.edited
    sent = await api("sendMessage", chat_id=ADA.id, text="mine")
    for message, text, why in (
        (words, "two /help", "nothing was changed"),
        (words, " ", "empty message"),
        (sent["message_id"], "x", "only what they wrote"),
    ):
        with pytest.raises(SandboxError, match=why):
            await phone.edit(message, text)


async def test_albums_arrive_as_messages_that_belong_together(api: Api, sandbox: Sandbox) -> None:
    sent = await sandbox.phone(ADA.id).album(["photo", "video", ("photo", b"\x89PNG\r\n\x1a\n own")], caption="three")
    messages = [update["message"] for update in await api.updates()]
    assert [message["message_id"] for message in messages] == [bubble.id for bubble in sent]
    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message.get("caption") for message in messages] == ["three", None, None]
    assert ["photo" in message for message in messages] == [True, False, True]
    with pytest.raises(SandboxError, match="at most ten"):
        await sandbox.phone(ADA.id).album(["photo"] * 11)
    with pytest.raises(SandboxError, match="1024"):
        await sandbox.phone(ADA.id).photo(caption="x" * 1025)
    with pytest.raises(SandboxError, match="4096"):
        await sandbox.phone(ADA.id).send("x" * 4097)


async def test_blocking_is_told_and_binds_both_sides(api: Api, sandbox: Sandbox) -> None:
    phone = sandbox.phone(ADA.id)
    await phone.block()
    await phone.block()
    change = (await api.only_update())["my_chat_member"]
    assert change["new_chat_member"]["status"] == "kicked"
    assert change["old_chat_member"]["status"] == "member"
    assert change["from"]["id"] == ADA.id
    with pytest.raises(SandboxError, match="has blocked the bot"):
        await phone.send("hello?")
    await phone.unblock()
    change = (await api.only_update())["my_chat_member"]
    assert change["new_chat_member"]["status"] == "member"
    await phone.send("hello again")


async def test_reactions_come_and_go(api: Api, sandbox: Sandbox) -> None:
    await api.updates(allowed_updates=["message_reaction"])
    phone = sandbox.phone(ADA.id)
    sent = await api("sendMessage", chat_id=ADA.id, text="Well played")
    await phone.react(sent["message_id"], "👍")
    assert phone.last.reactions == {"person": ["👍"]}
    await phone.react(sent["message_id"], None)
    reaction = [update["message_reaction"] for update in await api.updates()][-1]
    assert (reaction["message_id"], reaction["user"]["id"]) == (sent["message_id"], ADA.id)
    assert reaction["new_reaction"] == []
    with pytest.raises(SandboxError, match="not among Telegram's reactions"):
        await phone.react(sent["message_id"], "🎸")


async def test_bots_are_not_told_of_deletions(api: Api, sandbox: Sandbox) -> None:
    phone = sandbox.phone(ADA.id)
    sent = await phone.send("never mind")
    await api.updates(2)
    await phone.delete(sent)
    assert phone.messages == []
    assert await api.updates() == []


async def test_contacts_and_places(api: Api, sandbox: Sandbox) -> None:
    await sandbox.phone(ADA.id).contact("+441234", "Sam")
    await sandbox.phone(ADA.id).location(51.5, -0.12)
    contact, place = (update["message"] for update in await api.updates())
    assert contact["contact"] == {"phone_number": "+441234", "first_name": "Sam"}
    assert place["location"]["latitude"] == 51.5


async def test_only_real_buttons_can_be_pressed(api: Api, sandbox: Sandbox) -> None:
    phone = sandbox.phone(ADA.id)
    with pytest.raises(SandboxError, match="sees no button"):
        await phone.press("Yes")
    with pytest.raises(SandboxError, match="sees no buttons"):
        await phone.press_first()
    keys = [[{"text": "Yes, I agree", "callback_data": "y"}, {"text": "Read more", "url": "https://a.b"}]]
    await api("sendMessage", chat_id=ADA.id, text="Privacy", reply_markup={"inline_keyboard": keys})
    await api("sendMessage", chat_id=ADA.id, text="A later word")
    assert phone.buttons() == ["Yes, I agree", "Read more"]
    await phone.press("agree")
    assert (await api.only_update())["callback_query"]["data"] == "y"
    with pytest.raises(SandboxError, match=r"opens https://a\.b"):
        await phone.press("Read more")
    for wrong in (2, -3):
        with pytest.raises(SandboxError, match="there is no button"):
            await phone.press(wrong)
    with pytest.raises(SandboxError, match="there is no button 'No'"):
        await phone.press("No", message=phone.received[0])
    with pytest.raises(SandboxError, match="only the bot's messages"):
        await phone.press_data("y", await phone.send("mine"))
    with pytest.raises(SandboxError, match="nobody with id 5"):
        sandbox.phone(5)
