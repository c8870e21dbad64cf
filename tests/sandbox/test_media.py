"""Files: sent, sent again by their ids, in albums, fetched, and refused when too heavy."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from bot.sandbox import Sandbox, samples
from bot.sandbox.files import DOWNLOAD_LIMIT, PHOTO_LIMIT, UPLOAD_LIMIT
from tests.sandbox.conftest import ADA, TOM, Api, ApiError
from tests.sandbox.test_sending import refused

METHODS = {
    "photo": "sendPhoto",
    "voice": "sendVoice",
    "video": "sendVideo",
    "video_note": "sendVideoNote",
    "audio": "sendAudio",
    "animation": "sendAnimation",
    "document": "sendDocument",
    "sticker": "sendSticker",
}


def part(kind: str, number: int = 0) -> tuple[str, bytes, str]:
    """A sample file as a part of a form."""
    upload = samples.upload(kind, None, number)
    return upload.name, upload.content, upload.mime


def file_id(message: dict[str, Any], kind: str) -> str:
    """The id of the file in a message."""
    media = message[kind]
    found: str = (media[-1] if isinstance(media, list) else media)["file_id"]
    return found


@pytest.mark.parametrize("kind", METHODS)
async def test_each_kind_is_uploaded_once_and_sent_again_by_id(api: Api, sandbox: Sandbox, kind: str) -> None:
    sent = await api(METHODS[kind], chat_id=ADA.id, **{kind: part(kind)})
    again = await api(METHODS[kind], chat_id=TOM.id, **{kind: file_id(sent, kind)})
    assert again[kind] == sent[kind]
    assert sandbox.phone(TOM.id).last.kind == kind
    assert sandbox.phone(TOM.id).last.file_id == file_id(sent, kind)
    file = await api("getFile", file_id=file_id(sent, kind))
    async with api.session.get(f"{sandbox.url}/file/bot{sandbox.token}/{file['file_path']}") as response:
        assert response.status == 200
        assert await response.read() == part(kind)[1]
    assert file["file_size"] == len(part(kind)[1])
    other = next(name for name in METHODS if name != kind)
    told = await refused(api, METHODS[other], chat_id=ADA.id, **{other: file_id(sent, kind)})
    assert told.startswith("Bad Request: can't use file of type")


async def test_what_is_known_of_a_file_is_told(api: Api) -> None:
    voice = await api("sendVoice", chat_id=ADA.id, voice=part("voice"))
    assert voice["voice"]["duration"] == 1
    video = await api("sendVideo", chat_id=ADA.id, video=part("video"), supports_streaming=True)
    assert [video["video"][key] for key in ("width", "height", "duration")] == [64, 64, 1]
    assert video["video"]["file_name"] == "card.mp4"
    photo = await api("sendPhoto", chat_id=ADA.id, photo=part("photo"), has_spoiler=True)
    assert [(size["width"], size["height"]) for size in photo["photo"]] == [(320, 240), (640, 480)]
    assert len({size["file_unique_id"] for size in photo["photo"]}) == 2
    assert photo["has_media_spoiler"] is True
    small = await api("getFile", file_id=photo["photo"][0]["file_id"])
    assert small["file_path"].startswith("photos/")
    tune = await api("sendAudio", chat_id=ADA.id, audio=part("audio"), title="Scale", performer="Tom", duration=9)
    assert [tune["audio"][key] for key in ("title", "performer", "duration")] == ["Scale", "Tom", 9]


async def test_captions_have_their_limit_and_some_media_have_none(api: Api, sandbox: Sandbox) -> None:
    long = "<b>" + "x" * 1024 + "</b>"
    sent = await api("sendPhoto", chat_id=ADA.id, photo=part("photo"), caption=long, parse_mode="HTML")
    assert len(sent["caption"]) == 1024
    told = await refused(api, "sendPhoto", chat_id=ADA.id, photo=part("photo"), caption="x" * 1025)
    assert told == "Bad Request: message caption is too long"
    told = await refused(api, "sendVideoNote", chat_id=ADA.id, video_note=part("video_note"), caption="x")
    assert told == 'Bad Request: unknown parameter "caption" in sendVideoNote'
    copied = await api(
        "copyMessage", chat_id=TOM.id, from_chat_id=ADA.id, message_id=sent["message_id"], caption="short"
    )
    bubble = sandbox.phone(TOM.id).last
    assert (bubble.id, bubble.text, bubble.entities) == (copied["message_id"], "short", [])


async def test_wrong_files_are_refused(api: Api) -> None:
    for wrong, why in (
        ("AgACnosuch", "wrong file identifier/HTTP URL specified"),
        ("", "wrong file identifier/HTTP URL specified"),
        ("https://example.org/a.jpg", "failed to get HTTP URL content"),
        ("attach://nothing", "wrong file identifier/HTTP URL specified"),
    ):
        assert await refused(api, "sendPhoto", chat_id=ADA.id, photo=wrong) == f"Bad Request: {why}"
    assert await refused(api, "sendPhoto", chat_id=ADA.id) == "Bad Request: there is no photo in the request"
    told = await refused(api, "sendPhoto", chat_id=ADA.id, photo=("a.jpg", b"no picture", "image/jpeg"))
    assert told == "Bad Request: IMAGE_PROCESS_FAILED"
    told = await refused(api, "sendDocument", chat_id=ADA.id, document=("a.txt", b"", "text/plain"))
    assert told == "Bad Request: file must be non-empty"
    assert (await refused(api, "getFile", file_id="nothing")).startswith("Bad Request: wrong file identifier")


async def test_heavy_files_are_refused(api: Api, sandbox: Sandbox) -> None:
    heavy = samples.picture() + b"\0" * PHOTO_LIMIT
    told = await refused(api, "sendPhoto", chat_id=ADA.id, photo=("a.png", heavy, "image/png"))
    assert told.endswith(f"is too big for a photo; the maximum size is {PHOTO_LIMIT} bytes")
    with pytest.raises(ApiError, match="Request Entity Too Large") as caught:
        await api("sendDocument", chat_id=ADA.id, document=("a.bin", b"\0" * (UPLOAD_LIMIT + 1), ""))
    assert caught.value.code == 413
    sent = await sandbox.phone(ADA.id).document(b"\0" * (DOWNLOAD_LIMIT + 1))
    assert await refused(api, "getFile", file_id=sent.file_id) == "Bad Request: file is too big"
    await api("sendDocument", chat_id=TOM.id, document=sent.file_id)
    path = sandbox.world.files.get(sent.file_id or "").path
    async with api.session.get(f"{sandbox.url}/file/bot{sandbox.token}/{path}") as response:
        assert response.status == 404


async def test_albums_are_sent_and_copied_whole(api: Api, sandbox: Sandbox) -> None:
    media = [
        {"type": "photo", "media": "attach://one", "caption": "<b>two</b>", "parse_mode": "HTML"},
        {"type": "video", "media": "attach://two", "duration": 3},
    ]
    sent = await api(
        "sendMediaGroup", chat_id=ADA.id, media=media, one=part("photo"), two=part("video"), protect_content=True
    )
    assert [message["caption"] for message in sent[:1]] == ["two"]
    assert len({message["media_group_id"] for message in sent}) == 1
    assert all(message["has_protected_content"] for message in sent)
    ids = [message["message_id"] for message in sent]
    copies = await api("copyMessages", chat_id=TOM.id, from_chat_id=ADA.id, message_ids=[*ids, 9999])
    bubbles = sandbox.phone(TOM.id).received
    assert [bubble.id for bubble in bubbles] == [copy["message_id"] for copy in copies]
    groups = {bubble["media_group_id"] for bubble in bubbles}
    assert len(groups) == 1
    assert groups != {sent[0]["media_group_id"]}
    bare = await api("copyMessages", chat_id=TOM.id, from_chat_id=ADA.id, message_ids=ids, remove_caption=True)
    assert len(bare) == 2
    assert sandbox.phone(TOM.id).received[-2].text == ""


@pytest.mark.parametrize(
    ("media", "why"),
    [
        ([], "there must be from 2 to 10 media in an album"),
        (["photo"], "there must be from 2 to 10 media in an album"),
        (["photo"] * 11, "there must be from 2 to 10 media in an album"),
        (["photo", "document"], "media of the types audio and document can't be mixed"),
        (["photo", "voice"], "can't parse InputMedia"),
    ],
)
async def test_bad_albums_are_refused(api: Api, sandbox: Sandbox, media: list[str], why: str) -> None:
    ids = {kind: (await sandbox.phone(ADA.id).album([kind]))[0].file_id for kind in set(media)}
    items = [{"type": kind, "media": ids[kind]} for kind in media]
    told = await refused(api, "sendMediaGroup", chat_id=ADA.id, media=items)
    assert told.startswith(f"Bad Request: {why}")


async def test_media_take_the_place_of_media(api: Api, sandbox: Sandbox) -> None:
    sent = await api("sendPhoto", chat_id=ADA.id, photo=part("photo"), caption="old")
    where = {"chat_id": ADA.id, "message_id": sent["message_id"]}
    item = {"type": "document", "media": "attach://page", "caption": "new"}
    edited = await api("editMessageMedia", **where, media=item, page=part("document"))
    assert edited["document"]["file_name"] == "notes.txt"
    assert "photo" not in edited
    assert sandbox.phone(ADA.id).last.text == "new"
    same = {"type": "document", "media": edited["document"]["file_id"], "caption": "new"}
    assert "message is not modified" in await refused(api, "editMessageMedia", **where, media=same)
    told = await refused(api, "editMessageMedia", **where, media={**same, "colour": "red"})
    assert told == "Bad Request: unknown field colour in InputMedia"


async def test_copies_of_every_kind_keep_the_file_and_the_words(api: Api, sandbox: Sandbox) -> None:
    phone, other = sandbox.phone(ADA.id), sandbox.phone(TOM.id)
    sent = [
        await phone.photo(caption="look /here"),
        await phone.voice(duration=7),
        await phone.video(caption="see"),
        await phone.video_note(),
        await phone.audio(),
        await phone.animation(),
        await phone.sticker(),
        await phone.document(b"a page", name="song.txt"),
        await phone.contact("+440000", "Sam"),
        await phone.location(51.5, -0.1),
    ]
    for bubble in sent:
        await api("copyMessage", chat_id=TOM.id, from_chat_id=ADA.id, message_id=bubble.id)
        copy = other.last
        assert (copy.kind, copy.text, copy.file_id) == (bubble.kind, bubble.text, bubble.file_id)
        assert copy[copy.kind] == bubble[bubble.kind]
        assert copy.entities == bubble.entities
    updates = await api.updates()
    assert [update["message"]["message_id"] for update in updates] == [bubble.id for bubble in sent]


async def test_a_form_may_carry_json_beside_its_files(api: Api) -> None:
    form = aiohttp.FormData({"chat_id": str(ADA.id), "caption": "hi"})
    form.add_field("document", b"page", filename="a.txt", content_type="text/plain")
    form.add_field("reply_markup", '{"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]}')
    sent = await api.post("sendDocument", data=form)
    assert sent["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "y"
    assert sent["document"]["mime_type"] == "text/plain"
