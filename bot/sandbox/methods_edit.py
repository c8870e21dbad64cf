"""Methods that change what already stands in a chat."""

from __future__ import annotations

from bot.sandbox import markup
from bot.sandbox.compose import captioned
from bot.sandbox.errors import bad_request
from bot.sandbox.files import File
from bot.sandbox.methods_messages import text_content
from bot.sandbox.people import MEDIA_KINDS, Bubble, Chat, Json
from bot.sandbox.table import REACTIONS
from bot.sandbox.world import World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)
TEXT_FIELDS = ("text", "entities", "link_preview_options")
CAPTION_FIELDS = ("caption", "caption_entities", "show_caption_above_media")


def edit_text(world: World, p: Json) -> Json:
    """editMessageText."""
    chat, bubble = _target(world, p)
    content = text_content(p)
    if "text" not in bubble.raw:
        raise bad_request("there is no text in the message to edit")
    return _change(world, chat, bubble, TEXT_FIELDS, content, p)


def edit_caption(world: World, p: Json) -> Json:
    """editMessageCaption."""
    chat, bubble = _target(world, p)
    content = captioned(p)
    if bubble.kind not in MEDIA_KINDS or bubble.kind in ("sticker", "video_note"):
        raise bad_request("there is no caption in the message to edit")
    return _change(world, chat, bubble, CAPTION_FIELDS, content, p)


def edit_markup(world: World, p: Json) -> Json:
    """editMessageReplyMarkup."""
    chat, bubble = _target(world, p)
    return _change(world, chat, bubble, (), {}, p)


def change_media(world: World, p: Json, file: File, given: Json) -> Json:
    """editMessageMedia, once its file is known; the text of a message can become media, too."""
    chat, bubble = _target(world, p)
    content = {**captioned(given), **media_content(file, given)}
    fields = (*TEXT_FIELDS, *CAPTION_FIELDS, *MEDIA_KINDS, "has_media_spoiler")
    return _change(world, chat, bubble, fields, content, p)


def media_content(file: File, given: Json) -> Json:
    """The fields of a Message that carry this file."""
    media = file.media(given)
    content: Json = {file.kind: media}
    if file.kind == "animation":
        content["document"] = {
            key: media[key]
            for key in ("file_name", "mime_type", "file_id", "file_unique_id", "file_size")
            if key in media
        }
    if given.get("has_spoiler"):
        content["has_media_spoiler"] = True
    return content


def _target(world: World, p: Json) -> tuple[Chat, Bubble]:
    if "chat_id" not in p:
        raise bad_request("chat_id is empty")
    chat = world.writable(p["chat_id"])
    bubble = world.message(chat, p.get("message_id"), "message to edit")
    # Telegram edits only what the bot wrote, and nothing that came with a keyboard other than inline buttons.
    if not bubble.by_bot or bubble.kind == "pinned_message":
        raise bad_request("message can't be edited")
    if bubble.markup is not None and "inline_keyboard" not in bubble.markup:
        raise bad_request("message can't be edited")
    return chat, bubble


def _change(world: World, chat: Chat, bubble: Bubble, fields: tuple[str, ...], content: Json, p: Json) -> Json:
    keyboard = markup.inline(p.get("reply_markup"), world.strict)
    old = bubble.raw
    same_content = all(old.get(field) == content.get(field) for field in fields)
    if same_content and keyboard == old.get("reply_markup"):
        raise bad_request(NOT_MODIFIED)
    if world.limits is not None:
        world.limits.count(chat.id)
    raw = {key: value for key, value in old.items() if key not in fields and key != "reply_markup"}
    raw.update(content)
    raw["edit_date"] = int(world.now())
    if keyboard is not None:
        raw["reply_markup"] = keyboard
    bubble.raw = raw
    bubble.markup = keyboard
    if not same_content:
        bubble.edited = True
    world.tell("markup" if same_content else "edit", chat, bubble)
    return raw


def react(world: World, p: Json) -> bool:
    """setMessageReaction: one emoji at most, as bots are no premium users."""
    chat = world.writable(p["chat_id"])
    bubble = world.message(chat, p["message_id"], "message to react")
    reactions = p.get("reaction") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    emoji = [str(reaction.get("emoji")) for reaction in reactions if isinstance(reaction, dict)]
    if len(emoji) != len(reactions) or not REACTIONS.issuperset(emoji):
        raise bad_request("REACTION_INVALID")
    bubble.reactions = {**bubble.reactions, "bot": emoji}
    world.tell("reaction", chat, bubble)
    return True


METHODS = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageReplyMarkup": edit_markup,
    "setMessageReaction": react,
}
