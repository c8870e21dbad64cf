"""Writing, pressing, editing, replying: what two sides of a chat do all day."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import ADA, MO, SAM
from tests.browser.stage import Stage, buttons

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
EVIL = "<img src=x onerror=\"document.title='broken in'\"> <script>document.title='broken in'</script> & done"


async def test_words_go_out_on_the_right_and_come_back_on_the_left(stage: Stage) -> None:
    await stage.write(MO, "How do I hold the pick?")

    heard = await stage.bot.heard("message")
    assert heard["text"] == "How do I hold the pick?"
    assert heard["from"]["id"] == MO
    mine, theirs = stage.bubbles(MO, "out"), stage.bubbles(MO, "in")
    await expect(mine).to_contain_text("How do I hold the pick?")
    await expect(theirs).to_contain_text("You said: How do I hold the pick?")
    await expect(mine.locator("time")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    left, right = await theirs.locator(".bubble").bounding_box(), await mine.locator(".bubble").bounding_box()
    assert left
    assert right
    assert left["x"] < right["x"]
    await expect(stage.bubbles(ADA)).to_have_count(0)


async def test_words_are_never_markup(stage: Stage) -> None:
    await stage.write(MO, EVIL)

    await expect(stage.bubbles(MO, "out")).to_contain_text(EVIL)
    await expect(stage.bubbles(MO, "in")).to_contain_text(f"You said: {EVIL}")
    assert await stage.phone(MO).locator(".words img, .words script").count() == 0
    assert "broken in" not in await stage.page.title()


async def test_entities_are_shown_by_utf16_offsets(stage: Stage) -> None:
    text = (
        "\N{GUITAR} <b>bold <i>both</i></b> <code>Otter-12</code> <a href='https://example.org/a'>guide</a> "
        "<tg-spoiler>secret</tg-spoiler><blockquote expandable>"
        + "\n".join(f"line {number}" for number in range(9))
        + "</blockquote>after <pre>chord</pre>"
    )
    await stage.bot.say(MO, text)

    words = stage.bubbles(MO).locator(".words")
    await expect(words.locator("strong", has_text="bold both")).to_have_text("bold both")
    await expect(words.locator("em")).to_have_text("both")
    await expect(words.locator("code").first).to_have_text("Otter-12")
    await expect(words.locator("pre")).to_have_text("chord")
    link = words.get_by_role("link", name="guide")
    await expect(link).to_have_attribute("href", "https://example.org/a")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
    more = words.get_by_role("button", name="Show more")
    quote = words.locator("blockquote .quote-words")
    before = (await quote.bounding_box() or {"height": 0})["height"]
    await more.click()
    await expect(words.get_by_role("button", name="Show less")).to_have_attribute("aria-expanded", "true")
    assert (await quote.bounding_box() or {"height": 0})["height"] > 2 * before
    cover = words.get_by_role("button", name="Hidden words")
    await cover.press("Enter")
    await expect(words.locator(".spoiler.shown")).to_have_text("secret")


async def test_a_press_is_answered_with_a_notice_and_an_edit_in_place(stage: Stage) -> None:
    await stage.bot.say(ADA, "A question waits", reply_markup=buttons([("Claim", "claim:17"), ("Later", "later:17")]))
    await stage.phone(ADA).get_by_role("button", name="Claim").click()

    assert (await stage.bot.heard("callback_query"))["data"] == "claim:17"
    await expect(stage.phone(ADA).locator(".toast")).to_have_text("Pressed claim:17")
    await expect(stage.bubbles(ADA)).to_have_count(1)
    await expect(stage.bubbles(ADA)).to_contain_text("You chose claim:17")
    await expect(stage.bubbles(ADA).locator(".edited")).to_have_text("edited")
    await expect(stage.phone(ADA).get_by_role("button", name="Claim")).to_have_count(0)
    await expect(stage.bubbles(ADA).locator(".key.busy")).to_have_count(0)


async def test_an_alert_waits_for_ok(stage: Stage) -> None:
    stage.sandbox.world.tell("toast", stage.sandbox.world.own_chat(SAM), text="Somebody else has it", show_alert=True)

    alert = stage.page.get_by_role("dialog")
    await expect(alert).to_contain_text("Somebody else has it")
    await alert.get_by_role("button", name="OK").press("Enter")
    await expect(alert).to_have_count(0)


async def test_one_edits_deletes_and_reacts_to_messages(stage: Stage) -> None:
    await stage.write(MO, "Frist")
    mine = stage.bubbles(MO, "out")
    await stage.menu(mine, "Edit")
    await expect(stage.field(MO)).to_have_value("Frist")
    await stage.write(MO, "First")

    assert (await stage.bot.heard("edited_message"))["text"] == "First"
    await expect(mine).to_contain_text("First")
    await expect(mine.locator(".edited")).to_be_visible()

    theirs = stage.bubbles(MO, "in")
    await theirs.hover()
    await theirs.get_by_role("button", name="More about this message").click()
    await stage.page.get_by_role("menuitemradio", name="React: Heart").click()
    reaction = await stage.bot.heard("message_reaction")
    assert reaction["new_reaction"] == [{"type": "emoji", "emoji": "\N{HEAVY BLACK HEART}"}]
    await theirs.get_by_role("button", name="Take it back").click()
    await expect(theirs.locator(".reaction")).to_have_count(0)

    await stage.menu(mine, "Delete")
    await expect(mine).to_have_count(0)
    await expect(theirs).to_have_count(1)


async def test_a_reply_quotes_and_the_quote_leads_back(stage: Stage) -> None:
    first = await stage.bot.say(ADA, "Question #17: which string first?")
    for number in range(30):
        await stage.bot.say(ADA, f"Line {number} of something else")
    bubble = stage.phone(ADA).locator(f'.message[data-message="{first["message_id"]}"]')
    await bubble.scroll_into_view_if_needed()
    await stage.menu(bubble, "Reply")
    await stage.write(ADA, "The thick one.")

    heard = await stage.bot.heard("message")
    assert heard["reply_to_message"]["message_id"] == first["message_id"]
    mine = stage.bubbles(ADA, "out")
    await expect(mine).to_be_in_viewport()
    await expect(bubble).not_to_be_in_viewport()
    await mine.get_by_role("button", name="In reply to").click()
    await expect(bubble).to_be_in_viewport()
    await expect(bubble).to_be_focused()


async def test_deleted_silent_protected_and_typing(stage: Stage) -> None:
    await stage.bot.say(SAM, "Sealed words", protect_content=True, disable_notification=True)
    bubble = stage.bubbles(SAM)
    await expect(bubble.get_by_role("img", name="Sent without a sound")).to_be_visible()
    await expect(bubble.get_by_role("img", name="Can't be copied")).to_be_visible()
    assert await bubble.locator(".bubble").evaluate("element => getComputedStyle(element).userSelect") == "none"
    await bubble.hover()
    await bubble.get_by_role("button", name="More about this message").click()
    await expect(stage.page.get_by_role("menuitem", name="Reply")).to_be_visible()
    await expect(stage.page.get_by_role("menuitem", name="Copy words")).to_have_count(0)
    await stage.page.keyboard.press("Escape")

    await stage.bot.call("sendChatAction", chat_id=SAM, action="typing")
    await expect(stage.phone(SAM).locator(".status")).to_contain_text("typing")
    sent = await stage.bot.say(SAM, "Soon gone")
    await expect(stage.phone(SAM).locator(".status")).to_have_text("bot")
    await expect(bubble).to_have_count(2)
    await stage.bot.call("deleteMessage", chat_id=SAM, message_id=sent["message_id"])
    await expect(bubble).to_have_count(1)
