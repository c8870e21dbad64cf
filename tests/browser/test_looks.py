"""Small screens, no mouse, and colours that can be read."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import ADA, MO, SAM
from tests.browser.stage import Stage, buttons

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

# Every visible text against what lies behind it, by WCAG's formula; translucent grounds are mixed with what is below.
CONTRAST = """() => {
  const parse = colour => { const n = colour.match(/[\\d.]+/g).map(Number); return [n[0], n[1], n[2], n[3] ?? 1]; };
  const over = (top, below) => top.slice(0, 3).map((c, i) => c * top[3] + below[i] * (1 - top[3]));
  const ground = element => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
  };
  const light = colour => {
    const [r, g, b] = colour.map(c => (c /= 255) <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let seen = 0;
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const words = walker.currentNode.data.trim();
    if (!words || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (element.closest('.for-ears, .spoiler, .cover, button:disabled')) continue;
    const back = ground(element);
    const [a, b] = [light(over(parse(getComputedStyle(element).color), back)), light(back)].sort((x, y) => y - x);
    seen += 1;
    const contrast = (a + .05) / (b + .05);
    if (contrast < 4.5) found.push(`${words}: ${contrast.toFixed(2)}`);
  }
  return { found, seen };
}"""


WIDTHS = """() => {
  const { scrollWidth, clientWidth } = document.querySelector('.scroller');
  return [document.documentElement.scrollWidth, scrollWidth - clientWidth];
}"""
FOCUSED = """() => {
  const { activeElement: at } = document;
  const seen = at.tagName === 'TEXTAREA' || getComputedStyle(at).outlineStyle !== 'none';
  return [at.getAttribute('aria-label') ?? at.textContent, seen];
}"""


async def furnish(stage: Stage) -> None:
    """Something of everything that has words."""
    await stage.bot.say(
        MO,
        "<b>Hello</b>, <code>Otter-12</code>. See <a href='https://example.org'>this</a> and /help\n"
        "<blockquote>Quoted</blockquote>",
        reply_markup=buttons(
            [("Carry on", "a")], [("Guitar", "b"), ("A much longer button than fits in half a phone", "c")]
        ),
        protect_content=True,
    )
    await stage.bot.say(MO, "Pick", reply_markup={"keyboard": [["My lessons", "Help now"]], "resize_keyboard": True})
    await stage.bot.say(MO, "A" * 300)
    given = [{"command": "lessons", "description": "Pick a lesson, and a rather long description of what that is"}]
    await stage.bot.call("setMyCommands", commands=given, scope={"type": "chat", "chat_id": MO})
    await stage.write(MO, "How do I hold the pick?")
    await expect(stage.bubbles(MO, "in").last).to_contain_text("You said")
    await stage.field(MO).fill("/")
    await expect(stage.phone(MO).get_by_role("option")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_words_can_be_read(stage: Stage, scheme: str) -> None:
    await stage.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    await furnish(stage)
    await stage.page.get_by_role("switch").click()
    await expect(stage.page.get_by_text("Telegram is down for the bot")).to_be_visible()
    await stage.phone(ADA).get_by_role("button", name="Block the bot").click()
    await expect(stage.phone(ADA)).to_contain_text("You have blocked this bot.")

    measured = await stage.run(CONTRAST)
    assert measured["seen"] > 40
    assert measured["found"] == []


async def test_one_phone_with_tabs_on_a_small_screen(stage: Stage) -> None:
    await stage.page.set_viewport_size({"width": 360, "height": 740})
    await furnish(stage)
    await expect(stage.phone(MO)).to_be_visible()
    await expect(stage.phone(ADA)).to_have_count(0)
    assert await stage.run(WIDTHS) == [360, 0]
    await stage.bot.say(ADA, "A question waits")
    tab = stage.page.get_by_role("tab", name="Tutor, 1 new")
    await expect(tab).to_have_attribute("aria-selected", "false")
    await tab.click()
    await expect(stage.bubbles(ADA)).to_contain_text("A question waits")
    await expect(stage.phone(MO)).to_have_count(0)
    await expect(stage.page.get_by_role("tab", name="Tutor")).to_have_attribute("aria-selected", "true")
    assert await stage.run(WIDTHS) == [360, 0]


async def test_two_phones_on_a_tablet(stage: Stage) -> None:
    await stage.page.set_viewport_size({"width": 820, "height": 1180})
    await expect(stage.phone(MO)).to_be_visible()
    await expect(stage.phone(ADA)).to_be_visible()
    await expect(stage.phone(SAM)).to_have_count(0)
    await stage.page.get_by_role("button", name="Safeguarding lead").click()
    await expect(stage.phone(SAM)).to_be_visible()
    assert await stage.run("() => document.documentElement.scrollWidth") == 820


async def test_everything_can_be_done_without_a_mouse(stage: Stage) -> None:
    page, keys = stage.page, stage.page.keyboard
    await stage.bot.say(MO, "Ready?", reply_markup=buttons([("Yes", "yes"), ("No", "no")]))
    await expect(stage.bubbles(MO)).to_have_count(1)

    async def tab_to(name: str) -> None:
        for _ in range(40):
            await keys.press("Tab")
            label, seen = await stage.run(FOCUSED)
            if name in label:
                assert seen, f"the focus on {name} can't be seen"
                return
        raise AssertionError(f"Tab never came to {name}")

    await tab_to("Telegram is down")
    await tab_to("Yes")
    await keys.press("Enter")
    await expect(stage.bubbles(MO)).to_contain_text("You chose yes")
    await tab_to("Message from Young person")
    await keys.type("Which string?")
    await keys.press("Enter")
    await expect(stage.bubbles(MO, "in").last).to_contain_text("You said: Which string?")
    await expect(stage.field(MO)).to_be_focused()

    # The newest message is one Shift+Tab or a few away; arrows walk, Enter opens what can be done with one.
    for _ in range(6):
        await keys.press("Shift+Tab")
        if await stage.run("() => document.activeElement.classList.contains('message')"):
            break
    await keys.press("End")
    await keys.press("ArrowUp")
    await expect(stage.bubbles(MO, "out")).to_be_focused()
    await keys.press("Enter")
    await expect(page.get_by_role("menuitemradio", name="React: Thumbs up")).to_be_focused()
    await keys.press("End")
    await keys.press("ArrowUp")
    await expect(page.get_by_role("menuitem", name="Edit")).to_be_focused()
    await keys.press("Enter")
    await expect(stage.field(MO)).to_have_value("Which string?")
    await keys.press("Escape")
    await expect(stage.field(MO)).to_have_value("")
    await keys.press("ArrowUp")
    await expect(stage.field(MO)).to_have_value("Which string?")
    await keys.type(" The thick one?")
    await keys.press("Enter")
    await expect(stage.bubbles(MO, "out")).to_contain_text("Which string? The thick one?")
    await expect(page.locator("#live")).to_contain_text("Young person: You said: Which string?")
