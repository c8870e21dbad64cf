"""How a message of the bot comes to stand in a chat."""

from __future__ import annotations

from bot.sandbox import markup
from bot.sandbox.entities import CAPTION_LIMIT, formatted
from bot.sandbox.errors import bad_request
from bot.sandbox.html import utf16
from bot.sandbox.people import Bubble, Chat, Json
from bot.sandbox.table import words
from bot.sandbox.world import World

CARRIED = words(
    "text entities link_preview_options caption caption_entities show_caption_above_media "
    "has_media_spoiler photo voice video video_note audio animation document sticker contact location"
)


def post(world: World, chat: Chat, content: Json, p: Json) -> Bubble:
    """Sends the content as the request `p` says: replying to what, with which keyboard, how silently."""
    reply = replied(chat, p)
    keyboard = p.get("reply_markup")
    if keyboard is not None:
        keyboard = markup.any_kind(keyboard, world.strict)
    if world.limits is not None:
        world.limits.count(chat.id)
    return place(world, chat, content, p, reply, keyboard)


def place(world: World, chat: Chat, content: Json, p: Json, reply: Json, keyboard: Json | None) -> Bubble:
    """Puts checked content on the screen."""
    raw: Json = {
        "message_id": world.next_message_id(),
        "from": world.bot,
        "chat": chat.raw,
        "date": int(world.now()),
        **reply,
        **content,
    }
    if p.get("protect_content"):
        raw["has_protected_content"] = True
    if keyboard is not None:
        if "inline_keyboard" in keyboard:
            raw["reply_markup"] = keyboard
        elif "keyboard" in keyboard:
            chat.keyboard = keyboard
        elif "remove_keyboard" in keyboard:
            chat.keyboard = None
    bubble = Bubble(raw, by_bot=True, markup=keyboard, silent=bool(p.get("disable_notification")))
    return world.show(chat, bubble)


def replied(chat: Chat, p: Json) -> Json:
    """The fields that say which message is answered, and with which quote."""
    asked = p.get("reply_parameters")
    if not asked:
        return {}
    number = asked.get("message_id")
    if not isinstance(number, int) or number <= 0:
        raise bad_request("message identifier is not specified")
    if asked.get("chat_id", chat.id) not in (chat.id, str(chat.id)):
        raise bad_request("the sandbox quotes messages of the same chat only")
    target = chat.messages.get(number)
    if target is None:
        if asked.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    reply: Json = {"reply_to_message": bare(target.raw)}
    if asked.get("quote"):
        quoted, entities = formatted(
            asked["quote"], asked.get("quote_parse_mode"), asked.get("quote_entities"), CAPTION_LIMIT
        )
        at = target.text.find(quoted)
        if at < 0 or not quoted:
            raise bad_request("QUOTE_TEXT_INVALID")
        reply["quote"] = {"text": quoted, "position": utf16(target.text[:at]), "is_manual": True}
        if entities:
            reply["quote"]["entities"] = entities
    return reply


def bare(raw: Json) -> Json:
    """A message as it stands inside another: without the one that it answers."""
    if "reply_to_message" not in raw:
        return raw
    return {key: value for key, value in raw.items() if key not in ("reply_to_message", "quote")}


def captioned(p: Json) -> Json:
    """The caption's fields of a request, parsed."""
    source = p.get("caption")
    if not source:
        return {}
    caption, entities = formatted(source, p.get("parse_mode"), p.get("caption_entities"), CAPTION_LIMIT)
    if not caption:
        return {}
    content: Json = {"caption": caption}
    if entities:
        content["caption_entities"] = entities
    if p.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


def carried(raw: Json) -> Json:
    """What of a message a copy takes along."""
    return {key: raw[key] for key in CARRIED if key in raw}
