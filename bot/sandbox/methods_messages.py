"""Methods that put messages into chats and take them out again."""

from __future__ import annotations

from bot.sandbox.compose import bare, captioned, carried, place, post
from bot.sandbox.entities import TEXT_LIMIT, formatted
from bot.sandbox.errors import bad_request
from bot.sandbox.people import Bubble, Chat, Json
from bot.sandbox.world import World

DELETABLE_SECONDS = 48 * 3600
BATCH = 100


def send_message(world: World, p: Json) -> Json:
    """sendMessage."""
    chat = world.writable(p["chat_id"])
    return post(world, chat, text_content(p), p).raw


def text_content(p: Json) -> Json:
    """The words of a request, parsed and within limits."""
    source = p.get("text")
    if not source:
        raise bad_request("message text is empty")
    text, entities = formatted(source, p.get("parse_mode"), p.get("entities"), TEXT_LIMIT)
    if not text:
        raise bad_request("text must be non-empty")
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    if options := p.get("link_preview_options"):
        content["link_preview_options"] = options
    return content


def copy_message(world: World, p: Json) -> Json:
    """copyMessage: the same content, without a word about who wrote it."""
    chat = world.writable(p["chat_id"])
    source = _source(world, p["from_chat_id"], p["message_id"], "message to copy")
    content = carried(source.raw)
    if "caption" in p and "text" not in content:
        for key in ("caption", "caption_entities"):
            content.pop(key, None)
        content.update(captioned(p))
    return {"message_id": post(world, chat, content, p).id}


def copy_messages(world: World, p: Json) -> list[Json]:
    """copyMessages: what can't be found is left out, and albums stay albums."""
    chat = world.writable(p["chat_id"])
    origin = world.chat(p["from_chat_id"])
    numbers = _numbers(p["message_ids"])
    if numbers != sorted(set(numbers)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    found = [origin.messages[number] for number in numbers if number in origin.messages]
    found = [bubble for bubble in found if carried(bubble.raw)]
    if not found:
        raise bad_request("there are no messages to copy")
    if world.limits is not None:
        world.limits.count(chat.id, len(found))
    albums: dict[str, str] = {}
    copies = []
    for bubble in found:
        content = carried(bubble.raw)
        if p.get("remove_caption"):
            content.pop("caption", None)
            content.pop("caption_entities", None)
        if group := bubble.raw.get("media_group_id"):
            content["media_group_id"] = albums.setdefault(group, "") or world.next_album_id()
            albums[group] = content["media_group_id"]
        copies.append({"message_id": place(world, chat, content, p, {}, None).id})
    return copies


def forward_message(world: World, p: Json) -> Json:
    """forwardMessage: shows to everybody who wrote it first."""
    chat = world.writable(p["chat_id"])
    source = _source(world, p["from_chat_id"], p["message_id"], "message to forward")
    if source.protected:
        raise bad_request("the message can't be forwarded")
    origin = {"type": "user", "date": source.raw["date"], "sender_user": source.raw["from"]}
    return post(world, chat, {"forward_origin": origin, **carried(source.raw)}, p).raw


def _source(world: World, chat_id: int | str, number: int, what: str) -> Bubble:
    bubble = world.message(world.chat(chat_id), number, what)
    if not carried(bubble.raw):
        raise bad_request("message can't be copied")
    return bubble


def _numbers(given: list[object]) -> list[int]:
    numbers = [number for number in given if isinstance(number, int)]
    if len(numbers) != len(given) or not 1 <= len(numbers) <= BATCH:
        raise bad_request(f"there must be from 1 to {BATCH} message identifiers")
    return numbers


def delete_message(world: World, p: Json) -> bool:
    """deleteMessage: within 48 hours, from either side of a private chat."""
    chat = world.chat(p["chat_id"])
    bubble = world.message(chat, p["message_id"], "message to delete")
    _check_deletable(world, bubble)
    remove(world, chat, bubble)
    return True


def delete_messages(world: World, p: Json) -> bool:
    """deleteMessages: what can't be found is left out."""
    chat = world.chat(p["chat_id"])
    found = [chat.messages[number] for number in _numbers(p["message_ids"]) if number in chat.messages]
    for bubble in found:
        _check_deletable(world, bubble)
    for bubble in found:
        remove(world, chat, bubble)
    return True


def _check_deletable(world: World, bubble: Bubble) -> None:
    if world.now() - bubble.raw["date"] > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")


def remove(world: World, chat: Chat, bubble: Bubble) -> None:
    """Takes a message off the screen."""
    del chat.messages[bubble.id]
    bubble.deleted = True
    world.tell("delete", chat, message_id=bubble.id)


def pin(world: World, p: Json) -> bool:
    """pinChatMessage."""
    chat = world.writable(p["chat_id"])
    bubble = world.message(chat, p["message_id"], "message to pin")
    if not bubble.pinned:
        bubble.pinned = True
        chat.pinned.append(bubble.id)
        world.tell("pin", chat, bubble)
        place(world, chat, {"pinned_message": bare(bubble.raw)}, p, {}, None)
    return True


def unpin(world: World, p: Json) -> bool:
    """unpinChatMessage: the one named, or the newest."""
    chat = world.writable(p["chat_id"])
    number = p.get("message_id") or (chat.pinned[-1] if chat.pinned else None)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    _unpin(world, chat, number)
    return True


def unpin_all(world: World, p: Json) -> bool:
    """unpinAllChatMessages."""
    chat = world.writable(p["chat_id"])
    for number in list(chat.pinned):
        _unpin(world, chat, number)
    return True


def _unpin(world: World, chat: Chat, number: int) -> None:
    chat.pinned.remove(number)
    if (bubble := chat.messages.get(number)) is not None:
        bubble.pinned = False
        world.tell("pin", chat, bubble)


METHODS = {
    "sendMessage": send_message,
    "copyMessage": copy_message,
    "copyMessages": copy_messages,
    "forwardMessage": forward_message,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin,
    "unpinChatMessage": unpin,
    "unpinAllChatMessages": unpin_all,
}
