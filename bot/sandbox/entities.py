"""What Telegram finds in plain words by itself, and the words and entities of a request."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox import html
from bot.sandbox.errors import bad_request
from bot.sandbox.html import Entity, utf16
from bot.sandbox.table import words

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

_HINTS = re.compile(r"[/@#]|\.\w")
_FOUND = re.compile(
    r"(?P<url>(?:https?://|www\.)[^\s<>\"]*[^\s<>\".,;:!?)\]']|\bt\.me/[\w/?=+-]+)"
    r"|(?P<email>\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w/@<])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z]\w{3,31})\b"
    r"|(?<![\w#])(?P<hashtag>#\w*[^\W\d]\w*)",
    re.UNICODE,
)
_OPAQUE = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji"})
_KNOWN = frozenset(
    words(
        "mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough "
        "spoiler blockquote expandable_blockquote code pre text_link text_mention custom_emoji date_time"
    )
)


def detect(text: str) -> list[Entity]:
    """Commands, links, addresses, mentions and hashtags, as Telegram marks them in anybody's words."""
    if not _HINTS.search(text):
        return []
    ascii_only = text.isascii()
    return [
        {
            "offset": match.start() if ascii_only else utf16(text[: match.start()]),
            "length": len(match[0]) if ascii_only else utf16(match[0]),
            "type": match.lastgroup,
        }
        for match in _FOUND.finditer(text)
    ]


def formatted(source: str, parse_mode: str | None, given: list[Any] | None, limit: int) -> tuple[str, list[Entity]]:
    """The words and entities that a request asks for, trimmed as Telegram does, or Telegram's 400."""
    if parse_mode:
        if parse_mode.upper() != "HTML":
            raise bad_request(f"unsupported parse_mode {parse_mode!r}: the sandbox reads HTML")
        text, entities = html.parse(source)
    else:
        text, entities = source, _checked(given) if given else []
    text, entities = _trimmed(text, entities)
    if len(text) > limit:
        raise bad_request("message is too long" if limit == TEXT_LIMIT else "message caption is too long")
    for entity in detect(text):
        if not any(other["type"] in _OPAQUE and _overlap(entity, other) for other in entities):
            entities.append(entity)
    if len(entities) > 1:
        entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return text, entities[:100]


def _overlap(one: Entity, other: Entity) -> bool:
    start: int = max(one["offset"], other["offset"])
    end: int = min(one["offset"] + one["length"], other["offset"] + other["length"])
    return start < end


def _checked(given: list[Any]) -> list[Entity]:
    for entity in given:
        if not isinstance(entity, dict) or not {"type", "offset", "length"} <= entity.keys():
            raise bad_request("can't parse MessageEntity: Object expected as MessageEntity")
        if entity["type"] not in _KNOWN:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
    return list(given)


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    bare = text.strip()
    if bare == text:
        return text, entities
    start = utf16(text[: len(text) - len(text.lstrip())])
    end = utf16(bare)
    kept = []
    for entity in entities:
        first = max(entity["offset"] - start, 0)
        last = min(entity["offset"] + entity["length"] - start, end)
        if last > first:
            kept.append({**entity, "offset": first, "length": last - first})
    return bare, kept
