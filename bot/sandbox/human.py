"""What a person can do in a chat, and the updates that come of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.sandbox.compose import bare
from bot.sandbox.entities import CAPTION_LIMIT, TEXT_LIMIT, detect
from bot.sandbox.errors import SandboxError
from bot.sandbox.files import check_size
from bot.sandbox.html import utf16
from bot.sandbox.methods_edit import media_content
from bot.sandbox.methods_messages import remove
from bot.sandbox.params import Upload
from bot.sandbox.people import MEDIA_KINDS, Bubble, Chat, Json
from bot.sandbox.table import REACTIONS
from bot.sandbox.updates import PRESS_KEPT_SECONDS
from bot.sandbox.world import World


def write(world: World, chat: Chat, text: str, reply_to: int | None = None, quote: str | None = None) -> Bubble:
    """A person sends words."""
    text = text.strip()
    if not text:
        raise SandboxError("an empty message can't be sent")
    if len(text) > TEXT_LIMIT:
        raise SandboxError(f"Telegram's apps cut messages at {TEXT_LIMIT} characters")
    content: Json = {"text": text}
    if entities := detect(text):
        content["entities"] = entities
    return _say(world, chat, content, _reply(chat, reply_to, quote))


def press(world: World, chat: Chat, message_id: int, data: str) -> str:
    """A person taps an inline button, perhaps one that the bot has just taken away; gives the query's id."""
    _check_open(chat)
    bubble = _own(chat, message_id)
    if not bubble.by_bot:
        raise SandboxError("only the bot's messages have buttons")
    now = world.now()
    presses = world.presses
    while presses and next(iter(presses.values()))[0] < now - PRESS_KEPT_SECONDS:
        del presses[next(iter(presses))]
    query_id = world.next_press_id()
    presses[query_id] = (now, chat.id)
    query: Json = {
        "id": query_id,
        "from": chat.user,
        "message": bubble.raw,
        "chat_instance": str(chat.id * 7919 + 104729),
        "data": data,
    }
    world.updates.push("callback_query", query)
    return query_id


def send_media(
    world: World,
    chat: Chat,
    kind: str,
    uploads: Sequence[Upload],
    caption: str | None = None,
    reply_to: int | None = None,
    about: Json | None = None,
) -> list[Bubble]:
    """A person sends a file, or several of one kind as an album; the caption stands under the first."""
    if kind not in MEDIA_KINDS:
        raise SandboxError(f"there is no kind of media called {kind!r}")
    return send_album(world, chat, [(kind, upload) for upload in uploads], caption, reply_to, about)


def send_album(
    world: World,
    chat: Chat,
    items: Sequence[tuple[str, Upload]],
    caption: str | None = None,
    reply_to: int | None = None,
    about: Json | None = None,
) -> list[Bubble]:
    """A person sends one file, or up to ten together."""
    if not 1 <= len(items) <= 10:
        raise SandboxError("an album has at most ten files")
    if caption and len(caption) > CAPTION_LIMIT:
        raise SandboxError(f"a caption has at most {CAPTION_LIMIT} characters")
    album: Json = {"media_group_id": world.next_album_id()} if len(items) > 1 else {}
    reply = _reply(chat, reply_to)
    sent = []
    for number, (kind, upload) in enumerate(items):
        check_size("document", len(upload.content))
        content = {**album, **media_content(world.files.add(kind, upload), about or {})}
        if caption and caption.strip() and not number and kind not in ("sticker", "video_note"):
            content["caption"] = caption.strip()
            if entities := detect(content["caption"]):
                content["caption_entities"] = entities
        sent.append(_say(world, chat, content, reply))
    return sent


def share(world: World, chat: Chat, content: Json, reply_to: int | None = None) -> Bubble:
    """A person shares a contact or a place: `content` is the Message's field for it."""
    return _say(world, chat, content, _reply(chat, reply_to))


def edit(world: World, chat: Chat, message_id: int, words: str) -> Bubble:
    """A person changes the words of a message, or its caption."""
    _check_open(chat)
    bubble = _own(chat, message_id)
    if bubble.by_bot:
        raise SandboxError("a person can edit only what they wrote")
    words = words.strip()
    field, marks = ("text", "entities") if "text" in bubble.raw else ("caption", "caption_entities")
    if words == bubble.raw.get(field, ""):
        raise SandboxError("nothing was changed")
    if field == "text" and not words:
        raise SandboxError("an empty message can't be sent")
    raw = {key: value for key, value in bubble.raw.items() if key not in (field, marks)}
    if words:
        raw[field] = words
    if entities := detect(words):
        raw[marks] = entities
    raw["edit_date"] = int(world.now())
    bubble.raw = raw
    bubble.edited = True
    world.tell("edit", chat, bubble)
    world.updates.push("edited_message", raw)
    return bubble


def react(world: World, chat: Chat, message_id: int, emoji: str | None) -> Bubble:
    """A person puts an emoji on a message, or takes it off."""
    _check_open(chat)
    bubble = _own(chat, message_id)
    if emoji and emoji not in REACTIONS:
        raise SandboxError(f"{emoji} is not among Telegram's reactions")
    old = bubble.reactions.get("person", [])
    new = [emoji] if emoji else []
    bubble.reactions = {**bubble.reactions, "person": new}
    world.tell("reaction", chat, bubble)
    changed: Json = {
        "chat": chat.raw,
        "message_id": bubble.id,
        "user": chat.user,
        "date": int(world.now()),
        "old_reaction": [{"type": "emoji", "emoji": one} for one in old],
        "new_reaction": [{"type": "emoji", "emoji": one} for one in new],
    }
    world.updates.push("message_reaction", changed)
    return bubble


def block(world: World, chat: Chat, blocked: bool) -> None:
    """A person blocks the bot, or lets it write again."""
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    free: Json = {"user": world.bot, "status": "member"}
    gone: Json = {"user": world.bot, "status": "kicked", "until_date": 0}
    changed: Json = {
        "chat": chat.raw,
        "from": chat.user,
        "date": int(world.now()),
        "old_chat_member": free if blocked else gone,
        "new_chat_member": gone if blocked else free,
    }
    if not blocked:
        chat.started = True
    world.tell("block", chat, blocked=blocked)
    world.updates.push("my_chat_member", changed)


def delete(world: World, chat: Chat, message_id: int) -> None:
    """A person takes a message away; Telegram doesn't tell bots."""
    remove(world, chat, _own(chat, message_id))


def _check_open(chat: Chat) -> None:
    if chat.blocked:
        raise SandboxError(f"{chat.person.first_name} has blocked the bot and can't write to it")


def _own(chat: Chat, message_id: int) -> Bubble:
    bubble = chat.messages.get(message_id)
    if bubble is None:
        raise SandboxError(f"message {message_id} is not in this chat (any more)")
    return bubble


def _reply(chat: Chat, reply_to: int | None, quote: str | None = None) -> Json:
    if reply_to is None:
        return {}
    target = _own(chat, reply_to)
    reply: Json = {"reply_to_message": bare(target.raw)}
    if quote:
        at = target.text.find(quote)
        if at < 0:
            raise SandboxError("the quoted words are not in that message")
        reply["quote"] = {"text": quote, "position": utf16(target.text[:at]), "is_manual": True}
    return reply


def _say(world: World, chat: Chat, content: Json, reply: Json) -> Bubble:
    _check_open(chat)
    chat.started = True
    raw: Json = {
        "message_id": world.next_message_id(),
        "from": chat.user,
        "chat": chat.raw,
        "date": int(world.now()),
        **reply,
        **content,
    }
    bubble = world.show(chat, Bubble(raw, by_bot=False))
    world.updates.push("message", raw)
    return bubble
