"""Updates as the specification describes them, and then with something wrong in each."""

import copy
import random
from collections.abc import Iterator
from typing import Any

from tests.sandbox.specification import ARRAY, available, specification

Json = dict[str, Any]
KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "message_reaction")
JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 2**31, 2**53, 2**63, -(2**70), 1e300, "", " ", "0", "x" * 5000, [], [[]], {},
    {"": {}}, [None], "\x00", "a\x00b", "\ud800", "\udfff\ud800", "\u202e\u200f", "😀" * 3000, "/start", "/" * 300,
    "<b>&lt;", "%s{}",
)  # fmt: skip
FORGED = (
    "", ":", "p.", "p.home:1", "p.age", "p.age:99", "p.age:-2", "p.age:x", "p.name:999999999999999999", "q.read:0",
    "q.read:-1", "q.read:999999999999999999", "q.back:1", "t.claim:1", "t.undo:1", "t.for:1:2:3", "t.open:１",
    "l.thread:1:99999999999", "p.instrument:\x00", "p.instrument:\ud800", "l.inst:'; DROP TABLE people; --", "٣",
    "\x00" * 64, "p.age:٣", "l.open:-5", "l.at:1:999999999999999999", "l.list:1:999999999999999999", "s.mine:1",
    "p.remind:2", "p.confirm:1",
)  # fmt: skip
TEXTS = (
    "/start", "/start x", "/ask", "/ask what is\x00 a barre?", "/ask \ud800", "/answer 1 yes", "/helpnow", "/queue",
    "/open 99999999999999999999", "/transcript Otter-12", "/invite tutor", "/newphone Otter-12", "/stop", "hello",
    "What is a barre?", "/lessons \x00", "/sessions S99999999999", "/questions #9999999999", "/claim ١", "#1", "2:14",
    "/settings@other_bot",
)  # fmt: skip


def updates(seed: int, chats: tuple[int, ...], first_id: int) -> Iterator[Any]:
    """Without end: updates of these private chats, nearly all of them with something wrong."""
    chance = random.Random(seed)
    number = first_id
    while True:
        number += 1
        chat = chance.choice(chats)
        update = {"update_id": number, **_sound(chance, chat)}
        for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
            _spoil(chance, update)
        yield update


def _sound(chance: random.Random, chat: int) -> Json:
    kind = chance.choice(KINDS)
    from_specification = available() and chance.random() < 0.6
    body = _made(chance, _type_of(kind), 0) if from_specification else _real(chance, kind, chat)
    _place(body, chat)
    return {kind: body}


def _type_of(kind: str) -> str:
    fields = specification()["types"]["Update"]["fields"]
    return str(next(field["types"][0] for field in fields if field["name"] == kind))


def _made(chance: random.Random, expected: str, depth: int) -> Any:
    """A value of one of the specification's types, its optional fields there by chance."""
    if expected.startswith(ARRAY):
        return [_made(chance, expected.removeprefix(ARRAY), depth + 1) for _ in range(chance.choice((0, 1, 2)))]
    match expected:
        case "Integer":
            return chance.choice((0, 1, 17, 1_700_000_000, 900_000 + chance.randrange(1000)))
        case "Float":
            return chance.random()
        case "Boolean" | "True" | "False":
            return chance.random() < 0.5
        case "String":
            return chance.choice(TEXTS + FORGED)
    known = specification()["types"].get(expected)
    if known is None:
        return {}
    if subtypes := known.get("subtypes"):
        return _made(chance, chance.choice(subtypes), depth + 1)
    made = {}
    for field in known.get("fields", []):
        if field["required"] or chance.random() < 0.25 / (depth + 1):
            if depth > 4 and not field["required"]:
                continue
            made[field["name"]] = _made(chance, chance.choice(field["types"]), depth + 1) if depth < 8 else 1
    return made


def _real(chance: random.Random, kind: str, chat: int) -> Json:
    """One as Telegram really sends it."""
    message: Json = {"message_id": 900_000 + chance.randrange(10_000), "date": 1_700_000_000}
    file = {"file_id": "f1", "file_unique_id": "u1", "file_size": 100, "width": 1, "height": 1, "duration": 1}
    answered = {**message, "text": "#1 · Otter-12", "chat": {"id": chat, "type": "private"}}
    contents: tuple[Json, ...] = (
        {"text": chance.choice(TEXTS)},
        {"photo": [file], "caption": chance.choice(TEXTS), "media_group_id": "g"},
        {"voice": file},
        {"document": {**file, "file_size": 10**10}},
        {"location": {"latitude": 1.0, "longitude": 1.0}},
        {"contact": {"phone_number": "1", "first_name": "x"}},
        {"text": "more", "reply_to_message": answered},
    )
    person = {"id": chat, "is_bot": False, "first_name": "Mutant"}
    match kind:
        case "callback_query":
            return {"id": str(chance.randrange(10**9)), "chat_instance": "1", "data": chance.choice(FORGED),
                    "from": person, "message": {**message, "text": "buttons", "chat": {}}}  # fmt: skip
        case "my_chat_member":
            member = {"user": {"id": 7, "is_bot": True, "first_name": "bot"}, "status": "member"}
            return {**message, "from": person, "chat": {}, "old_chat_member": member, "new_chat_member": member}
        case "message_reaction":
            return {**message, "chat": {}, "user": person, "old_reaction": [], "new_reaction": []}
    return {**message, **chance.choice(contents), "from": person, "chat": {}}


def _place(body: Json, chat: int) -> None:
    """Puts it into that person's private chat with the bot."""
    person = {"id": chat, "is_bot": False, "first_name": "Mutant"}
    if "chat" in body:
        body["chat"] = {"id": chat, "type": "private", "first_name": "Mutant"}
    for name in ("from", "user"):
        if name in body or name == "from":
            body[name] = person
    message = body.get("message")
    if isinstance(message, dict):
        message["chat"] = {"id": chat, "type": "private", "first_name": "Mutant"}


def _spoil(chance: random.Random, update: Json) -> None:
    places = list(_places(update))
    if not places:
        return
    holder, key = chance.choice(places)
    match chance.randrange(9):
        case 0 | 1 | 2:
            holder[key] = copy.deepcopy(chance.choice(JUNK))
        case 3 | 4:
            del holder[key]
        case 5:
            holder[key] = _deep(chance.choice((50, 300, 700)), holder[key], chance.random() < 0.5)
        case 6:
            holder[key] = [holder[key]] * chance.choice((1, 2, 30))
        case 7 if isinstance(holder, dict):
            holder[chance.choice(("unknown", "text", "photo", "data", "sender_chat", "via_bot", "chat"))] = holder[key]
        case _:
            kinds = [kind for kind in update if kind != "update_id"]
            if kinds:
                update["brand_new_kind"] = update.pop(kinds[0])


def _places(value: Any, depth: int = 0) -> Iterator[tuple[Any, Any]]:
    if depth > 20:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            # Whose chat it is stays: a forged sender has a test of its own, and everybody else must hear nothing.
            if key not in ("update_id", "id"):
                yield value, key
            yield from _places(inner, depth + 1)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield value, number
            yield from _places(inner, depth + 1)


def _deep(levels: int, value: Any, replies: bool) -> Any:
    for _ in range(levels):
        value = {"message_id": 1, "date": 1, "reply_to_message": value} if replies else [value]
    return value


def depth(value: Any) -> int:
    """How deep it is nested, counted without recursion."""
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        inner, level = waiting.pop()
        deepest = max(deepest, level)
        if isinstance(inner, dict):
            waiting += [(item, level + 1) for item in inner.values()]
        elif isinstance(inner, list):
            waiting += [(item, level + 1) for item in inner]
    return deepest
