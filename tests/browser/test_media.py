"""Pictures, sound and files, out and in."""

from __future__ import annotations

import json

import pytest
from playwright.async_api import FilePayload, expect

from bot.sandbox import samples
from tests.browser.conftest import ADA, MO
from tests.browser.stage import Stage, picture

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
LOADED = "picture => picture.complete && picture.naturalWidth > 0"
VOICE: FilePayload = {"name": "hum.ogg", "mimeType": "audio/ogg", "buffer": samples.VOICE}


async def test_a_photo_with_words_is_sent_and_opens_larger(stage: Stage) -> None:
    await stage.attach(MO, picture())
    await expect(stage.phone(MO).locator(".staged-file")).to_contain_text("picture-0.png")
    await stage.write(MO, "My hand on the neck")

    heard = await stage.bot.heard("message")
    assert heard["caption"] == "My hand on the neck"
    assert heard["photo"][-1]["width"] == 64
    shown = stage.bubbles(MO, "out").locator("img")
    await expect(shown).to_be_visible()
    await stage.page.wait_for_function(f"() => ({LOADED})(document.querySelector('.message img'))")
    await expect(stage.phone(MO).locator(".staged-file")).to_have_count(0)
    await stage.bubbles(MO, "out").get_by_role("button", name="Open larger").click()
    await expect(stage.page.get_by_role("dialog").locator("img")).to_be_visible()
    await stage.page.keyboard.press("Escape")
    await expect(stage.page.get_by_role("dialog")).to_have_count(0)


async def test_several_pictures_and_a_film_become_one_album(stage: Stage) -> None:
    film: FilePayload = {"name": "clip.mp4", "mimeType": "video/mp4", "buffer": samples.CLIP}
    await stage.attach(MO, picture(1), picture(2), film)
    await stage.write(MO, "Three at once")

    parts = [await stage.bot.heard("message", lambda m, n=name: n in m and m) for name in ("photo", "video")]
    assert len({part["media_group_id"] for part in parts}) == 1
    bubble = stage.bubbles(MO, "out")
    await expect(bubble).to_have_count(1)
    await expect(bubble.locator(".album .cell")).to_have_count(3)
    await expect(bubble).to_contain_text("Three at once")


async def test_an_album_of_the_bot_is_one_bubble(stage: Stage) -> None:
    files = {f"p{number}": (f"p{number}.png", samples.picture(number), "image/png") for number in range(4)}
    media = json.dumps([{"type": "photo", "media": f"attach://{name}"} for name in files])
    await stage.bot.call("sendMediaGroup", chat_id=ADA, media=media, files=files)

    await expect(stage.bubbles(ADA)).to_have_count(1)
    await expect(stage.bubbles(ADA).locator(".album img")).to_have_count(4)


async def test_a_voice_file_is_sent_and_plays(stage: Stage) -> None:
    await stage.phone(MO).get_by_role("button", name="Attach a file").click()
    async with stage.page.expect_file_chooser() as chooser:
        await stage.page.get_by_role("menuitem", name="Voice message from a file").click()
    await (await chooser.value).set_files([VOICE])
    await stage.phone(MO).get_by_role("button", name="Send", exact=True).click()

    heard = await stage.bot.heard("message")
    assert heard["voice"]["duration"] == 1
    bubble = stage.bubbles(MO, "out")
    await bubble.get_by_role("button", name="Play voice message").click()
    await stage.page.wait_for_function("() => document.querySelector('.message audio').currentTime > 0.2")
    await expect(bubble.get_by_role("slider", name="Position in voice message")).to_be_visible()
    await expect(bubble.get_by_role("button", name="Play voice message")).to_be_visible()
    # Its shape is measured from its own samples, so some bars are taller than a dot.
    tall = "() => [...document.querySelectorAll('.wave rect')].some(bar => Number(bar.getAttribute('height')) > 10)"
    await stage.page.wait_for_function(tall)


async def test_a_voice_message_is_recorded_with_the_microphone(stage: Stage) -> None:
    await stage.phone(MO).get_by_role("button", name="Record a voice message").click()
    await expect(stage.phone(MO).locator(".record-time")).to_have_text("0:01")
    await stage.phone(MO).get_by_role("button", name="Send the voice message").click()

    heard = await stage.bot.heard("message")
    assert heard["voice"]["duration"] >= 1
    assert heard["voice"]["file_size"] > 500
    await expect(stage.bubbles(MO, "out").get_by_role("button", name="Play voice message")).to_be_visible()
    await expect(stage.field(MO)).to_be_visible()


async def test_every_other_kind_of_media_is_shown(stage: Stage) -> None:
    kinds = {
        "sendVideo": ("video", samples.CLIP, "video/mp4", "video"),
        "sendVideoNote": ("video_note", samples.CLIP, "video/mp4", ".round-video video"),
        "sendAudio": ("audio", samples.MUSIC, "audio/mpeg", ".player input"),
        "sendSticker": ("sticker", samples.STICKER, "image/webp", ".sticker img"),
        "sendDocument": ("document", b"Notes", "text/plain", "a.file-row"),
    }
    for method, (name, content, mime, _) in kinds.items():
        await stage.bot.call(method, chat_id=ADA, files={name: (f"{name}.bin", content, mime)})
    await expect(stage.bubbles(ADA)).to_have_count(len(kinds))
    for _, _, _, selector in kinds.values():
        await expect(stage.bubbles(ADA).locator(selector).first).to_be_visible()

    await stage.phone(ADA).get_by_role("button", name="Play round video").click()
    await stage.page.wait_for_function("() => document.querySelector('.round-video video').currentTime > 0.1")
    async with stage.page.expect_download() as download:
        await stage.phone(ADA).get_by_role("link", name="Download document.bin").click()
    assert (await (await download.value).path()).read_bytes() == b"Notes"


async def test_what_plays_goes_on_while_its_message_is_edited(stage: Stage) -> None:
    sent = await stage.bot.call(
        "sendVoice", chat_id=MO, caption="Before", files={"voice": ("a.ogg", samples.VOICE, "audio/ogg")}
    )
    await expect(stage.bubbles(MO)).to_contain_text("Before")
    await stage.run("() => { window.kept = document.querySelector('.message audio'); }")
    await stage.bot.call("editMessageCaption", chat_id=MO, message_id=sent["message_id"], caption="After")
    await expect(stage.bubbles(MO)).to_contain_text("After")
    assert await stage.run("() => window.kept === document.querySelector('.message audio')")


async def test_hidden_pictures_wait_for_a_tap_and_protected_files_have_no_download(stage: Stage) -> None:
    photo = {"photo": ("p.png", samples.picture(), "image/png")}
    await stage.bot.call("sendPhoto", chat_id=MO, has_spoiler=True, files=photo)
    await stage.phone(MO).get_by_role("button", name="Hidden media").click()
    await expect(stage.phone(MO).get_by_role("button", name="Hidden media")).to_have_count(0)

    document = {"document": ("plan.txt", b"Plan", "text/plain")}
    await stage.bot.call("sendDocument", chat_id=ADA, protect_content=True, files=document)
    await expect(stage.bubbles(ADA)).to_contain_text("plan.txt")
    await expect(stage.bubbles(ADA).get_by_role("link")).to_have_count(0)
