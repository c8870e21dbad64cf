"""Blocking, Telegram that is down, commands, invitation links, and a server that goes and comes back."""

from __future__ import annotations

import asyncio
import re
from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

from bot.sandbox import Sandbox
from tests.browser.conftest import ADA, KIT, MO, PEOPLE, SAM
from tests.browser.stage import Stage, buttons

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_person_blocks_the_bot_and_lets_it_back(stage: Stage) -> None:
    phone = stage.phone(MO)
    await phone.get_by_role("button", name="Block the bot").click()

    member = await stage.bot.heard("my_chat_member")
    assert member["new_chat_member"]["status"] == "kicked"
    await expect(phone).to_contain_text("You have blocked this bot.")
    await expect(stage.field(MO)).to_have_count(0)
    await phone.get_by_role("button", name="Unblock", exact=True).click()
    await expect(stage.field(MO)).to_be_visible()
    await stage.write(MO, "Here again")
    await expect(stage.bubbles(MO, "in")).to_contain_text("You said: Here again")


async def test_what_is_sent_while_telegram_is_down_arrives_afterwards(stage: Stage) -> None:
    switch = stage.page.get_by_role("switch", name="Telegram is down")
    await switch.click()
    await expect(switch).to_be_checked()
    await expect(stage.page.get_by_role("status").first).to_contain_text("Telegram is down for the bot")
    await stage.write(MO, "Is anybody there?")
    await expect(stage.bubbles(MO, "out")).to_have_count(1)
    await asyncio.sleep(0.3)
    await expect(stage.bubbles(MO, "in")).to_have_count(0)

    await switch.click()
    await expect(switch).not_to_be_checked()
    await expect(stage.bubbles(MO, "in")).to_contain_text("You said: Is anybody there?")


async def test_commands_stand_in_a_menu_and_are_suggested(stage: Stage) -> None:
    phone = stage.phone(ADA)
    commands = [("queue", "Who is waiting"), ("next", "Take the next one"), ("away", "Step away")]
    given = [{"command": name, "description": words} for name, words in commands]
    await expect(phone.get_by_role("button", name="Commands")).to_be_hidden()
    await stage.bot.call("setMyCommands", commands=given, scope={"type": "chat", "chat_id": ADA})
    await phone.get_by_role("button", name="Commands").click()
    await stage.page.get_by_role("menuitem", name="/queue Who is waiting").click()
    await expect(stage.bubbles(ADA, "out")).to_contain_text("/queue")

    await stage.field(ADA).press_sequentially("/")
    options = phone.get_by_role("option")
    await expect(options).to_have_count(3)
    await stage.field(ADA).press_sequentially("a")
    await expect(options).to_have_text(["/awayStep away"])
    await stage.field(ADA).press("Enter")
    await expect(stage.bubbles(ADA, "out")).to_contain_text(["/queue", "/away"])
    await expect(options).to_have_count(0)


async def test_the_bots_keyboard_sends_its_words(stage: Stage) -> None:
    keyboard = {"keyboard": [[{"text": "My lessons"}, {"text": "Help now"}]], "resize_keyboard": True}
    await stage.bot.say(MO, "What next?", reply_markup=keyboard)
    key = stage.phone(MO).get_by_role("button", name="Help now", exact=True)
    await key.click()

    assert (await stage.bot.heard("message"))["text"] == "Help now"
    await stage.bot.say(MO, "Bye", reply_markup={"remove_keyboard": True})
    await expect(key).to_have_count(0)


async def test_an_invitation_link_opens_on_the_phone_that_one_chooses(stage: Stage) -> None:
    username = stage.sandbox.world.bot["username"]
    await stage.bot.say(SAM, f"One use each: https://t.me/{username}?start=Zk3-9fQw")
    await stage.phone(SAM).get_by_role("link", name="start=Zk3-9fQw").click()
    chooser = stage.page.get_by_role("dialog", name="Open this link on which phone?")
    await chooser.get_by_role("button", name="Coordinator").click()

    heard = await stage.bot.heard("message")
    assert heard["text"] == "/start Zk3-9fQw"
    assert heard["chat"]["id"] == KIT
    await expect(stage.bubbles(KIT, "out")).to_contain_text("/start Zk3-9fQw")
    await expect(stage.phone(SAM)).to_be_visible()


async def test_phones_without_a_place_count_what_is_new_and_can_be_fetched(stage: Stage) -> None:
    stage.sandbox.world.own_chat(KIT).started = True
    await expect(stage.phone(KIT)).to_have_count(0)
    await stage.bot.say(KIT, "Otter-12 would like to join", reply_markup=buttons([("Confirm", "yes")]))
    await expect(stage.page).to_have_title("(1) Backline sandbox")
    other = stage.page.get_by_role("button", name="Coordinator, 1 new")
    await expect(other).to_be_visible()
    await stage.phone(ADA).get_by_role("button", name="Tutor", exact=True).click()
    await stage.page.get_by_role("menuitem", name="Coordinator").click()

    await expect(stage.phone(KIT).get_by_role("button", name="Confirm")).to_be_visible()
    await expect(stage.phone(ADA)).to_have_count(0)
    await expect(stage.page).to_have_title("Backline sandbox")


async def test_a_change_in_a_phone_that_is_not_shown_is_seen_when_it_is(stage: Stage) -> None:
    stage.sandbox.world.own_chat(KIT).started = True
    sent = await stage.bot.say(KIT, "Before")
    await stage.bot.say(KIT, "Below")
    await stage.page.get_by_role("button", name="Coordinator, 2 new").click()
    await expect(stage.bubbles(KIT)).to_contain_text(["Before", "Below"])
    await stage.phone(KIT).get_by_role("button", name="Coordinator", exact=True).click()
    await stage.page.get_by_role("menuitem", name="Safeguarding lead").click()
    await expect(stage.phone(KIT)).to_have_count(0)
    await stage.bot.call("editMessageText", chat_id=KIT, message_id=sent["message_id"], text="After")
    await stage.page.get_by_role("button", name="Coordinator").click()
    await expect(stage.bubbles(KIT)).to_contain_text(["After", "Below"])


async def test_new_messages_are_counted_while_one_reads_further_up(stage: Stage) -> None:
    for number in range(40):
        await stage.bot.say(MO, f"Line {number}")
    await expect(stage.bubbles(MO)).to_have_count(40)
    await expect(stage.bubbles(MO).last).to_be_in_viewport()
    await stage.bubbles(MO).first.scroll_into_view_if_needed()
    await stage.bot.say(MO, "One more")
    jump = stage.phone(MO).get_by_role("button", name="To the newest message, 1 not seen yet")
    await expect(jump).to_be_visible()
    await expect(stage.bubbles(MO).first).to_be_in_viewport()
    await jump.click()
    await expect(stage.bubbles(MO).last).to_be_in_viewport()
    await expect(jump).to_be_hidden()


async def test_the_page_carries_on_after_the_server_came_back(stage: Stage) -> None:
    stage.expected = ("ERR_", "Failed to load resource")
    await stage.bot.say(MO, "From before")
    await stage.field(MO).fill("half a thou")
    port = urlsplit(stage.sandbox.url).port or 0
    await stage.sandbox.stop()
    await expect(stage.page.get_by_role("status").first).to_contain_text("Looking for the sandbox")

    later = Sandbox(PEOPLE, first_update_id=1000)
    await later.start(port)
    try:
        await expect(stage.bubbles(MO)).to_have_count(0, timeout=10_000)
        await expect(stage.field(MO)).to_have_value("half a thou")
        await later.phone(MO).send("From after")
        await expect(stage.bubbles(MO, "out")).to_have_text(re.compile("From after"))
        await expect(stage.page.get_by_role("status").first).to_be_hidden()
    finally:
        await later.stop()


async def test_the_introduction_helps_once(stage: Stage) -> None:
    await expect(stage.page.get_by_text("Nothing leaves this computer.")).to_be_visible()
    strip = stage.page.get_by_role("region", name="What this is")
    await strip.get_by_role("button", name="Ask something as Young person").click()
    await expect(stage.field(MO)).to_be_focused()
    await expect(stage.field(MO)).not_to_have_value("")
    await strip.get_by_role("button", name="Got it").click()
    await expect(strip).to_be_hidden()
    await stage.page.reload()
    await expect(stage.phone(MO)).to_be_visible()
    await expect(strip).to_be_hidden()
    await stage.page.get_by_role("button", name="What is this?").click()
    await expect(strip).to_be_visible()
