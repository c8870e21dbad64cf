"""Methods that send files, singly and as albums."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from bot.sandbox.compose import captioned, place, post, replied
from bot.sandbox.errors import bad_request
from bot.sandbox.files import File, check_size
from bot.sandbox.methods_edit import change_media, media_content
from bot.sandbox.params import Upload
from bot.sandbox.people import Json
from bot.sandbox.table import words
from bot.sandbox.world import World

_UNCAPTIONED = ("video_note", "sticker")
_ALBUM_KINDS = frozenset({"photo", "video", "audio", "document"})
_INPUT_KINDS = _ALBUM_KINDS | {"animation"}
_INPUT_KEYS = frozenset(
    words(
        "type media thumbnail caption parse_mode caption_entities show_caption_above_media has_spoiler width "
        "height duration supports_streaming start_timestamp performer title disable_content_type_detection"
    )
)


def send(kind: str, world: World, p: Json) -> Json:
    """sendPhoto, sendVoice and so on."""
    chat = world.writable(p["chat_id"])
    file = find(world, kind, p[kind], p)
    content = media_content(file, p)
    if kind not in _UNCAPTIONED:
        content.update(captioned(p))
    return post(world, chat, content, p).raw


def find(world: World, kind: str, given: Any, p: Json) -> File:
    """The file that a request means: uploaded with it, pointed to by attach://, or sent before."""
    if isinstance(given, str) and given.startswith("attach://"):
        given = p.get(given.removeprefix("attach://"))
    if isinstance(given, Upload):
        check_size(kind, len(given.content))
        file = world.files.add(kind, given)
        if kind == "photo" and not file.measured.image:
            raise bad_request("IMAGE_PROCESS_FAILED")
        return file
    if not isinstance(given, str) or not given:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")  # the sandbox has no way out to the net
    return world.files.again(given, kind)


def send_group(world: World, p: Json) -> list[Json]:
    """sendMediaGroup: two to ten that go together, under one media_group_id."""
    chat = world.writable(p["chat_id"])
    items = [_checked(world, item) for item in p["media"]]
    if not 2 <= len(items) <= 10:
        raise bad_request("there must be from 2 to 10 media in an album")
    kinds = {item["type"] for item in items}
    if len(kinds) > 1 and kinds & {"audio", "document"}:
        raise bad_request("media of the types audio and document can't be mixed with others in an album")
    contents = [
        {**media_content(find(world, item["type"], item.get("media"), p), item), **captioned(item)} for item in items
    ]
    reply = replied(chat, p)
    if world.limits is not None:
        world.limits.count(chat.id, len(contents))
    album = {"media_group_id": world.next_album_id()}
    return [place(world, chat, {**album, **content}, p, reply, None).raw for content in contents]


def edit_media(world: World, p: Json) -> Json:
    """editMessageMedia."""
    given = _checked(world, p["media"])
    return change_media(world, p, find(world, given["type"], given.get("media"), p), given)


def _checked(world: World, item: Any) -> Json:
    if not isinstance(item, dict) or item.get("type") not in _INPUT_KINDS:
        raise bad_request("can't parse InputMedia: Object expected as InputMedia")
    if world.strict and not item.keys() <= _INPUT_KEYS:
        unknown = ", ".join(sorted(item.keys() - _INPUT_KEYS))
        raise bad_request(f"unknown field {unknown} in InputMedia")
    return item


METHODS: dict[str, Callable[[World, Json], Any]] = {
    **{
        method: partial(send, kind)
        for method, kind in {
            "sendPhoto": "photo",
            "sendAudio": "audio",
            "sendDocument": "document",
            "sendVideo": "video",
            "sendAnimation": "animation",
            "sendVoice": "voice",
            "sendVideoNote": "video_note",
            "sendSticker": "sticker",
        }.items()
    },
    "sendMediaGroup": send_group,
    "editMessageMedia": edit_media,
}
