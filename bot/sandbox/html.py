"""Reads Telegram's HTML into plain words and entities, and refuses what Telegram refuses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, NoReturn

from bot.sandbox.errors import bad_request

Entity = dict[str, Any]

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot)(?![A-Za-z]));?")
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[A-Za-z0-9.\-]*))?""")
_END_OF_TAG = re.compile(r"\s*>")
_SPECIAL = re.compile(r"[<&]")


def utf16(text: str) -> int:
    """Length as Telegram counts offsets: in UTF-16 code units."""
    return len(text) if text.isascii() else len(text) + sum(ch > "\uffff" for ch in text)


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    start: int


def parse(source: str) -> tuple[str, list[Entity]]:
    """Plain text and its entities in Telegram's order; broken markup is Telegram's 400."""
    if not _SPECIAL.search(source):
        return source, []
    words: list[str] = []
    open_tags: list[_Open] = []
    found: list[Entity] = []
    length = 0
    at = 0
    while at < len(source):
        special = _SPECIAL.search(source, at)
        plain = source[at : special.start()] if special else source[at:]
        if plain:
            words.append(plain)
            length += utf16(plain)
        if special is None:
            break
        at = special.start()
        if source[at] == "&":
            character, at = _reference(source, at)
            words.append(character)
            length += utf16(character)
        elif source.startswith("</", at):
            at = _close(source, at, open_tags, found, length, words)
        else:
            opened, at = _open(source, at)
            opened.offset = length
            opened.start = len(words)
            open_tags.append(opened)
    if open_tags:
        _fail(f'Can\'t find end tag corresponding to start tag "{open_tags[-1].tag}"')
    for entity in found:
        if entity["type"] == "code":
            entity.pop("language", None)
    found.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(words), found


def _fail(why: str, source: str = "", at: int = -1) -> NoReturn:
    where = f" at byte offset {len(source[:at].encode())}" if at >= 0 else ""
    raise bad_request(f"can't parse entities: {why}{where}")


def _reference(source: str, at: int) -> tuple[str, int]:
    match = _REFERENCE.match(source, at)
    if match is None:
        return "&", at + 1
    hexadecimal, decimal, name = match.groups()
    if name:
        return _NAMED[name], match.end()
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if code == 0 or code >= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "&", at + 1
    return chr(code), match.end()


def _unescape(value: str) -> str:
    return re.sub(_REFERENCE, lambda match: _reference(match[0], 0)[0], value) if "&" in value else value


def _open(source: str, begin: int) -> tuple[_Open, int]:
    name = _NAME.match(source, begin + 1)
    assert name is not None
    tag = name[0].lower()
    at = name.end()
    if at == len(source):
        _fail("Unclosed start tag", source, begin)
    if tag not in _KINDS:
        _fail(f'Unsupported start tag "{tag}"', source, begin)
    argument = ""
    while not (end := _END_OF_TAG.match(source, at)):
        attribute = _ATTRIBUTE.match(source, at)
        if attribute is None:
            _fail("Unclosed start tag", source, begin)
        key, value = attribute[1].lower(), attribute[2]
        at = attribute.end()
        if value is None and (tag, key) != ("blockquote", "expandable"):
            if at >= len(source):
                _fail("Unclosed start tag", source, begin)
            _fail(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', source, begin)
        quoted = bool(value) and value[0] in "\"'"
        argument = _argument(tag, key, _unescape(value[1:-1]) if quoted else value or "") or argument
        if value and not quoted and not re.match(r"[\s>]", source[at : at + 1]):
            _fail("Unexpected end of name token", source, attribute.start(2))
    if tag == "span" and argument != "spoiler":
        _fail('Tag "span" must have class "tg-spoiler"', source, begin)
    return _Open(tag, argument, 0, 0), end.end()


def _argument(tag: str, key: str, value: str) -> str:
    match tag, key:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case ("code", "class") if value.startswith("language-"):
            return value.removeprefix("language-")
        case ("span", "class") if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case ("blockquote", "expandable"):
            return "expandable"
    return ""


def _close(source: str, begin: int, open_tags: list[_Open], found: list[Entity], length: int, words: list[str]) -> int:
    if not open_tags:
        _fail("Unexpected end tag", source, begin)
    name = _NAME.match(source, begin + 2)
    assert name is not None
    end = _END_OF_TAG.match(source, name.end())
    if end is None:
        _fail("Unclosed end tag", source, begin)
    opened = open_tags.pop()
    if name[0] and name[0].lower() != opened.tag:
        offset = len(source[:begin].encode())
        _fail(f'Unmatched end tag at byte offset {offset}, expected "</{opened.tag}>", found "</{name[0].lower()}>"')
    if length > opened.offset:
        _add(found, opened, length, "".join(words[opened.start :]))
    return end.end()


def _add(found: list[Entity], opened: _Open, length: int, inside: str) -> None:
    kind = _KINDS[opened.tag]
    entity: Entity = {"offset": opened.offset, "length": length - opened.offset, "type": kind}
    last = found[-1] if found else None
    same = last is not None and (last["offset"], last["length"]) == (entity["offset"], entity["length"])
    if kind == "text_link":
        url = _link(opened.argument or inside)
        if url is None:
            return
        entity["url"] = url
    elif kind == "custom_emoji":
        if not opened.argument.isdigit():
            _fail("Invalid custom emoji identifier specified")
        entity["custom_emoji_id"] = opened.argument
    elif kind == "blockquote" and opened.argument:
        entity["type"] = "expandable_blockquote"
    elif kind == "code" and opened.argument:
        # Telegram keeps the language only of code that fills its <pre>.
        entity["language"] = opened.argument
    elif kind == "pre" and same and last is not None and last["type"] == "code" and "language" in last:
        last["type"] = "pre"
        return
    found.append(entity)


def _link(url: str) -> str | None:
    """A link that Telegram accepts, completed; None for what it shows as plain words."""
    url = url.strip()
    if re.match(r"(https?|tg|ton|mailto|tel):", url, re.IGNORECASE):
        return url
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+([/?#:].*)?", url):
        return f"http://{url}"
    return None
