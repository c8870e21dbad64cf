"""From Telegram's message to what a person said."""

import re
from typing import Any

from telegram import Message

from bot.policies.fields import clean_text
from bot.services.said import Said

__all__ = ["Said", "said_in"]

_NUMBER = re.compile(r"#([1-9]\d{0,8})\b")
_LONGEST_NAME = 500
_KINDS = (
    "photo",
    "animation",
    "video",
    "voice",
    "video_note",
    "audio",
    "document",
    "sticker",
    "contact",
    "location",
)


def said_in(message: Message) -> Said:
    """Reads a message; a kind that we do not take comes out as "other", its words kept."""
    kind, thing = "text", None
    for name in _KINDS:
        found = getattr(message, name)
        if found:
            kind, thing = name, found
            break
    else:
        if message.text is None:
            kind = "other"
    if kind == "photo":
        thing = thing[-1]  # type: ignore[index]
    reply = message.reply_to_message
    return Said(
        kind=kind,
        text=clean_text(message.text or message.caption or _contact_in(message)),
        chat_id=message.chat.id,
        message_id=message.message_id,
        file_id=getattr(thing, "file_id", None),
        media=_facts(thing),
        album=message.media_group_id,
        reply_to=reply.message_id if reply is not None else None,
        reply_number=_number_in(reply) if reply is not None else None,
    )


def _number_in(message: Message) -> int | None:
    """The one question that the bot's message is about, by the number in its first line.

    It stands in for the record of what was sent, which a crash between the sending and the writing down loses.
    """
    if message.from_user is None or not message.from_user.is_bot:
        return None
    first_line = (message.text or message.caption or "").partition("\n")[0]
    numbers = set(_NUMBER.findall(first_line))
    return int(numbers.pop()) if len(numbers) == 1 else None


def _contact_in(message: Message) -> str:
    """A contact sent as such, in words: they are kept for the leads, and no tutor is shown them."""
    card = message.contact
    if card is None:
        return ""
    return " ".join(part for part in (card.first_name, card.last_name, card.phone_number) if part)


def _facts(thing: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if (size := getattr(thing, "file_size", None)) is not None:
        facts["size_bytes"] = int(size)
    if (length := getattr(thing, "duration", None)) is not None:
        facts["seconds"] = int(length if isinstance(length, int | float) else length.total_seconds())
    named = (getattr(thing, name, None) for name in ("file_name", "title", "performer"))
    if name := clean_text(" ".join(filter(None, named)))[:_LONGEST_NAME]:
        facts["name"] = name
    return facts
